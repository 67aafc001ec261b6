from __future__ import annotations

import pytest

from orderline.handoff.masking import mask_name, mask_spoken

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("my order is 204821", "my order is ••4821"),
        ("it is two oh four eight two one", "it is • • four eight two one"),
        ("二零四八二一", "••四八二一"),
        ("尾号七三五零", "尾号七三五零"),
        ("the last four are four eight two one", "the last four are four eight two one"),
        ("one more thing", "one more thing"),
        ("write to anna.mori@example.com", "write to ••••.••••@••••••e.com"),
    ],
)
def test_long_runs_of_digits_keep_their_last_four(said: str, shown: str) -> None:
    assert mask_spoken(said) == shown


@pytest.mark.parametrize(("name", "shown"), [("Anna Mori", "A. M."), ("李小明", "李••"), ("", "")])
def test_names_keep_their_first_letters(name: str, shown: str) -> None:
    assert mask_name(name) == shown
