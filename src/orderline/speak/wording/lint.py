"""What is wrong with a catalogue, told to the person who writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from orderline.orders.identifiers import LANGUAGES, Language
from orderline.speak.wording.catalogue import Catalogue, Wording
from orderline.speak.wording.template import Template

LONGEST_TEXT = 160
"""Characters of a text as written: about ten seconds of speech. Source: own choice."""

_CHINESE_MARKS = {",": "，", ".": "。", "?": "？", "!": "！", ":": "：", ";": "；", "(": "（", ")": "）", '"': "“”"}
_WESTERN_MARK = re.compile(r"""(?<![0-9])[,.:]|[,.:](?![0-9])|[?!;()"]""")
"""A Western mark, but for the one inside 3.5, 1,200 or 9:30."""
_CHINESE_CHARACTER = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_CHINESE_SPACE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) | (?=[\u2e80-\u9fff\uff00-\uffef])")
_SPACE_BEFORE_MARK = re.compile(r" [,.?!:;]")
_DOUBLED_MARK = re.compile(r"(?<!\.)\.\.(?!\.)|[,，。;；]{2}")
_END: dict[Language, str] = {"en": ".?!:", "zh": "。？！："}
"""What may end a text; the colon of "Once more:" leads to the sentence after it."""
_OTHER: dict[Language, Language] = {"en": "zh", "zh": "en"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    file: str
    """Path below the wording folder."""
    line: int | None
    """Line of the key, from 1; None where the key is missing."""
    key: str
    what: str
    """What is wrong and what to do, in one sentence or two."""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.key}: {self.what}"


def lint(catalogue: Catalogue) -> list[Problem]:
    """Every problem, by file and line. Empty: the wording may be used."""
    problems = {
        problem
        for wording in catalogue.wordings.values()
        for problem in (
            *_missing(wording, catalogue),
            *_fields(wording),
            *_slots(wording, catalogue),
            *(_problem(wording, what) for template in wording.templates for what in _text(template, wording.language)),
        )
    }
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.key, problem.what))


def _problem(wording: Wording, what: str) -> Problem:
    return Problem(wording.file, wording.line, wording.key, what)


def _missing(wording: Wording, catalogue: Catalogue) -> Iterator[Problem]:
    """Told in the file that lacks the key."""
    for language in LANGUAGES:
        if (language, wording.key) not in catalogue.wordings:
            file = f"{language}/{wording.key.partition('.')[0]}.yaml"
            what = f"The key stands in {wording.file} but not here; add it in this language too."
            yield Problem(file, None, wording.key, what)


def _fields(wording: Wording) -> Iterator[Problem]:
    for field in wording.unknown_fields:
        what = f"Unknown field {field!r}; known are text, must_hear, one, other and by. Correct or remove it."
        yield _problem(wording, what)
    for variants in (wording.variants, wording.one):
        if len({template.source for template in variants}) < len(variants):
            yield _problem(wording, "Two variants are the same; change or remove one.")
    if wording.by and not any(wording.by in template.slots for template in wording.variants):
        yield _problem(
            wording, f"`by` counts {wording.by!r}, but no text of `other` holds {{{wording.by}}}; correct one."
        )


def _slots(wording: Wording, catalogue: Catalogue) -> Iterator[Problem]:
    """The same facts in both languages, and in every variant; only `one` may leave the count out."""
    for template in wording.templates:
        optional = {wording.by} if template in wording.one else set()
        if missing := wording.slots - template.slots - optional:
            yield _problem(wording, f"{template.source!r} lacks {_named(missing)}, which another variant says; add it.")
    other = catalogue.wordings.get((_OTHER[wording.language], wording.key))
    if other and (missing := other.slots - wording.slots):
        yield _problem(wording, f"{_named(missing)} is said in {other.file} but not here; add it, or remove it there.")


def _named(slots: frozenset[str] | set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(slots))


def _text(template: Template, language: Language) -> Iterator[str]:
    text = template.literal
    if not text:
        yield "The text is empty; write it, or remove the key."
        return
    if len(template.source) > LONGEST_TEXT:
        yield f"The text has {len(template.source)} characters; say it in {LONGEST_TEXT} or fewer."
    if text[-1] not in _END[language] + _END[_OTHER[language]]:
        yield f"{template.source!r} does not end with one of {' '.join(_END[language])}; add it."
    if doubled := _DOUBLED_MARK.search(text):
        yield f"{doubled.group()!r} is one mark too many; remove one."
    yield from _english_marks(text) if language == "en" else _chinese_marks(text)


def _english_marks(text: str) -> Iterator[str]:
    for character in sorted(set(_CHINESE_CHARACTER.findall(text))):
        yield f"{character!r} is Chinese; English text holds Western letters and marks only."
    if _SPACE_BEFORE_MARK.search(text):
        yield "A space stands before a punctuation mark; remove it."


def _chinese_marks(text: str) -> Iterator[str]:
    for mark in sorted(set(_WESTERN_MARK.findall(text))):
        yield f"{mark!r} is a Western mark; write {_CHINESE_MARKS[mark]} instead."
    if _CHINESE_SPACE.search(text):
        yield "A space stands beside a Chinese character; remove it."
