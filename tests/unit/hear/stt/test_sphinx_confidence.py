from __future__ import annotations

from typing import Any

import pytest

from orderline.hear.stt.sphinx_confidence import NOT_SPEECH, UTTERANCE, WORD, transcript

pytestmark = pytest.mark.unit


def answer(**changes: Any) -> dict[str, Any]:
    good = {
        "text": "four two",
        "score": -0.002,
        "fit": -3.0,
        "words": [("four", 0.9, 200, 500), ("two", 0.6, 500, 800)],
        "alternatives": [("five two", 0.3), ("four", 0.1)],
    }
    return {**good, **changes}


@pytest.mark.parametrize("calibration", [UTTERANCE, WORD])
def test_better_signals_never_mean_less_confidence(calibration: Any) -> None:
    scores = [calibration.probability(score, 0.5) for score in (-1.0, -0.01, -0.004, -0.002, 0.0)]
    posteriors = [calibration.probability(-0.003, posterior) for posterior in (0.0, 1e-3, 0.5, 1.0)]
    assert scores == sorted(scores)
    assert posteriors == sorted(posteriors)
    assert all(0.0 <= value <= 1.0 for value in scores + posteriors)


def test_a_good_path_is_likely_right_and_a_bad_one_is_not() -> None:
    assert transcript(answer(), 900, 1.0).confidence > 0.75
    assert transcript(answer(score=-0.005), 900, 1.0).confidence < 0.15


def test_the_alternatives_share_what_the_best_reading_leaves() -> None:
    heard = transcript(answer(), 900, 1.0)
    assert [other.text for other in heard.alternatives] == ["five two", "four"]
    total = heard.confidence + sum(other.confidence for other in heard.alternatives)
    assert total == pytest.approx(1.0)


@pytest.mark.parametrize(
    "changes", [{"fit": -0.2}, {"words": [("um", 1.0, 100, 1800)], "text": "um"}], ids=["fits too well", "too long"]
)
def test_what_no_speech_does_is_not_believed(changes: dict[str, Any]) -> None:
    heard = transcript(answer(**changes), 2000, 1.0)
    assert heard.confidence == NOT_SPEECH
    assert {word.confidence for word in heard.words} == {NOT_SPEECH}


def test_no_words_are_an_empty_transcript() -> None:
    heard = transcript(answer(text="", words=[], alternatives=[]), 900, 2.0)
    assert (heard.text, heard.confidence, heard.audio_ms, heard.decode_ms) == ("", 0.0, 900, 2.0)
