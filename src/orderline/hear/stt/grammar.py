"""Sentence templates, expanded: `[please] where is my {order}` becomes every sentence it can mean.

    (a|b)     one of                [a|b]     one of, or nothing
    {name}    one of the list       {digits}  a spoken run of 3 to 10 digits, {digits4} of so many

Expansion is deterministic: the same file gives the same corpus on every machine.
"""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from orderline.errors import ConfigurationError

DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TOKEN = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{(\w+)\}|([^()\[\]{}]+)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What callers say, by what the line has just asked."""

    lists: Mapping[str, tuple[str, ...]]
    templates: Mapping[str, tuple[str, ...]]
    """By group: `open`, `digits`, `yes_no`."""
    pronunciations: Mapping[str, str]
    """Words that the dictionary lacks: ARPAbet phones, spaced."""


def load(path: Path) -> Grammar:
    """Read a grammar file.

    Raises:
        ConfigurationError: it is not YAML of the three sections `lists`, `templates`, `pronunciations`.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Grammar(
            lists={name: tuple(map(str, values)) for name, values in raw["lists"].items()},
            templates={group: tuple(map(str, lines)) for group, lines in raw["templates"].items()},
            pronunciations=dict(raw["pronunciations"]),
        )
    except (OSError, yaml.YAMLError, KeyError, AttributeError, TypeError) as fault:
        raise ConfigurationError(
            f"The grammar {path.name} cannot be read: {fault!r}.", "The embedded recogniser has no words to hear."
        ) from fault


def spoken_digits(length: int, draw: random.Random) -> str:
    """A run of `length` digits as people say one: mostly one by one, some pairs, some doubles, some "oh"."""
    words: list[str] = []
    style = draw.random()
    while length > 0:
        digit = draw.randrange(10)
        if style > 0.85 and length >= 2 and digit:
            number = digit * 10 + draw.randrange(10)
            words.append(_pair(number))
            length -= 2
        elif length >= 2 and draw.random() < 0.05:
            words += ["double", DIGIT_WORDS[digit]]
            length -= 2
        else:
            words.append("oh" if digit == 0 and style < 0.3 else DIGIT_WORDS[digit])
            length -= 1
    return " ".join(words)


def _pair(number: int) -> str:
    """10…99 in words."""
    if number < 20:
        return TEENS[number - 10]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] if ones == 0 else f"{TENS[tens - 2]} {DIGIT_WORDS[ones]}"


def draw_sentences(template: str, lists: Mapping[str, tuple[str, ...]], count: int, draw: random.Random) -> list[str]:
    """`count` sentences of `template`, single-spaced: each one equally often, the remainder drawn."""
    parts = [_choices(token, lists) for token in _TOKEN.finditer(template)]
    whole, rest = divmod(count, math.prod(len(part) for part in parts))
    chosen = [" ".join(words) for words in itertools.product(*parts)] * whole
    chosen += [" ".join(draw.choice(part) for part in parts) for _ in range(rest)]
    return [_fill(sentence, lists, draw) for sentence in chosen]


def _choices(token: re.Match[str], lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What one token of a template may stand for."""
    one_of, optional, name, words = cast("tuple[str | None, ...]", token.groups())
    if one_of is not None:
        return tuple(one_of.split("|"))
    if optional is not None:
        return ("", *optional.split("|"))
    if name is None:
        return (words or "",)
    return lists.get(name, ("{" + name + "}",))


def _fill(sentence: str, lists: Mapping[str, tuple[str, ...]], draw: random.Random) -> str:
    """Fill in digits, and lists that stand inside an alternative."""

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if name.startswith("digits"):
            return spoken_digits(int(name.removeprefix("digits") or draw.randint(3, 10)), draw)
        if name not in lists:
            raise ConfigurationError(f"The grammar uses {{{name}}}, and no list of that name exists.")
        return draw.choice(lists[name])

    return " ".join(re.sub(r"\{(\w+)\}", fill, sentence).split())
