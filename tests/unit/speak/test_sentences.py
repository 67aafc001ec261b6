from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.speak.sentences import split_sentences

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It left. Is that all? Good!", ["It left.", "Is that all?", "Good!"]),
        ("It weighs 3.5 kilograms.", ["It weighs 3.5 kilograms."]),
        ("Ask Mr. Chen or Dr. Li. They know.", ["Ask Mr. Chen or Dr. Li.", "They know."]),
        ("We open at 9 a.m. and close late.", ["We open at 9 a.m. and close late."]),
        ("It left. {day} it arrives.", ["It left.", "{day} it arrives."]),
        ("No. It did not.", ["No.", "It did not."]),
        ("到了。还有别的吗？好！", ["到了。", "还有别的吗？", "好！"]),
        ("您说“取消。”对吗？", ["您说“取消。”", "对吗？"]),
        ("没有标点", ["没有标点"]),
        ("", []),
        ("   ", []),
    ],
)
def test_a_text_is_cut_after_each_sentence(text: str, parts: list[str]) -> None:
    assert split_sentences(text) == parts


@given(st.text(alphabet="aB1 .?!。？！，,Mr", max_size=60))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
