from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.hear.stt.whisper_confidence import confidence, transcript

pytestmark = pytest.mark.unit


@dataclass
class Piece:
    """A segment as faster-whisper gives it."""

    text: str
    avg_logprob: float = -0.2
    no_speech_prob: float = 0.1
    compression_ratio: float = 1.0
    tokens: list[int] = field(default_factory=lambda: [1, 2, 3])


LOGPROB = st.floats(-8, 0)
CHANCE = st.floats(0, 1)
RATIO = st.floats(0.3, 40)


@given(LOGPROB, LOGPROB, CHANCE, CHANCE, RATIO, RATIO)
def test_worse_signals_never_raise_the_confidence(
    a: float, b: float, quiet_a: float, quiet_b: float, ratio_a: float, ratio_b: float
) -> None:
    better = confidence(max(a, b), min(quiet_a, quiet_b), min(ratio_a, ratio_b))
    worse = confidence(min(a, b), max(quiet_a, quiet_b), max(ratio_a, ratio_b))
    assert 0.0 <= worse <= better <= 1.0


def test_segments_are_joined_as_their_language_writes() -> None:
    assert transcript([Piece(" Where is"), Piece(" my order? ")], "en", 1000, 5.0).text == "Where is my order?"
    chinese = transcript([Piece("我的订单"), Piece("到哪了")], "zh", 1000, 5.0)
    assert chinese.text == "我的订单到哪了"
    assert [word.text for word in chinese.words] == list("我的订单到哪了")


def test_a_segment_that_may_be_no_speech_is_kept_and_doubted() -> None:
    heard = transcript([Piece("thank you", no_speech_prob=0.95)], "en", 1000, 5.0)
    assert heard.text == "thank you"
    assert heard.confidence < 0.1


def test_the_whole_is_as_sure_as_its_parts_by_length() -> None:
    sure, unsure = Piece("a", 0.0, 0.0, tokens=[1] * 9), Piece("b", -50.0, 0.0, tokens=[1])
    assert transcript([sure, unsure], "en", 1000, 5.0).confidence == pytest.approx(0.9, abs=0.001)


def test_no_segments_are_an_empty_transcript() -> None:
    heard = transcript([], "zh", 40, 5.0)
    assert (heard.text, heard.confidence, heard.words, heard.audio_ms) == ("", 0.0, (), 40)
