from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.decide.counter_in_memory import BOOK, NOW, Counter
from tests.unit.decide.talk import Talk

from orderline.events.answer import DelayExplained, HeldBy
from orderline.orders.order import DelayReason, OrderState, Scan, Text
from orderline.orders.quote import Refusal, Refused

pytestmark = pytest.mark.unit
WHICH = Refused(Refusal.NOTHING_CHOSEN, Text("which would you like?", "您选哪一种呢？"))
LATE = DelayExplained(
    BOOK.orders[0].order_id,
    OrderState.PREPARING,
    HeldBy.WAREHOUSE,
    2,
    date(2026, 11, 19),
    date(2026, 11, 26),
    DelayReason.OUT_OF_STOCK,
    date(2026, 11, 24),
    None,
    3,
)


def test_the_caller_chooses_what_they_get_for_the_wait() -> None:
    talk = Talk(Counter(refuses=(WHICH,)))
    assert talk.says("compensate_delay product:lamp") == "compensate_delay.ask_choice | choice"
    assert talk.says("choice:coupon").startswith("compensate_delay.read_back")
    assert talk.says("yes").startswith("compensate_delay.done")
    assert talk.counter.written == [("compensate_delay", {"order_id": "o-482913", "choice": "coupon"})]


def test_a_choice_may_be_said_at_once_picked_by_place_and_changed() -> None:
    talk = Talk()
    assert talk.says("compensate_delay product:lamp choice:coupon").startswith("compensate_delay.read_back")
    assert talk.says("no choice:priority").startswith("compensate_delay.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["choice"] == "priority"
    talk = Talk(Counter(refuses=(WHICH,)))
    talk.says("compensate_delay product:lamp")
    talk.says("choice:2")
    talk.says("yes")
    assert talk.counter.written[0][1]["choice"] == "priority"


def test_a_delay_is_told_with_its_reason_and_something_is_offered() -> None:
    talk = Talk(Counter(answers=(LATE,)))
    told = "explain_delay.late_out_of_stock explain_delay.restock explain_delay.expected"
    assert told in talk.says("explain_delay product:lamp")
    assert talk.says("yes").startswith("compensate_delay.read_back")
    assert talk.standings == ["explain_delay done", "compensate_delay open"]


def test_a_parcel_that_is_stuck_is_told_with_its_last_scan_and_a_claim_is_offered() -> None:
    scan = Scan(Text("Dallas", "达拉斯"), NOW)
    shipped = replace(BOOK.orders[0], state=OrderState.SHIPPED)
    stuck = replace(
        LATE, state=OrderState.SHIPPED, held_by=HeldBy.CARRIER, reason=None, restock_on=None, expected_on=None
    )
    talk = Talk(Counter(replace(BOOK, orders=(shipped,)), answers=(replace(stuck, last_scan=scan),)))
    told = "explain_delay.late_unknown explain_delay.last_seen explain_delay.no_day explain_delay.offer_claim_parcel"
    assert told in talk.says("explain_delay")
    assert talk.says("yes").startswith("claim_parcel.read_back")
    talk.says("yes")
    assert talk.counter.written == [("claim_parcel", {"order_id": "o-482913", "parcel": 1})]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"days_late": 0}, "explain_delay.in_time"),
        ({"state": OrderState.DELIVERED}, "explain_delay.arrived"),
        ({"state": OrderState.CANCELLED}, "explain_delay.over"),
        ({"held_by": HeldBy.CUSTOMER}, "explain_delay.unpaid"),
        ({"reason": None}, "explain_delay.late_unknown"),
    ],
)
def test_what_is_not_late_is_said_so(changes: dict[str, object], told: str) -> None:
    delay = replace(LATE, **changes)  # type: ignore[arg-type]
    assert told in Talk(Counter(answers=(delay,))).says("explain_delay product:lamp")


def test_of_several_parcels_the_one_that_is_meant_is_claimed() -> None:
    order = replace(BOOK.orders[0], state=OrderState.SHIPPED, parcels=2)
    talk = Talk(Counter(replace(BOOK, orders=(order,))))
    assert talk.says("claim_parcel") == "claim_parcel.which_parcel | choice"
    talk.says("choice:2")
    talk.says("yes")
    assert talk.counter.written == [("claim_parcel", {"order_id": "o-482913", "parcel": 2})]


def test_what_arrived_cannot_be_claimed_and_a_return_is_offered() -> None:
    refused = Refused(Refusal.POLICY, Text("the carrier does not have it", "包裹不在快递手里"))
    talk = Talk(Counter(refuses=(refused,)))
    assert "return_item.offer" in talk.says("claim_parcel product:shirt")


@pytest.mark.parametrize("task", ["expedite", "price_protect"])
def test_short_changes_take_an_order_and_a_yes(task: str) -> None:
    talk = Talk()
    assert talk.says(f"{task} product:lamp order_number:482913").startswith(f"{task}.read_back")
    assert talk.says("yes").startswith(f"{task}.done")
    assert talk.counter.written == [(task, {"order_id": "o-482913"})]
