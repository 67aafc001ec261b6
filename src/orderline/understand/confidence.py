"""One confidence: how surely acting on the best reading is right, from the words, the reading, and what was asked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import yaml

from orderline.orders.identifiers import Language
from orderline.understand.intents.ranking import FEATURES

CONSTANTS = Path(__file__).parent / "acceptor.yaml"
"""Fitted constants, with where they come from."""
WORDS_MATTER = 0.4
"""Exponent of the recogniser's confidence for wishes: a wish survives wrong words (at 29% word errors .718 of .847 are
still right, reference/speech-and-nlu section 3b), noise does not (section 4c). Own choice between the two."""
DIGITS_MATTER = 1.0
"""The same for numbers: one wrong word is a wrong number."""
ANSWER = 0.97
"""Confidence in a sentence that is nothing but a yes, a no, or another dialogue act. Own choice, no data yet."""
NUMBER_FITS = 0.98
"""Confidence in a number of the length asked for, or named by its words. Own choice, no data yet."""
NUMBER_UNASKED = 0.9
"""The same where nothing says what the number is. Own choice, no data yet."""
NUMBER_MISFIT = 0.5
"""The same where it is shorter than what was asked for. Own choice, no data yet."""
REPAIRED = 0.9
"""Factor for each time the caller corrected themself within the number. Own choice, no data yet."""


def combine(interpretation: float, recognition: float, matter: float) -> float:
    """The one confidence: `interpretation` x `recognition` ^ `matter`, in [0, 1].

    Args:
        interpretation: the probability that the reading is right if the words are, in [0, 1].
        recognition: the recogniser's confidence in the words, in [0, 1].
        matter: how much wrong words hurt: `WORDS_MATTER` or `DIGITS_MATTER`.
    """
    return _clamp(interpretation) * math.pow(_clamp(recognition), matter)


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value)) if value == value else 0.0


@dataclass(frozen=True, slots=True)
class Acceptor:
    """Tells from the features of a ranking how probably its first intent is right."""

    intercept: float
    weights: tuple[float, ...]
    """One a feature, in the order of `FEATURES`."""

    def probability(self, features: tuple[float, ...]) -> float:
        """[0, 1]"""
        score = self.intercept + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1.0 / (1.0 + math.exp(-score))


def load_acceptor(language: Language, file: Path = CONSTANTS) -> Acceptor:
    """The fitted constants of `language`."""
    fitted = yaml.safe_load(file.read_text("utf-8"))[language]
    return Acceptor(float(fitted["intercept"]), tuple(float(fitted["weights"][name]) for name in FEATURES))
