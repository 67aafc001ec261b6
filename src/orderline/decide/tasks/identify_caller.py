"""Finding out who is calling: any set of facts that the shop calls sufficient, in as few turns as the facts allow.

What was said first counts, in any order. The order number is asked for first, because it names the order as well; a
caller without it gives name and postcode, or an e-mail. The number or device a call comes from only *proposes* a
customer: with a proposal the line asks for the last four digits of the order number instead of all of it, because among
one customer's orders they name one; the second fact is asked for all the same. Whatever does not match gets the same
answer, so that a caller learns nothing about other people; all facts are then asked for again. A doubtful number is
read back by its last four digits: captions show what is said, and show no more than that of any number.
"""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn, Step, ask, put, query
from orderline.decide.factors import missing, sufficient
from orderline.decide.question import Question
from orderline.decide.questions import FACT_OF, FACTS, NUMBER_RIGHT, ORDER_NUMBER, ORDER_TAIL, WHO
from orderline.decide.repair.ladder import failed
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState, Identity
from orderline.events.decision import Digits, Fact, HandoffReason, IdentifyCaller, Said, Say
from orderline.events.meaning import EntityKind
from orderline.events.outcome import Identified, NotIdentified, OneMore, Outcome, ServiceDown
from orderline.orders.identifiers import OrderId

MOST_MORE = 3
"""Times one more fact is asked for before what was given counts as matching nobody. Source: issue "Understanding and
deciding": no loop over three turns."""
CERTAIN = 0.98
"""[0, 1]: confidence from which a number was keyed or typed, not heard: a recogniser is never as sure. Source: what
understanding gives to a number whose words were certain and fit what was asked."""
_SPELLED = {Fact.NAME: "identify_caller.spell_name", Fact.EMAIL: "identify_caller.spell_email"}


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
        if sufficient(state):
            return query(state, match_request(identity))
        fact = missing(state)
        return put(state, _question(state, fact)) if fact else bring_in(state, HandoffReason.IDENTITY_FAILED)

    def lacks(self, state: DialogueState) -> Step:
        """The caller cannot give what was asked for: something else will do."""
        asked = FACT_OF[state.question]
        identity = replace(state.identity, lacks=tuple(dict.fromkeys((*state.identity.lacks, asked))))
        state = replace(state, identity=identity, stalls=0)
        if state.identity.more:
            return _no_match(state)
        return self.begin(state)

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """To the number read back."""
        identity = state.identity
        if identity.doubtful is None:
            return GoOn(state)
        if yes:
            return GoOn(replace(state, identity=identity.with_fact(identity.doubtful)))
        identity = replace(identity, doubtful=None, misheard=identity.misheard + 1)
        return failed(replace(state, identity=identity, question=ORDER_NUMBER.name, failures=identity.misheard - 1))

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        """Matched, not matched, one more fact needed, or not to be known just now."""
        if not isinstance(state.pending, IdentifyCaller):
            return None
        match outcome:
            case Identified() if outcome.confidence >= state.thresholds.confirm_at:
                identity = replace(state.identity, customer=outcome.customer_id, order=outcome.order_id)
                state = replace(state, pending=None, identity=identity.forgotten(), focus=outcome.order_id)
                return GoOn(_without_proof(state, state.identity.order))
            case OneMore(fact, hint):
                return _one_more(state, fact, hint)
            case Identified() | NotIdentified():
                return _no_match(state)
            case ServiceDown():
                return bring_in(state, HandoffReason.SYSTEM_DOWN)
            case _:
                return None


def _without_proof(state: DialogueState, order: OrderId | None) -> DialogueState:
    """Where an order's number identified the caller, tracking starts with that one: it is named no more."""
    now = state.ledger.now
    if order is None or now is None or now.task != "track_order":
        return state
    return replace(state, ledger=state.ledger.reframe(lambda frame: frame.forget(frozenset({EntityKind.ORDER_NUMBER}))))


def match_request(identity: Identity) -> IdentifyCaller:
    """The query that matches all that was given, with every reading of it."""
    number = identity.order_number
    said = [(entity.kind, (entity.value, *entity.alternatives)) for entity in identity.said]
    facts = {EntityKind.NAME: Fact.NAME, EntityKind.EMAIL: Fact.EMAIL}
    return IdentifyCaller(
        order_numbers=(number.value, *number.alternatives) if number is not None else (),
        number_is_suffix=number is not None and number.is_suffix,
        number_is_certain=number is not None and number.confidence >= CERTAIN,
        phone_tails=tuple(r for kind, readings in said if kind is EntityKind.PHONE_TAIL for r in readings),
        postcodes=tuple(r for kind, readings in said if kind is EntityKind.POSTCODE for r in readings),
        proposed=identity.proposed,
        said=tuple(Said(facts[kind], readings) for kind, readings in said if kind in facts),
    )


def _question(state: DialogueState, fact: str) -> Question:
    """The question for a fact: the end of the order number where a customer is proposed; all of who calls at once where
    nothing is known of them yet.
    """
    if fact == Fact.ORDER_NUMBER and state.identity.proposed:
        return ORDER_TAIL
    return WHO if fact == Fact.NAME and not state.identity.given else FACTS[fact]


def _one_more(state: DialogueState, fact: Fact, hint: str) -> Step:
    """What was given may be somebody: one more fact decides, or the same one spelled."""
    question, times = FACTS.get(fact.value), state.identity.more + 1
    spell = hint == "spell" and fact in _SPELLED
    if question is None or times > MOST_MORE or (fact.value in state.identity.lacks and not spell):
        return _no_match(state)
    state = replace(state, pending=None, identity=replace(state.identity, more=times))
    return ask(state, question, Say(_SPELLED[fact] if spell else question.ask))


def _no_match(state: DialogueState) -> Step:
    """The constant answer; the third brings a person. Another way to answer is offered from the first on."""
    mismatches = state.identity.mismatches + 1
    lacks_number = Fact.ORDER_NUMBER.value in state.identity.lacks
    cleared = replace(state.identity.forgotten(), mismatches=mismatches, lacks=())
    numbers = frozenset({EntityKind.ORDER_NUMBER})
    ledger = state.ledger.reframe_all(lambda frame: frame.forget(numbers))
    state = replace(state, identity=cleared, ledger=ledger, pending=None)
    if mismatches >= state.thresholds.identity_failures:
        return bring_in(state, HandoffReason.IDENTITY_FAILED)
    if lacks_number:
        state = replace(state, identity=replace(cleared, lacks=(Fact.ORDER_NUMBER.value,)))
        again = "identify_caller.again_full_name" if mismatches == 1 else WHO.keypad
        return ask(state, WHO, Say("identify_caller.no_match"), Say(again))
    again = "identify_caller.try_again" if mismatches == 1 else "identify_caller.try_keypad"
    return ask(state, ORDER_NUMBER, Say("identify_caller.no_match"), Say(again))
