"""Amounts of money as people say and write them."""

from __future__ import annotations

from orderline.orders.identifiers import Language
from orderline.understand.numbers import money_en, money_zh
from orderline.understand.numbers.reading import Reading, longest_first, repaired
from orderline.understand.numbers.written import write


def find_money(text: str, language: Language, *, asked: bool = False) -> tuple[Reading, ...]:
    """Every amount said in `text` (from `normalise`), in order: minor units and currency, `24292 USD`.

    The currency is empty where none was said (`24292 `): it is the order's own. 块 and 毛 name none, for a caller says
    them of any.

    Args:
        text: the normalised sentence; spans in the result index into it.
        language: whose words to read.
        asked: an amount was asked for, so that bare numbers are one: "forty two ninety two".
    """
    written = write(text, language)
    found = (money_en if language == "en" else money_zh).amounts(written, asked)
    return repaired(text, longest_first(found), language)
