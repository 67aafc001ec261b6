"""What a journal keeps of what a person said: enough to decide the call again, too little to pose as the caller.

Two factors open an order: its number and a phone tail or postcode. Whole order numbers keep their last four;
everything that is, or may be, the second factor keeps its length alone, and so do the numbers in the decisions made of
them. Deciding looks at lengths, kinds and confidences, never at digits, so that masked happenings lead to the same
masked decisions. Masking what is masked already changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from orderline.events.decision import Action, Digits, IdentifyCaller, Listen, ProposeCaller, Say, Value
from orderline.events.happening import CallerSaid, CallStarted, Happening, OutcomeArrived
from orderline.events.meaning import Entity, EntityKind, Meaning
from orderline.events.outcome import Outcome, Tracked
from orderline.events.speech import KeysPressed
from orderline.orders.identifiers import OrderNumber
from orderline.orders.order import SalesChannel
from orderline.privacy import KEEP, MASK, mask, mask_text

MOST_INTENTS = 5
"""Readings kept of one sentence, to three decimals: deciding looks at the best one's name, people at the runners-up."""

_SECRET = frozenset({EntityKind.PHONE_TAIL, EntityKind.POSTCODE, EntityKind.DIGITS})
"""Second factors, and digits that may turn out to be one."""
_NUMBERS = _SECRET | {EntityKind.ORDER_NUMBER}

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


def masked_happening(happening: Happening, keys: KeyMask) -> Happening:
    """What is kept of a happening. `keys` has seen the whole call so far."""
    match happening:
        case CallStarted(caller_hint=str() as hint):
            return replace(happening, caller_hint=blank(hint))
        case CallerSaid(meaning):
            return replace(happening, meaning=_meaning(meaning))
        case KeysPressed(pressed):
            return KeysPressed(keys.masked(pressed))
        case OutcomeArrived(outcome):
            return OutcomeArrived(_outcome(outcome))
        case _:
            return happening


def masked_action(action: Action) -> Action:
    """What is kept of a decision."""
    match action:
        case ProposeCaller(hint):
            return ProposeCaller(blank(hint))
        case IdentifyCaller():
            return replace(
                action,
                order_numbers=tuple(map(blank, action.order_numbers)),
                phone_tails=tuple(map(blank, action.phone_tails)),
                postcodes=tuple(map(blank, action.postcodes)),
                said=tuple(replace(one, readings=tuple(map(blank, one.readings))) for one in action.said),
            )
        case Say(key, values):
            identifying = key.startswith("identify_caller.")
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


def _meaning(meaning: Meaning) -> Meaning:
    text = meaning.text
    for entity in meaning.entities:
        if entity.kind in _NUMBERS and entity.text:
            text = text.replace(entity.text, blank(entity.text))
    best = tuple(replace(ranked, probability=round(ranked.probability, 3)) for ranked in meaning.intents[:MOST_INTENTS])
    entities = tuple(map(_entity, meaning.entities))
    return replace(meaning, text=masked_words(text), intents=best, entities=entities)


def _entity(entity: Entity) -> Entity:
    if entity.kind not in _NUMBERS:
        return replace(entity, text=masked_words(entity.text))
    hide = blank if entity.kind in _SECRET else _order_number
    alternatives = tuple(hide(reading) for reading in entity.alternatives)
    return replace(entity, value=hide(entity.value), alternatives=alternatives, text=blank(entity.text))


def _order_number(heard: str) -> str:
    """The last four of a whole order number; four digits alone may be a phone tail that was misunderstood."""
    return mask(heard) if len(heard) > KEEP else blank(heard)


def _outcome(outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Tracked):
        return outcome
    return Tracked(tuple(replace(order, number=OrderNumber(mask(order.number))) for order in outcome.orders))


def _value(value: Value, identifying: bool) -> Value:
    if isinstance(value, Digits):
        return Digits(blank(value.value) if identifying else mask(value.value))
    return masked_words(value) if isinstance(value, str) and not isinstance(value, SalesChannel) else value
