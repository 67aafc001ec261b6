"""Codes and spellings as they are said among noise: "t for Tommy", "november two whiskey", "0zh", "MIT c h e LL".

Unlike a spelled word in a sentence (`understand.numbers.spelled`), everything here is taken for a character, because
one was asked for; what is no letter's name counts by its first letter, as the word of a caller's own alphabet.
"""

from __future__ import annotations

import re

_NOISE = frozenset(
    [
        "my", "is", "the", "it", "it's", "its", "postcode", "post", "code", "zip", "postal", "yes", "sorry", "please",
        "so", "um", "uh", "er", "okay", "that's", "that", "name", "address", "hello", "hi", "again", "letter", "number",
        "capital", "space", "then", "spelt", "spelled", "spell", "first", "last", "surname", "email", "of", "with",
    ]
)  # fmt: skip
_WORDS = {
    word: sound
    for sound, words in {
        "a": "alpha alfa hey eh", "b": "bravo be bee", "c": "charlie see sea", "d": "delta dee", "e": "echo he",
        "f": "foxtrot ef eff if", "g": "golf gee", "h": "hotel aitch age haitch", "i": "india eye",
        "j": "juliet juliett jay", "k": "kilo kay", "l": "lima el ell hell", "m": "mike em",
        "n": "november en and & + an end ed in", "o": "oscar oh", "p": "papa pea pee", "q": "quebec queue cue kew",
        "r": "romeo are our ar", "s": "sierra ess as us", "t": "tango tea tee", "u": "uniform you",
        "v": "victor vee we", "w": "whiskey whisky", "x": "xray ex x-ray", "y": "yankee why", "z": "zulu zed zee said",
        "0": "zero nought naught nil", "1": "one won on warm wan", "2": "two to too", "3": "three free tree",
        "4": "four for fore", "5": "five fife", "6": "six sex", "7": "seven", "8": "eight ate", "9": "nine niner",
        "10": "ten", "11": "eleven", "12": "twelve", "13": "thirteen", "14": "fourteen", "15": "fifteen",
        "16": "sixteen", "17": "seventeen", "18": "eighteen", "19": "nineteen", "20": "twenty", "30": "thirty",
        "40": "forty", "50": "fifty", "60": "sixty", "70": "seventy", "80": "eighty", "90": "ninety",
    }.items()
    for word in words.split()
}  # fmt: skip
"""What recognisers write for the names of letters and digits. Source: own choice, after the tuning half of
`orderline bench identity`."""
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_LIKE = frozenset({"for", "4", "as", "like"})
_TOKEN = re.compile(r"x-ray|[a-z]+(?:'[a-z]+)?|\d+|[&+]")
_GROUP = 4
"""Letters in a row that a recogniser writes together without meaning a word: "MIT", "emma"."""


def characters(text: str) -> str:
    """Everything `text` (lower case) spells, letters and digits, lower case."""
    words = _TOKEN.findall(text)
    out: list[str] = []
    at = 0
    while at < len(words):
        said, at = _next(words, at)
        out.append(said)
    return "".join(out)


def _next(words: list[str], at: int) -> tuple[str, int]:
    """What the word at `at` spells, and the index after it."""
    word = words[at]
    explained = _explained(words, at)
    if explained:
        return explained
    if word == "double" and at + 1 < len(words) and words[at + 1] in ("u", "you"):
        return "w", at + 2
    if word in _TIMES and at + 1 < len(words):
        said, after = _next(words, at + 1)
        return said * _TIMES[word] if len(said) == 1 else said, after
    if word in _NOISE:
        return "", at + 1
    if word in _WORDS:
        return _ten(words, at)
    if word.isdigit() or len(word) <= _GROUP:
        return word, at + 1
    return word[0], at + 1


def _explained(words: list[str], at: int) -> tuple[str, int] | None:
    """The first letter of the word in "t for tommy": it is heard better than the letter itself."""
    if len(words[at]) > 4 or words[at].isdigit():
        return None
    for size in (1, 2):
        lead, word = words[at + 1 : at + 1 + size], words[at + 1 + size : at + 2 + size]
        like = (lead in (["for"], ["4"], ["like"], ["is"])) if size == 1 else lead == ["as", "in"]
        if like and word and word[0].isalpha() and len(word[0]) > 2 and word[0] not in _WORDS:
            return word[0][0], at + 2 + size
        if like and word and word[0] in _WORDS and word[0][0] == words[at][0] and len(word[0]) > 3:
            return word[0][0], at + 2 + size
    return None


def _ten(words: list[str], at: int) -> tuple[str, int]:
    """A letter's or digit's name; "twenty one" is two digits."""
    said = _WORDS[words[at]]
    follows = _WORDS.get(words[at + 1], "") if at + 1 < len(words) else ""
    if (
        len(said) == 2
        and said[1] == "0"
        and said != "10"
        and len(follows) == 1
        and follows.isdigit()
        and follows != "0"
    ):
        return said[0] + follows, at + 2
    return said, at + 1


def is_spelled(text: str) -> bool:
    """Whether most of what was said are single letters."""
    words = [word for word in _TOKEN.findall(text) if word not in _NOISE]
    letters = sum(len(word) <= 2 for word in words)
    return len(words) >= 3 and letters >= 0.6 * len(words)
