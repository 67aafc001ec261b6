"""What both languages share of amounts: currencies by sign and code, and the canonical value."""

from __future__ import annotations

from orderline.orders.money import EXPONENTS

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "₩": "KRW"}
OTHER_SIGNS = {"¥": "JPY", "￥": "JPY"}
"""What a sign may mean as well."""
CODES = {code.lower(): code for code in EXPONENTS} | {"rmb": "CNY"}
_UNKNOWN_EXPONENT = 2
"""Decimals of an amount whose currency was not said: those of most currencies."""


def amount(whole: int, small: str = "", currency: str = "") -> str | None:
    """The canonical value of `whole` major units and the digits after the point; None where the currency has no such
    decimals.
    """
    exponent = EXPONENTS.get(currency, _UNKNOWN_EXPONENT)
    kept = small.rstrip("0") if len(small) > exponent else small
    if len(kept) > exponent:
        return None
    minor = whole * int(10**exponent) + int((kept + "0" * (exponent - len(kept))) or "0")
    return f"{minor} {currency}"


def parse(figures: str, currency: str = "") -> str | None:
    """The same from written figures: `1,299.50`."""
    whole, _, small = figures.replace(",", "").partition(".")
    return amount(int(whole or "0"), small, currency)
