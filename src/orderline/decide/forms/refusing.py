"""A refusal told in its own words: the slot it is about is asked for again, what fits instead is offered."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, Step, ask, query
from orderline.decide.forms.asking import ask_for
from orderline.decide.forms.filling import fill, ground_of
from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.framing import customer, frame_of, settle, with_frame
from orderline.decide.forms.questions import ALTERNATIVE
from orderline.decide.ledger import Standing
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.events.decision import AskQuote, HandoffReason, Say
from orderline.orders.quote import Refusal, Refused

MOST_REFUSALS = 3
"""Refusals of one wish that bring a person. Source: issue "Understanding and deciding": no loop over three turns."""
_ASKS_AGAIN = {
    Refusal.UNKNOWN_LINE: ("lines",),
    Refusal.UNKNOWN_SKU: ("targets", "sku"),
    Refusal.COUNT_MISMATCH: ("targets",),
    Refusal.SOLD_OUT: ("targets", "slot", "sku", "quantity"),
    Refusal.UNKNOWN_METHOD: ("method",),
    Refusal.SHORT_BALANCE: ("method",),
    Refusal.BAD_ADDRESS: ("address",),
    Refusal.BAD_QUANTITY: ("quantity", "lines"),
    Refusal.NOTHING_CHOSEN: ("lines", "choice", "slot", "other"),
    Refusal.UNKNOWN_ORDER: ("order",),
    Refusal.NOT_PROVED: ("end",),
}
"""Which slots a refusal is about: the first that the form has is asked for again."""


def refused(state: DialogueState, form: ChangeForm, why: Refused) -> Step:
    """Nothing was written. Ask again, quote again, bring in a person, or settle the wish with what fits instead."""
    frame = frame_of(state)
    frame = replace(frame, refusals=frame.refusals + 1, quote=None)
    state = with_frame(replace(state, pending=None), frame)
    if frame.refusals >= MOST_REFUSALS:
        return bring_in(state, HandoffReason.REPEATED_FAILURE)
    if why.code in (Refusal.STALE_QUOTE, Refusal.UNKNOWN_QUOTE):
        ground = ground_of(state, form, frame)
        again = query(state, AskQuote(customer(state), form.action(ground), form.wish(ground)))
        return again.after(Say("change.looked_again"))
    slot = _slot(form, why)
    if slot:
        return _ask_again(state, form, slot, why)
    if why.code is Refusal.PERSON_NEEDED:
        return bring_in(state, HandoffReason.OUT_OF_SCOPE)
    alternative = form.instead(ground_of(state, form, frame), why)
    return (
        _offer(state, form, why, alternative) if alternative else settle(state, form, Standing.REFUSED, *_because(why))
    )


def _offer(state: DialogueState, form: ChangeForm, why: Refused, alternative: str) -> Decision:
    """Say why not, and ask whether what fits instead is wanted."""
    state = settle(state, form, Standing.REFUSED).state
    return ask(replace(state, doubtful_wish=alternative), ALTERNATIVE, *_because(why), Say(f"{alternative}.offer"))


def _ask_again(state: DialogueState, form: ChangeForm, slot: str, why: Refused) -> Step:
    """Empty the slot and ask for it; say why only where it held something. Filled by itself again, nothing else is
    possible: what fits instead is offered.
    """
    frame = frame_of(state)
    held = frame.value(slot) is not None
    kinds = next(one.corrected_by for one in form.slots if one.name == slot)
    frame = replace(frame.forget(kinds).without(slot), wanted=(*frame.wanted, slot))
    alternative = form.instead(ground_of(state, form, frame_of(state)), why)
    filling = fill(state, form, frame)
    if filling.missing is None:
        return _offer(state, form, why, alternative) if alternative else bring_in(state, HandoffReason.OUT_OF_SCOPE)
    return ask_for(with_frame(state, filling.frame), form, filling, *(_because(why) if held else ()))


def _slot(form: ChangeForm, why: Refused) -> str:
    names = {slot.name for slot in form.slots}
    return next((name for name in _ASKS_AGAIN.get(why.code, ()) if name in names), "")


def _because(why: Refused) -> tuple[Say, ...]:
    """The refusal's own words; those that are a question are asked by the slot itself."""
    return () if why.because.en.endswith("?") else (Say("change.refused", {"because": why.because}),)
