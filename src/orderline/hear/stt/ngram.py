"""A trigram language model in ARPA form, from sentences, by absolute discounting with back-off."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

DISCOUNT = 0.7
"""Taken from every count and given to what was not seen. Within the usual 0.5…0.8 for small corpora
(Ney, Essen and Kneser 1994)."""
START, END = "<s>", "</s>"
_NEVER = -99.0
"""Log probability that ARPA writes for "cannot be": the sentence start is never predicted."""

Gram = tuple[str, ...]


def arpa(sentences: Iterable[tuple[str, int]]) -> str:
    """The model of weighted sentences.

    Args:
        sentences: Pairs of a sentence (lower-case words, single-spaced) and how often it counts (≥ 1).
    """
    counts = _count(sentences)
    levels = [_unigrams(counts[1])]
    for order in (2, 3):
        levels.append(_discounted(counts[order], levels[-1]))
    backoffs = [_backoffs(levels[order], levels[order - 1]) for order in (1, 2)]
    lines = ["\\data\\", *(f"ngram {order}={len(level)}" for order, level in enumerate(levels, 1)), ""]
    for order, level in enumerate(levels, 1):
        lines.append(f"\\{order}-grams:")
        weights = backoffs[order - 1] if order < 3 else {}
        for gram in sorted(level):
            probability = _NEVER if gram == (START,) else math.log10(level[gram])
            tail = f"\t{math.log10(weights.get(gram, 1.0)):.4f}" if order < 3 else ""
            lines.append(f"{probability:.4f}\t{' '.join(gram)}{tail}")
        lines.append("")
    return "\n".join([*lines, "\\end\\", ""])


def _count(sentences: Iterable[tuple[str, int]]) -> dict[int, Counter[Gram]]:
    """How often each run of 1, 2 and 3 words occurs."""
    counts: dict[int, Counter[Gram]] = {1: Counter(), 2: Counter(), 3: Counter()}
    for sentence, times in sentences:
        words = (START, *sentence.split(), END)
        for order in counts:
            for at in range(len(words) - order + 1):
                counts[order][words[at : at + order]] += times
    return counts


def _unigrams(counts: Counter[Gram]) -> dict[Gram, float]:
    """Probabilities of single words; the sentence start takes no share."""
    total = sum(times for gram, times in counts.items() if gram != (START,))
    return {gram: times / total for gram, times in counts.items()}


def _discounted(counts: Counter[Gram], lower: dict[Gram, float]) -> dict[Gram, float]:
    """Interpolated absolute discounting: what is taken from the counts is shared out as the lower order says."""
    totals: Counter[Gram] = Counter()
    kinds: Counter[Gram] = Counter()
    for gram, times in counts.items():
        totals[gram[:-1]] += times
        kinds[gram[:-1]] += 1
    return {
        gram: (times - DISCOUNT + DISCOUNT * kinds[gram[:-1]] * lower[gram[1:]]) / totals[gram[:-1]]
        for gram, times in counts.items()
    }


def _backoffs(higher: dict[Gram, float], lower: dict[Gram, float]) -> dict[Gram, float]:
    """What a history leaves for words not seen after it, so that its probabilities sum to one."""
    seen: dict[Gram, float] = {}
    covered: dict[Gram, float] = {}
    for gram, probability in higher.items():
        seen[gram[:-1]] = seen.get(gram[:-1], 0.0) + probability
        covered[gram[:-1]] = covered.get(gram[:-1], 0.0) + lower[gram[1:]]
    return {history: max(1.0 - seen[history], 1e-7) / max(1.0 - covered[history], 1e-7) for history in seen}
