from __future__ import annotations

from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.understand.intents.examples import FEWEST, PACKAGED, Example, lint, load_examples
from orderline.understand.intents.typos import find_typos

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packaged_examples_have_no_clash(language: Language) -> None:
    assert lint(load_examples(PACKAGED, language)) == []


def test_both_languages_know_the_same_wishes() -> None:
    english, chinese = ({example.intent for example in load_examples(PACKAGED, language)} for language in LANGUAGES)
    assert english == chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wish_has_enough_sentences(language: Language) -> None:
    counted: dict[str, int] = {}
    for example in load_examples(PACKAGED, language):
        counted[example.intent] = counted.get(example.intent, 0) + 1
    assert min(counted.values()) >= 24
    assert counted["other"] >= 58


def test_a_clash_names_both_wishes_and_the_sentence() -> None:
    examples = (Example("track_order", "where is it"), Example("refund_status", "where is it?"))
    assert lint(examples) == ['"where is it" is in refund_status and track_order.']


def test_a_sentence_twice_is_told() -> None:
    assert lint((Example("help", "help me"), Example("help", "help me"))) == ['"help me" is in help 2 times.']


@pytest.mark.parametrize(
    ("content", "told"),
    [("a: b", "not a list"), ("- [", "not YAML"), ("- one\n- two\n", f"at least {FEWEST}")],
)
def test_a_file_with_a_mistake_is_told_by_name(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "help.yaml").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=rf"help\.yaml.*{told}"):
        load_examples(tmp_path, "en")


def test_a_slip_is_told_with_the_word_it_may_mean() -> None:
    often = [Example("cancel_order", f"cancel order {number}") for number in ("one", "two", "three", "four")]
    (typo,) = find_typos([*often, Example("return_item", "cancle it")])
    assert str(typo) == '"cancle" in return_item: "cancle it" may mean "cancel".'


@pytest.mark.parametrize("sentence", ["cancels it", "two channels", "it"])
def test_an_ending_or_another_word_is_no_slip(sentence: str) -> None:
    often = [Example("cancel_order", f"cancel order {number}") for number in ("one", "two", "three", "four")]
    assert find_typos([*often, Example("other", sentence)]) == ()
