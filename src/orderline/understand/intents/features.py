"""A sentence as weighted pieces: English words and letters, Chinese characters and sounds.

Source: reference/speech-and-nlu sections 0, 3 and 3c: word 1-2 grams with letter 2-5 grams inside words; character 1-3
grams with pinyin syllable 1-3 grams, which do not change when a recogniser writes another character of the same sound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pypinyin import lazy_pinyin

from orderline.orders.identifiers import Language
from orderline.understand.normal import words_of
from orderline.understand.numbers.runs import NumberReading

VERSION = 1
"""Grows when the features change, so that cached weights are made again."""
NUMBER = " num "
"""Stands for every number: which one it is says nothing about what is wanted."""
_SHORTEST_NUMBER = 3

Counts = tuple[Counter[str], Counter[str]]
"""Two groups of pieces with how often each occurs; each group is normalised by itself."""


def without_numbers(text: str, numbers: Sequence[NumberReading]) -> str:
    """`text` with each number of at least three digits replaced by `NUMBER`, and without punctuation."""
    for number in reversed(numbers):
        if len(number.value) >= _SHORTEST_NUMBER:
            text = text[: number.start] + NUMBER + text[number.end :]
    return words_of(text)


def counts(sentence: str, language: Language) -> Counts:
    """The pieces of `sentence`, which `without_numbers` has prepared."""
    return _COUNTERS[language](sentence)


def _grams(items: Sequence[str], longest: int, prefix: str, glue: str) -> Iterator[str]:
    for size in range(1, longest + 1):
        for at in range(len(items) - size + 1):
            yield prefix + glue.join(items[at : at + size])


def _english(sentence: str) -> Counts:
    words = sentence.split()
    letters: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for size in range(2, 6):
            letters.update("c:" + padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
    return Counter(_grams(words, 2, "w:", " ")), letters


def _chinese(sentence: str) -> Counts:
    compact = sentence.replace(" num ", "#").replace("num", "#").replace(" ", "")
    syllables = lazy_pinyin(compact)
    return Counter(_grams(compact, 3, "c:", "")), Counter(_grams(syllables, 3, "p:", " "))


_COUNTERS: dict[Language, Callable[[str], Counts]] = {"en": _english, "zh": _chinese}
