"""Why the line gave up and what the caller was after, in the words a person at the desk reads."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.events.decision import HandoffReason
from orderline.events.outcome import MismatchReason
from orderline.orders.order import Text

REASON_WORDS: Mapping[HandoffReason, Text] = {
    HandoffReason.ASKED: Text("Asked for a person", "要求转人工"),
    HandoffReason.REPEATED_FAILURE: Text("The line failed twice at the same thing", "同一件事连续两次没办成"),
    HandoffReason.LOW_CONFIDENCE: Text("The line was not sure it understood", "系统没有把握听懂"),
    HandoffReason.IDENTITY_FAILED: Text("Could not confirm who is calling", "无法确认来电人身份"),
    HandoffReason.OUT_OF_SCOPE: Text("Something the line cannot do", "系统办不了的事情"),
    HandoffReason.SYSTEM_DOWN: Text("A system did not answer", "后台系统没有响应"),
}

MISMATCH_WORDS: Mapping[MismatchReason, Text] = {
    MismatchReason.NO_SUCH_PAIR: Text("What the caller gave matches no order", "来电人提供的信息对不上任何订单"),
    MismatchReason.AMBIGUOUS: Text(
        "What the caller gave fits more than one customer", "来电人提供的信息对应不止一位客户"
    ),
    MismatchReason.LOCKED: Text("Too many tries at this order number", "该订单号尝试次数过多"),
}

_WANTS: Mapping[str, Text] = {
    "track_order": Text("Where the order is", "查询订单到哪儿了"),
    "identify_caller": Text("To be identified", "核对身份"),
    "ask_for_person": Text("To talk to a person", "找人工客服"),
    "cancel_order": Text("To cancel an order", "取消订单"),
    "change_address": Text("To change the delivery address", "修改收货地址"),
    "change_item": Text("To change what is in an order", "修改订单商品"),
    "return_item": Text("To return something", "退货"),
    "exchange_item": Text("To exchange something", "换货"),
    "refund_status": Text("Where the refund is", "查询退款进度"),
    "payment_problem": Text("A problem with a payment", "付款问题"),
    "complaint": Text("To complain", "投诉"),
    "help": Text("To know what the line can do", "了解系统能办什么"),
    "other": Text("Something else", "其他事情"),
}


def wants_words(task: str) -> Text:
    """What the caller is after, for an intent's name; a task without words of its own shows its name."""
    name = task.replace("_", " ")
    return _WANTS.get(task, Text(name, name))
