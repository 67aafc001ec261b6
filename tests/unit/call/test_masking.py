"""What a journal keeps: lengths and kinds, not the numbers that open an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from orderline.call.masking import CallMask, KeyMask, masked_action, masked_data, masked_happening, masked_words
from orderline.events.book import Book, BookAddress, BookOrder
from orderline.events.decision import (
    Ask,
    AskQuote,
    CheckCode,
    Digits,
    HangUp,
    IdentifyCaller,
    KeepAddress,
    Listed,
    Listen,
    ProposeCaller,
    Say,
    Spelled,
)
from orderline.events.happening import CallerSaid, CallStarted, OutcomeArrived
from orderline.events.meaning import Entity, EntityKind, Meaning, RankedIntent
from orderline.events.outcome import BookRead, CodeSent, Written
from orderline.events.reading import Described, FindOrder
from orderline.events.speech import Expect, KeysPressed
from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.money import Money
from orderline.orders.order import OrderState, SalesChannel, Text
from orderline.orders.quote import ActionId, Receipt, ReceiptId

pytestmark = pytest.mark.unit

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ORDER = BookOrder(
    OrderId("o-1"), OrderNumber("204821"), SalesChannel.WEB, AT.date(), OrderState.PAID, (), "USD", 0, (), "adr-1"
)
HOME = BookAddress("adr-1", "Oakland", "Brannan St", is_default=True)
BOOK = Book(CustomerId("c-1"), (ORDER,), (), (HOME,), ())
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
    kept = masked_happening(said, CallMask())
    assert isinstance(kept, CallerSaid)
    number, tail, product = kept.meaning.entities
    assert (number.value, number.alternatives) == ("••4821", ("••4021",))
    assert (tail.value, tail.alternatives) == ("••••", ("••••",))
    assert (product.value, product.text) == ("blue-mug", "blue mug")
    assert kept.meaning.text == "•• •• ••• ••••• •• ••• and ••••"


def test_names_and_addresses_become_marks_that_stay_comparable() -> None:
    call = CallMask()
    said = CallerSaid(
        Meaning(
            "Emma Chen, 88 Brannan Street in Oakland",
            "en",
            (),
            (
                Entity(EntityKind.NAME, "emma chen", "Emma Chen", 0.8, ("emma shen",)),
                Entity(EntityKind.ADDRESS, '{"line1": "88 Brannan St", "city": "Oakland"}', "88 Brannan Street", 0.9),
            ),
        )
    )
    kept = masked_happening(said, call)
    assert isinstance(kept, CallerSaid)
    name, address = kept.meaning.entities
    assert (name.value, name.alternatives) == ("•1", ("•2",))
    assert address.value == '{"line1": "•3", "city": "•4"}'
    assert kept.meaning.text == "•••• ••••, •• ••••••• •••••• in Oakland"
    assert masked_happening(kept, call) == kept
    read = masked_happening(OutcomeArrived(BookRead(BOOK)), call)
    assert isinstance(read, OutcomeArrived)
    assert isinstance(read.outcome, BookRead)
    (home,) = read.outcome.book.addresses
    assert (home.city, home.street) == ("•4", "•5"), "the same city has the same mark"
    assert read.outcome.book.orders[0].number == "••4821"


def test_the_end_of_an_own_order_number_stays_once_the_book_was_read() -> None:
    call = CallMask()

    def kept(kind: EntityKind, value: str) -> str:
        said = CallerSaid(Meaning(value, "en", (), (Entity(kind, value, value, 0.9, is_suffix=True),)))
        happening = masked_happening(said, call)
        assert isinstance(happening, CallerSaid)
        return happening.meaning.entities[0].value

    assert kept(EntityKind.ORDER_NUMBER, "4821") == "••••"
    masked_happening(OutcomeArrived(BookRead(BOOK)), call)
    assert kept(EntityKind.ORDER_NUMBER, "4821") == kept(EntityKind.DIGITS, "4821") == "4821"
    assert kept(EntityKind.ORDER_NUMBER, "9999") == kept(EntityKind.DIGITS, "9999") == "••••"
    assert kept(EntityKind.PHONE_TAIL, "4821") == "••••"
    assert kept(EntityKind.QUANTITY, "2") == "2"
    assert kept(EntityKind.QUANTITY, "204821") == "1000"


def test_what_a_code_and_a_receipt_tell_of_the_caller_is_hidden() -> None:
    assert masked_happening(OutcomeArrived(CodeSent("7350")), CallMask()) == OutcomeArrived(CodeSent("••••"))
    receipt = Receipt(ReceiptId("r"), ActionId("c/1"), "claim_parcel", OrderId("o"), AT, reference="CL-220481")
    kept = masked_happening(OutcomeArrived(Written(receipt)), CallMask())
    assert kept == OutcomeArrived(Written(replace(receipt, reference="••-••0481")))


def test_what_is_done_with_what_the_caller_gave_is_hidden() -> None:
    anna = CustomerId("c-1")
    assert masked_action(CheckCode(anna, ("123456",))) == CheckCode(anna, ("••••••",))
    address = KeepAddress(anna, {"line1": "88 Brannan St", "line2": "", "city": "Oakland"})
    assert masked_action(address) == KeepAddress(anna, {"line1": "•", "line2": "", "city": "•"})
    found = Ask(FindOrder(anna, Described("the kettle of Emma Chen", number_tails=("7350",))))
    assert masked_action(found) == Ask(FindOrder(anna, Described("•", number_tails=("••••",))))
    quoted = AskQuote(anna, "return_item", {"order_id": "o-1", "lines": ((1, 2),), "reason": "too_big"})
    assert masked_action(quoted) == quoted


def test_of_what_the_line_said_the_shops_own_words_stay() -> None:
    said = Say(
        "change_address.read_back",
        {
            "street": "88 Brannan St",
            "name": Spelled("emma"),
            "things": Listed(("Oakland", Text("lamp 12345", "台灯"), Money(24292, "USD"), Digits("204821"))),
            "count": 2,
        },
    )
    kept = masked_action(said)
    things = Listed(("•", Text("lamp •••••", "台灯"), Money(24292, "USD"), Digits("••4821")))
    assert kept == Say(said.key, {"street": "•", "name": Spelled("•"), "things": things, "count": 2})
    assert masked_action(kept) == kept


def test_of_many_readings_the_best_are_kept_in_round_figures() -> None:
    intents = tuple(RankedIntent(f"task_{i}", 0.5073502 / (i + 1)) for i in range(16))
    kept = masked_happening(CallerSaid(Meaning("hello", "en", intents, confidence=0.6123456789)), CallMask())
    assert isinstance(kept, CallerSaid)
    assert kept.meaning.intents[:2] == (RankedIntent("task_0", 0.507), RankedIntent("task_1", 0.254))
    assert len(kept.meaning.intents) == 5
    assert kept.meaning.confidence == 0.6123456789


def test_a_callers_number_is_hidden_wholly_in_happening_and_query() -> None:
    started = CallStarted("en", datetime(2026, 11, 21, tzinfo=UTC), "4155557350")
    assert masked_happening(started, CallMask()) == CallStarted("en", started.at, "•" * 10)
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
    call = CallMask()
    mask = call.keys
    kept = ""
    for key in "204":
        happening = masked_happening(KeysPressed(key), call)
        assert isinstance(happening, KeysPressed)
        kept += happening.keys
        mask.decided(LISTENING)
    assert kept == "2••"
    mask.decided((Say("repair.are_you_there"), *LISTENING))
    assert mask.masked("0") == "0"


def test_a_note_is_masked_in_depth() -> None:
    data = {"said": "my number is 204821", "lines": ["7350", 3], "at": {"ms": 12.5}}
    assert masked_data(data) == {"said": "my number is ••••••", "lines": ["••••", 3], "at": {"ms": 12.5}}
