"""Fits the acceptor: what each ranking feature says about being right, on sentences the model has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from orderline.orders.identifiers import Language
from orderline.understand.confidence import Acceptor
from orderline.understand.intents import rules
from orderline.understand.intents.examples import PACKAGED, Example, load_examples
from orderline.understand.intents.model import train
from orderline.understand.intents.ranking import IntentRanker, Ranking, prepared
from orderline.understand.normal import normalise, words_of

FOLDS = 5
"""Source: reference/speech-and-nlu section 3a."""
CALIBRATION = Path(__file__).parent / "calibration"
"""Sentences written before the examples and never trained on."""
CALIBRATION_WEIGHT = 16.0
"""How much more a calibration sentence counts than a held-out example. Examples are near misses on purpose, so that
what is held out of them is harder than what callers say. Source: calibration error on calibration sentences that a
fold had not seen, for 1, 4, 8, 16 and 100: at 16 the least in Chinese (0.023), 0.003 over the least in English (0.036),
2026-11."""

Rows = list[tuple[tuple[float, ...], bool]]
"""Features of a ranking, and whether its first intent was right."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted acceptor and what was measured beside it."""

    acceptor: Acceptor
    accuracy: float
    """Share of held-out examples whose first intent is right."""
    calibration_error: float
    """Expected calibration error over ten bins, on calibration sentences that each fold had not seen."""
    count: int
    """Held-out examples."""
    calibrated_on: int
    """Calibration sentences."""


def fit_acceptor(language: Language, folder: Path | None = None, calibration: Path = CALIBRATION) -> Fit:
    """Fit a logistic regression on being right: held-out examples, and calibration sentences. Some ten seconds."""
    examples = load_examples(folder or PACKAGED, language)
    held_out = _held_out(examples, language)
    calibrating = _calibrating(examples, language, calibration)
    said: list[float] = []
    right: list[bool] = []
    for fold in range(FOLDS):
        unseen = calibrating[fold::FOLDS]
        acceptor = _fit(held_out, [row for at, row in enumerate(calibrating) if at % FOLDS != fold])
        said += [acceptor.probability(features) for features, _ in unseen]
        right += [was_right for _, was_right in unseen]
    return Fit(
        _fit(held_out, calibrating),
        sum(was_right for _, was_right in held_out) / len(held_out),
        calibration_error(said, right) if said else 0.0,
        len(held_out),
        len(calibrating),
    )


def _fit(held_out: Rows, calibrating: Rows) -> Acceptor:
    from sklearn.linear_model import LogisticRegression

    rows = [*held_out, *calibrating]
    weights = [1.0] * len(held_out) + [CALIBRATION_WEIGHT] * len(calibrating)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(
        [features for features, _ in rows], [was_right for _, was_right in rows], sample_weight=weights
    )
    return Acceptor(float(fitted.intercept_[0]), tuple(float(weight) for weight in fitted.coef_[0]))


def _held_out(examples: tuple[Example, ...], language: Language) -> Rows:
    rows: Rows = []
    for fold in range(FOLDS):
        kept = tuple(example for at, example in enumerate(examples) if at % FOLDS != fold)
        rows += _rows(_ranker(kept, language), examples[fold::FOLDS], language)
    return rows


def _calibrating(examples: tuple[Example, ...], language: Language, folder: Path) -> Rows:
    file = folder / f"{language}.yaml"
    if not file.is_file():
        return []
    known = {words_of(example.sentence) for example in examples}
    said = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    unseen = [
        Example(intent, sentence)
        for intent, sentences in said.items()
        for sentence in map(normalise, sentences)
        if words_of(sentence) not in known
    ]
    return _rows(_ranker(examples, language), unseen, language)


def _ranker(examples: tuple[Example, ...], language: Language) -> IntentRanker:
    model = train(prepared(examples, language), [example.intent for example in examples], language)
    return IntentRanker(model, rules.load_rules(rules.PACKAGED, language, model.intents))


def _rows(ranker: IntentRanker, unseen: Sequence[Example], language: Language) -> Rows:
    rankings: list[Ranking] = [
        ranker.rank(sentence, words_of(example.sentence))
        for example, sentence in zip(unseen, prepared(unseen, language), strict=True)
    ]
    return [
        (ranking.features, ranking.intents[0].name == example.intent)
        for example, ranking in zip(unseen, rankings, strict=True)
    ]


def calibration_error(said: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance between how sure and how often right, over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probability, was_right in zip(said, right, strict=True):
        bins.setdefault(min(9, int(probability * 10)), []).append((probability, was_right))
    gaps = (abs(sum(p for p, _ in bin_) - sum(r for _, r in bin_)) for bin_ in bins.values())
    return sum(gaps) / len(right)
