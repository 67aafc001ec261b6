"""A turn as one JSON object, for a program at the other end."""

from __future__ import annotations

from typing import Any

from orderline.call.conversation import TurnResult
from orderline.channels.text.door import ended
from orderline.events.codec import to_json
from orderline.events.meaning import Meaning


def report(result: TurnResult) -> dict[str, Any]:
    """`say`, `language`, `heard` (null where nothing was said), `actions`, `handoff`, `ended`.

    Nothing is masked: it is the caller's own door. Its journal is.
    """
    handoff = result.handoff
    return {
        "say": result.reply.text,
        "language": result.reply.language,
        "heard": _heard(result.meaning) if result.meaning is not None else None,
        "actions": [to_json(action) for action in result.actions],
        "handoff": None
        if handoff is None
        else {"reason": handoff.reason.value, "wants": handoff.wants, "tried": list(handoff.tried)},
        "ended": ended(result),
    }


def _heard(meaning: Meaning) -> dict[str, Any]:
    return {
        "intent": meaning.intent,
        "confidence": round(meaning.confidence, 3),
        "acts": [act.value for act in meaning.acts],
        "entities": [
            {"kind": entity.kind.value, "value": entity.value, "confidence": round(entity.confidence, 3)}
            for entity in meaning.entities
        ],
    }
