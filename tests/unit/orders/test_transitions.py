from __future__ import annotations

from itertools import product

import pytest

from orderline.orders.order import OrderState
from orderline.orders.transitions import STATE_NAMES, TRANSITIONS, TransitionRefused, move

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("current", "wanted"), list(product(OrderState, OrderState)))
def test_every_pair_of_states_has_an_answer(current: OrderState, wanted: OrderState) -> None:
    result = move(current, wanted)
    if wanted in TRANSITIONS[current]:
        assert result is wanted
    else:
        assert isinstance(result, TransitionRefused)
        assert result.because.en
        assert result.because.zh


def test_final_states_lead_nowhere_and_every_state_can_be_reached() -> None:
    assert not TRANSITIONS[OrderState.CANCELLED]
    assert not TRANSITIONS[OrderState.RETURNED]
    reached = {OrderState.AWAITING_PAYMENT}
    while more := {after for state in reached for after in TRANSITIONS[state]} - reached:
        reached |= more
    assert reached == set(OrderState) == set(STATE_NAMES)


def test_what_has_shipped_is_not_cancelled() -> None:
    assert isinstance(move(OrderState.SHIPPED, OrderState.CANCELLED), TransitionRefused)
