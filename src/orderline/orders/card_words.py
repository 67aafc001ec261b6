"""Words on an order's card, in both languages. Shown, never spoken: the spoken wording lives in `speak/wording`."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.orders.order import DelayReason, OrderState, SalesChannel, Text

STATE_WORDS: Mapping[OrderState, Text] = {
    OrderState.AWAITING_PAYMENT: Text("Waiting for payment", "等待付款"),
    OrderState.PAID: Text("Paid", "已付款"),
    OrderState.PREPARING: Text("Being prepared", "备货中"),
    OrderState.PACKED: Text("Packed", "已打包"),
    OrderState.SHIPPED: Text("On its way", "运输中"),
    OrderState.OUT_FOR_DELIVERY: Text("Out for delivery", "派送中"),
    OrderState.DELIVERED: Text("Delivered", "已签收"),
    OrderState.CANCELLED: Text("Cancelled", "已取消"),
    OrderState.RETURN_REQUESTED: Text("Return requested", "已申请退货"),
    OrderState.RETURNED: Text("Returned", "已退货"),
    OrderState.EXCHANGE_REQUESTED: Text("Exchange requested", "已申请换货"),
}

CHANNEL_WORDS: Mapping[SalesChannel, Text] = {
    SalesChannel.APP: Text("App", "手机应用"),
    SalesChannel.WEB: Text("Website", "网站"),
    SalesChannel.DOUYIN: Text("Douyin shop", "抖音小店"),
}

DELAY_WORDS: Mapping[DelayReason, Text] = {
    DelayReason.OUT_OF_STOCK: Text("Out of stock", "缺货"),
    DelayReason.WAREHOUSE_BACKLOG: Text("The warehouse is behind", "仓库积压"),
    DelayReason.WEATHER: Text("Bad weather on the way", "天气原因"),
    DelayReason.CARRIER_BACKLOG: Text("The carrier is behind", "快递积压"),
    DelayReason.CUSTOMS: Text("Held at customs", "海关查验"),
    DelayReason.ADDRESS_PROBLEM: Text("A problem with the address", "地址有问题"),
    DelayReason.PAYMENT_REVIEW: Text("The payment is being checked", "付款审核中"),
}

STEP_PLACED = Text("Placed", "已下单")
STEP_PAID = Text("Paid", "已付款")
STEP_PACKED = Text("Packed", "已打包")
STEP_SHIPPED = Text("Shipped", "已发货")
STEP_OUT_FOR_DELIVERY = Text("Out for delivery", "派送中")
STEP_DELIVERED = Text("Delivered", "已签收")
