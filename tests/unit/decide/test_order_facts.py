from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.unit.decide.shop_in_memory import NOW, an_order

import orderline.speak.wording
from orderline.decide.tasks.order_facts import order_facts
from orderline.events.decision import Digits
from orderline.orders.order import DelayReason, Lateness, OrderState, WarehouseStep

pytestmark = pytest.mark.unit
TODAY = NOW.date()
WORDING = Path(orderline.speak.wording.__file__).parent


def _keys(**changes: object) -> list[str]:
    state = changes.pop("state", OrderState.SHIPPED)
    assert isinstance(state, OrderState)
    return [say.key.removeprefix("track_order.") for say in order_facts(an_order("482913", state, **changes), TODAY)]


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("known", [True, False])
def test_every_state_is_told_in_both_languages_with_facts_or_without(state: OrderState, known: bool) -> None:
    bare: dict[str, object] = dict.fromkeys(("warehouse_step", "warehouse_at", "carrier", "last_scan", "expected_on"))
    says = order_facts(an_order("482913", state, **({} if known else bare | {"promised_on": None})), TODAY)
    assert says[0].values["number"] == Digits("2913")
    for language in ("en", "zh"):
        written = yaml.safe_load((WORDING / language / "track_order.yaml").read_text("utf-8"))
        assert all(say.key.removeprefix("track_order.") in written for say in says)


def test_an_order_on_its_way_tells_carrier_scan_and_expected_day() -> None:
    assert _keys() == ["shipped_with", "scanned_expected"]


def test_the_warehouse_step_is_told_before_the_parcel_leaves() -> None:
    assert _keys(state=OrderState.PREPARING, warehouse_step=WarehouseStep.PICKING)[0] == "preparing_picking"
    assert _keys(state=OrderState.PACKED)[0] == "packed_at"


def test_an_unknown_day_is_said_to_be_unknown() -> None:
    assert _keys(expected_on=None, promised_on=None) == ["shipped_with", "scanned_no_day"]


def test_the_promise_is_told_where_nobody_expects_another_day() -> None:
    assert _keys(expected_on=None) == ["shipped_with", "scanned_promised"]


def test_a_day_that_has_passed_is_not_promised_again() -> None:
    assert _keys(expected_on=date(2026, 11, 20)) == ["shipped_with", "scanned_expected_passed"]
    assert _keys(expected_on=None, late=Lateness(1, None))[1] == "scanned_promised_passed"


@pytest.mark.parametrize("reason", list(DelayReason))
def test_every_recorded_reason_is_told_unasked(reason: DelayReason) -> None:
    assert _keys(late=Lateness(2, reason))[-1] == f"late_{reason.value}"


def test_a_reason_that_is_not_recorded_is_not_guessed() -> None:
    assert _keys(late=Lateness(2, None))[-1] == "late_unknown"


def test_the_restock_day_is_told_where_the_shop_gave_one() -> None:
    late = Lateness(2, DelayReason.OUT_OF_STOCK, date(2026, 11, 25))
    assert _keys(late=late)[-1] == "late_out_of_stock_restock"


def test_a_delivered_order_is_not_called_late() -> None:
    assert _keys(state=OrderState.DELIVERED, delivered_at=NOW, late=Lateness(2, None)) == ["delivered_at"]
