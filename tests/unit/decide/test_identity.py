"""Who calls, by any sufficient set of facts, in as few questions as the facts allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.decide.counter_in_memory import Counter
from tests.unit.decide.talk import Talk

from orderline.decide.state import DialogueState
from orderline.events.decision import Fact, IdentifyCaller, Request
from orderline.events.outcome import Identified, MismatchReason, NotIdentified, OneMore, Outcome
from orderline.orders.identifiers import CustomerId

pytestmark = pytest.mark.unit


class Directory(Counter):
    """A counter whose answers to identification are used up one by one; then everybody is known, with no order."""

    def __init__(self, *answers: Outcome) -> None:
        super().__init__()
        self._queued = list(answers)

    def answer(self, request: Request) -> Outcome:
        if isinstance(request, IdentifyCaller):
            self.requests.append(request)
            known = Identified(CustomerId("c-1"), None, ("name", "postcode"), 1.0)
            return self._queued.pop(0) if self._queued else known
        return super().answer(request)

    @property
    def asked(self) -> list[IdentifyCaller]:
        return [request for request in self.requests if isinstance(request, IdentifyCaller)]


def stranger(*answers: Outcome) -> tuple[Talk, Directory]:
    directory = Directory(*answers)
    return Talk(directory, known=False), directory


def test_what_was_said_first_is_used() -> None:
    talk, directory = stranger()
    assert talk.says("cancel_order product:lamp name:ann postcode:94107").startswith("cancel_order.read_back")
    assert [said.fact for said in directory.asked[0].said] == [Fact.NAME]
    assert directory.asked[0].postcodes == ("94107",)
    assert talk.state.identity.said == ()


def test_one_question_for_each_missing_fact() -> None:
    talk, _ = stranger()
    assert talk.says("cancel_order product:lamp") == "identify_caller.ask_order_number | order_number"
    assert talk.says("lack_details") == "identify_caller.ask_full_name | name"
    assert talk.says("name:ann") == "identify_caller.ask_postcode | postcode"
    assert talk.says("lack_details") == "identify_caller.ask_phone_tail | phone_tail"
    assert talk.says("phone_tail:4821").startswith("cancel_order.read_back")


def test_lacking_it_in_the_same_breath_is_not_asked_again() -> None:
    talk, _ = stranger()
    talk.says("cancel_order product:lamp")
    assert talk.says("lack_details postcode:94107") == "identify_caller.ask_name | name"


def test_who_lacks_everything_gets_a_person() -> None:
    talk, _ = stranger()
    talk.says("cancel_order product:lamp")
    for _ in range(3):
        last = talk.says("lack_details")
    assert last.endswith("handoff identity_failed cancel_order")


def test_saying_the_same_again_is_no_loop() -> None:
    talk, _ = stranger()
    talk.says("cancel_order product:lamp")
    talk.says("email:ann.b.com")
    turns = [talk.says("email:ann.b.com") for _ in range(4)]
    assert any("handoff" in turn for turn in turns)


def test_a_shop_may_let_the_e_mail_alone_suffice() -> None:
    talk, _ = stranger()
    facts = replace(talk.state.facts, sufficient=(*talk.state.facts.sufficient, ("email",)))
    talk.state = replace(talk.state, facts=facts)
    assert talk.says("cancel_order product:lamp") == "identify_caller.ask_order_number | order_number"
    assert talk.says("email:ann.b.com").startswith("cancel_order.read_back")


def test_one_more_fact_is_asked_for_in_its_own_words() -> None:
    talk, directory = stranger(OneMore(Fact.NAME, "spell"), OneMore(Fact.PHONE_TAIL))
    assert talk.says("cancel_order product:lamp name:ann postcode:94107") == "identify_caller.spell_name | name"
    assert talk.says("name:a_n_n") == "identify_caller.ask_phone_tail | phone_tail"
    assert talk.says("phone_tail:4821").startswith("cancel_order.read_back")
    assert len(directory.asked[1].said) == 2


def test_nobody_matched_is_told_alike_and_a_person_comes_at_the_third_time() -> None:
    nobody = NotIdentified(MismatchReason.NO_SUCH_PAIR)
    talk, _ = stranger(nobody, nobody, nobody)
    talk.says("cancel_order product:lamp")
    talk.says("lack_details")
    first = talk.says("name:ann postcode:94107")
    assert first == "identify_caller.no_match identify_caller.again_full_name | name"
    second = talk.says("name:ann postcode:94108")
    assert second == "identify_caller.no_match identify_caller.full_name_spelled | name"
    assert talk.says("name:bob postcode:94107").endswith("handoff identity_failed cancel_order")


def test_nothing_personal_is_kept_once_the_caller_is_known() -> None:
    talk, _ = stranger()
    talk.says("cancel_order product:lamp name:zebedee email:zebedee.b.com postcode:94107")
    assert "zebedee" not in str(talk.state)


def test_a_number_is_only_looked_for_in_the_own_book_of_a_known_caller() -> None:
    talk = Talk()
    assert "change.no_such_order" in talk.says("track_order order_number:999999")
    assert not any(isinstance(request, IdentifyCaller) for request in talk.counter.requests)
    assert isinstance(talk.state, DialogueState)
    assert talk.state.identity.known
