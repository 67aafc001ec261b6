from __future__ import annotations

import pytest

from orderline.events.decision import HandoffReason
from orderline.events.outcome import MismatchReason
from orderline.handoff.reasons import MISMATCH_WORDS, REASON_WORDS, wants_words

pytestmark = pytest.mark.unit


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(REASON_WORDS) == set(HandoffReason)
    assert set(MISMATCH_WORDS) == set(MismatchReason)
    assert all(words.en and words.zh for words in (*REASON_WORDS.values(), *MISMATCH_WORDS.values()))


def test_a_task_without_words_shows_its_name() -> None:
    assert wants_words("gift_wrap").en == "gift wrap"
