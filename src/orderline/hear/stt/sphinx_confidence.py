"""How sure the embedded recogniser is, from what its search leaves behind. Pure.

Two signals: the log score of the whole path per 10 ms frame (the best single one on a domain trigram: AUROC .93 wrong,
.98 out of domain; Source: reference/browser-calls section F), and the least posterior of any word (.81; Source:
reference/speech-and-nlu section 4c). A second, allphone decoder would tell noise better, at more than twice the work;
instead, what no speech does is looked for: words longer than a second, and sound that fits its words too well.

All constants were fitted on SYNTHETIC sound only: 217 utterances of four flite voices (slt, rms, awb, kal16) at random
levels, 40 % of them with white noise at 10...25 dB; sentences of the grammar, 20 phrasings outside it, 20 off the
subject; 50 made-up noises. Cross-validated there: AUROC .85, expected calibration error .07. Fit them anew on real
calls before trusting the values.
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


UTTERANCE = Calibration(bias=4.63, score=1.257, posterior=0.579)
"""That every word is right."""
WORD = Calibration(bias=6.72, score=1.514, posterior=0.57)
"""That this word is right. AUROC .86 on 1,146 words of the same sound."""
LONGEST_WORD_MS = 1000
"""No word lasts longer: in the right ones of the data above, 960 ms was the longest, 670 the 95th percentile."""
BEST_FIT = -1.0
"""Mean log acoustic score a frame, over the words, that speech does not reach: right utterances went up to -1.3,
steady noise lay at -0.03...-0.8, for it is a single sound held."""
NOT_SPEECH = 0.02
"""Confidence of words that were found in what is no speech."""


def transcript(answer: Mapping[str, Any], audio_ms: int, decode_ms: float) -> Transcript:
    """A worker's answer, with its raw figures made into probabilities."""
    speech = _is_speech(answer)
    words = tuple(
        Word(text, WORD.probability(answer["score"], posterior) if speech else NOT_SPEECH, start, end)
        for text, posterior, start, end in answer["words"]
    )
    if not answer["text"] or not words:
        return Transcript("", "en", 0.0, engine="sphinx", audio_ms=audio_ms, decode_ms=decode_ms)
    least = min(posterior for _, posterior, _, _ in answer["words"])
    confidence = UTTERANCE.probability(answer["score"], least) if speech else NOT_SPEECH
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


def _is_speech(answer: Mapping[str, Any]) -> bool:
    """False for what only noise does."""
    longest = max((end - start for _, _, start, end in answer["words"]), default=0)
    return bool(longest <= LONGEST_WORD_MS and answer["fit"] <= BEST_FIT)


def _alternatives(readings: list[tuple[str, float]], left: float) -> tuple[Alternative, ...]:
    """Share what the best reading leaves among the others, as their path scores say. Not calibrated: an order only."""
    total = sum(score for _, score in readings)
    if total <= 0:
        return ()
    return tuple(Alternative(text, left * score / total) for text, score in readings)
