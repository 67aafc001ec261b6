"""What a journal keeps: lengths and kinds, not the numbers that open an order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orderline.call.masking import KeyMask, masked_action, masked_data, masked_happening, masked_words
from orderline.events.decision import Digits, HangUp, IdentifyCaller, Listen, ProposeCaller, Say
from orderline.events.happening import CallerSaid, CallStarted
from orderline.events.meaning import Entity, EntityKind, Meaning, RankedIntent
from orderline.events.speech import Expect, KeysPressed
from orderline.orders.order import SalesChannel, Text

pytestmark = pytest.mark.unit

LISTENING = (Listen(Expect.ORDER_NUMBER, 6),)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("where is order 204821 please", "where is order •••••• please"),
        ("20 48-21", "•• ••-••"),
        ("it ends in 7350", "it ends in ••••"),
        ("two oh four eight two one", "••• •• •••• ••••• ••• •••"),
        ("seventy three fifty", "••••••• ••••• •••••"),
        ("double four 8 two", "•••••• •••• • •••"),
        ("two mugs on the 21st", "two mugs on the 21st"),
        ("anyone for tennis", "anyone for tennis"),
        ("我的订单是二零四八二一", "我的订单是••••••"),
        ("尾号七三，五零", "尾号••，••"),
        ("两件衣服", "两件衣服"),
        ("anna@example.com", "••••@••••••e.com"),
    ],
)
def test_numbers_in_words_lose_their_digits_and_keep_their_length(text: str, kept: str) -> None:
    assert masked_words(text) == kept
    assert masked_words(kept) == kept
    assert len(kept) == len(text)


def test_an_order_number_keeps_its_last_four_and_a_second_factor_nothing() -> None:
    said = CallerSaid(
        Meaning(
            "to oh for eight to one and 7350",
            "en",
            (),
            (
                Entity(EntityKind.ORDER_NUMBER, "204821", "to oh for eight to one", 0.8, ("204021",)),
                Entity(EntityKind.PHONE_TAIL, "7350", "7350", 0.9, ("7315",)),
                Entity(EntityKind.PRODUCT, "blue-mug", "blue mug", 0.9),
            ),
        )
    )
    kept = masked_happening(said, KeyMask())
    assert isinstance(kept, CallerSaid)
    number, tail, product = kept.meaning.entities
    assert (number.value, number.alternatives) == ("••4821", ("••4021",))
    assert (tail.value, tail.alternatives) == ("••••", ("••••",))
    assert (product.value, product.text) == ("blue-mug", "blue mug")
    assert kept.meaning.text == "•• •• ••• ••••• •• ••• and ••••"


def test_of_many_readings_the_best_are_kept_in_round_figures() -> None:
    intents = tuple(RankedIntent(f"task_{i}", 0.5073502 / (i + 1)) for i in range(16))
    kept = masked_happening(CallerSaid(Meaning("hello", "en", intents, confidence=0.6123456789)), KeyMask())
    assert isinstance(kept, CallerSaid)
    assert kept.meaning.intents[:2] == (RankedIntent("task_0", 0.507), RankedIntent("task_1", 0.254))
    assert len(kept.meaning.intents) == 5
    assert kept.meaning.confidence == 0.6123456789


def test_a_callers_number_is_hidden_wholly_in_happening_and_query() -> None:
    started = CallStarted("en", datetime(2026, 11, 21, tzinfo=UTC), "4155557350")
    assert masked_happening(started, KeyMask()) == CallStarted("en", started.at, "•" * 10)
    assert masked_action(ProposeCaller("4155557350")) == ProposeCaller("•" * 10)


def test_a_query_keeps_how_many_readings_there_were_and_how_long() -> None:
    query = IdentifyCaller(("204821", "204021"), False, ("7350",), ("94107",))
    assert masked_action(query) == IdentifyCaller(("••••••",) * 2, False, ("••••",), ("•••••",))


def test_a_number_read_back_is_hidden_and_the_tail_of_a_found_order_stays() -> None:
    read_back = Say("identify_caller.read_back", {"digits": Digits("204821")})
    assert masked_action(read_back) == Say("identify_caller.read_back", {"digits": Digits("••••••")})
    told = Say("track_order.paid", {"number": Digits("4821"), "with": Text("Yunda", "韵达"), "via": SalesChannel.APP})
    assert masked_action(told) == told
    assert masked_action(HangUp()) == HangUp()


def test_keys_keep_the_first_of_each_entry() -> None:
    mask = KeyMask()
    assert mask.masked("204821#7350#1") == "2•••••#7•••#1"


def test_keys_that_come_one_by_one_are_masked_as_one_entry() -> None:
    mask = KeyMask()
    kept = ""
    for key in "204":
        happening = masked_happening(KeysPressed(key), mask)
        assert isinstance(happening, KeysPressed)
        kept += happening.keys
        mask.decided(LISTENING)
    assert kept == "2••"
    mask.decided((Say("repair.are_you_there"), *LISTENING))
    assert mask.masked("0") == "0"


def test_a_note_is_masked_in_depth() -> None:
    data = {"said": "my number is 204821", "lines": ["7350", 3], "at": {"ms": 12.5}}
    assert masked_data(data) == {"said": "my number is ••••••", "lines": ["••••", 3], "at": {"ms": 12.5}}
