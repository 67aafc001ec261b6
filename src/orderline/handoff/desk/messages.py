"""The desk's protocol: what a desk may say, checked; what it is told, as plain JSON objects.

`docs/channels/browser.md` is the reference for people who write another desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from orderline.handoff.briefing import Briefing
from orderline.handoff.listeners import Bridged, CaptionSaid, Released
from orderline.handoff.queue import Card, Refusal
from orderline.orders.card import OrderCard

MAX_MESSAGE_CHARS = 2_000
"""Longest message taken from a desk. A choice: ten times the longest one there is."""


class _Ask(BaseModel):
    """Something a desk asks about one call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    call_id: str = Field(min_length=1, max_length=64)


class PickUp(_Ask):
    """Take this ringing call."""

    type: Literal["pick_up"]


class GiveBack(_Ask):
    """Let the line take over again."""

    type: Literal["give_back"]


class EndCall(_Ask):
    """Hang up on the caller."""

    type: Literal["hang_up"]


Ask = PickUp | GiveBack | EndCall

_ASK: TypeAdapter[Ask] = TypeAdapter(Annotated[Ask, Field(discriminator="type")])
_BRIEFING = TypeAdapter(Briefing)
_ORDER = TypeAdapter(OrderCard)

_REFUSED: dict[Refusal, tuple[str, str]] = {
    Refusal.GONE: ("This call is over.", "Pick another one."),
    Refusal.TAKEN: ("Somebody else has just taken this call.", "Pick another one."),
    Refusal.BUSY: ("You are already on a call.", "Give it back or hang up first."),
    Refusal.NOT_YOURS: ("You are not on this call.", "Pick it up first."),
}


def read_ask(text: str) -> Ask | None:
    """What a desk asks for; None where the message is too long, not JSON, or not one of ours."""
    if len(text) > MAX_MESSAGE_CHARS:
        return None
    try:
        return _ASK.validate_json(text)
    except ValidationError:
        return None


def order_json(card: OrderCard) -> dict[str, Any]:
    """An order card as the phone page and the desk take it."""
    return _plain(_ORDER.dump_python(card, mode="json"))


def queue_message(cards: Iterable[Card]) -> dict[str, Any]:
    """The whole list of calls."""
    return {"type": "queue", "calls": [_card_json(card) for card in cards]}


def update_message(update: CaptionSaid | Bridged | Released) -> dict[str, Any]:
    """One thing that happened on a call."""
    kind = {CaptionSaid: "caption", Bridged: "bridged", Released: "released"}[type(update)]
    return {"type": kind, **asdict(update)}


def refusal_message(refusal: Refusal) -> dict[str, Any]:
    """Why the desk did not get what it asked for, and what to do."""
    what, do = _REFUSED[refusal]
    return {"type": "error", "code": str(refusal), "what": what, "do": do}


def not_understood_message() -> dict[str, Any]:
    """The answer to a message that is not part of the protocol."""
    return {
        "type": "error",
        "code": "not_understood",
        "what": "The line did not understand this message.",
        "do": "Reload the page; see docs/channels/browser.md for the messages.",
    }


def _card_json(card: Card) -> dict[str, Any]:
    return {
        "status": str(card.status),
        "since_s": round(card.since_s, 1),
        **_plain(_BRIEFING.dump_python(card.briefing, mode="json")),
    }


def _plain(value: Any) -> dict[str, Any]:
    """A dumped dataclass is always an object; say so to the type checker."""
    assert isinstance(value, dict)
    return value
