"""Fits the acceptor: what each ranking feature says about being right, from cross-validation of the examples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orderline.orders.identifiers import Language
from orderline.understand.confidence import Acceptor
from orderline.understand.intents import rules
from orderline.understand.intents.examples import PACKAGED, Example, load_examples
from orderline.understand.intents.model import train
from orderline.understand.intents.ranking import IntentRanker, prepared

FOLDS = 5
"""Source: reference/speech-and-nlu section 3a."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted acceptor and what the same cross-validation says about the ranking."""

    acceptor: Acceptor
    accuracy: float
    """Share of held-out examples whose first intent is right."""
    calibration_error: float
    """Expected calibration error of the acceptor over ten bins, on the examples it was fitted on."""
    count: int


def fit_acceptor(language: Language, folder: Path | None = None) -> Fit:
    """Rank every example with a model that has not seen it, and fit a logistic regression on being right. Seconds."""
    from sklearn.linear_model import LogisticRegression

    examples = load_examples(folder or PACKAGED, language)
    features, right = [], []
    for fold in range(FOLDS):
        ranker = _without(examples, language, fold)
        held_out = examples[fold::FOLDS]
        for example, sentence in zip(held_out, prepared(held_out, language), strict=True):
            ranking = ranker.rank(sentence, example.sentence)
            features.append(ranking.features)
            right.append(ranking.intents[0].name == example.intent)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(features, right)
    acceptor = Acceptor(float(fitted.intercept_[0]), tuple(float(weight) for weight in fitted.coef_[0]))
    said = [acceptor.probability(row) for row in features]
    return Fit(acceptor, sum(right) / len(right), _calibration_error(said, right), len(right))


def _without(examples: tuple[Example, ...], language: Language, fold: int) -> IntentRanker:
    kept = tuple(example for at, example in enumerate(examples) if at % FOLDS != fold)
    model = train(prepared(kept, language), [example.intent for example in kept], language)
    return IntentRanker(model, rules.load_rules(rules.PACKAGED, language, model.intents))


def _calibration_error(said: list[float], right: list[bool]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probability, was_right in zip(said, right, strict=True):
        bins.setdefault(min(9, int(probability * 10)), []).append((probability, was_right))
    gaps = (abs(sum(p for p, _ in bin_) - sum(r for _, r in bin_)) for bin_ in bins.values())
    return sum(gaps) / len(right)
