"""Words in the English examples that look like a slip of another word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orderline.understand.intents.examples import Example
from orderline.understand.normal import words_of

SHORTEST = 5
"""Letters of a word that is looked at: shorter ones are one letter from too many others. Source: own choice."""
OFTEN = 4
"""How often the right word must occur. Source: own choice."""


@dataclass(frozen=True, slots=True)
class Typo:
    """A word that may be a slip."""

    intent: str
    sentence: str
    word: str
    meant: str

    def __str__(self) -> str:
        return f'"{self.word}" in {self.intent}: "{self.sentence}" may mean "{self.meant}".'


def find_typos(examples: Sequence[Example]) -> tuple[Typo, ...]:
    """Words that occur once and are one letter more or less, or two letters swapped, from one that occurs often."""
    counts = Counter(word for example in examples for word in words_of(example.sentence).split())
    usual = {word for word, count in counts.items() if count >= OFTEN and len(word) >= SHORTEST and word.isascii()}
    found = []
    for example in examples:
        for word in words_of(example.sentence).split():
            if counts[word] > 1 or len(word) < SHORTEST or not word.isascii() or not word.isalpha():
                continue
            meant = next((near for near in _near(word) if near in usual), None)
            if meant is not None and not _inflected(word, meant):
                found.append(Typo(example.intent, example.sentence, word, meant))
    return tuple(found)


def _near(word: str) -> Iterator[str]:
    """What `word` is with one letter less, one more or two swapped, its first letter kept: another letter in its place
    is more often another word ("chipped", "shipped").
    """
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1:]
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in "abcdefghijklmnopqrstuvwxyz")


def _inflected(word: str, meant: str) -> bool:
    """Whether they differ by an ending only: "mug" and "mugs"."""
    shorter, longer = sorted((word, meant), key=len)
    return longer.startswith(shorter)
