"""How many, one more, one less, apart, together, and once again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.decide.book_of_two_addresses import TWO_ADDRESSES
from tests.unit.decide.counter_in_memory import Counter
from tests.unit.decide.talk import Talk

from orderline.events.book import Book
from orderline.orders.order import Text
from orderline.orders.quote import Refusal, Refused

pytestmark = pytest.mark.unit

LAMP_AND_KETTLE = "order_number:482913"


def a_talk(book: Book = TWO_ADDRESSES, *, refuses: tuple[Refused, ...] = ()) -> Talk:
    return Talk(Counter(book, refuses=refuses))


def wish(talk: Talk) -> dict[str, object]:
    return talk.counter.written[-1][1]


def test_the_only_other_method_is_offered_by_reading_it_back() -> None:
    two = replace(TWO_ADDRESSES, methods=TWO_ADDRESSES.methods[:2])
    talk = a_talk(two)
    assert talk.says(f"change_payment {LAMP_AND_KETTLE}").startswith("change_payment.read_back")
    talk.says("yes")
    assert wish(talk) == {"order_id": "o-482913", "method_id": "gift"}


def test_of_several_other_methods_one_is_asked_for() -> None:
    talk = a_talk()
    assert talk.says(f"change_payment {LAMP_AND_KETTLE}") == "change.which_method | choice"
    assert talk.says("choice:2").startswith("change_payment.read_back")
    talk.says("yes")
    assert wish(talk)["method_id"] == "paypal"


def test_a_method_that_does_not_cover_it_is_not_taken_again_by_itself() -> None:
    short = Refused(Refusal.SHORT_BALANCE, Text("the balance does not cover it", "余额不够"))
    talk = a_talk(replace(TWO_ADDRESSES, methods=TWO_ADDRESSES.methods[:2]), refuses=(short,))
    asked = talk.says(f"change_payment {LAMP_AND_KETTLE} method:gift_card")
    assert asked == "change.refused change.which_method | choice"


def test_the_method_said_last_counts() -> None:
    talk = a_talk()
    talk.says(f"change_payment {LAMP_AND_KETTLE} method:gift_card")
    assert talk.says("no method:paypal").startswith("change_payment.read_back")
    talk.says("yes")
    assert wish(talk)["method_id"] == "paypal"


def test_a_quantity_is_asked_for_where_it_is_not_said() -> None:
    talk = a_talk()
    assert talk.says(f"change_quantity {LAMP_AND_KETTLE} product:lamp") == "change_quantity.ask_quantity | detail"
    assert talk.says("digits:3").startswith("change_quantity.read_back")
    talk.says("yes")
    assert wish(talk) == {"order_id": "o-482913", "quantities": ((1, 3),), "method_id": None}


def test_each_item_has_its_own_number() -> None:
    talk = a_talk()
    talk.says(f"change_quantity {LAMP_AND_KETTLE} quantity:2 product:lamp quantity:3 product:kettle")
    talk.says("yes")
    assert wish(talk)["quantities"] == ((1, 2), (2, 3))
    after = a_talk()
    after.says(f"change_quantity {LAMP_AND_KETTLE} product:lamp quantity:2 product:kettle quantity:3")
    after.says("yes")
    assert wish(after)["quantities"] == ((1, 2), (2, 3))


def test_what_it_is_now_is_no_number_wanted_and_a_correction_counts() -> None:
    talk = a_talk()
    talk.says(f"change_quantity {LAMP_AND_KETTLE} product:lamp quantity:2@to quantity:1@from")
    assert talk.says("no quantity:4").startswith("change_quantity.read_back")
    talk.says("yes")
    assert wish(talk)["quantities"] == ((1, 4),)


def test_none_of_anything_is_a_cancellation_which_is_offered() -> None:
    nothing = Refused(Refusal.BAD_QUANTITY, Text("then nothing is left", "那就什么都不剩了"))
    talk = a_talk(refuses=(nothing,))
    told = talk.says("remove_line order_number:317745")
    assert told == "change.refused cancel_order.offer | yes_no"


def test_a_line_is_taken_out() -> None:
    talk = a_talk()
    assert talk.says(f"remove_line {LAMP_AND_KETTLE}") == "change.which_item | choice"
    assert talk.says("product:kettle").startswith("remove_line.read_back")
    assert talk.says("no product:lamp").startswith("remove_line.read_back")
    talk.says("yes")
    assert wish(talk) == {"order_id": "o-482913", "lines": (1,)}


def test_something_bought_before_is_added() -> None:
    talk = a_talk()
    assert talk.says("add_line product:shirt option:size=L order_number:482913").startswith("add_line.read_back")
    talk.says("yes")
    assert wish(talk) == {"order_id": "o-482913", "sku_id": "shirt-l", "quantity": 1, "method_id": None}


def test_what_is_added_does_not_tell_the_order() -> None:
    talk = a_talk()
    assert talk.says("add_line product:shirt quantity:2") == "change.which_of_two | choice"
    assert talk.says("product:lamp").startswith("add_line.read_back")
    talk.says("yes")
    assert wish(talk)["order_id"] == "o-482913"
    assert (wish(talk)["sku_id"], wish(talk)["quantity"]) == ("shirt-m", 2)


def test_what_was_never_bought_is_not_known() -> None:
    talk = a_talk()
    assert talk.says("add_line product:sofa order_number:482913") == "add_line.not_known add_line.ask_product | detail"


def test_named_items_go_ahead() -> None:
    talk = a_talk()
    assert talk.says(f"split_order {LAMP_AND_KETTLE} product:lamp").startswith("split_order.read_back")
    talk.says("yes")
    assert wish(talk) == {"order_id": "o-482913", "pieces": ((1, 0),)}


def test_what_is_in_stock_goes_ahead_where_the_rest_is_not() -> None:
    variants = tuple(replace(one, in_stock=one.product_id == "lamp") for one in TWO_ADDRESSES.variants)
    talk = a_talk(replace(TWO_ADDRESSES, variants=variants))
    talk.says(f"split_order {LAMP_AND_KETTLE}")
    talk.says("yes")
    assert wish(talk)["pieces"] == ((1, 0),)


def test_the_only_two_that_wait_are_put_together() -> None:
    talk = a_talk()
    assert talk.says("merge_orders choice:both").startswith("merge_orders.read_back")
    talk.says("yes")
    assert wish(talk) == {"order_id": "o-317745", "other_id": "o-482913"}


def test_two_orders_are_named_by_their_numbers() -> None:
    talk = a_talk()
    talk.says("merge_orders order_number:482913 order_number:204821")
    talk.says("yes")
    assert {wish(talk)["order_id"], wish(talk)["other_id"]} == {"o-482913", "o-204821"}


def test_the_same_as_last_time() -> None:
    talk = a_talk()
    assert talk.says("place_order choice:same").startswith("place_order.read_back")
    talk.says("yes")
    assert wish(talk) == {"items": (("lamp-blue", 1), ("kettle-steel", 1)), "method_id": "card", "currency": "USD"}


def test_one_thing_of_it_again_in_another_variant_and_number() -> None:
    talk = a_talk()
    talk.says("place_order product:lamp option:color=green quantity:2 method:paypal")
    talk.says("yes")
    assert wish(talk) == {"items": (("lamp-green", 2),), "method_id": "paypal", "currency": "USD"}


def test_two_numbers_given_before_anybody_is_known_name_two_orders() -> None:
    talk = Talk(Counter(TWO_ADDRESSES), known=False)
    talk.says("merge_orders digits:482913 digits:204821")
    talk.says("phone_tail:4821")
    talk.says("yes")
    assert {wish(talk)["order_id"], wish(talk)["other_id"]} == {"o-482913", "o-204821"}
