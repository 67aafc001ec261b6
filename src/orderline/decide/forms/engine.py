"""The engine that runs any form: fill, ask, quote, read back, carry out upon a yes, tell. Pure.

begin/hear ─► fill ─► missing? ─► ask ─┐
│                       └─► hear
▼ complete (a new address is kept first)
AskQuote ─► Quoted ─► read back ─► yes ─► (code) ─► Write ─► Written ─► done ─► next wish
│                    └─ correction: fill again, quote again
└─► WishRefused, FactAsked: say why, ask again, or settle
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from orderline.decide.decision import Decision, GoOn, Step, ask, put, query
from orderline.decide.forms.asking import ask_for
from orderline.decide.forms.filling import Filling, fill, ground_of
from orderline.decide.forms.form import FACT_SLOTS, KEPT_ADDRESS, ChangeForm, Form, ReadForm
from orderline.decide.forms.framing import customer, frame_of, settle, with_frame
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.money import money_said, terms_said
from orderline.decide.forms.questions import ALTERNATIVE, ANYTHING_MORE, CODE, CONFIRM
from orderline.decide.forms.refusing import refused
from orderline.decide.frame import Looked
from orderline.decide.ledger import Standing
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.events.decision import (
    Ask,
    AskQuote,
    CheckCode,
    HandoffReason,
    KeepAddress,
    ReadBook,
    Say,
    SendCode,
    Write,
)
from orderline.events.outcome import (
    AddressKept,
    Answered,
    BookRead,
    CodeRight,
    CodeSent,
    CodeWrong,
    FactAsked,
    Outcome,
    Quoted,
    ServiceDown,
    WishRefused,
    Written,
)
from orderline.orders.identifiers import OrderId
from orderline.orders.quote import Asks, Quote, Receipt, Refusal

MOST_CODES = 3
"""Wrong codes that bring a person. Source: issue "Understanding and deciding", identity by risk."""


@dataclass(frozen=True, slots=True)
class FormTask:
    """A form as a task."""

    form: Form

    @property
    def name(self) -> str:
        """The form's."""
        return self.form.name

    @property
    def needs_identity(self) -> bool:
        """A form speaks of a caller's own orders, unless it tells what anyone may know."""
        return not self.form.anyone

    @property
    def reads_only(self) -> bool:
        """Whether it may be asked in the middle of a change."""
        return isinstance(self.form, ReadForm)

    questions: tuple[str, ...] = ()

    def begin(self, state: DialogueState) -> Step:
        """Read the book where it is not known, then go on with the form."""
        if state.identity.customer is None and self.form.anyone:
            return go_on(state, self.form)
        if state.identity.customer is None:
            return bring_in(state, HandoffReason.IDENTITY_FAILED)
        if state.book is None:
            return query(state, ReadBook(state.identity.customer))
        return go_on(state, self.form)

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """Never called: a form hears its own answers (`forms.hearing`)."""
        return go_on(state, self.form)

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        """Go on with what a service answered; None where it is no answer to what was asked."""
        if state.ledger.current != self.name or state.pending is None:
            return None
        if isinstance(outcome, ServiceDown):
            return bring_in(state, HandoffReason.SYSTEM_DOWN)
        match state.pending, outcome:
            case ReadBook(), BookRead(book):
                return go_on(replace(state, book=book, pending=None), self.form)
            case AskQuote(), Quoted(quote):
                return read_back(state, self.form, quote)
            case ((AskQuote() | Write() | KeepAddress()), WishRefused(why)) if isinstance(self.form, ChangeForm):
                return prove(state) if why.code is Refusal.STEP_UP else refused(state, self.form, why)
            case KeepAddress(), AddressKept(address_id):
                kept = frame_of(state).filled(KEPT_ADDRESS, address_id)
                return go_on(with_frame(replace(state, pending=None), kept), self.form)
            case AskQuote(), FactAsked(asks):
                return ask_fact(state, self.form, asks)
            case Write(), Written(receipt):
                return done(state, self.form, receipt)
            case SendCode(), CodeSent():
                return put(state, CODE, Say("change.code_sent"))
            case CheckCode(), CodeRight():
                return _proved(replace(state, identity=replace(state.identity, level=2)), self.form)
            case CheckCode(), CodeWrong(tries_left):
                return _wrong_code(state, tries_left)
            case Ask(reading), Answered(answer) if isinstance(self.form, ChangeForm):
                looked = replace(frame_of(state), looked=Looked(reading, answer))
                return go_on(with_frame(replace(state, pending=None), looked), self.form)
            case _ if isinstance(self.form, ReadForm):
                return tell(state, self.form, outcome)
            case _:
                return None


def go_on(state: DialogueState, form: Form, *before: Say) -> Step:
    """Fill what can be filled, then ask for the first thing missing, or put the complete wish to the services."""
    filling = fill(state, form, frame_of(state))
    state = with_frame(state, filling.frame)
    order = filling.frame.value("order")
    if isinstance(order, str):
        state = replace(state, focus=OrderId(order))
    if filling.lookup is not None:
        return query(state, Ask(filling.lookup)).after(*before)
    if filling.missing is not None:
        return _nothing_to_ask(state, form, filling) or ask_for(state, form, filling, *before)
    ground = ground_of(state, form, filling.frame)
    if isinstance(form, ReadForm):
        request = form.request(ground)
        if request is not None:
            return query(state, request)
        return tell(state, form, None) or bring_in(state, HandoffReason.OUT_OF_SCOPE)
    if form.also and not filling.frame.checked and _more_there(ground, form.also):
        state = with_frame(state, replace(filling.frame, checked=True))
        return put(state, ANYTHING_MORE, *before)
    return quote(state, cast("ChangeForm", form))


def quote(state: DialogueState, form: ChangeForm) -> Decision:
    """Ask what the complete wish would do; an address that is new is kept first."""
    ground = ground_of(state, form, frame_of(state))
    parts = form.keeps(ground) if ground[KEPT_ADDRESS] is None else None
    if parts is not None:
        return query(state, KeepAddress(customer(state), parts))
    return query(state, AskQuote(customer(state), form.action(ground), form.wish(ground)))


def read_back(state: DialogueState, form: Form, offer: Quote) -> Decision:
    """Everything that the yes would set off, and the question."""
    assert isinstance(form, ChangeForm)
    frame = replace(frame_of(state), quote=offer, asking="", offered=(), times=0)
    state = with_frame(state, frame)
    ground = ground_of(state, form, frame)
    what = form.read_back(ground) if form.read_back else (Say(f"{form.name}.read_back", form.values(ground)),)
    return put(state, CONFIRM, *what, *money_said(ground, offer.moves), *terms_said(offer))


def carry_out(state: DialogueState) -> Step:
    """Upon a clean yes: write, once what the write needs is proved."""
    offer = frame_of(state).quote
    assert offer is not None
    if offer.step_up > state.identity.level:
        return prove(state)
    state = replace(state, writes=state.writes + 1)
    return query(state, Write(offer.quote_id, state.writes, offer.order_id or None))


def prove(state: DialogueState) -> Step:
    """Send a code: it needs more than two factors. Asked for again after a code was right, it needs a person."""
    if state.identity.level > 1:
        return bring_in(state, HandoffReason.IDENTITY_FAILED)
    return query(state, SendCode(customer(state)))


def _proved(state: DialogueState, form: Form) -> Step:
    """The code was right: carry out what was read back, or put the wish that needed it."""
    return carry_out(state) if frame_of(state).quote is not None else go_on(replace(state, pending=None), form)


def check(state: DialogueState, codes: tuple[str, ...]) -> Decision:
    """Check what was heard as the code."""
    return query(state, CheckCode(customer(state), codes))


def _wrong_code(state: DialogueState, tries_left: int) -> Decision:
    frame = replace(frame_of(state), wrong_codes=frame_of(state).wrong_codes + 1)
    state = with_frame(state, frame)
    if tries_left == 0 or frame.wrong_codes >= MOST_CODES:
        return bring_in(state, HandoffReason.IDENTITY_FAILED)
    again = CODE.rephrase if frame.wrong_codes == 1 else CODE.keypad
    return ask(state, CODE, Say("change.code_wrong"), Say(again))


def done(state: DialogueState, form: Form, receipt: Receipt) -> GoOn:
    """Say what was done, upon its receipt alone; the book has changed with it."""
    assert isinstance(form, ChangeForm)
    ground = ground_of(state, form, frame_of(state))
    says = form.done(ground, receipt) if form.done else (Say(f"{form.name}.done", form.values(ground)),)
    if receipt.reference:
        says = (*says, Say("change.reference", {"reference": receipt.reference}))
    return settle(replace(state, book=None, stalls=0), form, Standing.DONE, *says)


def tell(state: DialogueState, form: ReadForm, outcome: Outcome | None) -> Step | None:
    """Say the answer of a form that only reads."""
    ground = ground_of(state, form, frame_of(state))
    told = form.tell(ground, outcome)
    if told is None:
        return None
    offer = form.offers(ground, outcome)
    state = replace(state, pending=None, stalls=0, ledger=state.ledger.settle(form.name, Standing.DONE))
    if not offer or state.ledger.open:
        return GoOn(state, told)
    said = tuple(action for action in told if isinstance(action, Say))
    shown = tuple(action for action in told if not isinstance(action, Say))
    question = Say(f"{form.name}.offer_{offer}", form.values(ground))
    return ask(replace(state, doubtful_wish=offer), ALTERNATIVE, *said, question).after(*shown)


def ask_fact(state: DialogueState, form: Form, asks: Asks) -> Step:
    """The policy cannot decide without a fact: ask for it. One that is no slot, or is known already, needs a person."""
    slot, frame = FACT_SLOTS.get(asks.fact, ""), frame_of(state)
    if all(slot != one.name for one in form.slots) or frame.value(slot) is not None:
        return bring_in(state, HandoffReason.OUT_OF_SCOPE)
    return go_on(with_frame(replace(state, pending=None), replace(frame, wanted=(*frame.wanted, slot))), form)


def _nothing_to_ask(state: DialogueState, form: Form, filling: Filling) -> GoOn | None:
    """A caller without orders cannot be asked which one; nor can one of whom there is nothing of the kind."""
    if filling.found.ends:
        return settle(state, form, Standing.REFUSED, *filling.found.but)
    if filling.missing is None or filling.missing.name != "order" or (state.book and state.book.orders):
        return None
    return settle(state, form, Standing.REFUSED, *filling.found.but)


def _more_there(ground: Ground, slot: str) -> bool:
    """Whether the order holds anything that the wish does not name yet."""
    named, order = ground[slot], ground.order
    return order is not None and isinstance(named, tuple) and len(named) < len(order.lines)
