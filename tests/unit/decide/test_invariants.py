"""What must hold whatever happens: random calls against the pure dialogue manager."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.decide.counter_in_memory import BOOK, Counter
from tests.unit.decide.shop_in_memory import NOW, an_order

from orderline.decide.dialogue import decide
from orderline.decide.ledger import Standing
from orderline.decide.state import DialogueState, Phase
from orderline.decide.tasks.registry import TASKS
from orderline.events.answer import Refunds
from orderline.events.decision import Action, HandOff, HangUp, IdentifyCaller, Listen, ProposeCaller, Say, ShowOrder
from orderline.events.happening import (
    CallerSaid,
    CallerSilent,
    CallStarted,
    Happening,
    LanguageChosen,
    NobodyCame,
    NothingUnderstood,
    OutcomeArrived,
    PersonLeft,
)
from orderline.events.meaning import Act, Entity, EntityKind, Meaning, RankedIntent, Role
from orderline.events.outcome import (
    Answered,
    BookRead,
    CallerProposed,
    CallerUnknown,
    CodeRight,
    CodeSent,
    CodeWrong,
    FactAsked,
    Identified,
    MismatchReason,
    NotIdentified,
    Quoted,
    ServiceDown,
    Tracked,
    WishRefused,
    Written,
)
from orderline.events.speech import KeysPressed
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import Text
from orderline.orders.quote import ActionId, Asks, Quote, QuoteId, Receipt, ReceiptId, Refusal, Refused

pytestmark = pytest.mark.unit

_shares = st.floats(0, 1)
_kinds = st.sampled_from(EntityKind)
_numbers = st.text("0123456789•", min_size=0, max_size=9)
_words = st.sampled_from(
    [
        "en",
        "zh",
        "lamp",
        "kettle",
        "color=green",
        "1",
        "2",
        "both",
        "last",
        "other",
        "gift_card",
        "2026-11-20",
        "original",
    ]
)
_entities = st.builds(
    Entity,
    _kinds,
    st.one_of(_numbers, _words),
    st.just(""),
    _shares,
    st.tuples(_numbers),
    st.just(False),
    st.sampled_from(Role),
)
_intents = st.sampled_from([*TASKS, "other", "give_details", "lack_details", "no such intent"])
_meanings = st.builds(
    Meaning,
    text=st.just(""),
    language=st.sampled_from(["en", "zh"]),
    intents=_intents.map(lambda name: (RankedIntent(name, 1.0),)),
    entities=st.lists(_entities, max_size=3).map(tuple),
    acts=st.lists(st.sampled_from(Act), max_size=2, unique=True).map(tuple),
    confidence=_shares,
)


def _a_quote(step_up: int) -> Quote:
    yes = Text("allowed", "可以")
    return Quote(QuoteId("q"), "cancel_order", OrderId("o-482913"), (), (), (), None, yes, "", "", NOW, step_up)


_orders = st.sampled_from([an_order("482913"), an_order("204821")])
_outcomes = st.one_of(
    st.just(CallerProposed(CustomerId("c"))),
    st.just(CallerUnknown()),
    st.builds(Identified, st.just(CustomerId("c")), st.just(OrderId("o-482913")), st.just(("order_number",)), _shares),
    st.builds(NotIdentified, st.sampled_from(MismatchReason)),
    st.builds(Tracked, st.lists(_orders, max_size=2, unique=True).map(tuple)),
    st.just(ServiceDown("any")),
    st.just(BookRead(BOOK)),
    st.builds(Quoted, st.builds(_a_quote, st.sampled_from([0, 2]))),
    st.builds(WishRefused, st.builds(Refused, st.sampled_from(Refusal), st.just(Text("no", "不行")))),
    st.builds(FactAsked, st.builds(Asks, st.sampled_from(["reason", "line.condition", "days.late"]), st.just(()))),
    st.just(Written(Receipt(ReceiptId("r"), ActionId("a"), "cancel_order", OrderId(""), NOW))),
    st.just(CodeSent("4821")),
    st.just(CodeRight()),
    st.builds(CodeWrong, st.integers(0, 2)),
    st.just(Answered(Refunds(()))),
)
_happenings: st.SearchStrategy[Happening] = st.one_of(
    st.builds(CallerSaid, _meanings, _shares),
    st.just(CallerSilent(8.0)),
    st.just(NothingUnderstood()),
    st.builds(KeysPressed, st.text("0123456789*#", max_size=8)),
    st.builds(OutcomeArrived, _outcomes),
    st.just(PersonLeft()),
    st.just(NobodyCame()),
    st.builds(LanguageChosen, st.sampled_from(["en", "zh"])),
    st.builds(CallStarted, st.just("en"), st.just(NOW), st.sampled_from([None, "4155554821"])),
)


def _play(happenings: list[Happening]) -> list[tuple[DialogueState, tuple[Action, ...]]]:
    state = DialogueState("en")
    played = []
    for happening in happenings:
        decision = decide(state, happening)
        state = decision.state
        played.append((state, decision.actions))
    return played


@settings(max_examples=150, deadline=None)
@given(st.lists(_happenings, max_size=25))
def test_every_turn_ends_in_one_of_the_four_ways(happenings: list[Happening]) -> None:
    for state, actions in _play(happenings):
        if state.pending is not None:
            assert actions[-1] == state.pending
        else:
            assert isinstance(actions[-1], Listen | HandOff | HangUp)


@settings(max_examples=150, deadline=None)
@given(st.lists(_happenings, max_size=25))
def test_nothing_of_an_order_is_said_before_two_factors_matched(happenings: list[Happening]) -> None:
    for state, actions in _play(happenings):
        told = [a for a in actions if isinstance(a, ShowOrder) or (isinstance(a, Say) and "number" in a.values)]
        assert not told or state.identity.customer is not None


@settings(max_examples=150, deadline=None)
@given(st.lists(_happenings, max_size=25))
def test_the_line_never_ends_a_call_with_a_wish_open(happenings: list[Happening]) -> None:
    for state, actions in _play(happenings):
        if isinstance(actions[-1], HandOff | HangUp):
            assert not state.ledger.open


@settings(max_examples=100, deadline=None)
@given(st.lists(_happenings, max_size=20))
def test_a_call_ends_when_the_caller_says_goodbye(happenings: list[Happening]) -> None:
    played = _play([CallStarted("en", NOW), *happenings])
    state = played[-1][0]
    bye = Meaning("bye", state.language, (RankedIntent("goodbye", 1.0),), (), (Act.BYE,), 0.97)
    decision = decide(state, CallerSaid(bye))
    if state.phase is not Phase.WITH_PERSON:
        assert isinstance(decision.actions[-1], HangUp)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(CallerSaid, _meanings.filter(lambda m: m.confidence < 0.3 and not m.acts))))
def test_what_is_not_understood_never_loops_over_three_turns(happenings: list[CallerSaid]) -> None:
    useless = [
        CallerSaid(Meaning("", "en", said.meaning.intents, (), (), said.meaning.confidence)) for said in happenings
    ]
    played = _play([CallStarted("en", NOW), *useless])
    handed = [number for number, (state, _) in enumerate(played) if state.phase is not Phase.TALKING]
    assert len(played) < 4 or handed[0] <= 3


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6))
def test_wrong_factors_bring_a_person_at_the_third_try(tries: int) -> None:
    state = decide(DialogueState("en"), CallStarted("en", NOW)).state
    for _ in range(tries):
        for keys in ("482913#", "4821#"):
            state = decide(state, KeysPressed(keys)).state
        if isinstance(state.pending, IdentifyCaller):
            state = decide(state, OutcomeArrived(NotIdentified(MismatchReason.NO_SUCH_PAIR))).state
    assert (state.phase is Phase.WITH_PERSON) == (tries >= 3)


def test_a_proposal_alone_identifies_nobody() -> None:
    started = decide(DialogueState("en"), CallStarted("en", NOW, "4155554821"))
    assert isinstance(started.actions[-1], ProposeCaller)
    state = decide(started.state, OutcomeArrived(CallerProposed(CustomerId("c")))).state
    assert state.identity.proposed == "c"
    assert state.identity.customer is None


def test_a_wish_left_open_is_the_callers_to_drop() -> None:
    state = decide(DialogueState("en"), CallStarted("en", NOW)).state
    wish = Meaning("where is it", "en", (RankedIntent("track_order", 1.0),), (), (), 0.9)
    bye = Meaning("bye", "en", (RankedIntent("goodbye", 1.0),), (), (Act.BYE,), 0.97)
    state = decide(decide(state, CallerSaid(wish)).state, CallerSaid(bye)).state
    assert [wish.standing for wish in state.ledger.wishes] == [Standing.WITHDRAWN]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds(CallerSaid, _meanings), max_size=25), st.sampled_from([0, 2]))
def test_every_write_follows_a_sure_yes_to_a_read_back(said: list[CallerSaid], step_up: int) -> None:
    counter = Counter(step_up=step_up)
    state = decide(DialogueState("en"), CallStarted("en", NOW)).state
    state = replace(state, identity=replace(state.identity, customer=CustomerId("ann")))
    for happening in said:
        asked, sent = state.question, len(counter.written)
        decision = decide(state, happening)
        state = decision.state
        while state.pending is not None:
            decision = decide(state, OutcomeArrived(counter.answer(state.pending)))
            state = decision.state
        written = len(counter.written) - sent
        assert written <= 1
        meaning = happening.meaning
        if written:
            assert asked in ("change.confirm", "change.code")
        if written and asked == "change.confirm":
            assert Act.YES in meaning.acts
            assert not {Act.NO, Act.CORRECT} & set(meaning.acts)
            assert meaning.confidence >= state.thresholds.act_at
        assert len(state.ledger.wishes) <= 40
