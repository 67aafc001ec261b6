"""What the numbers and names in a sentence are: order number, phone tail, postcode, language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import Language
from orderline.understand import confidence
from orderline.understand.normal import normalise
from orderline.understand.numbers import find_numbers
from orderline.understand.numbers.runs import MOST_READINGS, NumberReading

PHONE_TAIL = 4
"""Digits of a phone number that are kept. Source: events.decision.IdentifyCaller."""
_SHORTEST = 3
"""Digits a run must have to be a number at all, where no number was asked for: "I have 2 orders" has none."""
_SHORTEST_ASKED = 2
_CURRENCY = re.compile(r"[$€£¥]\s*$")
_UNIT = re.compile(
    r"\s*(?:dollars?|bucks|euros?|pounds?|cents?|yuan|percent|%|元|块|毛|天|小时|分钟|件|days?|hours?|times)"
)
_NUMBER_STATES = {
    Expect.ORDER_NUMBER: EntityKind.ORDER_NUMBER,
    Expect.PHONE_TAIL: EntityKind.PHONE_TAIL,
    Expect.POSTCODE: EntityKind.POSTCODE,
    Expect.CODE: EntityKind.DIGITS,
}
_PREFIX = re.compile(
    r"#\s*(?:[a-z]{1,3}[\s-]?)?$|(?<![a-z'])(?:double[ -]?(?:u|you)|whiskey|[b-hj-z])[\s-]?$|(?<![a-z'])[a-z]{1,3}-?$"
)
"""What stands before an order number as the shop prints it: `#W2378156`. Its digits alone are the order's key."""
_SHORTEST_PREFIXED = 4
"""Digits after such a prefix that make it one: "a5 paper" has none."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language that give a number its role, and the languages their names."""

    roles: re.Pattern[str]
    """Groups `phone`, `postcode`, `order`."""
    not_a_role: re.Pattern[str]
    """Mentions that describe another role: "the phone number on my order"."""
    languages: tuple[tuple[Language, re.Pattern[str]], ...]


_EN = _Words(
    roles=re.compile(
        r"(?P<phone>\b(?:phone|mobile|cell|cellphone|telephone)\b)"
        r"|(?P<postcode>\b(?:post ?code|postal code|zip(?: code)?)\b)|(?P<order>\border\b)"
    ),
    not_a_role=re.compile(r"\b(?:on|for|of|from)\s+(?:the|my|that|this)\s+order\b"),
    languages=(
        (
            "zh",
            re.compile(
                r"\b(?:speak|talk|in|switch to|use|try|go on in|continue in|do you have)\s+"
                r"(?:chinese|mandarin)\b|^(?:chinese|mandarin)(?: please)?$"
            ),
        ),
        ("en", re.compile(r"\b(?:speak|talk|in|switch to|use|go on in|continue in)\s+english\b|^english(?: please)?$")),
    ),
)
_ZH = _Words(
    roles=re.compile(r"(?P<phone>手机|电话)|(?P<postcode>邮编|邮政编码)|(?P<order>订单|单号)"),
    not_a_role=re.compile(r"订单(?:上|里|的)(?=手机|电话|邮编)"),
    languages=(
        ("en", re.compile(r"(?:说|讲|用|换|转|切换)(?:成|到|回)?(?:英语|英文)|^(?:英语|英文)|english")),
        ("zh", re.compile(r"(?:说|讲|用|换|转|切换)(?:成|到|回)?(?:中文|普通话|汉语|国语)|^(?:中文|普通话)")),
    ),
)
_BY_LANGUAGE = {"en": _EN, "zh": _ZH}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number entities of an utterance and the spans they came from."""

    entities: tuple[Entity, ...]
    readings: tuple[NumberReading, ...]
    """Every number in the text, also those too short to be an entity."""


def find_number_entities(
    transcript: Transcript,
    text: str,
    language: Language,
    expect: Expect,
    digits: int | None,
    taken: Sequence[tuple[int, int]] = (),
) -> Numbers:
    """The numbers of `text` with their roles and confidence; other readings also from the recogniser's alternatives.

    Numbers within a `taken` span (of a day, a time, an amount) are parts of that.
    """
    readings = find_numbers(text, language, fits=digits)
    shortest = _SHORTEST_ASKED if expect in _NUMBER_STATES else _SHORTEST
    kept = [
        at
        for at, reading in enumerate(readings)
        if (len(reading.value) >= shortest or reading.is_suffix)
        and not _is_amount(text, reading)
        and not any(start < reading.end and reading.start < end for start, end in taken)
    ]
    elsewhere = [
        find_numbers(normalise(alternative.text), language, fits=digits) for alternative in transcript.alternatives
    ]
    entities = []
    for at in kept:
        others = tuple(other[at] for other in elsewhere if len(other) == len(readings))
        entities.append(_entity(transcript, text, language, readings, at, others, (expect, digits)))
    return Numbers(tuple(entities), readings)


def _is_amount(text: str, reading: NumberReading) -> bool:
    """Whether the number counts money or time: "$1499", "160 dollars", "三百块"."""
    return bool(_CURRENCY.search(text[: reading.start]) or _UNIT.match(text, reading.end))


def _entity(
    transcript: Transcript,
    text: str,
    language: Language,
    readings: tuple[NumberReading, ...],
    at: int,
    others: tuple[NumberReading, ...],
    asked: tuple[Expect, int | None],
) -> Entity:
    reading, (expect, digits) = readings[at], asked
    values = (
        reading.value,
        *reading.alternatives,
        *(v for other in others for v in (other.value, *other.alternatives)),
    )
    if digits is not None:
        values = (*(v for v in values if len(v) == digits), *(v for v in values if len(v) != digits))
    prefix = _PREFIX.search(text[: reading.start]) if len(reading.value) >= _SHORTEST_PREFIXED else None
    kind = _role(text, language, readings, at)
    if kind is None and prefix:
        kind = EntityKind.ORDER_NUMBER
    kind = kind or _asked_role(values[0], reading.is_suffix, expect, digits)
    if kind is EntityKind.PHONE_TAIL:
        values = tuple(value[-PHONE_TAIL:] for value in values)
    values = tuple(dict.fromkeys(values))[:MOST_READINGS]
    heard = _heard(transcript, reading.text)
    return Entity(
        kind=kind,
        value=values[0],
        text=text[prefix.start() : reading.end] if prefix else reading.text,
        confidence=confidence.combine(_validity(kind, values[0], reading, digits), heard, confidence.DIGITS_MATTER),
        alternatives=values[1:],
        is_suffix=reading.is_suffix,
    )


def _role(text: str, language: Language, readings: tuple[NumberReading, ...], at: int) -> EntityKind | None:
    """The role that the words before the number give it; for the last number, else the words after it."""
    before = text[readings[at - 1].end if at else 0 : readings[at].start]
    named = _named(before, language)
    if named is None and at == len(readings) - 1:
        named = _named(text[readings[at].end :], language)
    return named


def _named(words: str, language: Language) -> EntityKind | None:
    found = _BY_LANGUAGE[language]
    roles = list(found.roles.finditer(found.not_a_role.sub(" ", words)))
    if not roles:
        return None
    by_group = {
        "phone": EntityKind.PHONE_TAIL,
        "postcode": EntityKind.POSTCODE,
        "order": EntityKind.ORDER_NUMBER,
    }
    return by_group[str(roles[-1].lastgroup)]


def _asked_role(value: str, is_suffix: bool, expect: Expect, digits: int | None) -> EntityKind:
    """The role that the question gives a number, where its length answers it."""
    answers = digits is None or len(value) == digits or (is_suffix and expect is Expect.ORDER_NUMBER)
    return _NUMBER_STATES.get(expect, EntityKind.DIGITS) if answers else EntityKind.DIGITS


def _validity(kind: EntityKind, value: str, reading: NumberReading, digits: int | None) -> float:
    """How surely the number is meant as it was read, were every word right."""
    if kind is EntityKind.DIGITS and len(value) != digits:
        short = digits is not None and len(value) < digits and len(value) != PHONE_TAIL
        sure = confidence.NUMBER_MISFIT if short else confidence.NUMBER_UNASKED
    else:
        sure = confidence.NUMBER_FITS
    return sure * confidence.REPAIRED**reading.repairs


def _heard(transcript: Transcript, words: str) -> float:
    """The recogniser's confidence in a number's words: the mean of each word's where it gives them, else the whole."""
    said = set(words.split())
    own = [word.confidence for word in transcript.words if normalise(word.text) in said]
    return sum(own) / len(own) if own else transcript.confidence


def find_language(text: str, language: Language) -> Entity | None:
    """The language that the caller asks to go on in."""
    for name, pattern in _BY_LANGUAGE[language].languages:
        match = pattern.search(text)
        if match:
            return Entity(EntityKind.LANGUAGE, name, match.group(), 1.0)
    return None
