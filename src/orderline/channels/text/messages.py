"""An answer of the text door as a JSON object. `docs/channels/text.md` is the reference for programs that drive it."""

from __future__ import annotations

from typing import Any

from orderline.call.conversation import TurnResult
from orderline.channels.text.door import Answer
from orderline.events.codec import to_json
from orderline.events.decision import HandOff
from orderline.events.meaning import Meaning
from orderline.handoff.desk.messages import order_json
from orderline.orders.card import order_card
from orderline.orders.identifiers import CallId


def answer_json(answer: Answer, call_id: CallId) -> dict[str, Any]:
    """Every field is always there; what did not happen is null or empty."""
    about = {"call_id": call_id, "notes": list(answer.notes), "ended": answer.ended}
    if answer.turn is None:
        nothing: dict[str, Any] = {"say": "", "sentences": [], "language": None, "heard": None, "actions": []}
        return {**nothing, "handoff": None, "order": None, **about}
    return {**_turn_json(answer.turn), **about}


def _turn_json(turn: TurnResult) -> dict[str, Any]:
    handoff = turn.handoff
    return {
        "say": turn.reply.text,
        "sentences": [{"key": sentence.key, "text": sentence.text} for sentence in turn.reply.sentences],
        "language": turn.reply.language,
        "heard": _heard_json(turn.meaning) if turn.meaning is not None else None,
        "actions": [to_json(action) for action in turn.actions],
        "handoff": _handoff_json(handoff) if handoff is not None else None,
        "order": order_json(order_card(turn.shown[0])) if turn.shown else None,
    }


def _handoff_json(handoff: HandOff) -> dict[str, Any]:
    return {"reason": handoff.reason.value, "wants": handoff.wants, "tried": list(handoff.tried)}


def _heard_json(meaning: Meaning) -> dict[str, Any]:
    parts = to_json(meaning)
    kept = ("text", "language", "confidence", "intents", "entities", "acts")
    return {"intent": meaning.intent, **{name: parts[name] for name in kept}}
