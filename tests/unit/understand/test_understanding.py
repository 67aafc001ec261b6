from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.understanding import packaged_understanding

from orderline.events.meaning import EntityKind
from orderline.events.speech import Alternative, Expect, Transcript, Word
from orderline.orders.identifiers import Language

pytestmark = pytest.mark.unit

UNSEEN: list[tuple[Language, str, str]] = [
    ("en", "where's that kettle i bought", "track_order"),
    ("en", "i wanna know when my shoes are getting here", "track_order"),
    ("en", "has the courier got my parcel yet", "track_order"),
    ("en", "my delivery was supposed to come yesterday", "track_order"),
    ("en", "could you check where my stuff is at", "track_order"),
    ("en", "i'd like to cancel the order i made this morning", "cancel_order"),
    ("en", "please cancel it i don't need it", "cancel_order"),
    ("en", "can you ship it to a different address", "change_address"),
    ("en", "i need a refund update", "refund_status"),
    ("en", "how do i send something back", "return_item"),
    ("en", "can i swap it for a bigger one", "exchange_item"),
    ("en", "you charged my card two times", "refund_duplicate"),
    ("en", "put me on with a real human", "ask_for_person"),
    ("en", "what kind of stuff can you do for me", "help"),
    ("en", "what's the capital of spain", "other"),
    ("en", "play me a song please", "other"),
    ("zh", "我买的水壶到哪里了", "track_order"),
    ("zh", "我的鞋什么时候能送来", "track_order"),
    ("zh", "帮忙查查我的快递呗", "track_order"),
    ("zh", "昨天就该到了怎么还没来", "explain_delay"),
    ("zh", "早上下的单帮我取消吧", "cancel_order"),
    ("zh", "收货地址能不能换一个", "change_address"),
    ("zh", "我的退款怎么还没到账", "refund_status"),
    ("zh", "想把这双鞋退掉", "return_item"),
    ("zh", "想换个大一号的", "exchange_item"),
    ("zh", "扣了我两笔钱", "refund_duplicate"),
    ("zh", "麻烦叫个真人来", "ask_for_person"),
    ("zh", "你都能干些什么", "help"),
    ("zh", "西班牙首都是哪", "other"),
    ("zh", "给我放首歌吧", "other"),
]


@pytest.mark.parametrize(("language", "said", "wish"), UNSEEN)
def test_wishes_in_words_that_no_example_has(language: Language, said: str, wish: str) -> None:
    assert packaged_understanding().understand(Transcript(said, language, 1.0), expect=Expect.OPEN).intent == wish


def test_the_role_of_a_number_comes_from_its_words() -> None:
    said = Transcript("order 482913, zip 94107 and my phone ends in 4821", "en", 1.0)
    meaning = packaged_understanding().understand(said, expect=Expect.OPEN)
    assert [(entity.kind, entity.value) for entity in meaning.entities] == [
        (EntityKind.ORDER_NUMBER, "482913"),
        (EntityKind.POSTCODE, "94107"),
        (EntityKind.PHONE_TAIL, "4821"),
    ]


def test_the_phone_number_on_the_order_is_a_phone_number() -> None:
    said = Transcript("the phone number on the order is 4821", "en", 1.0)
    meaning = packaged_understanding().understand(said, expect=Expect.OPEN)
    assert meaning.entities[0].kind is EntityKind.PHONE_TAIL


TODAY = date(2026, 11, 19)
VALUES: list[tuple[Language, str, Expect, list[tuple[str, str]]]] = [
    ("en", "cancel order 482913 from last tuesday", Expect.OPEN, [("order_number", "482913"), ("date", "2026-11-17")]),
    ("en", "it's order #W2378156", Expect.OPEN, [("order_number", "2378156")]),
    ("en", "w as in whiskey two three seven eight one five six", Expect.ORDER_NUMBER, [("order_number", "2378156")]),
    ("en", "on the 5th i paid $42.92", Expect.OPEN, [("date", "2026-11-05"), ("money", "4292 USD")]),
    ("en", "tomorrow nine to eleven", Expect.DETAIL, [("slot", "2026-11-20T09:00/2026-11-20T11:00")]),
    ("en", "forty two ninety two", Expect.PHONE_TAIL, [("phone_tail", "4292")]),
    ("en", "four eight two nine one three", Expect.CODE, [("digits", "482913")]),
    ("en", "two", Expect.DETAIL, [("quantity", "2")]),
    ("zh", "订单号W2378156", Expect.OPEN, [("order_number", "2378156")]),
    ("zh", "上周二花了二百四十二块九毛二", Expect.OPEN, [("date", "2026-11-10"), ("money", "24292 ")]),
    ("zh", "明天上午九点到十一点", Expect.DETAIL, [("slot", "2026-11-20T09:00/2026-11-20T11:00")]),
    ("zh", "改成两件", Expect.DETAIL, [("quantity", "2")]),
    ("zh", "四二九二", Expect.PHONE_TAIL, [("phone_tail", "4292")]),
]


@pytest.mark.parametrize(("language", "said", "expect", "found"), VALUES)
def test_days_times_amounts_and_counts_are_told_from_numbers(
    language: Language, said: str, expect: Expect, found: list[tuple[str, str]]
) -> None:
    transcript = Transcript(said, language, 1.0)
    meaning = packaged_understanding().understand(transcript, expect=expect, today=TODAY)
    assert [(entity.kind.value, entity.value) for entity in meaning.entities] == found


def test_days_need_to_know_which_day_it_is() -> None:
    meaning = packaged_understanding().understand(Transcript("last tuesday", "en", 1.0), expect=Expect.OPEN)
    assert meaning.entities == ()


def test_a_whole_phone_number_is_kept_by_its_last_four() -> None:
    meaning = packaged_understanding().understand(Transcript("手机号13812344821", "zh", 1.0), expect=Expect.OPEN)
    assert meaning.entities[0].value == "4821"


def test_the_question_gives_a_bare_number_its_role() -> None:
    understanding = packaged_understanding()
    four = Transcript("four eight two one", "en", 1.0)
    asked = understanding.understand(four, expect=Expect.PHONE_TAIL, digits=4)
    unasked = understanding.understand(four, expect=Expect.OPEN)
    assert asked.entities[0].kind is EntityKind.PHONE_TAIL
    assert unasked.entities[0].kind is EntityKind.DIGITS


def test_a_count_is_not_a_number() -> None:
    for language, said in (("en", "i have 2 orders"), ("zh", "我买了两件")):
        transcript = Transcript(said, "zh" if language == "zh" else "en", 1.0)
        entities = packaged_understanding().understand(transcript, expect=Expect.OPEN).entities
        assert [entity.kind for entity in entities] in ([], [EntityKind.QUANTITY])


def test_the_recognisers_alternatives_are_other_readings() -> None:
    said = Transcript(
        "four eight two nine one tree", "en", 0.6, alternatives=(Alternative("four eight two nine one three", 0.3),)
    )
    meaning = packaged_understanding().understand(said, expect=Expect.ORDER_NUMBER, digits=6)
    readings = (meaning.entities[0].value, *meaning.entities[0].alternatives)
    assert "482913" in readings


def test_a_number_is_as_sure_as_its_words() -> None:
    words = tuple(Word(word, 0.9 if word != "four" else 0.5) for word in ("it's", "four", "eight", "two", "one"))
    said = Transcript("it's four eight two one", "en", 0.95, words=words)
    entity = packaged_understanding().understand(said, expect=Expect.PHONE_TAIL, digits=4).entities[0]
    assert entity.confidence == pytest.approx(0.98 * 0.8)


@pytest.mark.parametrize("said", ["can we speak Chinese?", "说中文可以吗", "mandarin please"])
def test_another_language_is_asked_for(said: str) -> None:
    meaning = packaged_understanding().understand(Transcript(said, "en", 1.0), expect=Expect.OPEN)
    entity = meaning.first(EntityKind.LANGUAGE)
    assert entity is not None
    assert entity.value == "zh"


def test_noise_is_not_trusted() -> None:
    sure, unsure = (
        packaged_understanding().understand(Transcript("where is my order", "en", heard), expect=Expect.OPEN)
        for heard in (0.95, 0.05)
    )
    assert sure.confidence > 0.6
    assert unsure.confidence < 0.35


@pytest.mark.parametrize("said", ["", "   ", "?!…", "🙂🙂", "\0\0"])
def test_no_words_have_no_intent(said: str) -> None:
    meaning = packaged_understanding().understand(Transcript(said, "en", 1.0), expect=Expect.OPEN)
    assert (meaning.intents, meaning.confidence) == ((), 0.0)


def test_ten_thousand_words_have_a_meaning_too() -> None:
    meaning = packaged_understanding().understand(Transcript("where is it " * 3334, "en", 1.0), expect=Expect.OPEN)
    assert meaning.intent == "track_order"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100), st.sampled_from(Expect), st.sampled_from([None, 4, 6]), st.floats(0, 1))
def test_any_text_has_a_meaning_with_true_probabilities(
    text: str, expect: Expect, digits: int | None, heard: float
) -> None:
    meaning = packaged_understanding().understand(Transcript(text, "en", heard), expect=expect, digits=digits)
    assert 0.0 <= meaning.confidence <= 1.0
    if meaning.intents:
        assert sum(intent.probability for intent in meaning.intents) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("said", ["it cost me $1499", "i paid 1499 dollars", "it took 120 days"])
def test_an_amount_is_not_an_order_number(said: str) -> None:
    entities = packaged_understanding().understand(Transcript(said, "en", 1.0), expect=Expect.OPEN).entities
    assert [entity.kind for entity in entities] in ([], [EntityKind.MONEY])


@pytest.mark.parametrize(
    "said",
    [
        "can you help me find out where my parcel is",
        "i don't know what to do to track my order",
        "i need assistance to locate my package",
        "how can i see the status of my order",
    ],
)
def test_help_with_a_wish_is_the_wish(said: str) -> None:
    assert packaged_understanding().understand(Transcript(said, "en", 1.0), expect=Expect.OPEN).intent == "track_order"


def test_help_alone_is_help() -> None:
    assert (
        packaged_understanding().understand(Transcript("i need help", "en", 1.0), expect=Expect.OPEN).intent == "help"
    )
