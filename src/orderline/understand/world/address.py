"""Where a parcel should go, in parts: street, unit, city, region, postcode."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language
from orderline.understand.numbers import find_numbers
from orderline.understand.world.found import Found
from orderline.understand.world.regions import ABBREVIATIONS, COUNTRIES, MUNICIPALITIES, PROVINCES, STATES

WHOLE, PIECE = 0.85, 0.6
"""How surely a street with its number is an address, and how surely a piece is one where none was asked for.
Source: own choice; an address is always read back."""
_STREET_WORD = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|square|sq|highway"
    r"|hwy|parkway|pkwy|circle|trail|close|crescent|gardens|grove|row|mews|walk|broadway)"
)
_STREET = re.compile(
    rf"\b(?P<number>\d+[a-z]?(?:-\d+)?),? (?P<street>(?:[a-z][a-z'.]*|\d+(?:st|nd|rd|th)) ?(?:(?!{_STREET_WORD}\b)"
    rf"[a-z'.]+ ){{0,3}}{_STREET_WORD}\b\.?(?: (?:north|south|east|west|n|s|e|w|nw|ne|sw|se)\b)?)"
)
_UNIT = re.compile(
    r"(?:\b(?P<word>apartment|apt|suite|ste|unit|flat|room|floor|building|house)\.?|#) ?(?:number )?#? ?"
    r"(?P<value>\d+ ?[a-z]?\b|[a-z]\d*\b)"
)
_STATE = re.compile(r"\b(?P<state>" + "|".join(sorted(STATES, key=len, reverse=True)) + r")\b")
_ABBREVIATED = re.compile(r"[ ,](?P<state>" + "|".join(ABBREVIATIONS) + r")\b(?=[ ,.]*(?:\d{5}|usa|us\b|$))")
_POSTCODE = re.compile(
    r"\b(?:zip(?: ?code)?|post ?code|postal code)?(?: is)?[ :,]*"
    r"(?P<code>\d{5}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b"
)
_COUNTRY = re.compile(
    r"\b(?P<country>" + "|".join(map(re.escape, sorted(COUNTRIES, key=len, reverse=True))) + r")(?!\w)"
)
_CITY_LED = re.compile(r"\bin (?P<city>(?!the\b|my\b|this\b|that\b|a\b|fact\b)[a-z]+(?: [a-z]+)?)(?=[,.]|$)")
_WRITTEN = {**STATES, **COUNTRIES}
_NOISE = re.compile(
    r"^(?:and|in|the|city|of|state|is|it'?s|at|to|please|so|that'?s|my|new|address|zip|code|,|\.| )+\b ?"
)
_MOST_STARTS = 20
"""Places in a sentence that are tried as the beginning of an address."""
_ZH_POSTCODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_ZH_LEAD = re.compile(r"地址|寄到?|送到?|发到|改[成到为]|换[成到]|是|到|在|成|为|给|[：:，, ]")
"""What may stand before an address."""
_ZH_STEPS = (
    ("region", re.compile(rf"(?:{PROVINCES})(?:省|自治区|壮族自治区|回族自治区|维吾尔自治区)?(?!市)")),
    ("city", re.compile(r"[一-鿿]{2,6}?(?:市|自治州|盟)")),
    ("district", re.compile(r"[一-鿿]{1,6}?(?:新区|区|县|旗|镇|乡)(?!别|分|\d)")),
    (
        "line1",
        re.compile(
            r"[一-鿿]{1,12}?(?:大道|路|街|道|巷|弄|胡同|村|小区|花园|大厦|广场|苑)[东西南北中段一二三四五]{0,2}(?:\d{1,5}弄)?(?:\d{1,5}号(?!楼))?"
        ),
    ),
    ("line2", re.compile(r"(?:[\d一-鿿a-z]{1,6}?(?:号楼|栋|幢|座|单元|室|层|楼|房|户)[ ,，]?){1,4}")),
)
"""The parts of a Chinese address, in their order; any may be missing."""


def find_address(text: str, language: Language, expect: Expect) -> Iterator[Found]:
    """The address in a sentence, if one stands there; every part of it in one entity."""
    parts, start, end = (_english if language == "en" else _chinese)(text, expect)
    strong = "line1" in parts and (len(parts) > 1 or expect is Expect.ADDRESS or language == "en")
    if parts and (strong or expect is Expect.ADDRESS):
        value = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        yield Found(Entity(EntityKind.ADDRESS, value, text[start:end], WHOLE if strong else PIECE), start, end)


def _english(text: str, expect: Expect) -> tuple[dict[str, str], int, int]:
    said, spans = _digits(text)
    parts: dict[str, str] = {}
    street = _STREET.search(said)
    if street is None and expect is not Expect.ADDRESS:
        return {}, 0, 0
    rest = said[street.end() :] if street else said
    if street:
        parts["line1"] = f"{street['number']} {_title(street['street'].rstrip('.'))}"
    unit = _UNIT.search(rest) or (_UNIT.search(said) if street else None)
    if unit:
        parts["line2"] = f"{_title(unit['word'] or 'Unit')} {unit['value'].strip().upper()}"
        rest = rest.replace(unit.group(), ",", 1)
    for name, pattern in (("postcode", _POSTCODE), ("country", _COUNTRY), ("region", _STATE), ("region", _ABBREVIATED)):
        matches = list(pattern.finditer(rest))
        city_too = name == "region" and matches and not rest[: matches[-1].start()].strip(" ,.") and len(matches) == 1
        if matches and name not in parts and not (city_too and expect is not Expect.ADDRESS):
            found = matches[-1]
            parts[name] = _WRITTEN.get(found.group(found.lastgroup or 0), found.group(found.lastgroup or 0).upper())
            rest = rest[: found.start()] + " , " + rest[found.end() :]
    city = _city(rest, bool(street) or expect is Expect.ADDRESS)
    if city:
        parts["city"] = city
    start = street.start() if street else 0
    return parts, _back(start, spans), len(text)


def _city(rest: str, may_stand_alone: bool) -> str:
    """A city: the words between commas that are left over, or those after "in"."""
    led = _CITY_LED.search(rest)
    if led:
        return _title(led["city"])
    if not may_stand_alone:
        return ""
    for piece in re.split(r"[,.;]", rest):
        words = _NOISE.sub("", piece.strip()).strip()
        if words and re.fullmatch(r"[a-z'. -]{3,24}", words) and len(words.split()) <= 3:
            return _title(words)
    return ""


def _digits(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with number words as digits, and for each number by how much it moved what follows."""
    out, last, moved, spans = "", 0, 0, []
    for number in find_numbers(text, "en"):
        out += text[last : number.start] + number.value
        moved += len(number.value) - (number.end - number.start)
        spans.append((len(out), moved))
        last = number.end
    return out + text[last:], spans


def _back(at: int, spans: list[tuple[int, int]]) -> int:
    """A place in the text with digits, in the text as it was said."""
    moved = [by for place, by in spans if place <= at]
    return at - (moved[-1] if moved else 0)


def _title(words: str) -> str:
    return " ".join(word if word[:1].isdigit() else word[:1].upper() + word[1:] for word in words.strip().split())


def _chinese(text: str, expect: Expect) -> tuple[dict[str, str], int, int]:
    best: tuple[dict[str, str], int, int] = ({}, 0, 0)
    for start in sorted({0, *(lead.end() for lead in _ZH_LEAD.finditer(text))})[:_MOST_STARTS]:
        parts, end = _chinese_from(text, start)
        if parts and ("line1" in parts or expect is Expect.ADDRESS) and len(parts) >= len(best[0]):
            best = (parts, start, end)
    parts, start, end = best
    code = _ZH_POSTCODE.search(text, end) if parts else None
    if code:
        return {**parts, "postcode": code[1]}, start, code.end()
    return best


def _chinese_from(text: str, at: int) -> tuple[dict[str, str], int]:
    parts: dict[str, str] = {}
    for name, pattern in _ZH_STEPS:
        match = pattern.match(text, at)
        if match:
            parts[name] = match.group().strip(" ,，")
            at = match.end()
            at += text[at : at + 1] in (" ", ",", "，")
    if parts.get("city", "").removesuffix("市") in MUNICIPALITIES:
        parts.setdefault("region", parts["city"])
    return parts, at
