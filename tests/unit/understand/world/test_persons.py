from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.understanding import packaged_understanding

from orderline.events.meaning import EntityKind
from orderline.events.speech import Alternative, Expect, Transcript
from orderline.orders.identifiers import Language
from orderline.understand.normal import normalise
from orderline.understand.understanding import Understanding
from orderline.understand.world.births import birth_days
from orderline.understand.world.persons import find_birth_days, find_persons
from orderline.understand.world.spelled_out import characters

pytestmark = pytest.mark.unit

SPELLED = [
    ("t for tommy q for queen 6", "tq6"),
    ("november two whiskey zero juliet juliet", "n2w0jj"),
    ("s & 7 and 5 q h", "sn7n5qh"),
    ("double u two", "w2"),
    ("double four one", "441"),
    ("c t fifty six on zed q", "ct561zq"),
    ("tl8 0zh", "tl80zh"),
    ("my postcode is e c 6 e 6 y b please", "ec6e6yb"),
    ("all for raja", "r"),
]


@pytest.mark.parametrize(("said", "code"), SPELLED)
def test_characters_said_one_by_one(said: str, code: str) -> None:
    assert characters(said) == code


SAID: list[tuple[Language, str, Expect, EntityKind, str]] = [
    ("en", "Emma Chen", Expect.NAME, EntityKind.NAME, "emma chen"),
    ("en", "yes it's Emma Chen", Expect.NAME, EntityKind.NAME, "emma chen"),
    ("en", "S M I T H", Expect.NAME, EntityKind.NAME, "s m i t h"),
    ("en", "hello my name is Yusuf Rossi and my zip code is 19122", Expect.OPEN, EntityKind.NAME, "yusuf rossi"),
    ("en", "john dot smith at gmail dot com", Expect.EMAIL, EntityKind.EMAIL, "john.smith@gmail.com"),
    ("en", "my email is yusuf.rossi9301@example.com", Expect.OPEN, EntityKind.EMAIL, "yusuf.rossi9301@example.com"),
    ("en", "it's mary underscore jones at hotmail dot co dot uk", Expect.EMAIL, EntityKind.EMAIL,
     "mary_jones@hotmail.co.uk"),
    ("en", "SW1A 1AA", Expect.POSTCODE, EntityKind.POSTCODE, "SW1A1AA"),
    ("en", "my postcode is m 4 0 q g", Expect.OPEN, EntityKind.POSTCODE, "M40QG"),
    ("zh", "我叫王伟", Expect.OPEN, EntityKind.NAME, "王伟"),
    ("zh", "李秀英", Expect.NAME, EntityKind.NAME, "李秀英"),
    ("zh", "邮箱是wang点wei艾特qq点com", Expect.EMAIL, EntityKind.EMAIL, "wang.wei@qq.com"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "expect", "kind", "value"), SAID)
def test_what_callers_say_of_themselves(
    language: Language, said: str, expect: Expect, kind: EntityKind, value: str
) -> None:
    found = {one.kind: one.value for one in find_persons([normalise(said)], language, expect)}
    assert found.get(kind) == value


@pytest.mark.parametrize("said", ["where is my order", "i'm calling about a refund", "this is ridiculous"])
def test_other_sentences_name_nobody(said: str) -> None:
    assert find_persons([said], "en", Expect.OPEN) == ()


def test_every_transcript_of_the_list_is_a_reading() -> None:
    said = Transcript("max savage", "en", 0.8, alternatives=(Alternative("mac's salvage", 0.5),))
    meaning = packaged_understanding().understand(said, expect=Expect.NAME)
    name = meaning.first(EntityKind.NAME)
    assert name is not None
    assert (name.value, name.alternatives) == ("max savage", ("mac's salvage",))


def test_the_digits_of_a_postcode_are_no_number_of_their_own() -> None:
    understanding: Understanding = packaged_understanding()
    meaning = understanding.understand(Transcript("s m 3 2 1 l x", "en", 1.0), expect=Expect.POSTCODE)
    assert [(one.kind, one.value) for one in meaning.entities] == [(EntityKind.POSTCODE, "SM321LX")]


BORN: list[tuple[Language, str, str]] = [
    ("en", "the 8th of april 1909", "1909-04-08"),
    ("en", "second of november nineteen seventy", "1970-11-02"),
    ("en", "twenty first of june 2001", "2001-06-21"),
    ("en", "april 1909", "1909-04-??"),
    ("en", "16 07 2003", "2003-07-16"),
    ("en", "0112 86", "1986-12-01"),
    ("zh", "一九八六年十二月二十号", "1986-12-20"),
    ("zh", "86年3月5日", "1986-03-05"),
]


@pytest.mark.parametrize(("language", "said", "day"), BORN)
def test_days_of_birth(language: Language, said: str, day: str) -> None:
    assert next(iter(birth_days(said, language)), None) == day


@given(st.lists(st.text(max_size=200), min_size=1, max_size=3), st.sampled_from(list(Expect)))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(texts: list[str], expect: Expect) -> None:
    plain = [normalise(text) for text in texts]
    for language in ("en", "zh"):
        find_persons(plain, language, expect)
        find_birth_days(plain, language)
