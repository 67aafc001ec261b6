"""The last step of the ladder: a person."""

from __future__ import annotations

from orderline.decide.decision import Decision, hand_off, hang_up
from orderline.decide.state import DialogueState
from orderline.events.decision import HandoffReason, Say

MOST_RINGS = 2
"""Times the desk is rung in one call before the line stops trying. Source: own choice; never a loop."""


def bring_in(state: DialogueState, reason: HandoffReason, key: str = "", wants: str = "") -> Decision:
    """Give the call to a person, saying so first; where nobody came twice already, end with an apology.

    Says `key`, or `ask_for_person.<reason>` where it is empty; the person is told that the caller `wants` that task, or
    the newest open wish where it is empty.
    """
    if state.nobody_came >= MOST_RINGS:
        return hang_up(state, Say("ask_for_person.call_later", must_hear=True))
    return hand_off(state, reason, Say(key or f"ask_for_person.{reason.value}", must_hear=True), wants=wants)
