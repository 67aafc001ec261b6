from __future__ import annotations

import pytest
from tests.unit.decide.book_of_two_addresses import TWO_ADDRESSES
from tests.unit.decide.counter_in_memory import Counter
from tests.unit.decide.talk import Talk

from orderline.decide.forms.resolve_address import in_full
from orderline.events.decision import KeepAddress
from orderline.orders.order import Text

pytestmark = pytest.mark.unit

ELM = 'address:{"line1":"12-Elm-St","line2":"Apt-3","city":"Reno","region":"NV","postcode":"89501"}'
CHANGE = "change_address order_number:482913"


def a_talk(**counter: object) -> Talk:
    return Talk(Counter(TWO_ADDRESSES, **counter))  # type: ignore[arg-type]


def kept(talk: Talk) -> list[dict[str, str]]:
    return [dict(request.parts) for request in talk.counter.requests if isinstance(request, KeepAddress)]


def test_a_new_address_is_kept_read_back_with_its_unit_and_changed_after_the_yes() -> None:
    talk = a_talk()
    assert talk.says(f"{CHANGE} {ELM}").startswith("change_address.read_back")
    address = talk.said("change_address.read_back").values["address"]
    assert address == Text(
        "12-Elm-St, Apt-3, Reno, NV, zip code 8 9 5 0 1", "12-Elm-St, Apt-3, Reno, NV，邮编8 9 5 0 1"
    )
    assert not talk.counter.written
    assert talk.says("yes").startswith("change_address.done")
    assert talk.counter.written == [("change_address", {"order_id": "o-482913", "address_id": "adr-1"})]
    assert kept(talk)[0]["line2"] == "Apt-3"


def test_a_half_given_address_is_asked_for_field_by_field() -> None:
    talk = a_talk()
    assert talk.says(CHANGE) == "address.ask_address | address"
    assert talk.says('address:{"line1":"12-Elm-St"}') == "address.ask_city | address"
    assert talk.says('address:{"city":"Reno","region":"NV"}') == "address.ask_postcode | address"
    assert talk.says("digits:89501").startswith("change_address.read_back")
    assert kept(talk) == [{"line1": "12-Elm-St", "city": "Reno", "region": "NV", "postcode": "89501"}]


def test_a_city_alone_asks_for_the_street() -> None:
    talk = a_talk()
    assert talk.says(f'{CHANGE} address:{{"city":"Reno"}}') == "address.ask_street | address"
    assert talk.says('address:{"line1":"12-Elm-St"}') == "address.ask_postcode | address"
    assert talk.says("lack_details").startswith("change_address.read_back")
    assert kept(talk) == [{"line1": "12-Elm-St", "city": "Reno"}]


def test_a_chinese_address_goes_without_a_postcode() -> None:
    talk = a_talk()
    said = 'address:{"region":"北京市","city":"北京市","district":"朝阳区","line1":"建国路88号","line2":"3栋502室"}'
    assert talk.says(f"{CHANGE} {said}").startswith("change_address.read_back")
    address = talk.said("change_address.read_back").values["address"]
    assert isinstance(address, Text)
    assert address.zh == "北京市朝阳区建国路88号3栋502室"


@pytest.mark.parametrize("said", ["address:other", "address:order", 'address:{"city":"Oakland"}'])
def test_an_address_on_file_is_named_and_not_spelled(said: str) -> None:
    talk = a_talk()
    assert talk.says(f"{CHANGE} {said}").startswith("change_address.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["address_id"] == "adr-work"
    assert not kept(talk)


def test_the_default_address() -> None:
    talk = a_talk()
    talk.says("change_address order_number:317745 address:default")
    talk.says("yes")
    assert talk.counter.written[0][1] == {"order_id": "o-317745", "address_id": "adr-home"}


def test_an_address_that_there_is_not_is_asked_for() -> None:
    talk = a_talk()
    asked = talk.says("change_address order_number:317745 address:default@from address:other")
    assert asked.startswith("change_address.read_back")
    lone = Talk()
    assert lone.says(f"{CHANGE} address:other") == "address.none_such address.ask_address | address"


def test_a_part_corrected_after_the_read_back_is_kept_and_read_back_again() -> None:
    talk = a_talk()
    talk.says(f"{CHANGE} {ELM}")
    assert talk.says('no address:{"line2":"Apt-5"}').startswith("change_address.read_back")
    assert [parts["line2"] for parts in kept(talk)] == ["Apt-3", "Apt-5"]
    talk.says("yes")
    assert len(talk.counter.written) == 1


def test_a_yes_that_repeats_the_address_is_a_yes() -> None:
    talk = a_talk()
    talk.says(f"{CHANGE} {ELM}")
    assert talk.says(f"yes {ELM}").startswith("change_address.done")
    assert len(kept(talk)) == 1


def test_another_address_after_the_read_back_takes_the_place_of_the_first() -> None:
    talk = a_talk()
    talk.says(f"{CHANGE} {ELM}")
    assert talk.says("no address:default@not address:other").startswith("change_address.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["address_id"] == "adr-work"


def test_a_code_is_asked_for_before_the_write() -> None:
    talk = a_talk(step_up=2)
    talk.says(f"{CHANGE} {ELM}")
    assert "change.code_sent change.ask_code" in talk.says("yes")
    assert not talk.counter.written
    assert talk.says("digits:123456").startswith("change_address.done")


def test_no_and_never_mind_change_nothing() -> None:
    talk = a_talk()
    talk.says(f"{CHANGE} {ELM}")
    assert talk.says("no") == "change.what_instead | detail"
    assert talk.says("never_mind").startswith("change.dropped")
    assert not talk.counter.written


def test_the_default_address_is_changed_for_the_next_orders() -> None:
    talk = a_talk()
    assert talk.says("change_default_address") == "address.ask_address | address"
    assert talk.says(ELM).startswith("change_default_address.read_back")
    assert talk.says("yes").startswith("change_default_address.done")
    assert talk.counter.written == [("change_default_address", {"address_id": "adr-1"})]


def test_the_default_address_becomes_that_of_the_order_just_changed() -> None:
    talk = a_talk()
    talk.says("change_address order_number:482913 address:other")
    talk.says("yes")
    talk.counter.book = TWO_ADDRESSES
    talk.says("order_details order_number:317745")
    assert talk.says("change_default_address choice:same").startswith("change_default_address.read_back")
    talk.says("yes")
    assert talk.counter.written[-1] == ("change_default_address", {"address_id": "adr-work"})


def test_the_default_address_is_changed_after_the_order_s() -> None:
    talk = a_talk()
    talk.says(f"{CHANGE} {ELM}")
    talk.says("yes")
    assert talk.says(f"change_default_address {ELM}").startswith("change_default_address.read_back")
    talk.says("yes")
    assert [service for service, _ in talk.counter.written] == ["change_address", "change_default_address"]


def test_an_address_is_told_in_full_in_the_order_of_its_country() -> None:
    parts = {"line1": "1 Main St", "city": "Denver"}
    assert in_full(parts) == Text("1 Main St, Denver", "1 Main St, Denver")


def test_the_digits_of_a_new_address_prove_nothing_of_who_calls() -> None:
    talk = Talk(Counter(TWO_ADDRESSES), known=False)
    assert talk.says(f"{CHANGE} {ELM} digits:89501") == "identify_caller.ask_phone_tail | phone_tail"
    assert talk.says("phone_tail:4821").startswith("change_address.read_back")
