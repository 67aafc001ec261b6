"""When the caller says nothing: "are you there?", then a person if something is open, else goodbye."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, ask, hang_up
from orderline.decide.questions import open_question
from orderline.decide.repair.ladder import values_asked
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.events.decision import HandoffReason, Say


def silent(state: DialogueState) -> Decision:
    """One more silence.

    The first after "hold on" is patience, not failure. The second in a row ends the call, or hands it over where a wish
    is open. Source: reference/speech-and-nlu section 5.5, silence x2.
    """
    question = open_question(state)
    if state.waiting:
        return ask(state, question, Say("repair.still_here"))
    if state.silences >= 1:
        if state.ledger.open:
            return bring_in(state, HandoffReason.REPEATED_FAILURE, "ask_for_person.cannot_hear")
        return hang_up(state, Say("goodbye.nobody_there"))
    decision = ask(state, question, Say("repair.are_you_there"), Say(question.ask, values_asked(state)))
    return replace(decision, state=replace(decision.state, silences=1))


def hold_on(state: DialogueState) -> Decision:
    """The caller asked for a moment."""
    says = (Say("repair.take_your_time"),)
    return Decision(replace(state, waiting=True, silences=0, stalls=state.stalls + 1), (*says, state.listening))
