"""Strangers' pages and other names are turned away."""

import pytest

from orderline.channels.browser.guard import Guard

pytestmark = pytest.mark.unit

LOCAL = Guard(frozenset({"https://phone.example.com"}), loopback_only=True)
PUBLIC = Guard(frozenset({"https://phone.example.com"}), loopback_only=False)


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860"])
def test_a_line_on_this_machine_goes_by_this_machines_names(host: str) -> None:
    assert LOCAL.allows_host(host)


@pytest.mark.parametrize("host", ["evil.example.com", "evil.example.com:7860", "", "127.0.0.1.example.com"])
def test_a_name_that_was_pointed_at_this_machine_is_not_served(host: str) -> None:
    assert not LOCAL.allows_host(host)


def test_a_public_line_goes_by_any_name() -> None:
    assert PUBLIC.allows_host("phone.example.com")


def test_the_lines_own_page_and_named_origins_may_call() -> None:
    assert LOCAL.allows_origin("http://localhost:7860", "localhost:7860")
    assert LOCAL.allows_origin("https://phone.example.com", "localhost:7860")
    assert LOCAL.allows_origin(None, "localhost:7860")


@pytest.mark.parametrize(
    "origin", ["https://evil.example.com", "null", "http://localhost:9999", "https://phone.example.com.evil"]
)
def test_other_origins_may_not(origin: str) -> None:
    assert not LOCAL.allows_origin(origin, "localhost:7860")
