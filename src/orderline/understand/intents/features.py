"""A sentence as weighted pieces: English words and letters, Chinese characters and sounds.

Source: reference/speech-and-nlu sections 0, 3 and 3c: word 1-2 grams with letter 2-5 grams inside words; character 1-3
grams with pinyin syllable 1-3 grams, which do not change when a recogniser writes another character of the same sound.
Beside them the concepts that the words stand for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pypinyin import lazy_pinyin

from orderline.orders.identifiers import Language
from orderline.understand.intents.concepts import load_concepts
from orderline.understand.normal import words_of
from orderline.understand.numbers.runs import NumberReading

VERSION = 4
"""Grows when the features change, so that cached weights are made again."""
NUMBER = " num "
"""Stands for every number: which one it is says nothing about what is wanted."""
_SHORTEST_NUMBER = 3

_CARRIER = re.compile(
    r"^(?:(?:please|hi|hello|well|so|um|uh|okay|and)\b\s*)*"
    r"(?:(?:can|could|would|will) (?:you|ya|u) (?:please )?(?:help|assist)(?: me)?(?: out)?(?: to| with| in)?"
    r"|(?:i(?:'d| would)? )?(?:need|want|like|wanna|require|have)(?: to (?:get|have))?(?: some| your| any)?"
    r" (?:help|assistance|support)"
    r"(?: to| with| in| on)?"
    r"|(?:i have )?(?:a |some )?questions? about|help(?: me)?(?: to| with| in)?|assist me(?: to| with| in)?"
    r"|i (?:do not|don't|dont) know (?:how|what)"
    r"(?: (?:i )?(?:to do|(?:can|have to|need to|must|should)(?: do)?))?(?: to)?"
    r"|what (?:do|must|should) i (?:(?:have|need) to )?do(?: to)?"
    r"|how (?:can|could|do|would|should) i|i(?: am|'m) trying to|i(?:'m| am)? call(?:ing)? to"
    r")\s+(?=\w+\s+\w+)"
)
"""What an English caller says around any wish: "can you help me to …", "I don't know how to …". Left out, because it
makes every wish look like a call for help."""

_CARRIED = re.compile(
    r"(?<=\w)\s+(?:(?:and |but )?(?:can|could|will|would) you (?:please )?help(?: me)?(?: out)?|"
    r"(?:and |but )?i(?:'d like| need| want| could use)? ?(?:some )?(?:help|assistance)|"
    r"can i (?:get|have) some help|i don't know how(?: to)?|how (?:can|do) i do (?:it|that))$"
)
"""The same after it: "… can you help me"."""

Counts = tuple[Counter[str], Counter[str], Counter[str]]
"""Three groups of pieces with how often each occurs, words or characters first; each is normalised by itself."""


def without_numbers(text: str, numbers: Sequence[NumberReading]) -> str:
    """`text` with each number of at least three digits replaced by `NUMBER`, without punctuation and carrier words."""
    for number in reversed(numbers):
        if len(number.value) >= _SHORTEST_NUMBER:
            text = text[: number.start] + NUMBER + text[number.end :]
    words = words_of(text)
    return _CARRIED.sub("", _CARRIER.sub("", words))


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
    return Counter(_grams(words, 2, "w:", " ")), letters, _concepts(sentence, "en")


def _chinese(sentence: str) -> Counts:
    compact = sentence.replace(" num ", "#").replace("num", "#").replace(" ", "")
    syllables = lazy_pinyin(compact)
    sounds = Counter(_grams(syllables, 3, "p:", " "))
    return Counter(_grams(compact, 3, "c:", "")), sounds, _concepts(compact, "zh")


def _concepts(sentence: str, language: Language) -> Counter[str]:
    return Counter("k:" + concept for concept in load_concepts(language).find(sentence))


_COUNTERS: dict[Language, Callable[[str], Counts]] = {"en": _english, "zh": _chinese}
