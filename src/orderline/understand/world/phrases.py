"""What callers name that is the same in every shop: ways to pay, reasons, conditions, channels, choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from orderline.errors import ConfigurationError
from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language
from orderline.understand.numbers import find_numbers
from orderline.understand.world.found import Found, free

SAID, ASKED = 0.8, 0.95
"""How surely the words mean it, by themselves and as an answer to a question for such a thing. Source: own choice."""
_CARD = {
    "en": re.compile(r"\b(?:card|visa|master ?card|amex|debit|credit|one)\b(?:(?!phone|mobile|cell)[^.?!]){0,24}$"),
    "zh": re.compile(r"卡[^。？！]{0,6}$"),
}
"""What stands before the four digits that a card is told by."""
_CARD_AFTER = re.compile(r"的那张|的?[^，,。？！]{0,3}卡")
"""Chinese may name the card after its digits. 尾号 alone is that of a phone."""
_ANSWERS = frozenset({Expect.DETAIL, Expect.CHOICE})


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns of one language, in the order of their file."""

    patterns: tuple[tuple[EntityKind, str, re.Pattern[str]], ...]


@cache
def load_phrases(language: Language, name: str = "phrases") -> Phrases:
    """Read a packaged file. Raises ConfigurationError: a kind is unknown or a pattern does not compile."""
    file = Path(__file__).parent / f"{name}.{language}.yaml"
    found = []
    for kind, values in yaml.safe_load(file.read_text("utf-8")).items():
        for value, sources in values.items():
            try:
                found.append((EntityKind(kind), value, re.compile("|".join(sources))))
            except (ValueError, re.error) as error:
                raise ConfigurationError(f"{file.name}, {kind} {value}, cannot be read: {error}.") from error
    return Phrases(tuple(found))


def find_phrases(text: str, language: Language, expect: Expect) -> Iterator[Found]:
    """Everything named, of each stretch of words its likeliest value; the others that it may be are alternatives."""
    sure = ASKED if expect in _ANSWERS else SAID
    by_kind: dict[EntityKind, list[tuple[int, int, str]]] = {}
    for kind, value, pattern in load_phrases(language).patterns:
        by_kind.setdefault(kind, []).extend((one.start(), one.end(), value) for one in pattern.finditer(text))
    cards = list(_cards(text, language, expect))
    yield from cards
    for kind, spans in by_kind.items():
        kept: list[Found] = []
        for start, end, value in sorted(spans, key=lambda span: (span[0], -span[1])):
            within = kind is EntityKind.METHOD and not free(cards, start, end)
            if end > start and not within and free(kept, start, end):
                others = tuple(dict.fromkeys(v for s, e, v in spans if s < end and e > start and v != value))
                kept.append(Found(Entity(kind, value, text[start:end], sure, others), start, end))
        yield from kept


def find_topics(text: str, language: Language) -> tuple[Entity, ...]:
    """What a question about the shop's rules is about, in the order of the file: its kinds of rules, then of things.

    Looked for in such questions alone: elsewhere these words mean what they say.
    """
    matches = (
        (kind, value, pattern.search(text)) for kind, value, pattern in load_phrases(language, "topics").patterns
    )
    return tuple(Entity(kind, value, found.group(), SAID) for kind, value, found in matches if found)


def _cards(text: str, language: Language, expect: Expect) -> Iterator[Found]:
    """Cards told by their last four digits: "the Visa ending in 4821"."""
    for number in find_numbers(text, language, fits=4):
        named = _CARD[language].search(text, 0, number.start)
        if named is None and language == "zh":
            named = _CARD_AFTER.match(text, number.end)
        if named and len(number.value) == 4 and (number.is_suffix or "card" in named.group() or language == "zh"):
            start = min(named.start(), number.start)
            readings = [value for value in number.alternatives if len(value) == 4]
            entity = Entity(
                EntityKind.METHOD,
                f"last4:{number.value}",
                text[start : max(named.end(), number.end)],
                ASKED,
                tuple(f"last4:{value}" for value in readings),
            )
            yield Found(entity, start, max(named.end(), number.end))
