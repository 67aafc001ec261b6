"""Why the line gave up and what the caller was after, in the words a person at the desk reads."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.events.decision import HandoffReason
from orderline.events.outcome import MismatchReason
from orderline.events.task_words import TASK_WORDS
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


def wants_words(task: str) -> Text:
    """What the caller is after, for an intent's name; a task without words of its own shows its name."""
    name = task.replace("_", " ")
    return TASK_WORDS.get(task, Text(name, name))
