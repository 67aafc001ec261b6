"""What the line asks: by the wording key of its last sentence, and by what it listens for where that says nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from orderline.qa.callers.line_turn import LineTurn


class Asked(StrEnum):
    """What an answer has to be about."""

    WISH = "wish"
    """How can I help?"""
    ANYTHING_ELSE = "anything_else"
    AGAIN = "again"
    """The line has not understood."""
    ORDER_NUMBER = "order_number"
    NAME = "name"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE_TAIL = "phone_tail"
    CODE = "code"
    NUMBER_RIGHT = "number_right"
    """A number is read back."""
    WISH_RIGHT = "wish_right"
    """You want to …, is that right?"""
    READ_BACK = "read_back"
    """A change is read back, and waits for a yes."""
    ORDER = "order"
    """Which of your orders?"""
    THING = "thing"
    """Which item?"""
    MORE_THINGS = "more_things"
    """Anything else from this order?"""
    INSTEAD = "instead"
    """Nothing is done: what should be different?"""
    OPTION = "option"
    """Which colour, size, …?"""
    METHOD = "method"
    REASON = "reason"
    CONDITION = "condition"
    QUANTITY = "quantity"
    ADDRESS = "address"
    SLOT = "slot"
    DETAIL = "detail"
    """Something else about the wish."""
    OFFER = "offer"
    """Shall I …? Yes or no."""
    NOTHING = "nothing"


_KEYS: tuple[tuple[str, Asked], ...] = (
    (r"greeting\.(hello|ask|hello_again)", Asked.WISH),
    (r"goodbye\.anything_else", Asked.ANYTHING_ELSE),
    (r"repair\.wish_", Asked.AGAIN),
    (r"repair\.confirm_", Asked.WISH_RIGHT),
    (r"identify_caller\.read_back", Asked.NUMBER_RIGHT),
    (r"identify_caller\.ask_full_name", Asked.NAME),
    (r"identify_caller\..*(order|try)", Asked.ORDER_NUMBER),
    (r"identify_caller\..*phone", Asked.PHONE_TAIL),
    (r"identify_caller\..*email", Asked.EMAIL),
    (r"identify_caller\..*postcode", Asked.POSTCODE),
    (r"identify_caller\..*name", Asked.NAME),
    (r"change\.(ask_)?code", Asked.CODE),
    (r"change\.confirm", Asked.READ_BACK),
    (r"change\.also", Asked.MORE_THINGS),
    (r"change\.(what_instead_of|which_variant|variant|no_such_variant|sold_out)", Asked.OPTION),
    (r"change\.(what_)?instead", Asked.INSTEAD),
    (r"change\.which_(item|line)|change\.item|\w+\.ask_lines", Asked.THING),
    (r"change\.which_method", Asked.METHOD),
    (r"change\.(which_|order)|\w+\.ask_order", Asked.ORDER),
    (r"\w+\..*method", Asked.METHOD),
    (r"\w+\..*reason", Asked.REASON),
    (r"\w+\..*condition", Asked.CONDITION),
    (r"\w+\..*(pieces|quantity|how_many)", Asked.QUANTITY),
    (r"address\.|\w+\..*address", Asked.ADDRESS),
    (r"\w+\..*slot", Asked.SLOT),
    (r"\w+\..*(product|sku)", Asked.THING),
    (r"\w+\.offer", Asked.OFFER),
)
"""Wording keys, matched from their beginning; the first that fits."""
_EXPECTS = {
    "open": Asked.ANYTHING_ELSE,
    "yes_no": Asked.OFFER,
    "order_number": Asked.ORDER_NUMBER,
    "phone_tail": Asked.PHONE_TAIL,
    "postcode": Asked.POSTCODE,
    "code": Asked.CODE,
    "name": Asked.NAME,
    "email": Asked.EMAIL,
    "address": Asked.ADDRESS,
    "choice": Asked.DETAIL,
    "detail": Asked.DETAIL,
}
_AS_BEFORE = re.compile(r"repair\.(yes_or_no|take_your_time|still_here|are_you_there)|change\.(choice|detail)_")
"""Sentences that leave open what was asked before them."""
_ANSWERABLE = {
    "yes_no": frozenset({Asked.NUMBER_RIGHT, Asked.WISH_RIGHT, Asked.READ_BACK, Asked.MORE_THINGS, Asked.OFFER}),
}


def asked(turn: LineTurn, before: Asked = Asked.NOTHING) -> Asked:
    """What `turn` asks. `before`: what the turn before it asked, which "please say yes or no" asks again."""
    expects = turn.expects
    if expects in ("", "nothing"):
        return Asked.NOTHING
    last = turn.keys[-1] if turn.keys else ""
    if _AS_BEFORE.match(last):
        return before
    found = next((what for pattern, what in _KEYS if re.match(pattern, last)), None)
    if expects in _ANSWERABLE and found not in _ANSWERABLE[expects]:
        return Asked.OFFER
    if found is None:
        return before if not last else _EXPECTS.get(expects, Asked.NOTHING)
    return found
