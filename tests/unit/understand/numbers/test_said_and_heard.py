"""What the line says of a value, in either language, it reads back as that value."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderline.events.decision import Counted, Days, Digits, Ordinal, Period, Spelled, Unit
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.orders.money import EXPONENTS, Money
from orderline.speak.forms import When, forms_for
from orderline.understand.normal import normalise
from orderline.understand.numbers import find_numbers
from orderline.understand.numbers.dates import find_dates
from orderline.understand.numbers.days import Tense
from orderline.understand.numbers.money import find_money
from orderline.understand.numbers.quantities import find_ordinals, find_quantities
from orderline.understand.numbers.slots import find_slots
from orderline.understand.numbers.spelled import find_spelled

pytestmark = pytest.mark.unit

languages = st.sampled_from(LANGUAGES)
todays = st.dates(date(2024, 1, 1), date(2030, 12, 31))
shown = st.booleans()
EXAMPLES = 250
"""Of each of the properties: some 3,000 forms in all; ten times as many passed once."""


def _said(value: object, language: Language, today: date, *, shown: bool = False) -> str:
    forms, when = forms_for(language), When(today, UTC)
    return normalise(forms.shown(value, when) if shown else forms.spoken(value, when))  # type: ignore[arg-type]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(1, 99_999_999), st.sampled_from(sorted(EXPONENTS)), languages)
def test_money_spoken(minor: int, currency: str, language: Language) -> None:
    (found,) = find_money(_said(Money(minor, currency), language, date(2026, 11, 19)), language)
    expected = f"{minor} {currency}"
    assert expected in (found.value, *found.alternatives, f"{found.value}{currency}")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(-9_999_999, 9_999_999).filter(bool), st.sampled_from(["USD", "CNY", "EUR", "GBP"]), languages)
def test_money_within_a_sentence(minor: int, currency: str, language: Language) -> None:
    said = _said(Money(abs(minor), currency), language, date(2026, 11, 19))
    sentence = f"i paid {said} for the blue kettle" if language == "en" else f"那个水壶我花了{said}的"
    (found,) = find_money(sentence, language)
    assert f"{abs(minor)} {currency}" in (found.value, *found.alternatives, f"{found.value}{currency}")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(1, 9_999_999), st.sampled_from(["USD", "CNY", "EUR", "GBP"]), languages)
def test_money_shown(minor: int, currency: str, language: Language) -> None:
    (found,) = find_money(_said(Money(minor, currency), language, date(2026, 11, 19), shown=True), language)
    assert found.value == f"{minor} {currency}"


@settings(max_examples=EXAMPLES, deadline=None)
@given(todays, st.integers(-400, 400), languages, shown)
def test_days(today: date, away: int, language: Language, written: bool) -> None:
    day = today + timedelta(days=away)
    tense: Tense = "past" if away < 0 else "future"
    (found,) = find_dates(_said(day, language, today, shown=written), language, today=today, tense=tense)
    assert found.value == day.isoformat()


@settings(max_examples=EXAMPLES, deadline=None)
@given(todays, st.integers(1, 170), st.integers(1, 20), languages)
def test_stretches_of_days(today: date, away: int, length: int, language: Language) -> None:
    first = today + timedelta(days=away)
    last = first + timedelta(days=length)
    (found,) = find_dates(_said(Days(first, last), language, today), language, today=today, tense="future")
    assert found.value == f"{first.isoformat()}/{last.isoformat()}"


@settings(max_examples=EXAMPLES, deadline=None)
@given(todays, st.integers(1, 170), st.integers(16, 41), st.integers(1, 16), languages, shown)
def test_times_of_a_day(today: date, away: int, start: int, halves: int, language: Language, written: bool) -> None:
    """Half hours from eight in the morning to nine in the evening."""
    day = datetime.combine(today + timedelta(days=away), datetime.min.time(), UTC)
    first = day + timedelta(minutes=30 * start)
    last = day + timedelta(minutes=30 * min(42, start + halves))
    (found,) = find_slots(_said(Period(first, last), language, today, shown=written), language, today=today)
    assert found.value == f"{first:%Y-%m-%dT%H:%M}/{last:%Y-%m-%dT%H:%M}"


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text("0123456789", min_size=2, max_size=12), languages)
def test_digits(digits: str, language: Language) -> None:
    found = find_numbers(_said(Digits(digits), language, date(2026, 11, 19)), language)
    assert "".join(reading.value for reading in found) == digits


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), languages)
def test_spelled_letters(word: str, language: Language) -> None:
    (found,) = find_spelled(_said(Spelled(word), language, date(2026, 11, 19)), language)
    assert found.value == word


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12))
def test_letters_one_by_one_with_doubles(word: str) -> None:
    said, at = [], 0
    while at < len(word):
        twice = word[at : at + 2] == word[at] * 2 and word[at] != "u"
        said.append(("double " if twice else "") + ("double u" if word[at] == "w" and not twice else word[at]))
        at += 2 if twice else 1
    found = find_spelled(" ".join(said), "en")
    assert [reading.value for reading in found] == [word]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(1, 999), languages)
def test_pieces(number: int, language: Language) -> None:
    said = _said(Counted(number, Unit.PIECE), language, date(2026, 11, 19))
    sentence = f"make it {said}" if language == "en" else f"改成{said}"
    (found,) = find_quantities(sentence, language)
    assert found.value == str(number)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(1, 99), languages)
def test_ordinals(number: int, language: Language) -> None:
    said = _said(Ordinal(number), language, date(2026, 11, 19))
    (found,) = find_ordinals(f"the {said} one" if language == "en" else f"{said}个", language)
    assert found.value == str(number)


_words = st.lists(
    st.sampled_from(
        (
            *(
                "two",
                "forty",
                "ninety two",
                "hundred",
                "and",
                "double",
                "u",
                "s",
                "as in",
                "to",
                "the",
                "5th",
                "$",
                ".",
            ),
            *("last", "next", "tuesday", "november", "week", "ago", "at", "9", "am", "no wait", "of them", "dollars"),
            *(
                "三",
                "十",
                "百",
                "块",
                "毛",
                "上",
                "周",
                "个",
                "月",
                "号",
                "点",
                "半",
                "的",
                "前",
                "不对",
                "到",
                "两",
                "万",
                "-",
                "/",
            ),
        )
    ),
    max_size=40,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(_words, st.sampled_from([" ", ""]), languages, todays, st.booleans())
def test_any_words_are_read_without_an_exception_and_where_they_stand(
    words: list[str], glue: str, language: Language, today: date, asked: bool
) -> None:
    text = normalise(glue.join(words))
    for found in (
        *find_dates(text, language, today=today),
        *find_slots(text, language, today=today, asked=asked),
        *find_money(text, language, asked=asked),
        *find_quantities(text, language, asked=asked),
        *find_ordinals(text, language),
        *find_spelled(text, language, asked=asked),
    ):
        assert found.value
        assert found.text == text[found.start : found.end]
        assert 0 < found.confidence <= 1
