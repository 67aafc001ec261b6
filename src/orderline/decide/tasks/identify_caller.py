"""Finding out who is calling: an order number and one more factor, in any order, in as few turns as the facts allow.

Two matching factors are always needed. The number or device a call comes from only *proposes* a customer: with a
proposal the line asks for the last four digits of the order number instead of all of it, because among one customer's
orders they name one; the second factor is asked for all the same. Whatever does not match gets the same answer, so
that a caller learns nothing about other people's orders; both factors are then asked for again. A doubtful number is
read back by its last four digits: captions show what is said, and show no more than that of any number.
"""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn, Step, ask, put, query
from orderline.decide.questions import NUMBER_RIGHT, ORDER_NUMBER, ORDER_TAIL, PHONE_TAIL
from orderline.decide.repair.ladder import failed
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState, Identity
from orderline.events.decision import Digits, HandoffReason, IdentifyCaller, Say
from orderline.events.meaning import Entity, EntityKind
from orderline.events.outcome import Identified, NotIdentified, Outcome, ServiceDown


class IdentityCheck:
    """Not a wish: begun when a task needs an identified caller."""

    name = "identify_caller"
    needs_identity = False
    reads_only = True
    questions = (NUMBER_RIGHT.name,)

    def begin(self, state: DialogueState) -> Step:
        """Ask for what is missing, or match what is there."""
        identity = state.identity
        if identity.doubtful is not None:
            heard = Digits(identity.doubtful.value[-state.facts.tail_digits :])
            return ask(state, NUMBER_RIGHT, Say("identify_caller.read_back", {"digits": heard}))
        if identity.order_number is None:
            return put(state, ORDER_TAIL if identity.proposed else ORDER_NUMBER)
        if identity.second is None:
            return put(state, PHONE_TAIL)
        return query(state, match_request(identity, identity.order_number, identity.second))

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """To the number read back."""
        identity = state.identity
        if identity.doubtful is None:
            return GoOn(state)
        if yes:
            return GoOn(replace(state, identity=identity.with_number(identity.doubtful)))
        identity = replace(identity, doubtful=None, misheard=identity.misheard + 1)
        return failed(replace(state, identity=identity, question=ORDER_NUMBER.name, failures=identity.misheard - 1))

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        """Matched, not matched, or not to be known just now."""
        if not isinstance(state.pending, IdentifyCaller):
            return None
        match outcome:
            case Identified() if outcome.confidence >= state.thresholds.confirm_at:
                identity = replace(state.identity, customer=outcome.customer_id, order=outcome.order_id)
                identity = replace(identity, order_number=None)
                return GoOn(replace(state, pending=None, identity=identity, focus=outcome.order_id))
            case Identified() | NotIdentified():
                return _no_match(state)
            case ServiceDown():
                return bring_in(state, HandoffReason.SYSTEM_DOWN)
            case _:
                return None


def match_request(identity: Identity, number: Entity, second: Entity) -> IdentifyCaller:
    """The query that matches both factors, with every reading of each."""
    readings = (second.value, *second.alternatives)
    by_phone = second.kind is EntityKind.PHONE_TAIL
    return IdentifyCaller(
        order_numbers=(number.value, *number.alternatives),
        number_is_suffix=number.is_suffix,
        phone_tails=readings if by_phone else (),
        postcodes=() if by_phone else readings,
        proposed=identity.customer or identity.proposed,
    )


def _no_match(state: DialogueState) -> Step:
    """The constant answer; the third brings a person. Keys are offered from the first on."""
    mismatches = state.identity.mismatches + 1
    cleared = replace(state.identity, mismatches=mismatches, order_number=None, second=None, doubtful=None)
    state = replace(state, identity=cleared, pending=None)
    if mismatches >= state.thresholds.identity_failures:
        return bring_in(state, HandoffReason.IDENTITY_FAILED)
    again = "identify_caller.try_again" if mismatches == 1 else "identify_caller.try_keypad"
    return ask(state, ORDER_NUMBER, Say("identify_caller.no_match"), Say(again))
