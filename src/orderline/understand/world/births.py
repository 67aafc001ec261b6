"""Days of birth as people say them, also half heard: ISO days with `?` for what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.orders.identifiers import Language
from orderline.understand.numbers import find_numbers
from orderline.understand.world.tokens import tokens

_MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_FIRST = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
]  # fmt: skip
_ORDINALS = {
    **{name: at for at, name in enumerate(_FIRST, 1)},
    **{f"twenty-{name}": 20 + at for at, name in enumerate(_FIRST[:9], 1)},
    "thirtieth": 30,
    "thirty-first": 31,
}
FIRST_YEAR, LAST_YEAR = 1900, 2030
"""Years of birth of people who may call. Source: own choice."""
_ZH = re.compile(r"(?P<year>\d{4}|\d{2})?年?(?P<month>\d{1,2})月(?P<day>\d{1,2})?")


def birth_days(text: str, language: Language) -> Iterator[str]:
    """Every way to read a day of birth out of `text` (normalised), the likeliest first."""
    if language == "zh":
        yield from _chinese(text)
        return
    named = _named_month(text)
    if named:
        yield from named
        return
    yield from _digits(text)


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    return "-".join(
        (f"{year:04d}" if year else "????", f"{month:02d}" if month else "??", f"{day:02d}" if day else "??")
    )


def _named_month(text: str) -> list[str]:
    """Those with a month: "the 8th of April 1909", "April 1909", "2nd of November 1950 8th"."""
    for compound in ("twenty", "thirty"):
        text = re.sub(
            rf"\b{compound}[ -](?=first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)", f"{compound}-", text
        )
    words = [
        _ORDINALS.get(word, word) for word in re.findall(r"(?:twenty|thirty)-[a-z]+|[a-z]+|\d+(?:st|nd|rd|th)?", text)
    ]
    plain = " ".join(str(word) for word in words)
    month = next((_MONTHS[str(word)] for word in words if str(word) in _MONTHS), None)
    if month is None:
        return []
    numbers = [token.text for token in tokens(plain) if token.text[:1].isdigit()]
    years = _years(numbers)
    days = [int(n) for n in numbers if len(n) <= 2 and 1 <= int(n) <= 31]
    day = days[0] if days else None
    found = [_iso(year, month, day) for year in years] or [_iso(None, month, day)]
    return list(dict.fromkeys(found))


def _years(numbers: list[str]) -> list[int]:
    found = []
    for at, number in enumerate(numbers):
        whole = int(number) if number.isdigit() and len(number) == 4 else 0
        following = numbers[at + 1] if at + 1 < len(numbers) else ""
        if whole and whole % 10 == 0 and following.isdigit() and len(following) == 1:
            found.append(whole + int(following))
        if FIRST_YEAR <= whole <= LAST_YEAR:
            found.append(whole)
        pair = number + following
        if len(number) == 2 and number in ("19", "20") and following.isdigit() and len(following) == 2 and at > 0:
            found.append(int(pair))
    return list(dict.fromkeys(found))


def _digits(text: str) -> Iterator[str]:
    """Day, month and year in a row: "02 11 1970", "0211 70", "1911 94"."""
    run = "".join(token.text for token in tokens(re.sub(r"\b(?:oh|o)\b", "0", text)) if token.text.isdigit())
    for day_size in (2, 1):
        for month_size in (2, 1):
            for year_size in (4, 2):
                if day_size + month_size + year_size == len(run):
                    day, month = int(run[:day_size]), int(run[day_size : day_size + month_size])
                    year = int(run[-year_size:])
                    year += 0 if year_size == 4 else (1900 if year > LAST_YEAR % 100 else 2000)
                    if 1 <= day <= 31 and 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
                        yield _iso(year, month, day)


def _chinese(text: str) -> Iterator[str]:
    for number in reversed(find_numbers(text, "zh")):
        text = text[: number.start] + number.value + text[number.end :]
    found = _ZH.search(text)
    if found:
        year = int(found["year"]) if found["year"] else None
        if year is not None and year < 100:
            year += 1900 if year > LAST_YEAR % 100 else 2000
        yield _iso(year, int(found["month"]), int(found["day"]) if found["day"] else None)
    else:
        yield from _digits(text)
