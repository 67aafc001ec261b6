"""What was understood of sentences whose wish is known, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from orderline.events.speech import Expect, Transcript
from orderline.qa.figures import Figure, percentile
from orderline.qa.understanding_bench.sets import OTHER, Blind, Breath, Sentence
from orderline.understand.understanding import Understanding

BINS = 10
COVERAGE = 0.9
"""Share of the wishes, the surest, that the accuracy is asked of. Source: issue 4, "Must show" 1."""
ACCURATE, SCOPE_AUROC, CALIBRATED = 0.95, 0.97, 0.02
"""Goals. Source: the same."""
FASTEST_MS = 5.0


@dataclass(frozen=True, slots=True)
class Understood:
    """One sentence as it was understood."""

    in_scope: bool
    right: bool
    confidence: float
    accepted: float
    """How surely it is taken for a wish: the confidence, negative where it was taken for none."""
    ms: float


def understand(understanding: Understanding, sentences: Sequence[Sentence]) -> list[Understood]:
    """Every sentence as typed by a caller who was asked nothing."""
    found = []
    for sentence in sentences:
        started = perf_counter()
        meaning = understanding.understand(Transcript(sentence.said, sentence.language, 1.0), expect=Expect.OPEN)
        took = (perf_counter() - started) * 1000
        wish = meaning.intent != OTHER
        right = meaning.intent in sentence.intents
        accepted = meaning.confidence if wish else -meaning.confidence
        found.append(Understood(sentence.in_scope, right, meaning.confidence, accepted, took))
    return found


def figures(name: str, found: Sequence[Understood], *, goals: bool) -> list[Figure]:
    """Accuracy, rejection and calibration of one set."""
    wishes = [one for one in found if one.in_scope]
    surest = sorted(wishes, key=lambda one: -one.accepted)[: round(COVERAGE * len(wishes))]
    scope = _auroc([one.accepted for one in wishes], [one.accepted for one in found if not one.in_scope])
    return [
        Figure(f"{name}: wish right", _share(wishes), "share", len(wishes)),
        Figure(
            f"{name}: wish right among the surest 90%",
            _share(surest),
            "share",
            len(surest),
            ACCURATE if goals else None,
            at_least=True,
        ),
        Figure(
            f"{name}: out-of-scope AUROC",
            scope,
            "auroc",
            len(found) - len(wishes),
            SCOPE_AUROC if goals else None,
            at_least=True,
        ),
        Figure(
            f"{name}: calibration error (ECE)",
            round(calibration_error(found), 4),
            "share",
            len(found),
            CALIBRATED if goals else None,
        ),
        Figure(f"{name}: area under risk and coverage (AURC)", _aurc(found), "share", len(found)),
    ]


def speed(name: str, found: Sequence[Understood]) -> list[Figure]:
    """Time for one sentence."""
    times = [one.ms for one in found]
    return [
        Figure(f"{name}: time for a sentence, p50", percentile(times, 0.5), "ms", len(times), FASTEST_MS),
        Figure(f"{name}: time for a sentence, p95", percentile(times, 0.95), "ms", len(times)),
    ]


def breaths(name: str, understanding: Understanding, blind: Blind) -> Figure:
    """Sentences with several wishes or a denied one, of which every wish was found and no other."""
    right = sum(_wishes(understanding, breath) == breath.wishes for breath in blind.breaths)
    count = len(blind.breaths)
    return Figure(f"{name}: several and denied wishes right", round(right / count, 4), "share", count)


def _wishes(understanding: Understanding, breath: Breath) -> tuple[str, ...]:
    meaning = understanding.understand(Transcript(breath.said, breath.language, 1.0), expect=Expect.OPEN)
    return tuple(part.intent for part in meaning.parts) or (meaning.intent,)


def bins(found: Sequence[Understood]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and count of each tenth of the confidence that has any."""
    split = [[one for one in found if min(BINS - 1, int(one.confidence * BINS)) == at] for at in range(BINS)]
    return [
        (float(np.mean([one.confidence for one in bin_])), float(np.mean([one.right for one in bin_])), len(bin_))
        for bin_ in split
        if bin_
    ]


def calibration_error(found: Sequence[Understood]) -> float:
    """Expected calibration error over `BINS` bins of equal width."""
    return sum(abs(said - right) * count for said, right, count in bins(found)) / len(found)


def _share(found: Sequence[Understood]) -> float | None:
    return round(float(np.mean([one.right for one in found])), 4) if found else None


def _aurc(found: Sequence[Understood]) -> float:
    """The mean error among the surest, over every number of them."""
    wrong = np.array([not one.right for one in sorted(found, key=lambda one: -one.confidence)], dtype=float)
    return round(float(np.mean(np.cumsum(wrong) / np.arange(1, len(wrong) + 1))), 4)


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The probability that a wish is taken for one more surely than what is none."""
    if not inside or not outside:
        return None
    above = np.asarray(inside)[:, None] - np.asarray(outside)[None, :]
    return round(float((above > 0).mean() + 0.5 * (above == 0).mean()), 4)
