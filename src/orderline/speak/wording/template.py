"""A text of the catalogue, taken apart once at load, so that filling it in a call takes microseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orderline.events.decision import Value
from orderline.orders.identifiers import Language
from orderline.orders.order import SalesChannel, Text
from orderline.speak.forms import When, forms_for
from orderline.speak.sentences import split_sentences

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are the same whenever the sentence is said."""

    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled in."""

    name: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One sentence with its slots filled in."""

    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class SentenceTemplate:
    """One sentence: words and slots in order."""

    parts: tuple[Words | Slot, ...]

    @property
    def slots(self) -> frozenset[str]:
        """Names of the slots."""
        return frozenset(part.name for part in self.parts if isinstance(part, Slot))

    @property
    def fixed(self) -> str | None:
        """The spoken form of a sentence without slots; None where it has some."""
        words = [part.spoken for part in self.parts if isinstance(part, Words)]
        return "".join(words) if len(words) == len(self.parts) else None

    def fill(self, values: Mapping[str, Value], language: Language, when: When) -> Filled:
        """Put `values` in: one for each slot at least."""
        forms = forms_for(language)
        shown = spoken = ""
        for part in self.parts:
            if isinstance(part, Words):
                shown, spoken = _join(shown, part.shown), _join(spoken, part.spoken)
                continue
            value = values[part.name]
            opens = not shown and not _is_name(value)
            one, other = forms.shown(value, when), forms.spoken(value, when)
            shown += _capitalised(one) if opens else one
            spoken += _capitalised(other) if opens else other
        return Filled(shown, spoken)


@dataclass(frozen=True, slots=True)
class Template:
    """One text of the catalogue: its sentences, in order."""

    source: str
    """As written in the file."""
    sentences: tuple[SentenceTemplate, ...]

    @property
    def slots(self) -> frozenset[str]:
        """Names of the slots of every sentence."""
        return frozenset(name for sentence in self.sentences for name in sentence.slots)

    @property
    def literal(self) -> str:
        """The text with each slot replaced by one `x`: what a check of words and punctuation looks at."""
        return _SLOT.sub("x", self.source)


def parse_template(source: str, language: Language) -> Template:
    """Take `source` apart. Sentences are cut before slots are filled, so that a value never ends one.

    Raises:
        ValueError: a brace that is not part of a slot like `{expected_on}`.
    """
    source = " ".join(source.split())
    if any(brace in _SLOT.sub("", source) for brace in "{}"):
        raise ValueError("a brace is left over; slots are written {like_this}, in small letters")
    sentences = tuple(SentenceTemplate(tuple(_parts(part, language))) for part in split_sentences(source))
    return Template(source, sentences)


def _parts(sentence: str, language: Language) -> Iterator[Words | Slot]:
    """Words stand at the even places of the split, slots at the odd ones."""
    for index, part in enumerate(_SLOT.split(sentence)):
        if index % 2:
            yield Slot(part)
        elif part:
            yield Words(part, forms_for(language).words(part))


def _join(said: str, words: str) -> str:
    """A name that ends with a point ("Acme Inc.") takes the sentence's own point in."""
    return said + (words[1:] if said.endswith(".") and words.startswith(".") else words)


def _is_name(value: Value) -> bool:
    """Whether `value` keeps its own capitals at the start of a sentence, as "eShip" does and "today" does not."""
    return isinstance(value, str | Text) and not isinstance(value, SalesChannel)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
