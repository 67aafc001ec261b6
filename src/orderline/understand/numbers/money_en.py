"""Amounts in English, over a sentence in figures (`written`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.understand.numbers.amounts import CODES, OTHER_SIGNS, SIGNS, amount, parse
from orderline.understand.numbers.reading import GUESS, LIKELY, SURE, Reading
from orderline.understand.numbers.written import Written

_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,3})?"
_NAMES = (
    (r"hong kong dollars?", "HKD"),
    (r"singapore dollars?", "SGD"),
    (r"canadian dollars?", "CAD"),
    (r"australian dollars?", "AUD"),
    (r"taiwan dollars?", "TWD"),
    (r"(?:us |american )?dollars?|bucks?", "USD"),
    (r"euros?", "EUR"),
    (r"pounds?(?: sterling)?|quid", "GBP"),
    (r"yuan|renminbi|kuai|rmb", "CNY"),
    (r"yen", "JPY"),
    (r"swiss francs?", "CHF"),
    (r"kuwaiti dinars?", "KWD"),
    (r"korean won", "KRW"),
)
_NAME = "|".join(f"(?P<c{index}>{names})" for index, (names, _) in enumerate(_NAMES))
_SIGNED = re.compile(rf"(?P<sign>[$€£¥￥₩])\s*(?P<figures>{_FIGURES})(?P<k>k\b)?(?![\d,]*\d)")
_CODED = re.compile(rf"\b(?P<figures>{_FIGURES})\s*(?P<code>{'|'.join(CODES)})\b")
_CODE_FIRST = re.compile(rf"\b(?P<code>{'|'.join(CODES)})\s*(?P<figures>{_FIGURES})\b")
_NAMED = re.compile(
    rf"\b(?P<minus>minus )?(?P<figures>{_FIGURES}|an?)(?:\s+(?P<pair>\d\d))?\s+(?:{_NAME})\b"
    r"(?:(?:,?\s+and)?,?\s+(?P<cents>\d{1,2})\s*(?:cents?|pence|penny|pennies|p\b|fen)|\s+(?P<bare>\d\d)\b(?!\s*\d))?"
)
_CENTS = re.compile(r"\b(?P<cents>\d{1,3})\s*(?:(?P<usd>cents?)|(?P<gbp>pence|penny|pennies)|(?P<cny>fen))\b")
_WITH_CENTS = ("USD", "EUR", "CAD", "AUD", "HKD", "SGD", "TWD")
_CUE = (
    r"(?:paid|pay|cost|costs|charged(?: me)?|price|worth|refund(?:ed)?(?: me)?|total|amount|spent|owe|balance|"
    r"credit(?:ed)?|discount|fee|was)(?: (?:of|is|was|me|only|just|about|around|like|exactly|it|for))*"
)
_CUED = re.compile(
    rf"\b{_CUE}\s+(?P<whole>\d{{1,4}})(?:\.(?P<decimals>\d\d)|\s+(?P<small>\d\d))(?![\d.]|\s+\d)"
    r"(?!\s*(?:am|pm|digits?|days?|hours?|minutes?|times))"
)
_DECIMAL = re.compile(
    r"(?<![\d.,/$€£¥-])(?<!\bat )(?<!until )(?<!to )(?P<whole>\d{1,5})\.(?P<decimals>\d\d)"
    r"(?![\d.]|\s*(?:am|pm|inch|cm|kg|l\b))"
)
_BARE = re.compile(
    r"^\W*(?:it (?:was|is|cost)|it's|about|around|exactly|just|i think)*\s*"
    rf"(?P<figures>{_FIGURES})(?:\s+(?P<small>\d\d))?\W*$"
)


def amounts(written: Written, asked: bool) -> Iterator[Reading]:
    """Every amount; readings may overlap."""
    text = written.text
    for found in _SIGNED.finditer(text):
        yield from _signed(written, found)
    for pattern in (_CODED, _CODE_FIRST):
        for found in pattern.finditer(text):
            yield from _one(written, found, parse(found["figures"], CODES[found["code"]]))
    for found in _NAMED.finditer(text):
        yield from _named(written, found)
    for found in _CENTS.finditer(text):
        codes = ("GBP",) if found["gbp"] else ("CNY",) if found["cny"] else _WITH_CENTS
        whole, small = divmod(int(found["cents"]), 100)
        values = [amount(whole, f"{small:02}", code) for code in codes]
        yield from _one(written, found, values[0], SURE, *values[1:])
    for found in _CUED.finditer(text):
        yield from _cued(written, found)
    for found in _DECIMAL.finditer(text):
        yield from _one(written, found, amount(int(found["whole"]), found["decimals"]), LIKELY)
    bare = _BARE.match(text) if asked else None
    if bare:
        yield from _bare(written, bare)


def _one(
    written: Written, found: re.Match[str], value: str | None, confidence: float = SURE, *others: str | None
) -> Iterator[Reading]:
    if value is not None:
        yield written.reading(found, value, confidence, *(other for other in others if other is not None))


def _signed(written: Written, found: re.Match[str]) -> Iterator[Reading]:
    times = 1000 if found["k"] else 1
    if times > 1 and "." not in found["figures"]:
        value = amount(int(found["figures"].replace(",", "")) * times, "", SIGNS[found["sign"]])
        yield from _one(written, found, value)
        return
    other = OTHER_SIGNS.get(found["sign"])
    others = (parse(found["figures"], other),) if other else ()
    yield from _one(written, found, parse(found["figures"], SIGNS[found["sign"]]), SURE, *others)


def _named(written: Written, found: re.Match[str]) -> Iterator[Reading]:
    currency = next(code for index, (_, code) in enumerate(_NAMES) if found[f"c{index}"])
    figures = "1" if found["figures"] in ("a", "an") else found["figures"]
    small = found["cents"] or found["bare"] or ""
    if found["pair"]:
        if "." in figures or small:
            return
        together = parse(figures + found["pair"], currency)
        yield from _one(written, found, parse(f"{figures}.{found['pair']}", currency), LIKELY, together)
        return
    if small and "." not in figures:
        figures = f"{figures}.{int(small):02}"
    value = parse(figures, currency)
    yield from _one(written, found, f"-{value}" if value and found["minus"] else value)


def _cued(written: Written, found: re.Match[str]) -> Iterator[Reading]:
    first = found.start("whole")
    number = re.compile(r"\d+(?:\.\d\d|\s+\d\d)").match(written.text, first)
    if number is None:
        return
    if found["decimals"]:
        yield from _one(written, number, amount(int(found["whole"]), found["decimals"]), SURE)
    else:
        yield from _pair(written, number, found["whole"], found["small"])


def _pair(written: Written, number: re.Match[str], whole: str, small: str) -> Iterator[Reading]:
    """Two numbers side by side: "forty two ninety two" is 42.92, less probably 4,292."""
    together = amount(int(whole) * 100 + int(small))
    yield from _one(written, number, amount(int(whole), small), LIKELY, together)


def _bare(written: Written, found: re.Match[str]) -> Iterator[Reading]:
    number = re.compile(r"\d[\d,.]*(?:\s+\d\d)?").search(written.text, found.start("figures"))
    if number is None:
        return
    if found["small"] and "." not in found["figures"]:
        yield from _pair(written, number, found["figures"].replace(",", ""), found["small"])
    elif not found["small"]:
        yield from _one(written, number, parse(found["figures"]), GUESS)
