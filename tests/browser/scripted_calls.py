"""What a line tells its pages in one call, as the protocol of docs/channels/browser.md carries it."""

from __future__ import annotations

from typing import Any

LINE_FACTS: dict[str, Any] = {
    "engines": [
        {
            "port": "recognition",
            "engine": "pocketsphinx",
            "why": "No Whisper model is installed; `orderline models pull` fetches one.",
            "languages": ["en"],
        },
        {"port": "synthesis", "engine": "espeak-ng", "why": "No Piper voice is installed.", "languages": ["en", "zh"]},
        {"port": "database", "engine": "sqlite", "why": "No address is set.", "languages": []},
    ],
    "calls": 0,
    "max_calls": 12,
    "language": "en",
    "demo": [{"say_en": "Where's my order?", "say_zh": "我的订单到哪儿了？", "number": "204821", "phone_tail": "7350"}],
}


def both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


ORDER: dict[str, Any] = {
    "number_tail": "4821",
    "channel": both("Website", "网站"),
    "state": "shipped",
    "state_text": both("On its way", "运输中"),
    "items": [{"name": both("Rain jacket", "轻便雨衣"), "quantity": 1, "options": "blue, M"}],
    "steps": [
        {"text": both("Placed", "已下单"), "at": "2026-11-16T09:30:00Z", "done": True},
        {"text": both("Paid", "已付款"), "at": None, "done": True},
        {"text": both("Packed", "已打包"), "at": None, "done": True},
        {"text": both("Shipped", "已发货"), "at": "2026-11-18T16:05:00Z", "done": True},
        {"text": both("Out for delivery", "派送中"), "at": None, "done": False},
        {"text": both("Delivered", "已签收"), "at": None, "done": False},
    ],
    "carrier": both("SF Express", "顺丰速运"),
    "last_scan": {"place": both("Hangzhou", "杭州"), "at": "2026-11-20T21:40:00Z"},
    "expected_on": "2026-11-22",
    "promised_on": "2026-11-20",
    "late": {"days": 2, "reason": both("Bad weather on the way", "天气原因")},
}

TURNS: dict[str, list[tuple[str, str]]] = {
    "en": [
        ("line", "Hello, this is the order line. What can I do for you?"),
        ("caller", "Where's my order?"),
        ("line", "I can look that up. What is the order number?"),
        ("caller", "two oh four eight two one"),
        ("line", "Thank you. And the last four digits of your phone number?"),
        ("caller", "seven three five oh"),
        (
            "line",
            "Your rain jacket, order ending 4821, is on its way with SF Express. It was last seen in Hangzhou "
            "yesterday evening. It is two days late because of bad weather, and is now expected on Sunday.",
        ),
    ],
    "zh": [
        ("line", "您好，这里是订单热线。请问有什么可以帮您？"),
        ("caller", "我的订单到哪儿了？"),
        ("line", "我来帮您查。请告诉我订单号。"),
        ("caller", "二零四八二一"),
        ("line", "谢谢。请再说一下手机号后四位。"),
        ("caller", "七三五零"),
        ("line", "您的轻便雨衣，尾号4821的订单，正由顺丰速运派送，昨晚到达杭州。因天气原因晚了两天，预计周日送达。"),
    ],
}


def captions(language: str) -> list[dict[str, Any]]:
    """The captions of a whole call."""
    return [
        {"kind": "caption", "who": who, "text": text, "final": True, "turn": turn}
        for turn, (who, text) in enumerate(TURNS[language])
    ]


def desk_card(call_id: str = "c1", *, language: str = "en", **changes: Any) -> dict[str, Any]:
    """A ringing call as a desk sees it."""
    card = {
        "call_id": call_id,
        "since_s": 12.0,
        "status": "ringing",
        "language": language,
        "who": {"name_masked": "A. M.", "verified": True, "how": ["order_number", "phone_tail"]},
        "wants": both("Where the order is", "查询订单到哪儿了"),
        "reason": both("Asked for a person", "要求转人工"),
        "tried": [both("Told where the order is, and why it is late", "已告知订单位置和晚到原因")],
        "facts": [
            {"label": both("Order number heard", "听到的订单号"), "value": "••4821"},
            {"label": both("End of phone number", "手机尾号"), "value": "7350"},
        ],
        "confidence": 0.42,
        "order": ORDER,
        "transcript": [
            {"who": who, "text": text.replace("two oh", "• •"), "at_s": 4.0 * turn}
            for turn, (who, text) in enumerate(TURNS[language])
        ],
    }
    return {**card, **changes}


def unverified_card(call_id: str = "c2") -> dict[str, Any]:
    """A call of somebody whom the line could not identify."""
    return desk_card(
        call_id,
        language="zh",
        since_s=48.0,
        who={"name_masked": "", "verified": False, "how": []},
        wants=both("To be identified", "核对身份"),
        reason=both("Could not confirm who is calling", "无法确认来电人身份"),
        tried=[both("What the caller gave matches no order", "来电人提供的信息对不上任何订单")],
        facts=[{"label": both("Order number heard", "听到的订单号"), "value": "••4812"}],
        confidence=0.31,
        order=None,
    )
