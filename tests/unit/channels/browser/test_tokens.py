"""A call token works once, for a while, for its purpose."""

import pytest

from orderline.channels.browser.tokens import TOKENS_A_MINUTE, Tokens
from orderline.clock import VirtualClock

pytestmark = pytest.mark.unit


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def tokens(clock: VirtualClock) -> Tokens:
    return Tokens(life_s=60, clock=clock)


def test_a_call_token_works_once(tokens: Tokens) -> None:
    token = tokens.for_call()
    assert tokens.take_call(token)
    assert not tokens.take_call(token)


def test_a_call_token_does_not_outlive_its_time(tokens: Tokens, clock: VirtualClock) -> None:
    token = tokens.for_call()
    clock.advance(61_000)
    assert not tokens.take_call(token)


def test_a_used_token_stays_used_until_it_would_have_expired_anyway(tokens: Tokens, clock: VirtualClock) -> None:
    token = tokens.for_call()
    assert tokens.take_call(token)
    clock.advance(30_000)
    assert tokens.take_call(tokens.for_call())
    assert not tokens.take_call(token)


def test_a_token_of_another_line_or_of_nobody_is_not_taken(tokens: Tokens, clock: VirtualClock) -> None:
    assert not tokens.take_call(Tokens(life_s=60, clock=clock).for_call())
    assert not tokens.take_call("")
    assert not tokens.take_call("x.y.z")


def test_a_desk_token_places_no_call_and_a_call_token_opens_no_desk(tokens: Tokens) -> None:
    assert not tokens.take_call(tokens.for_desk())
    assert tokens.agent(tokens.for_call()) is None


def test_a_desk_token_names_the_same_person_each_time(tokens: Tokens) -> None:
    token = tokens.for_desk()
    assert tokens.agent(token) == tokens.agent(token) is not None
    assert tokens.agent(token) != tokens.agent(tokens.for_desk())


def test_one_address_gets_only_so_many_a_minute_and_others_are_not_hindered(
    tokens: Tokens, clock: VirtualClock
) -> None:
    assert all(tokens.may_ask("198.51.100.1") for _ in range(TOKENS_A_MINUTE))
    assert not tokens.may_ask("198.51.100.1")
    assert tokens.may_ask("198.51.100.2")
    clock.advance(60_001)
    assert tokens.may_ask("198.51.100.1")
