"""Why a row that was pushed is not taken: a value, with the row's place, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from orderline.orders.order import Text


class BadRow(StrEnum):
    """What is wrong with a row."""

    BAD_FIELD = "bad_field"
    """Missing, too long, of another kind."""
    TWICE = "twice"
    """Another row of the same request has the same key."""
    UNKNOWN_ORDER = "unknown_order"
    UNKNOWN_LINE = "unknown_line"
    UNKNOWN_SKU = "unknown_sku"
    UNKNOWN_CUSTOMER = "unknown_customer"
    UNKNOWN_METHOD = "unknown_method"
    UNKNOWN_PARCEL = "unknown_parcel"
    UNKNOWN_CURRENCY = "unknown_currency"
    OTHER_CUSTOMER = "other_customer"
    """The order, address or payment is another customer's."""
    OTHER_ORDER = "other_order"
    """The payment is another order's."""
    OTHER_PRODUCT = "other_product"
    MIXED_CURRENCIES = "mixed_currencies"
    BAD_QUANTITY = "bad_quantity"
    BAD_AMOUNT = "bad_amount"
    BAD_ADDRESS = "bad_address"
    BAD_TRANSITION = "bad_transition"
    STALE = "stale"
    """The order has changed since it was read."""
    RESERVED = "reserved"
    """More pieces are promised than there would be."""
    UNKNOWN_CASE = "unknown_case"
    """The order has no such return or exchange."""
    WITHDRAWN = "withdrawn"
    SOLD_OUT = "sold_out"
    SHORT_BALANCE = "short_balance"


BAD_ROWS: Mapping[BadRow, Text] = {
    BadRow.BAD_FIELD: Text("this field is missing or cannot be what it is", "此字段缺失或取值无效"),
    BadRow.TWICE: Text("another row of this request has the same key", "本次请求中另有一行的键相同"),
    BadRow.UNKNOWN_ORDER: Text("the shop has no such order; push it first", "店铺没有这个订单，请先推送订单"),
    BadRow.UNKNOWN_LINE: Text("the order has no such line", "订单里没有这一行"),
    BadRow.UNKNOWN_SKU: Text("the shop has no such SKU; push its product first", "店铺没有这个 SKU，请先推送商品"),
    BadRow.UNKNOWN_CUSTOMER: Text("the shop has no such customer", "店铺没有这位顾客"),
    BadRow.UNKNOWN_METHOD: Text("the customer has no such payment method on file", "顾客名下没有这个付款方式"),
    BadRow.UNKNOWN_PARCEL: Text("the order has no such parcel; push it first", "订单没有这个包裹，请先推送包裹"),
    BadRow.UNKNOWN_CURRENCY: Text("the line does not know this currency", "不支持这种货币"),
    BadRow.OTHER_CUSTOMER: Text("that belongs to another customer", "这属于另一位顾客"),
    BadRow.OTHER_ORDER: Text("that payment belongs to another order", "这笔付款属于另一个订单"),
    BadRow.OTHER_PRODUCT: Text("that SKU belongs to another product", "这个 SKU 属于另一个商品"),
    BadRow.MIXED_CURRENCIES: Text("an order has one currency, and it is not this one", "与订单的货币不一致"),
    BadRow.BAD_QUANTITY: Text("there cannot be so many pieces", "件数无效"),
    BadRow.BAD_AMOUNT: Text("the amount of money cannot be", "金额无效"),
    BadRow.BAD_ADDRESS: Text("a part of the address is missing or too long", "地址不完整或过长"),
    BadRow.BAD_TRANSITION: Text("the order is closed and cannot go back", "订单已关闭，不能回到之前的状态"),
    BadRow.STALE: Text("the order has changed since you read it; read it again", "订单已有变化，请重新读取"),
    BadRow.UNKNOWN_CASE: Text("the order has no such return or exchange", "订单没有这笔退换货"),
    BadRow.WITHDRAWN: Text(
        "that return or exchange was withdrawn; a person has to look", "这笔退换货已撤销，需要人工处理"
    ),
    BadRow.SOLD_OUT: Text("there is no piece left to send in exchange", "换货商品已无库存"),
    BadRow.SHORT_BALANCE: Text("the payment method does not cover the difference", "付款方式余额不足以支付差价"),
    BadRow.RESERVED: Text("more pieces are promised to callers than that", "已为顾客保留的件数多于此数"),
}
"""The words of each."""


@dataclass(frozen=True, slots=True)
class RowRefused:
    """One row, and what is wrong with it. Nothing of the whole request was written."""

    index: int
    """Of the row in the request, from 0."""
    field: str
    """Which field of it, e.g. `lines[0].quantity`; empty: the whole row."""
    name: BadRow
    says: str = ""
    """More, in English, for whoever writes the other program; never a value that was sent."""

    @property
    def because(self) -> Text:
        """In words."""
        return BAD_ROWS[self.name]
