"""The wish under way, its frame, and its end."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn
from orderline.decide.forms.form import Form
from orderline.decide.frame import Frame
from orderline.decide.ledger import Standing
from orderline.decide.state import DialogueState
from orderline.events.decision import Say
from orderline.orders.identifiers import CustomerId


def with_frame(state: DialogueState, frame: Frame) -> DialogueState:
    """With `frame` as what is known of the wish under way."""
    return replace(state, ledger=state.ledger.reframe(lambda _: frame))


def frame_of(state: DialogueState) -> Frame:
    """What is known of the wish under way."""
    now = state.ledger.now
    return now.frame if now is not None else Frame()


def customer(state: DialogueState) -> CustomerId:
    """Who was identified; a form never begins without."""
    assert state.identity.customer is not None
    return state.identity.customer


def settle(state: DialogueState, form: Form, standing: Standing, *says: Say) -> GoOn:
    """The wish has its end: say so, and go on with the next."""
    return GoOn(replace(state, pending=None, question="", ledger=state.ledger.settle(form.name, standing)), says)
