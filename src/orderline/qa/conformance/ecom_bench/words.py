"""Names of the same things there and here."""

from __future__ import annotations

from orderline.orders.money import Money
from orderline.orders.order import OrderState

SHOP = "ecom-bench-zh"
CURRENCY = "CNY"
POLICY = "ecom_bench_zh@1"
NEW_ORDER = "1234567890"
"""The number of every new order there. Source: reference/mission section 4, defects."""
ON_SALE = "已上架"
STATES = {
    "待付款": OrderState.AWAITING_PAYMENT,
    "已付款": OrderState.PAID,
    "处理中": OrderState.PREPARING,
    "已发货": OrderState.SHIPPED,
    "运输中": OrderState.SHIPPED,
    "已送达": OrderState.OUT_FOR_DELIVERY,
    "已签收": OrderState.DELIVERED,
    "已取消": OrderState.CANCELLED,
    "已退货": OrderState.RETURNED,
}
"""What has arrived but is not signed for (已送达) is still with the courier here."""
AFTERWARDS = {OrderState.CANCELLED: "已取消", OrderState.RETURN_REQUESTED: "已退货", OrderState.PAID: "已付款"}
"""The status there of an order that a task has brought to this state."""
METHODS = {"京东E卡": "store_card", "银行卡": "card", "微信": "wechat", "支付宝": "alipay"}


def fen(amount: float | int) -> int:
    """Minor units of an amount there."""
    return Money.parse(f"{amount:.2f}", CURRENCY).minor_units


def yuan(units: int) -> float | int:
    """An amount as it stands there: whole where it is whole."""
    return units // 100 if units % 100 == 0 else round(units / 100, 2)
