"""What a caller may want, in the words a person at the desk reads: one entry for each task."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.orders.order import Text

TASK_WORDS: Mapping[str, Text] = {
    "track_order": Text("Where the order is", "查询订单到哪儿了"),
    "list_orders": Text("Which orders there are", "查询有哪些订单"),
    "order_details": Text("What is in an order", "查询订单内容"),
    "explain_delay": Text("Why an order is late", "询问订单为什么晚到"),
    "order_history": Text("What happened to an order", "查询订单经过"),
    "refund_status": Text("Where the refund is", "查询退款进度"),
    "cancel_order": Text("To cancel an order", "取消订单"),
    "change_address": Text("To change the delivery address", "修改收货地址"),
    "change_default_address": Text("To change their own address", "修改默认地址"),
    "change_item": Text("To change what is in an order", "修改订单商品"),
    "change_quantity": Text("To change a quantity", "修改数量"),
    "add_line": Text("To add something to an order", "订单加商品"),
    "remove_line": Text("To take something out of an order", "订单去掉商品"),
    "change_payment": Text("To pay an order by another method", "更换付款方式"),
    "split_order": Text("To split an order", "拆分订单"),
    "merge_orders": Text("To merge orders", "合并订单"),
    "return_item": Text("To return something", "退货"),
    "exchange_item": Text("To exchange something", "换货"),
    "book_pickup": Text("To book a collection", "预约上门取件"),
    "claim_parcel": Text("To claim a stuck or lost parcel", "包裹理赔"),
    "compensate_delay": Text("A compensation for a delay", "延误补偿"),
    "price_protect": Text("The difference after a price drop", "申请价格保护"),
    "expedite": Text("To get an order sooner", "催发货"),
    "explain_payment": Text("Why a payment was declined", "询问付款失败原因"),
    "refund_duplicate": Text("A refund of a double charge", "重复扣款退款"),
    "refund_charge": Text("A charge without an order", "扣款未生成订单"),
    "explain_policy": Text("What the rules say", "询问政策"),
    "product_info": Text("Something about a product", "询问商品信息"),
    "place_order": Text("To order something", "下单购买"),
    "identify_caller": Text("To be identified", "核对身份"),
    "ask_for_person": Text("To talk to a person", "找人工客服"),
    "complaint": Text("To complain", "投诉"),
    "help": Text("To know what the line can do", "了解系统能办什么"),
    "other": Text("Something else", "其他事情"),
}
"""By the task's name, which is the intent's."""
