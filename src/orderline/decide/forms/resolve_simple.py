"""Slots that one entity fills: how to pay, why, in what condition, how many, one of a list."""

from __future__ import annotations

from collections.abc import Callable

from orderline.decide.forms.ground import Found, Ground
from orderline.events.book import BookMethod
from orderline.events.decision import Listed, Say
from orderline.events.meaning import EntityKind, Role
from orderline.orders.order import Text

METHOD_WORDS = {
    "credit_card": Text("credit card", "信用卡"),
    "debit_card": Text("debit card", "借记卡"),
    "card": Text("card", "银行卡"),
    "paypal": Text("PayPal account", "PayPal账户"),
    "gift_card": Text("gift card", "礼品卡"),
    "store_card": Text("store card", "购物卡"),
    "alipay": Text("Alipay", "支付宝"),
    "wechat": Text("WeChat Pay", "微信支付"),
    "wechat_pay": Text("WeChat Pay", "微信支付"),
    "bank_transfer": Text("bank account", "银行账户"),
}
"""Kinds of payment methods as spoken. Source: own choice; `on_delivery` is no method money can go back to."""
_CARDS = frozenset({"credit_card", "debit_card", "card"})


def which_method(ground: Ground) -> Found:
    """A payment method on the caller's file, by kind, by its end, or "the original"."""
    methods = ground.book.methods
    for entity in reversed(ground.of(EntityKind.METHOD)):
        order = ground.order
        if entity.value == "original" and order is not None:
            fitting = tuple(method for method in methods if method.method_id in order.paid_by)
        elif entity.value.startswith("last4:"):
            ends = {reading.removeprefix("last4:") for reading in (entity.value, *entity.alternatives)}
            fitting = tuple(method for method in methods if method.last4 in ends)
        else:
            fitting = tuple(method for method in methods if _is(method, entity.value))
        fitting = tuple(m for m in fitting if m.method_id not in _refused(ground)) or fitting
        if len(fitting) == 1:
            return Found(fitting[0].method_id, said=True)
        if fitting:
            return method_choice(fitting)
        return Found(
            ask="change.which_method", values={"methods": _listed(methods)}, but=(Say("change.no_such_method"),)
        )
    if "method" not in ground.frame.wanted:
        return Found()
    return Found(methods[0].method_id) if len(methods) == 1 else method_choice(methods)


def _refused(ground: Ground) -> frozenset[str]:
    """Methods the caller says it should not be."""
    kinds = {entity.value for entity in ground.of(EntityKind.METHOD, roles=(Role.NOT,))}
    return frozenset(method.method_id for method in ground.book.methods if method.kind in kinds)


def _is(method: BookMethod, kind: str) -> bool:
    return method.kind in (kind, f"{kind}_pay") or (kind in _CARDS and method.kind in _CARDS)


def method_choice(methods: tuple[BookMethod, ...]) -> Found:
    """Which of these methods?"""
    return Found(
        offered=tuple(method.method_id for method in methods),
        ask="change.which_method",
        values={"methods": _listed(methods)},
    )


def _listed(methods: tuple[BookMethod, ...]) -> Listed:
    same = len({method.kind for method in methods}) < len(methods)
    return Listed(tuple(method_words(method, with_end=same) for method in methods))


def method_words(method: BookMethod | None, *, with_end: bool = False) -> Text:
    """A method as spoken; with its last four spaced out, so that they are read one by one."""
    if method is None:
        return Text("original payment method", "原支付方式")
    words = METHOD_WORDS.get(method.kind, Text(method.kind.replace("_", " "), method.kind))
    if not with_end or not method.last4:
        return words
    end = " ".join(method.last4)
    return Text(f"{words.en} ending in {end}", f"尾号{end.replace(' ', '')}的{words.zh}")


def one_of(kind: EntityKind) -> Callable[[Ground], Found]:
    """A resolver that takes the last entity of `kind` as it is."""

    def resolve(ground: Ground) -> Found:
        said = ground.of(kind, roles=(Role.ANY, Role.TO))
        return Found(said[-1].value, said=True) if said else Found()

    return resolve
