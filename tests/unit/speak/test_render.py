from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from tests.unit.speak.conftest import WriteWording

from orderline.errors import ConfigurationError
from orderline.events.decision import Digits, Say
from orderline.events.reply import Reply, Sentence
from orderline.orders.identifiers import Language
from orderline.orders.order import SalesChannel, Text
from orderline.speak.render import fixed_sentences, render
from orderline.speak.wording.catalogue import Catalogue

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 21)
ENGLISH = """
    expected: "Your order ending {number} has left. It is expected {day}."
    day_first: "{day} it arrives."
    carrier_first: "{carrier} has it."
    with_carrier: "It is with {carrier}."
    late: {one: "It is one day late.", other: "It is {days} days late.", by: days}
    hello: {text: "Hello. How can I help?", must_hear: true}
    again: ["Once more.", "Again.", "One more time."]
    keep: "We keep it 2 days."
"""
CHINESE = """
    expected: "您尾号{number}的订单已发出。预计{day}送达。"
    day_first: "{day}送达。"
    carrier_first: "{carrier}在派送。"
    with_carrier: "由{carrier}派送。"
    late: "晚了{days}天。"
    hello: {text: "您好。请问要办什么？", must_hear: true}
    again: ["再说一遍。", "好的。", "再来一次。"]
    keep: "我们保留2天。"
"""


@pytest.fixture
def catalogue(write_wording: WriteWording) -> Catalogue:
    return write_wording({"en/track_order.yaml": ENGLISH, "zh/track_order.yaml": CHINESE})


def rendered(
    catalogue: Catalogue, *says: Say, language: Language = "en", said: Mapping[str, int] | None = None
) -> tuple[Sentence, ...]:
    return reply(catalogue, says, language, said or {}).sentences


def reply(catalogue: Catalogue, says: Sequence[Say], language: Language, said: Mapping[str, int]) -> Reply:
    return render(says, language=language, today=TODAY, timezone=UTC, said=said, catalogue=catalogue)


EXPECTED = Say("track_order.expected", {"number": Digits("4821"), "day": date(2026, 11, 24)})


def test_a_text_of_two_sentences_becomes_two_sentences_so_that_speech_starts_early(catalogue: Catalogue) -> None:
    assert rendered(catalogue, EXPECTED) == (
        Sentence(EXPECTED.key, "Your order ending 4821 has left.", "Your order ending four eight two one has left."),
        Sentence("track_order.expected", "It is expected on Tuesday, Nov 24.", "It is expected on Tuesday."),
    )  # fmt: skip


def test_chinese_is_rendered_by_its_own_wording_and_forms(catalogue: Catalogue) -> None:
    assert rendered(catalogue, EXPECTED, language="zh") == (
        Sentence("track_order.expected", "您尾号4821的订单已发出。", "您尾号四八二幺的订单已发出。"),
        Sentence("track_order.expected", "预计11月24日（周二）送达。", "预计下周二送达。"),
    )


def test_a_day_that_opens_a_sentence_is_capitalised(catalogue: Catalogue) -> None:
    (sentence,) = rendered(catalogue, Say("track_order.day_first", {"day": TODAY}))
    assert (sentence.text, sentence.spoken) == ("Today it arrives.", "Today it arrives.")


def test_a_channel_that_opens_a_sentence_is_capitalised(catalogue: Catalogue) -> None:
    (sentence,) = rendered(catalogue, Say("track_order.carrier_first", {"carrier": SalesChannel.APP}))
    assert sentence.text == "The app has it."


def test_a_name_that_opens_a_sentence_stays_as_it_is(catalogue: Catalogue) -> None:
    (sentence,) = rendered(catalogue, Say("track_order.carrier_first", {"carrier": "eShip"}))
    assert sentence.text == "eShip has it."


def test_a_name_that_ends_with_a_point_ends_the_sentence_once(catalogue: Catalogue) -> None:
    (sentence,) = rendered(catalogue, Say("track_order.with_carrier", {"carrier": Text("St. John Co.", "圣约翰")}))
    assert sentence.text == "It is with St. John Co."


def test_a_value_never_cuts_a_sentence_in_two(catalogue: Catalogue) -> None:
    values = {"carrier": "Fast? Sure! Yes. Ltd"}
    assert len(rendered(catalogue, Say("track_order.carrier_first", values))) == 1


def test_one_and_many_are_worded_differently(catalogue: Catalogue) -> None:
    says = [Say("track_order.late", {"days": days}) for days in (1, 2)]
    assert [one.spoken for one in rendered(catalogue, *says)] == ["It is one day late.", "It is two days late."]


def test_a_number_written_in_the_wording_is_spoken_in_words(catalogue: Catalogue) -> None:
    (english,), (chinese,) = (rendered(catalogue, Say("track_order.keep"), language=lang) for lang in ("en", "zh"))
    assert (english.text, english.spoken) == ("We keep it 2 days.", "We keep it two days.")
    assert (chinese.text, chinese.spoken) == ("我们保留2天。", "我们保留两天。")


def test_variants_take_turns_by_how_often_the_key_was_said(catalogue: Catalogue) -> None:
    texts = [rendered(catalogue, Say("track_order.again"), said={"track_order.again": n})[0].text for n in range(6)]
    assert texts[:3] == ["Once more.", "Again.", "One more time."]
    assert all(before != after for before, after in pairwise(texts))


def test_variants_take_turns_within_one_reply_too(catalogue: Catalogue) -> None:
    again = Say("track_order.again")
    assert [one.text for one in rendered(catalogue, again, again)] == ["Once more.", "Again."]


def test_must_hear_comes_from_the_wording_or_from_what_was_decided(catalogue: Catalogue) -> None:
    assert all(one.must_hear for one in rendered(catalogue, Say("track_order.hello")))
    assert all(one.must_hear for one in rendered(catalogue, Say("track_order.again", must_hear=True)))
    assert not any(one.must_hear for one in rendered(catalogue, Say("track_order.again")))


def test_nothing_to_say_is_an_empty_reply(catalogue: Catalogue) -> None:
    assert reply(catalogue, (), "zh", {}) == Reply("zh", ())


def test_a_key_without_wording_is_named_with_its_language(catalogue: Catalogue) -> None:
    with pytest.raises(ConfigurationError, match=r"'track_order\.gone'.*'zh'.*wording/zh/track_order\.yaml"):
        rendered(catalogue, Say("track_order.gone"), language="zh")


@pytest.mark.parametrize(("key", "slot"), [("expected", "day"), ("late", "days")])
def test_a_slot_without_a_value_is_named_with_key_and_language(catalogue: Catalogue, key: str, slot: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"'track_order\.{key}'.*'en'.*{{{slot}}}.*line \d+"):
        rendered(catalogue, Say(f"track_order.{key}", {"number": Digits("4821")}))


def test_the_same_arguments_give_the_same_reply(catalogue: Catalogue) -> None:
    says = (EXPECTED, Say("track_order.again"))
    assert reply(catalogue, says, "en", {"track_order.again": 2}) == reply(
        catalogue, says, "en", {"track_order.again": 2}
    )


def test_the_shops_time_zone_decides_which_day_a_moment_is(catalogue: Catalogue) -> None:
    late_evening = Say("track_order.day_first", {"day": datetime(2026, 11, 21, 20, 0, tzinfo=UTC)})
    texts = [
        render([late_evening], language="en", today=TODAY, timezone=zone, said={}, catalogue=catalogue).text
        for zone in (UTC, ZoneInfo("Asia/Shanghai"))
    ]
    assert texts == ["Today at 8 pm it arrives.", "Tomorrow at 4 am it arrives."]


def test_the_sentences_without_slots_can_be_spoken_before_anybody_calls(catalogue: Catalogue) -> None:
    fixed = fixed_sentences(catalogue)
    assert ("Hello.", "en") in fixed
    assert ("How can I help?", "en") in fixed
    assert ("It is one day late.", "en") in fixed
    assert ("我们保留两天。", "zh") in fixed
    assert not any("order ending" in spoken for spoken, _ in fixed)
    assert len(fixed) == len(set(fixed))
