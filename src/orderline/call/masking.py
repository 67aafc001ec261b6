"""What a journal keeps of what a person said: enough to decide the call again, too little to pose as the caller.

Two factors open an order: its number and a phone tail or postcode. Whole order numbers keep their last four;
everything that is, or may be, the second factor keeps its length alone, and so do codes and the numbers in the
decisions made of them. Names, e-mail and street addresses become a mark with a number, the same one throughout the call
wherever the same words stand, so that what was alike stays alike: what the caller said and what their book holds. In
what the line said, every plain string is hidden; the shop's own words (`Text`) stay.

Deciding looks at lengths, kinds, confidences and at what is alike, never at digits or letters, so that masked
happenings lead to the same masked decisions. Masking what is masked already changes nothing. One case stays open: a
number said in an earlier turn than the one in which the caller's orders became known, which ends like one of theirs.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from orderline.call.masked_outcomes import digits_of, own_numbers, with_hidden
from orderline.events.decision import (
    Action,
    Ask,
    CheckCode,
    Digits,
    IdentifyCaller,
    KeepAddress,
    Listed,
    Listen,
    ProposeCaller,
    Say,
    Spelled,
    Value,
)
from orderline.events.happening import CallerSaid, CallStarted, Happening, OutcomeArrived
from orderline.events.meaning import Entity, EntityKind, Meaning
from orderline.events.reading import FindOrder
from orderline.events.speech import KeysPressed
from orderline.orders.order import Text
from orderline.privacy import KEEP, MASK, mask, mask_text

MOST_INTENTS = 5
"""Readings kept of one sentence, to three decimals: deciding looks at the best one's name, people at the runners-up."""
MOST_PIECES = 999
"""A quantity over it is kept as one more: it may be a number that was misunderstood."""

_SECRET = frozenset({EntityKind.PHONE_TAIL, EntityKind.POSTCODE})
"""Second factors."""
_NUMBERS = _SECRET | {EntityKind.ORDER_NUMBER, EntityKind.DIGITS}
_PERSONAL = frozenset({EntityKind.NAME, EntityKind.EMAIL, EntityKind.ADDRESS})
_READ_BACK = ("identify_caller.", "repair.")
"""Sentences whose digits are what the caller said, not what their book holds."""
_KEEP_LENGTH = ("order_numbers", "phone_tails", "postcodes")

_EN = (
    "zero|oh?|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|double|triple"
)
_ONE = rf"(?:\d+|\b(?:{_EN})\b)"
_RUNS = (
    re.compile(r"\d(?:[\s\-.,/]?\d){2,}"),
    re.compile(rf"{_ONE}(?:[\s,.\-]+{_ONE})+", re.IGNORECASE),
    re.compile(r"[\d零〇一二三四五六七八九幺两十百千万](?:[\s,，、]*[\d零〇一二三四五六七八九幺两十百千万]){2,}"),
)
"""Three digits and more however they are written, two English number words and more, three Chinese ones and more."""


@dataclass
class CallMask:
    """What masking has to remember of one call."""

    keys: KeyMask = field(default_factory=lambda: KeyMask())
    numbers: set[str] = field(default_factory=set)
    """Digits of the numbers of the identified caller's orders: the journal tells of them by their last four anyway."""
    _marks: dict[str, int] = field(default_factory=dict)

    def mark(self, words: str) -> str:
        """What stands for these words throughout the call."""
        if not words.strip() or words.startswith(MASK):
            return words
        known = " ".join(words.casefold().split())
        return f"{MASK}{self._marks.setdefault(known, len(self._marks) + 1)}"

    def learns(self, happening: Happening) -> None:
        """Take in which orders are the caller's."""
        if isinstance(happening, OutcomeArrived):
            self.numbers |= own_numbers(happening.outcome)

    def own(self, heard: str) -> bool:
        """Whether what was heard is the number of one of the caller's orders, or its end."""
        digits = digits_of(heard)
        return len(digits) >= KEEP and any(number.endswith(digits) for number in self.numbers)

    def like_own(self, heard: str) -> bool:
        """Whether it would pass for one if only its last four were kept."""
        return any(number.endswith(heard[-KEEP:]) for number in self.numbers)


def masked_happening(happening: Happening, call: CallMask) -> Happening:
    """What is kept of a happening. `call` has seen the whole call so far."""
    match happening:
        case CallStarted(caller_hint=str() as hint):
            return replace(happening, caller_hint=blank(hint))
        case CallerSaid(meaning):
            return replace(happening, meaning=_meaning(meaning, call))
        case KeysPressed(pressed):
            return KeysPressed(call.keys.masked(pressed))
        case OutcomeArrived(outcome):
            call.learns(happening)
            return OutcomeArrived(with_hidden(outcome, call.mark))
        case _:
            return happening


def masked_action(action: Action) -> Action:
    """What is kept of a decision."""
    match action:
        case ProposeCaller(hint):
            return ProposeCaller(blank(hint))
        case IdentifyCaller():
            return replace(action, **{name: _readings(name, value) for name, value in _said(action).items()})  # type: ignore[arg-type]
        case CheckCode(codes=codes):
            return replace(action, codes=tuple(map(blank, codes)))
        case KeepAddress(parts=parts):
            return replace(action, parts={name: _hidden(value) for name, value in parts.items()})
        case Ask(FindOrder(described=described) as reading):
            tails = tuple(map(blank, described.number_tails))
            described = replace(described, words=_hidden(described.words), number_tails=tails)
            return Ask(replace(reading, described=described))
        case Say(key, values):
            identifying = key.startswith(_READ_BACK)
            return replace(action, values={name: _value(value, identifying) for name, value in values.items()})
        case _:
            return action


def masked_words(text: str) -> str:
    """`text` without any number that may name a person, written or spoken, and without e-mail addresses.

    Its length stays. Shorter numbers stay readable: "two mugs", "the 21st".
    """
    text = mask_text(text)
    for run in _RUNS:
        text = run.sub(lambda found: blank(found.group()), text)
    return text


def masked_data(data: object) -> object:
    """A note's data with `masked_words` over every string in it."""
    match data:
        case str():
            return masked_words(data)
        case Mapping():
            return {str(name): masked_data(value) for name, value in data.items()}
        case list() | tuple():
            return [masked_data(value) for value in data]
        case _:
            return data


def blank(value: str) -> str:
    """Every letter and digit of `value` hidden; its length stays."""
    return mask(value, keep=0)


class KeyMask:
    """Masks keypad keys of one call: the first digit of each entry stays, for it may be a whole choice ("1" for yes).

    An entry may come key by key. It begins anew after `*` and `#`, and whenever the line did more than go on listening.
    """

    def __init__(self) -> None:
        self._begins = True

    def masked(self, keys: str) -> str:
        """What is kept of these keys, the next ones of the call."""
        kept = []
        for key in keys:
            kept.append(key if self._begins or key in "*#" else MASK)
            self._begins = key in "*#"
        return "".join(kept)

    def decided(self, actions: tuple[Action, ...]) -> None:
        """What was decided next."""
        if len(actions) != 1 or not isinstance(actions[0], Listen):
            self._begins = True


def _meaning(meaning: Meaning, call: CallMask) -> Meaning:
    text = meaning.text
    for entity in meaning.entities:
        if entity.kind in _NUMBERS | _PERSONAL and entity.text:
            text = text.replace(entity.text, blank(entity.text))
    best = tuple(replace(ranked, probability=round(ranked.probability, 3)) for ranked in meaning.intents[:MOST_INTENTS])
    return replace(
        meaning,
        text=masked_words(text),
        intents=best,
        entities=tuple(_entity(entity, call) for entity in meaning.entities),
        parts=tuple(_meaning(part, call) for part in meaning.parts),
    )


def _entity(entity: Entity, call: CallMask) -> Entity:
    readings = tuple(_reading(entity.kind, reading, call) for reading in (entity.value, *entity.alternatives))
    hidden = entity.kind in _NUMBERS | _PERSONAL
    text = blank(entity.text) if hidden else masked_words(entity.text)
    return replace(entity, value=readings[0], alternatives=readings[1:], text=text)


def _reading(kind: EntityKind, value: str, call: CallMask) -> str:
    match kind:
        case EntityKind.ORDER_NUMBER | EntityKind.DIGITS if call.own(value):
            return mask(value)
        case EntityKind.ORDER_NUMBER if len(value) > KEEP and not call.like_own(value):
            return mask(value)
        case EntityKind.NAME | EntityKind.EMAIL:
            return call.mark(value)
        case EntityKind.ADDRESS:
            return _address(value, call)
        case EntityKind.QUANTITY if value.isdigit() and int(value) > MOST_PIECES:
            return str(MOST_PIECES + 1)
        case _ if kind in _NUMBERS:
            return blank(value)
        case _:
            return value


def _address(value: str, call: CallMask) -> str:
    """The parts given stay known by name."""
    try:
        parts = json.loads(value)
    except ValueError:
        return call.mark(value)
    if not isinstance(parts, dict):
        return call.mark(value)
    return json.dumps({name: call.mark(str(part)) for name, part in parts.items()}, ensure_ascii=False)


def _said(action: IdentifyCaller) -> dict[str, tuple[Any, ...]]:
    """The fields with what the caller said."""
    values = {part.name: getattr(action, part.name) for part in dataclasses.fields(action)}
    return {name: value for name, value in values.items() if isinstance(value, tuple)}


def _readings(name: str, readings: tuple[Any, ...]) -> tuple[Any, ...]:
    if name == "said":
        return tuple(replace(said, readings=(MASK,) * len(said.readings)) for said in readings)
    return tuple(blank(reading) if name in _KEEP_LENGTH else MASK for reading in readings)


def _hidden(words: str) -> str:
    return MASK if words else ""


def _value(value: Value, identifying: bool) -> Value:
    match value:
        case Digits():
            return Digits(blank(value.value) if identifying else mask(value.value))
        case Spelled():
            return Spelled(MASK)
        case Listed():
            return Listed(tuple(_value(item, identifying) for item in value.values))  # type: ignore[misc]
        case Text():
            return Text(masked_words(value.en), masked_words(value.zh))
        case str() if not isinstance(value, Enum):
            return _hidden(value)
        case _:
            return value
