"""The book of `counter_in_memory` with two addresses, three methods, and orders that differ in where they go."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.decide.counter_in_memory import (
    BLUE_LAMP,
    BOOK,
    KETTLE,
    KETTLE_LINE,
    SHIRT_LINE,
    a_line,
    an_order,
)

from orderline.events.book import BookAddress, BookMethod
from orderline.orders.order import OrderState

HOME = BookAddress("adr-home", "San Francisco", "Brannan St", is_default=True)
WORK = BookAddress("adr-work", "Oakland", "Harbor Rd", is_default=False)
_LAMP = replace(an_order("482913", OrderState.PAID, 20, BLUE_LAMP, KETTLE_LINE), address_id=HOME.address_id)
_KETTLE_ORDER = an_order("317745", OrderState.PAID, 17, a_line(1, KETTLE, "kettle-steel", {"material": "steel"}, 2500))
_KETTLE = replace(_KETTLE_ORDER, address_id=WORK.address_id)
_SENT = replace(an_order("204821", OrderState.DELIVERED, 10, SHIRT_LINE), address_id=HOME.address_id)
TWO_ADDRESSES = replace(
    BOOK,
    orders=(_LAMP, _KETTLE, _SENT),
    methods=(*BOOK.methods, BookMethod("paypal", "paypal")),
    addresses=(HOME, WORK),
)
