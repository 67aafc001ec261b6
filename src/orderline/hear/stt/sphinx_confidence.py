"""How sure the embedded recogniser is, from what its search leaves behind. Pure.

Two signals: the log score of the whole path per 10 ms frame (the best single one on a domain trigram: AUROC .93 wrong,
.98 out of domain; Source: reference/browser-calls section F), and the least posterior of any word (.81; Source:
reference/speech-and-nlu section 4c). An allphone decoder beside this one was left out: it doubles the work and adds
under .01 to the pair.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orderline.events.speech import Alternative, Transcript, Word

LEAST_POSTERIOR = 1e-4
"""Posteriors below this are all "no idea"; keeps the logarithm finite."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic: probability that the words are right."""

    bias: float
    score: float
    """Per unit of 1000 × log score a frame (a frame of good speech: about -2)."""
    posterior: float
    """Per unit of the natural logarithm of the least word posterior."""

    def probability(self, score: float, posterior: float) -> float:
        """[0, 1] for a log score a frame (≤ 0) and a posterior in [0, 1]."""
        logit = self.bias + self.score * 1000 * score + self.posterior * math.log(max(posterior, LEAST_POSTERIOR))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


UTTERANCE = Calibration(bias=8.0, score=2.5, posterior=0.3)
WORD = Calibration(bias=8.0, score=2.0, posterior=0.5)


def transcript(answer: Mapping[str, Any], audio_ms: int, decode_ms: float) -> Transcript:
    """A worker's answer, with its raw figures made into probabilities."""
    words = tuple(
        Word(text, WORD.probability(answer["score"], posterior), start, end)
        for text, posterior, start, end in answer["words"]
    )
    if not answer["text"] or not words:
        return Transcript("", "en", 0.0, engine="sphinx", audio_ms=audio_ms, decode_ms=decode_ms)
    least = min(posterior for _, posterior, _, _ in answer["words"])
    confidence = UTTERANCE.probability(answer["score"], least)
    return Transcript(
        answer["text"],
        "en",
        confidence,
        words,
        _alternatives(answer["alternatives"], 1.0 - confidence),
        "sphinx",
        audio_ms,
        decode_ms,
    )


def _alternatives(readings: list[tuple[str, float]], left: float) -> tuple[Alternative, ...]:
    """Share what the best reading leaves among the others, as their path scores say. Not calibrated: an order only."""
    total = sum(score for _, score in readings)
    if total <= 0:
        return ()
    return tuple(Alternative(text, left * score / total) for text, score in readings)
