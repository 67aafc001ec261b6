from __future__ import annotations

import pytest
from tests.unit.decide.counter_in_memory import BOOK, Counter
from tests.unit.decide.talk import Talk

from orderline.events.decision import AskQuote, CheckCode, ReadBook, SendCode, Write
from orderline.orders.order import Text
from orderline.orders.quote import Asks, Refusal, Refused

pytestmark = pytest.mark.unit

WHY = Text("only what has not left can be cancelled", "发货前才能取消")


def test_everything_in_one_breath_takes_one_turn_and_a_yes() -> None:
    talk = Talk()
    assert (
        talk.says("cancel_order product:lamp") == "cancel_order.read_back change.back_card_days change.confirm | yes_no"
    )
    assert talk.says("yes") == "cancel_order.done goodbye.anything_else | open"
    assert talk.counter.written == [("cancel_order", {"order_id": "o-482913", "reason": None})]
    assert talk.standings == ["cancel_order done"]


def test_nothing_is_written_without_a_clean_and_sure_yes() -> None:
    talk = Talk()
    talk.says("cancel_order product:lamp")
    assert talk.says("yes correct") == "change.what_instead | detail"
    assert talk.says("no") == "change.dropped goodbye.anything_else | open"
    talk.says("cancel_order product:lamp")
    talk.says("yes", confidence=0.4)
    assert talk.counter.written == []


def test_the_order_is_asked_for_once_by_what_tells_the_orders_apart() -> None:
    talk = Talk()
    assert talk.says("cancel_order") == "change.which_of_two | choice"
    assert talk.says("choice:2").startswith("cancel_order.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["order_id"] == "o-317745"


def test_both_makes_two_wishes_each_with_its_own_yes() -> None:
    talk = Talk()
    talk.says("cancel_order")
    assert talk.says("choice:both").startswith("cancel_order.read_back")
    assert talk.says("yes").startswith("cancel_order.done cancel_order.read_back")
    talk.says("yes")
    assert [wish["order_id"] for _, wish in talk.counter.written] == ["o-482913", "o-317745"]
    assert talk.standings == ["cancel_order done", "cancel_order done"]


def test_a_key_picks_what_was_offered() -> None:
    talk = Talk()
    talk.says("cancel_order")
    assert talk.keys("1").startswith("cancel_order.read_back")
    assert talk.keys("1").startswith("cancel_order.done")


def test_a_correction_after_the_read_back_is_quoted_and_read_back_again() -> None:
    talk = Talk()
    talk.says("cancel_order product:lamp")
    assert talk.says("no product:kettle").startswith("cancel_order.read_back")
    talk.says("yes")
    assert [wish["order_id"] for _, wish in talk.counter.written] == ["o-317745"]


def test_a_question_in_the_middle_is_answered_and_the_change_goes_on() -> None:
    talk = Talk()
    talk.says("cancel_order product:lamp")
    answer = talk.says("refund_status")
    assert answer.startswith("refund_status.on_its_way_amount cancel_order.read_back")
    assert talk.says("yes").startswith("cancel_order.done")


def test_several_wishes_are_done_in_the_order_said() -> None:
    talk = Talk()
    first = talk.says("cancel_order product:kettle + exchange_item product:shirt option:size=L@to")
    assert first.startswith("cancel_order.read_back")
    assert talk.says("yes").startswith("cancel_order.done change.also")
    assert talk.says("no").startswith("exchange_item.read_back")
    talk.says("yes")
    assert [action for action, _ in talk.counter.written] == ["cancel_order", "exchange_item"]


def test_another_change_waits_its_turn() -> None:
    talk = Talk()
    talk.says("cancel_order product:lamp")
    assert talk.says("yes + return_item product:shirt").startswith("cancel_order.done return_item.read_back")


def test_a_change_of_mind_takes_the_place_of_the_change() -> None:
    talk = Talk()
    talk.says("cancel_order product:lamp")
    assert talk.says("no change_item option:color=green@to").startswith("change_item.read_back")
    assert talk.standings == ["cancel_order withdrawn", "change_item open"]


def test_never_mind_drops_it() -> None:
    talk = Talk()
    talk.says("cancel_order")
    assert talk.says("never_mind") == "change.dropped goodbye.anything_else | open"
    assert talk.standings == ["cancel_order withdrawn"]


def test_the_reason_is_asked_for_only_where_the_policy_needs_it() -> None:
    talk = Talk(Counter(asks=(Asks("reason", ("no_longer_needed", "ordered_by_mistake")),)))
    assert talk.says("cancel_order product:lamp") == "change.ask_reason | detail"
    assert talk.says("reason:ordered_by_mistake").startswith("cancel_order.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["reason"] == "ordered_by_mistake"


def test_an_answer_that_is_none_is_asked_again_in_other_words_then_a_person_comes() -> None:
    talk = Talk(Counter(asks=(Asks("reason", ()),)))
    talk.says("cancel_order product:lamp")
    assert talk.says("other", confidence=0.1) == "cancel_order.reason_hint | detail"
    assert talk.says("other", confidence=0.1).endswith("handoff repeated_failure cancel_order")


def test_a_refusal_is_told_in_its_own_words_and_what_fits_is_offered() -> None:
    talk = Talk(Counter(refuses=(Refused(Refusal.POLICY, WHY),)))
    assert talk.says("cancel_order digits:4821") == "change.refused return_item.offer | yes_no"
    assert talk.said("change.refused").values == {"because": WHY}
    assert talk.says("yes") == "change.which_item | choice"
    assert talk.says("product:shirt").startswith("return_item.read_back")
    assert talk.standings[0] == "cancel_order refused"


def test_a_quote_that_changed_is_read_back_again() -> None:
    stale = Refused(Refusal.STALE_QUOTE, WHY)
    talk = Talk(Counter(refuses_writes=(stale,)))
    talk.says("cancel_order product:lamp")
    assert talk.says("yes").startswith("change.looked_again cancel_order.read_back")
    assert talk.says("yes").startswith("cancel_order.done")
    steps = [request.step for request in talk.counter.requests if isinstance(request, Write)]
    assert steps == [1, 2]


def test_a_code_is_proved_before_the_write() -> None:
    talk = Talk(Counter(step_up=2))
    talk.says("cancel_order product:lamp")
    assert talk.says("yes") == "change.code_sent change.ask_code | code"
    assert talk.says("digits:999999") == "change.code_wrong change.code_hint | code"
    assert talk.keys("123456").startswith("cancel_order.done")
    kinds = [type(request) for request in talk.counter.requests]
    assert kinds == [ReadBook, AskQuote, SendCode, CheckCode, CheckCode, Write]


def test_three_wrong_codes_bring_a_person() -> None:
    talk = Talk(Counter(step_up=2))
    talk.says("cancel_order product:lamp")
    talk.says("yes")
    for _ in range(2):
        talk.says("digits:999999")
    assert talk.says("digits:999999").endswith("handoff identity_failed cancel_order")
    assert talk.counter.written == []


def test_items_of_one_order_are_exchanged_together() -> None:
    talk = Talk()
    read = talk.says("exchange_item product:lamp option:color=green@to")
    assert read.startswith("change.also")
    assert talk.says("product:kettle option:material=glass@to").startswith("change.also")
    assert talk.says("no").startswith("exchange_item.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["swaps"] == ((1, "lamp-green"), (2, "kettle-glass"))


def test_several_items_with_their_options_in_one_breath() -> None:
    talk = Talk()
    talk.says("exchange_item product:lamp option:color=green@to product:kettle option:material=glass@to")
    assert talk.says("no").startswith("exchange_item.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["swaps"] == ((1, "lamp-green"), (2, "kettle-glass"))


def test_a_change_becomes_an_exchange_once_the_order_has_arrived() -> None:
    talk = Talk()
    talk.says("change_item product:shirt option:size=L@to")
    talk.says("no")
    talk.says("yes")
    assert talk.counter.written[0][0] == "exchange_item"


def test_what_an_item_should_become_is_asked_for_that_item() -> None:
    talk = Talk()
    assert talk.says("change_item product:lamp") == "change.what_instead_of | detail"
    assert talk.says("option:color=green").startswith("change_item.read_back")


def test_a_sold_out_variant_is_told_and_the_next_best_offered() -> None:
    talk = Talk()
    assert talk.says("change_item product:lamp option:color=red@to") == "change.sold_out change.which_variant | choice"
    assert talk.says("choice:1").startswith("change_item.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["swaps"] == ((1, "lamp-red-large"),)


def test_a_variant_is_corrected_after_the_read_back() -> None:
    talk = Talk()
    talk.says("change_item product:lamp option:color=green@to")
    assert talk.says("no option:size=large@to").startswith("change_item.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["swaps"] == ((1, "lamp-green-large"),)


def test_the_method_is_corrected_in_the_yes() -> None:
    talk = Talk()
    talk.says("return_item product:shirt")
    assert talk.says("yes method:gift_card").startswith("return_item.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["method_id"] == "gift"


def test_only_some_items_go_back() -> None:
    talk = Talk()
    talk.says("return_item order_number:204821 product:lamp@not")
    talk.says("yes")
    assert talk.counter.written[0][1]["lines"] == ((2, 0), (3, 0))


def test_a_method_that_does_not_cover_it_is_asked_for_again() -> None:
    short = Refused(Refusal.SHORT_BALANCE, Text("the balance does not cover it", "余额不够"))
    talk = Talk(Counter(refuses=(short,)))
    asked = talk.says("change_item product:lamp option:color=green@to method:gift_card")
    assert asked == "change.refused change.which_method | choice"
    assert talk.says("method:credit_card").startswith("change_item.read_back")


def test_a_caller_who_is_not_known_yet_is_identified_first_and_nothing_is_asked_twice() -> None:
    talk = Talk(known=False)
    assert talk.says("cancel_order product:lamp") == "identify_caller.ask_order_number | order_number"
    talk.says("digits:482913")
    assert talk.says("digits:4821").startswith("cancel_order.read_back")


def test_an_order_of_nobody_is_not_found() -> None:
    talk = Talk()
    assert talk.says("cancel_order order_number:999999") == "change.no_such_order cancel_order.ask_order | detail"


def test_details_come_from_the_book() -> None:
    talk = Talk()
    assert talk.says("order_details product:shirt") == "order_details.told goodbye.anything_else | show, open"
    assert [type(request) for request in talk.counter.requests] == [ReadBook]


def test_a_service_that_is_down_brings_a_person() -> None:
    talk = Talk(Counter(down=(AskQuote,)))
    assert talk.says("cancel_order product:lamp").endswith("handoff system_down cancel_order")


def test_a_loop_is_left_after_three_turns() -> None:
    talk = Talk()
    talk.says("cancel_order order_number:999999")
    turns = [talk.says("order_number:999998") for _ in range(4)]
    assert any("handoff repeated_failure" in turn for turn in turns[:3])


def test_the_book_is_read_again_after_a_write() -> None:
    talk = Talk()
    talk.says("cancel_order product:lamp")
    talk.says("yes")
    talk.says("cancel_order")
    assert [type(request) for request in talk.counter.requests].count(ReadBook) == 2
    assert BOOK.orders[0].state is not talk.counter.book.orders[0].state
