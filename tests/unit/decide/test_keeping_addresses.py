"""A change that needs an address the shop has never heard: kept first, then quoted by its key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.decide.counter_in_memory import BOOK, CUSTOMER

from orderline.decide.decision import Decision
from orderline.decide.forms.engine import FormTask, quote
from orderline.decide.forms.form import KEPT_ADDRESS, ChangeForm
from orderline.decide.forms.framing import frame_of
from orderline.decide.forms.slots import order_values
from orderline.decide.ledger import Ledger
from orderline.decide.state import DialogueState, Identity
from orderline.events.decision import AskQuote, CheckCode, HandOff, KeepAddress, SendCode
from orderline.events.outcome import AddressKept, CodeRight, WishRefused
from orderline.orders.order import Text
from orderline.orders.quote import Refusal, Refused

pytestmark = pytest.mark.unit

PARTS = {"line1": "1 Main Street", "city": "Denver"}
FORM = ChangeForm(
    name="change_default_address",
    slots=(),
    values=order_values,
    keeps=lambda ground: PARTS,
    wish=lambda ground: {"address_id": ground[KEPT_ADDRESS]},
)
TASK = FormTask(FORM)
STATE = DialogueState(
    "en", identity=Identity(customer=CUSTOMER), book=BOOK, ledger=Ledger().heard("change_default_address")
)


def test_the_address_is_kept_once_and_named_by_its_key() -> None:
    first = quote(STATE, FORM)
    assert first.actions == (KeepAddress(CUSTOMER, PARTS),)
    second = TASK.took(first.state, AddressKept("adr-1"))
    assert isinstance(second, Decision)
    assert second.actions == (AskQuote(CUSTOMER, "change_default_address", {"address_id": "adr-1"}),)
    assert frame_of(second.state).value(KEPT_ADDRESS) == "adr-1"


def test_where_keeping_needs_a_code_the_wish_goes_on_after_it() -> None:
    refused = WishRefused(Refused(Refusal.STEP_UP, Text("a code is needed", "需要验证码")))
    asked = TASK.took(quote(STATE, FORM).state, refused)
    assert isinstance(asked, Decision)
    assert asked.actions == (SendCode(CUSTOMER),)
    checked = TASK.took(replace(asked.state, pending=CheckCode(CUSTOMER, ("123456",))), CodeRight())
    assert isinstance(checked, Decision)
    assert checked.actions == (KeepAddress(CUSTOMER, PARTS),)
    again = TASK.took(checked.state, refused)
    assert isinstance(again, Decision)
    assert isinstance(again.actions[-1], HandOff)
