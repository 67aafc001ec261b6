"""Whether what the line reads back is what the caller wants: told by its words, as a person would."""

from __future__ import annotations

import re

from orderline.qa.callers.script import Method, Script, Wish

_OWN_WORDS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
_TOO_SHORT = 2
"""Option values of up to so many letters ("S", "no") are not looked for: they are inside other words."""
_ORDER = re.compile(r"(?:order[^.?!]{0,12}ending(?: in)?|订单尾号|尾号)\s*(\d{4})")


def mistake(text: str, wish: Wish, script: Script) -> str:
    """What is wrong with it: `order`, `items`, `to`, `method`; empty where nothing is.

    The last four of the order's number and the names of the items have to be right where they are said; every option
    wanted has to be said.
    """
    said = _plain(text)
    tails = _ORDER.findall(text)
    if wish.order is not None and tails and wish.order.tail not in tails:
        return "order"
    if wish.things and not wish.whole_order and not all(_named(thing.name, said) for thing in wish.things):
        return "items"
    others = [name for name in _others(wish) if _plain(name) in said]
    if wish.things and not wish.whole_order and others:
        return "items"
    wanted = [value for thing in wish.things for name, value in thing.to.items() if len(_plain(value)) > _TOO_SHORT]
    if any(_plain(value) not in said for value in wanted if value not in ("yes", "no", "none")):
        return "to"
    if wish.method is not None and _another_method(text.lower(), wish.method):
        return "method"
    return ""


_METHODS = {
    "credit_card": ("credit card", "card ending", "信用卡"),
    "paypal": ("paypal",),
    "gift_card": ("gift card", "礼品卡"),
    "store_card": ("store card", "e卡", "购物卡"),
    "alipay": ("alipay", "支付宝"),
    "wechat": ("wechat", "微信"),
}


def _another_method(said: str, method: Method) -> bool:
    """Whether only other ways to pay are named. The original one may be any."""
    if method.kind not in _METHODS or any(word in said for word in _METHODS[method.kind]):
        return False
    return any(word in said for words in _METHODS.values() for word in words)


def _others(wish: Wish) -> tuple[str, ...]:
    """What else is in the order, and is not meant."""
    meant = {thing.name for thing in wish.things}
    inside = " ".join(_plain(name) for name in meant)
    items = wish.order.items if wish.order else ()
    return tuple(name for name in items if name not in meant and _plain(name) not in inside)


def _named(name: str, said: str) -> bool:
    """The name, or its last word: "the keyboard"."""
    return _plain(name) in said or _plain(name.split()[-1]) in said


def _plain(text: str) -> str:
    return "".join(_OWN_WORDS.findall(text.lower()))
