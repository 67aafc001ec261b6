"""Deciding a recorded call again, to see whether today's dialogue manager would do the same."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.call.journal import RecordedCall
from orderline.call.masking import agree, mask_event
from orderline.decide.dialogue import decide
from orderline.events.codec import Json, encode
from orderline.events.decision import Action


@dataclass(frozen=True, slots=True)
class Difference:
    """A turn that would be decided otherwise now."""

    turn: int
    """From 1."""
    recorded: Json
    decided: Json
    """Both masked."""


def replay(call: RecordedCall) -> tuple[Difference, ...]:
    """Decide every turn of `call` again; the turns that come out otherwise. Pure."""
    state = call.opening
    differences = []
    for number, turn in enumerate(call.turns, start=1):
        actions: list[Action] = []
        for happening in turn.happenings:
            decision = decide(state, happening)
            state = decision.state
            actions += decision.actions
        decided = encode(mask_event(tuple(actions)))
        if not agree(turn.actions, decided):
            differences.append(Difference(number, turn.actions, decided))
    return tuple(differences)
