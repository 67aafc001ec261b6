from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.events.decision import Digits
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.orders.order import ItemView, Text
from orderline.speak.forms import When, forms_for
from orderline.speak.forms.grouping import grouped

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 21)
ENGLISH_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
READING = {
    "en": dict(zip(ENGLISH_DIGITS, "0123456789", strict=True)),
    "zh": dict(zip("零幺二三四五六七八九", "0123456789", strict=True)),
}
languages = st.sampled_from(LANGUAGES)
zones = st.sampled_from([UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Los_Angeles")])


def read_back(spoken: str, language: Language) -> str:
    words = re.findall(r"\w+", spoken) if language == "en" else re.findall(r"\w", spoken)
    return "".join(READING[language][word] for word in words)


@given(st.text(alphabet="0123456789", min_size=1, max_size=20), languages)
def test_digits_spoken_are_the_digits_written(digits: str, language: Language) -> None:
    assert read_back(forms_for(language).spoken(Digits(digits), When(TODAY, UTC)), language) == digits


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_within_four_hundred_is_spoken_in_words(language: Language) -> None:
    for away in range(-400, 401):
        spoken = forms_for(language).spoken(TODAY + timedelta(days=away), When(TODAY, UTC))
        assert spoken
        assert not re.search(r"[0-9]", spoken)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weekday", range(7))
def test_no_two_days_of_the_coming_or_past_four_months_are_spoken_alike_but_for_the_tense(
    language: Language, weekday: int
) -> None:
    today = TODAY + timedelta(days=weekday)
    for side in (1, -1):
        days = [today + timedelta(days=side * away) for away in range(120)]
        spoken = [forms_for(language).spoken(day, When(today, UTC)) for day in days]
        assert len(set(spoken)) == len(spoken)


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 2 <= moment.year <= 9998),
    zones,
    languages,
)
def test_every_moment_is_spoken_in_words(moment: datetime, zone: tzinfo, language: Language) -> None:
    spoken = forms_for(language).spoken(moment, When(TODAY, zone))
    assert spoken
    assert not re.search(r"[0-9]", spoken)


@given(st.text(alphabet="0123456789 .,:aZ年月件第lkgml-", max_size=24), languages)
def test_no_digit_is_left_to_the_synthesiser(text: str, language: Language) -> None:
    forms = forms_for(language)
    for spoken in (forms.words(text), forms.spoken(ItemView(Text(text, text), 3), When(TODAY, UTC))):
        assert not re.search(r"[0-9\0]", spoken)


@given(st.text(alphabet="abc XYZ,.'é", max_size=24), languages)
def test_text_without_digits_is_spoken_as_written(text: str, language: Language) -> None:
    assert forms_for(language).words(text) == text


@given(st.integers(-10_000, 10_000_000), languages)
def test_every_count_is_spoken_in_words(number: int, language: Language) -> None:
    assert not re.search(r"[0-9]", forms_for(language).spoken(number, When(TODAY, UTC)))


@given(st.text(alphabet="0123456789", max_size=40))
def test_groups_are_of_three_or_four_and_lose_nothing(digits: str) -> None:
    groups = grouped(digits)
    assert "".join(groups) == digits
    assert len(groups) == 1 or {len(group) for group in groups} <= {3, 4}
