"""What callers say of themselves: names, e-mails, postcodes with letters, days of birth; every n-best list as readings.

The recogniser's other transcripts are read like the first: each gives a reading, and which of them is a customer's is
for the shop's own tables to say (`act.services.identify_caller`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language
from orderline.understand.world.births import birth_days
from orderline.understand.world.spelled_out import characters, is_spelled

MOST_READINGS = 12
"""Readings kept of one fact. Source: own choice; recognisers give 20 and fewer."""
ASKED, LED = 0.8, 0.7
"""How surely an answer to a question for a fact is one, and words after "my name is". Source: own choice; what is
matched against the shop's own customers needs little."""
_NUMBERS = frozenset({EntityKind.DIGITS, EntityKind.ORDER_NUMBER, EntityKind.PHONE_TAIL, EntityKind.POSTCODE})
_NAME_LED = re.compile(
    r"\b(?:my (?:full )?name is|my name's|name is|this is|i am called|it's under(?: the name(?: of)?)?"
    r"|under the name(?: of)?|(?:first|last) name is|surname is|(?:i'm|i am) (?=[a-z]+ [a-z]+(?:$|[,.])))\s*"
    r"(?P<name>(?:[a-z][a-z'.-]*|\b[a-z]\b)(?: [a-z][a-z'.-]*){0,3})"
)
_NAME_ANSWERED = re.compile(r"\b(?:it's|it is)\s+(?P<name>[a-z][a-z'-]+ [a-z][a-z'-]+)(?=$|[,.])")
"""A name so said only where the line asked who calls."""
_FACTS = frozenset({Expect.ORDER_NUMBER, Expect.PHONE_TAIL, Expect.POSTCODE, Expect.EMAIL})
_NAME_STOPS = re.compile(
    r"\b(?:and|my|the|i|it|is|calling|speaking|here|from|at|about|with|zip|post ?code|email|e-mail|phone|order|on|for"
    r"|but|not|just|a|an|trying|looking|having|wondering)\b.*"
)
_NAME_NOISE = re.compile(
    r"\b(?:yes|yeah|okay|ok|um|uh|er|erm|hi|hello|please|sorry|so|well|it's|its|it is|the|name|my|is|full|first|last"
    r"|surname|spelled|spelt|that's|that is|mr|mrs|ms|miss|dr|again|and)\b|[^a-z' -]"
)
_ZH_NAME = re.compile(
    r"(?:我叫|名字(?:是|叫)|叫做?|我是|姓名[:：是]?)(?P<name>[一-鿿]{2,4})(?=$|[，。,.、 的]|手机|邮|电话)"
)
_ZH_NOISE = re.compile(r"我叫|我的?名字(?:是|叫)?|我是|姓名|叫|是|的|[^一-鿿]")
_EMAIL = re.compile(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}")
_SPOKEN_MARKS = (
    (re.compile(r"\s*(?:\bat(?: sign)?\b|艾特|圈a|小老鼠)\s*(?=[a-z0-9 .-]+(?:\.|\bdot\b|点))"), "@"),
    (re.compile(r"\s*(?:\b(?:dot|period|full stop|point)\b|点)\s*"), "."),
    (re.compile(r"\s*(?:\bunderscore\b|\bunder score\b|下划线)\s*"), "_"),
    (re.compile(r"\s*(?:\b(?:dash|hyphen|minus)\b|横杠|中杠)\s*"), "-"),
)
_EMAIL_LED = re.compile(r"\b(?:is|it's|its|email|e-mail|address|mail|under|yes|um|uh)\b[:,]?|邮箱|地址|是|[:：]")
"""What an e-mail is led in with."""
_UK = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
_POSTCODE_LED = re.compile(r"\b(?:post ?code|postal code)(?:'s| is)?\s*(?P<code>.{3,60})")


def find_persons(texts: Sequence[str], language: Language, expect: Expect) -> tuple[Entity, ...]:
    """The facts of themselves that a caller said; `texts` are the transcripts, normalised, best first."""
    finders: tuple[tuple[EntityKind, Callable[[str, Language, Expect], Iterable[str]]], ...] = (
        (EntityKind.EMAIL, _emails),
        (EntityKind.POSTCODE, _postcodes),
        (EntityKind.NAME, _names),
    )
    found: list[Entity] = []
    for kind, finder in finders:
        readings = tuple(dict.fromkeys(r for text in texts for r in finder(text, language, expect)))[:MOST_READINGS]
        if readings and (_asks(kind, expect) or any(finder(texts[0], language, expect))):
            sure = ASKED if _asks(kind, expect) else LED
            found.append(Entity(kind, readings[0], texts[0], sure, readings[1:]))
    return tuple(found)


def with_persons(entities: Sequence[Entity], persons: Sequence[Entity]) -> tuple[Entity, ...]:
    """Both, without the numbers that are part of a postcode or an e-mail."""
    parts = [one.value.lower() for one in persons if one.kind is not EntityKind.NAME]
    kept = [
        entity for entity in entities if entity.kind not in _NUMBERS or not any(entity.value in part for part in parts)
    ]
    return (*kept, *persons)


def find_birth_days(texts: Sequence[str], language: Language) -> tuple[str, ...]:
    """Readings of a day of birth, best first, as `events.decision.Said` has them."""
    days = dict.fromkeys(day for text in texts for day in birth_days(text, language))
    return tuple(sorted(days, key=lambda day: day.count("?")))[:MOST_READINGS]


def _asks(kind: EntityKind, expect: Expect) -> bool:
    return kind.value == expect.value


_NO_NAME = re.compile(
    r"\b(?:no|not|don't|dont|know|can't|cannot|remember|idea|sure)\b|没有|没|不知|不清楚|不记得|不晓得|忘了"
)
"""Words of an answer that gives none; a name after "my name is" counts all the same."""


def _names(text: str, language: Language, expect: Expect) -> Iterable[str]:
    if expect is Expect.NAME and _NO_NAME.search(text) and not (_NAME_LED.search(text) or _ZH_NAME.search(text)):
        return
    if language == "zh":
        led = _ZH_NAME.search(text)
        if led:
            yield led["name"]
        elif expect is Expect.NAME:
            plain = _ZH_NOISE.sub("", text)
            if 2 <= len(plain) <= 5:
                yield plain
            elif re.search(r"[a-z]", text):
                yield from _names(text, "en", expect)
        return
    if expect is Expect.NAME:
        if is_spelled(text):
            spelled = characters(text)
            if spelled:
                yield " ".join(spelled)
            return
        led = _NAME_LED.search(text)
        plain = _NAME_NOISE.sub(" ", led["name"] if led else text).replace(".", " ")
        words = [word.strip("'-") for word in plain.split()]
        if 0 < len(words) <= 6:
            yield " ".join(filter(None, words))
        return
    led = _NAME_LED.search(text) or (_NAME_ANSWERED.search(text) if expect in _FACTS else None)
    name = _NAME_STOPS.sub("", led["name"]).strip(" .'-") if led else ""
    if len(name.split()) >= 2:
        yield name


def _emails(text: str, language: Language, expect: Expect) -> Iterable[str]:
    written = _EMAIL.findall(text)
    if written:
        yield from written
        return
    said = text
    if "@" not in said and expect is not Expect.EMAIL and not re.search(r"\bdot\b|点", said):
        return
    for pattern, mark in _SPOKEN_MARKS:
        said = pattern.sub(mark, said)
    if "@" not in said:
        return
    local, _, domain = said.partition("@")
    email = f"{_joined(_EMAIL_LED.split(local)[-1])}@{_joined(domain, after=True)}"
    if _EMAIL.fullmatch(email):
        yield email


def _joined(words: str, after: bool = False) -> str:
    """One side of the at: what was said apart is written together."""
    plain = re.sub(r"[^a-z0-9._+ -]", " ", words).strip(" .")
    said = plain.split()
    if after:
        end = next((at for at, word in enumerate(said) if re.search(r"\.[a-z]{2,6}$", word)), len(said) - 1)
        return "".join(said[: end + 1])
    letters = characters(plain) if is_spelled(plain) and "." not in plain else ""
    return letters or "".join(said[-4:])


def _postcodes(text: str, language: Language, expect: Expect) -> Iterable[str]:
    """Codes with letters; those of digits alone are numbers (`understand.entities`)."""
    written = _UK.search(text)
    led = _POSTCODE_LED.search(text)
    if written:
        yield written.group().replace(" ", "").upper()
    elif expect is Expect.POSTCODE or led:
        code = characters(led["code"] if led else text)
        if 4 <= len(code) <= 12 and re.search(r"[a-z]", code):
            yield code.upper()
    if written and expect is Expect.POSTCODE:
        code = characters(text)
        if len(code) <= 12:
            yield code.upper()
