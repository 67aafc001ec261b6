"""What the line tried, in the words a person at the desk reads: wording keys that were spoken into a short list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orderline.events.task_words import TASK_WORDS
from orderline.handoff.reasons import wants_words
from orderline.orders.order import Text

_ATTEMPTS: Mapping[str, Text] = {
    "identify_caller.ask_order_number": Text("Asked for the order number", "询问订单号"),
    "identify_caller.order_number_hint": Text("Asked for the order number again", "再次询问订单号"),
    "identify_caller.order_number_keypad": Text("Offered the keypad for the order number", "请来电人用键盘输入订单号"),
    "identify_caller.ask_order_tail": Text("Asked for the end of the order number", "询问订单尾号"),
    "identify_caller.ask_phone_tail": Text("Asked for the end of the phone number", "询问手机尾号"),
    "identify_caller.phone_tail_hint": Text("Asked for the end of the phone number again", "再次询问手机尾号"),
    "identify_caller.phone_tail_keypad": Text("Offered the keypad for the phone number", "请来电人用键盘输入手机尾号"),
    "identify_caller.read_back": Text("Read the number back", "复述号码请来电人确认"),
    "identify_caller.no_match": Text("Found no match", "未找到匹配的订单"),
    "identify_caller.try_again": Text("Asked to try once more", "请来电人再试一次"),
    "identify_caller.try_keypad": Text("Offered the keypad", "请来电人使用键盘"),
    "repair.wish_hint": Text("Asked what the call is about", "询问来电事由"),
    "repair.wish_choices": Text("Offered what the line can do", "说明系统能办的事情"),
    "repair.yes_or_no": Text("Asked for a yes or a no", "请来电人回答是或不是"),
    "repair.yes_or_no_keypad": Text("Offered the keypad for yes or no", "请来电人用键盘回答是或不是"),
    "repair.number_does_not_fit": Text("Heard a number of the wrong length", "听到的号码位数不对"),
    "repair.are_you_there": Text("Asked whether anybody is there", "询问来电人是否还在"),
    "change.confirm": Text("Read the change back for a yes", "复述修改内容请来电人确认"),
    "change.what_instead": Text("Asked what should be different", "询问要改哪里"),
    "change.refused": Text("Told why it is not possible", "说明了不能办理的原因"),
    "change.ask_code": Text("Asked for the code", "询问验证码"),
    "change.code_wrong": Text("Got a wrong code", "验证码不对"),
    "change.no_such_order": Text("Found no such order", "没有找到该订单"),
    "track_order.none": Text("Found no orders", "没有找到订单"),
}

_TOLD: Mapping[str, Text] = {
    "track_order.late_": Text("Told why the order is late", "说明了订单晚到的原因"),
    "track_order.": Text("Told where the order is", "告知了订单进度"),
}
"""By how the key begins, the longest first."""

_ASIDES = frozenset({"track_order.ask_another"})
_NO_ATTEMPTS = frozenset({"ask_for_person", "help", "identify_caller", "other"})
_CONFIRM = "repair.confirm_"


def attempts_words(keys: Iterable[str]) -> tuple[Text, ...]:
    """What was tried, oldest first, each thing once. Greetings and asides are no attempts, and are left out."""
    words = (_attempt(key) for key in keys)
    return tuple(dict.fromkeys(text for text in words if text is not None))


def _attempt(key: str) -> Text | None:
    if key in _ASIDES:
        return None
    if key in _ATTEMPTS:
        return _ATTEMPTS[key]
    if key.startswith(_CONFIRM):
        wish = wants_words(key.removeprefix(_CONFIRM))
        return Text(f"Asked whether it is: {wish.en}", f"确认诉求：{wish.zh}")
    told = next((text for start, text in _TOLD.items() if key.startswith(start)), None)
    return told or _of_task(*key.split(".", 1))


def _of_task(task: str, sentence: str = "") -> Text | None:
    """What a task's own sentences amount to: a question, a read-back, something told."""
    words = TASK_WORDS.get(task)
    if words is None or task in _NO_ATTEMPTS:
        return None
    return Text(f"Talked about: {words.en}", f"谈到：{words.zh}")
