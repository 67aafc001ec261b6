"""Model and rules together: ranked intents, and what the acceptor is told about them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orderline.events.meaning import RankedIntent
from orderline.orders.identifiers import Language
from orderline.understand.intents import examples, rules
from orderline.understand.intents.features import without_numbers
from orderline.understand.intents.model import IntentModel, cached
from orderline.understand.numbers import find_numbers

RULE_WEIGHT = 0.3
"""Share of the rules; the model has the rest. Source: reference/speech-and-nlu section 3."""
OTHER = "other"
"""The intent of everything that this line is not for."""
FEATURES = ("top", "margin", "other", "rule_agrees", "rule_hit", "coverage", "length")
"""Names of the acceptor's features. Source: reference/speech-and-nlu section 3a."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Intents, best first, with the features that tell how far to trust the first."""

    intents: tuple[RankedIntent, ...]
    features: tuple[float, ...]
    """As named in `FEATURES`."""


@dataclass(frozen=True, slots=True)
class IntentRanker:
    """Ranks the intents of one language."""

    model: IntentModel
    rules: rules.Rules

    @classmethod
    def load(cls, language: Language, folder: Path = examples.PACKAGED, cache: Path | None = None) -> IntentRanker:
        """Train on the examples in `folder`, or take the weights kept in `cache`. Raises ConfigurationError."""
        loaded = examples.load_examples(folder, language)
        model = cached(prepared(loaded, language), [example.intent for example in loaded], language, cache)
        return cls(model, rules.load_rules(rules.PACKAGED, language, model.intents))

    def rank(self, sentence: str, text: str) -> Ranking:
        """Rank the intents of `sentence` (from `without_numbers`); `text` is the same with its punctuation."""
        hits = self.rules.hits(text)
        shares = {
            intent: float(p) for intent, p in zip(self.model.intents, self.model.probabilities(sentence), strict=True)
        }
        if hits:
            shares = {
                intent: (1 - RULE_WEIGHT) * share + (RULE_WEIGHT / len(hits) if intent in hits else 0.0)
                for intent, share in shares.items()
            }
        ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        (top, first), (_, second) = ranked[0], ranked[1]
        features = (
            first,
            first - second,
            shares.get(OTHER, 0.0),
            float(top in hits),
            float(bool(hits)),
            self.model.coverage(sentence),
            math.log1p(len(sentence)) / 5.0,
        )
        return Ranking(tuple(RankedIntent(name, share) for name, share in ranked), features)


def prepared(loaded: Sequence[examples.Example], language: Language) -> list[str]:
    """Example sentences as the model sees them."""
    return [without_numbers(example.sentence, find_numbers(example.sentence, language)) for example in loaded]
