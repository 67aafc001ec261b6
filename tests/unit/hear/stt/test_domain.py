from __future__ import annotations

import math
import random

import pytest

from orderline.events.speech import Expect
from orderline.hear.completeness import count_digits
from orderline.hear.stt import domain
from orderline.hear.stt.grammar import draw_sentences, load, spoken_digits
from orderline.hear.stt.ngram import arpa

pytestmark = pytest.mark.unit


def test_every_word_of_the_grammar_can_be_heard() -> None:
    built = domain.build(("Blue Wool Sweater", "Zzyzx Lamp"))
    assert {"order", "cancel", "refund", "exchange", "coupon", "wool", "mhm"} <= built.words
    assert built.unknown == {"zzyzx"}
    assert set(built.models) == set(domain.SEARCHES)
    assert {line.split("(")[0].split()[0] for line in built.dictionary.splitlines()} == built.words


def test_every_question_has_a_search() -> None:
    assert set(domain.SEARCH_FOR) == set(Expect)
    assert set(domain.SEARCH_FOR.values()) <= set(domain.SEARCHES)


def test_the_same_grammar_gives_the_same_corpus() -> None:
    first = domain.build(("mug",))
    domain.build.cache_clear()
    assert domain.build(("mug",)) == first


@pytest.mark.parametrize("length", range(1, 13))
def test_a_run_of_digits_has_the_length_that_was_asked_for(length: int) -> None:
    draw = random.Random(length)
    for _ in range(50):
        spoken = spoken_digits(length, draw)
        said = count_digits(spoken, "en")
        ambiguous = "ty " in spoken  # "fifty five" may be 55, or 50 and 5
        assert said == length or (ambiguous and said < length), spoken


def test_a_template_gives_all_its_sentences_equally_often() -> None:
    drawn = draw_sentences("[please] (track|find) it", {}, 8, random.Random(1))
    assert sorted(drawn) == sorted(["track it", "find it", "please track it", "please find it"] * 2)


def test_lists_stand_for_their_values_inside_alternatives_too() -> None:
    lists = {"thing": ("mug", "lamp")}
    drawn = draw_sentences("(the {thing}|my {thing})", lists, 40, random.Random(1))
    assert set(drawn) == {"the mug", "the lamp", "my mug", "my lamp"}


def _read(model: str) -> dict[tuple[str, ...], tuple[float, float]]:
    """Probability and back-off weight of every run of words in an ARPA model."""
    found = {}
    for line in model.splitlines():
        if "\t" in line:
            probability, words, *backoff = line.split("\t")
            found[tuple(words.split())] = (10 ** float(probability), 10 ** float(backoff[0]) if backoff else 1.0)
    return found


def _probability(model: dict[tuple[str, ...], tuple[float, float]], history: tuple[str, ...], word: str) -> float:
    if (*history, word) in model:
        return model[(*history, word)][0]
    backoff = model[history][1] if history in model else 1.0
    return backoff * _probability(model, history[1:], word)


@pytest.mark.parametrize("history", [(), ("where",), ("<s>", "where"), ("is", "my"), ("my", "where")])
def test_the_probabilities_after_any_words_sum_to_one(history: tuple[str, ...]) -> None:
    model = _read(arpa([("where is my order", 3), ("where is it", 1), ("is my order late", 2)]))
    words = {gram[0] for gram in model if len(gram) == 1} - {"<s>"}
    assert math.fsum(_probability(model, history, word) for word in words) == pytest.approx(1.0, abs=0.01)


def test_the_shipped_grammar_reads() -> None:
    grammar = load(domain.GRAMMAR_FILE)
    assert set(grammar.templates) == {"open", "person", "control", "yes_no", "digits", "no_number"}
