"""Where an order is: status, warehouse step, carrier, last scan, expected day and reason for a delay, in one answer."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn, Step, ask, query
from orderline.decide.forms.filling import ground_of
from orderline.decide.forms.form import Form
from orderline.decide.forms.framing import frame_of
from orderline.decide.forms.resolve_order import ANY_STATE, ORDER_KINDS, which_order
from orderline.decide.ledger import Standing
from orderline.decide.questions import ANOTHER_ORDER
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.decide.tasks.order_facts import order_facts
from orderline.events.decision import HandoffReason, ReadBook, Say, ShowOrder, TrackOrder
from orderline.events.outcome import BookRead, Outcome, ServiceDown, Tracked
from orderline.orders.identifiers import OrderId
from orderline.orders.order import OPEN_STATES, TrackedOrder


_FORM = Form(name="track_order", slots=(), values=lambda ground: {})


def _names_one(state: DialogueState) -> bool:
    """Whether the caller names an order, other than by the number they are known by."""
    return any(entity.kind in ORDER_KINDS for said in frame_of(state).heard for entity in said)


class TrackingOrders:
    """Tells of the order whose number was given, then offers the caller's other open ones."""

    name = "track_order"
    needs_identity = True
    reads_only = True
    questions = (ANOTHER_ORDER.name,)

    def begin(self, state: DialogueState) -> Step:
        """Ask for all open orders at once: the one wanted is mostly among them, and the others are known then.

        An order that is named is looked for in the caller's own book, and nowhere else.
        """
        customer = state.identity.customer
        if customer is None:
            return bring_in(state, HandoffReason.IDENTITY_FAILED)
        if not _names_one(state):
            return query(state, TrackOrder(customer))
        if state.book is None:
            return query(state, ReadBook(customer))
        found = which_order(ANY_STATE)(ground_of(state, _FORM, frame_of(state)))
        if found.but:
            return GoOn(replace(state, ledger=state.ledger.settle(self.name, Standing.REFUSED)), found.but)
        meant = found.value if isinstance(found.value, str) else next(iter(found.offered), None)
        order = OrderId(meant) if isinstance(meant, str) else None
        return query(replace(state, focus=order or state.focus), TrackOrder(customer, order))

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """To "shall I tell you about your other order?"."""
        customer = state.identity.customer
        if not yes or not state.others or customer is None:
            return GoOn(replace(state, others=()))
        state = replace(state, ledger=state.ledger.heard(self.name))
        return query(state, TrackOrder(customer, state.others[0]))

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        if isinstance(state.pending, ReadBook) and state.ledger.current == self.name:
            match outcome:
                case BookRead(book):
                    return self.begin(replace(state, book=book, pending=None))
                case ServiceDown():
                    return bring_in(state, HandoffReason.SYSTEM_DOWN)
        if not isinstance(state.pending, TrackOrder):
            return None
        match outcome:
            case Tracked():
                return self._tell(state, state.pending, outcome.orders)
            case ServiceDown():
                return bring_in(state, HandoffReason.SYSTEM_DOWN)
            case _:
                return None

    def _tell(self, state: DialogueState, asked: TrackOrder, orders: tuple[TrackedOrder, ...]) -> Step:
        """Answer with the order wanted, which may take a second query where it is no longer open."""
        wanted = asked.order_id or state.identity.order
        if asked.order_id is None:
            still_open = tuple(order.order_id for order in orders if order.state in OPEN_STATES)
            state = replace(state, others=still_open)
        order = next((order for order in orders if wanted in (None, order.order_id)), None)
        if order is None and asked.order_id is None and wanted is not None:
            return query(state, TrackOrder(asked.customer_id, wanted))
        state = replace(state, pending=None, ledger=state.ledger.settle(self.name, Standing.DONE))
        if order is None:
            return GoOn(state, (Say("track_order.none"),))
        return _answer(state, order, order.order_id)


def _answer(state: DialogueState, order: TrackedOrder, told: OrderId) -> Step:
    """The facts, the card, and the offer of what is left to tell."""
    today = state.started_at.date() if state.started_at else None
    facts = order_facts(order, today)
    heard = (*state.told, told)
    others = tuple(other for other in state.others if other not in heard)
    state = replace(state, others=others, told=heard)
    if not others or state.ledger.open:
        return GoOn(state, (ShowOrder(told), *facts))
    offer = Say("track_order.ask_another", {"count": len(others)})
    return ask(state, ANOTHER_ORDER, *facts, offer).after(ShowOrder(told))
