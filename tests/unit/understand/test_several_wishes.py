from __future__ import annotations

import pytest
from tests.understanding import packaged_understanding

from orderline.events.meaning import Meaning
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import Language
from orderline.understand.clauses import MOST_CLAUSES, find_clauses, without_denied
from orderline.understand.normal import normalise

pytestmark = pytest.mark.unit


def _meaning(said: str, language: Language) -> Meaning:
    return packaged_understanding().understand(Transcript(said, language, 1.0), expect=Expect.OPEN)


@pytest.mark.parametrize(
    ("said", "language", "wishes"),
    [
        ("cancel the hat order and then tell me where the desk is", "en", ["cancel_order", "track_order"]),
        ("Track my order. Also I was charged twice.", "en", ["track_order", "refund_duplicate"]),
        ("cancel order 482913 and add a pen to order 119922", "en", ["cancel_order", "add_line"]),
        ("where is my order 482913 and why is it late?", "en", ["track_order", "explain_delay"]),
        ("先取消帽子那单,再看看书到哪了", "zh", ["cancel_order", "track_order"]),
        ("我的快递到哪了还有退款到了没", "zh", ["track_order", "refund_status"]),
    ],
)
def test_several_wishes_in_the_order_said(said: str, language: Language, wishes: list[str]) -> None:
    meaning = _meaning(said, language)
    assert [part.intent for part in meaning.parts] == wishes
    assert meaning.intent == wishes[0]


@pytest.mark.parametrize(
    ("said", "language", "wish"),
    [
        ("return the hat and the desk", "en", "return_item"),
        ("cancel it and the other one too", "en", "cancel_order"),
        ("cancel it and refund me", "en", "cancel_order"),
        ("my name is Jo Lee and I want to cancel my order 482913", "en", "cancel_order"),
        ("cancel the hat order and cancel the desk order", "en", "cancel_order"),
        ("帽子和书都退了", "zh", "return_item"),
        ("我叫李明,我要取消订单", "zh", "cancel_order"),
        ("你好,查一下我的快递,谢谢", "zh", "track_order"),
    ],
)
def test_one_wish_with_several_targets_is_one(said: str, language: Language, wish: str) -> None:
    meaning = _meaning(said, language)
    assert (meaning.intent, meaning.parts) == (wish, ())


def test_each_wish_has_its_own_entities() -> None:
    first, second = _meaning("cancel order 482913 and add a pen to order 119922", "en").parts
    assert [entity.value for entity in first.entities] == ["482913"]
    assert [entity.value for entity in second.entities] == ["119922"]


@pytest.mark.parametrize(
    ("said", "language", "wish"),
    [
        ("don't cancel it, just change the address", "en", "change_address"),
        ("I'm not returning it, I want to exchange it", "en", "exchange_item"),
        ("track my order, not cancel", "en", "track_order"),
        ("instead of returning it, exchange it for a bigger one", "en", "exchange_item"),
        ("别退,帮我换货", "zh", "exchange_item"),
        ("我不退货我要换货", "zh", "exchange_item"),
        ("改地址不是取消", "zh", "change_address"),
    ],
)
def test_a_wish_that_is_denied_is_not_the_wish(said: str, language: Language, wish: str) -> None:
    assert _meaning(said, language).intent == wish


def test_what_is_denied_keeps_its_place() -> None:
    text = "don't cancel it, just change the address"
    wanted = without_denied(text, "en", find_clauses(text, "en"))
    assert len(wanted) == len(text)
    assert wanted.strip(" ,") == "just change the address"


@pytest.mark.parametrize("said", ["don't cancel it", "别取消", "i don't want it any more"])
def test_a_denial_alone_is_read_as_it_is(said: str) -> None:
    language: Language = "zh" if said == "别取消" else "en"
    text = normalise(said)
    assert without_denied(text, language, find_clauses(text, language)) == text


def test_an_endless_sentence_has_few_clauses() -> None:
    assert len(find_clauses("cancel it, " * 50, "en")) == MOST_CLAUSES
