"""The embedded recogniser's world: a small dictionary and one language model for each thing the line may have asked.

All of it is made at start from the grammar, the catalogue's words and number phrases (about 0.5 s), written to a
folder, and read by every worker. A dictionary cut to the domain is what makes loading fast: 0.06 s instead of
4.4…9.8 s (Source: reference/browser-calls section F, note 1).
"""

from __future__ import annotations

import functools
import importlib.util
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from orderline.errors import EngineUnavailable
from orderline.events.speech import Expect
from orderline.hear.stt.grammar import Grammar, draw_sentences, load
from orderline.hear.stt.ngram import arpa

GRAMMAR_FILE = Path(__file__).with_name("grammar.en.yaml")
SEED = 1
"""Any number: it makes the corpus the same on every machine."""

SEARCHES: Mapping[str, Mapping[str, int]] = {
    "open": {"open": 120, "person": 300, "control": 60, "yes_no": 60, "digits": 60, "no_number": 30, "product": 12},
    "digits": {"open": 4, "person": 60, "control": 12, "yes_no": 8, "digits": 600, "no_number": 60, "product": 0},
    "yes_no": {"open": 4, "person": 60, "control": 30, "yes_no": 400, "digits": 8, "no_number": 8, "product": 0},
}
"""Sentences drawn of each template, by group. Every search keeps a little of everything: a caller who is asked for a
number may ask for a person instead. Chosen by hand on the synthetic sentences in tests/fixtures."""

SEARCH_FOR: Mapping[Expect, str] = {
    Expect.OPEN: "open",
    Expect.YES_NO: "yes_no",
    Expect.ORDER_NUMBER: "digits",
    Expect.PHONE_TAIL: "digits",
    Expect.POSTCODE: "digits",
    Expect.CODE: "digits",
    Expect.NAME: "open",
    Expect.EMAIL: "open",
    Expect.ADDRESS: "open",
    Expect.CHOICE: "open",
    Expect.DETAIL: "open",
    Expect.NOTHING: "open",
}
"""The search that hears the answer to what was asked."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What workers load."""

    dictionary: str
    """Lines of word and phones, as pocketsphinx reads them."""
    models: Mapping[str, str]
    """ARPA text by search."""
    words: frozenset[str]
    unknown: frozenset[str]
    """Words of the catalogue that have no pronunciation here: they cannot be heard."""

    def write(self, folder: Path) -> None:
        """Write `words.dict` and one `<search>.arpa` each into `folder`."""
        (folder / "words.dict").write_text(self.dictionary, encoding="utf-8")
        for search, text in self.models.items():
            (folder / f"{search}.arpa").write_text(text, encoding="utf-8")


def model_folder() -> Path:
    """Where pocketsphinx keeps its acoustic model. Finds the package without importing it: it may not be imported here.

    Raises:
        EngineUnavailable: pocketsphinx is not installed.
    """
    spec = importlib.util.find_spec("pocketsphinx")
    if spec is None or not spec.submodule_search_locations:
        raise EngineUnavailable(
            "pocketsphinx is not installed.", "The embedded recogniser cannot run.", "Install orderline's requirements."
        )
    return Path(spec.submodule_search_locations[0]) / "model" / "en-us"


@functools.lru_cache(maxsize=1)
def build(phrases: tuple[str, ...] = ()) -> Domain:
    """Make the domain.

    Args:
        phrases: Names from the catalogue, English, any case ("Blue Wool Sweater").

    The last domain is kept: a recogniser that is started again with the same catalogue does not build it anew.
    """
    grammar = load(GRAMMAR_FILE)
    pronunciations = _pronunciations(grammar)
    products = [phrase for phrase in map(_normal, phrases) if phrase]
    unknown = {word for phrase in products for word in phrase.split() if word not in pronunciations}
    known = [phrase for phrase in products if not unknown & set(phrase.split())]
    draw = random.Random(SEED)
    corpora = {search: _corpus(grammar, known, counts, draw) for search, counts in SEARCHES.items()}
    words = {word for corpus in corpora.values() for sentence in corpus for word in sentence.split()}
    missing = words - pronunciations.keys()
    if missing:
        raise EngineUnavailable(
            f"The grammar has words without a pronunciation: {', '.join(sorted(missing))}.",
            "The embedded recogniser cannot load.",
            "Add them under `pronunciations` in grammar.en.yaml.",
        )
    lines = [line for word in sorted(words) for line in pronunciations[word]]
    models = {search: arpa((sentence, 1) for sentence in corpus) for search, corpus in corpora.items()}
    return Domain("\n".join(lines) + "\n", models, frozenset(words), frozenset(unknown))


def _corpus(grammar: Grammar, products: Sequence[str], counts: Mapping[str, int], draw: random.Random) -> list[str]:
    """The sentences of one search."""
    corpus = [
        sentence
        for group, templates in grammar.templates.items()
        for template in templates
        for sentence in draw_sentences(template, grammar.lists, counts[group], draw)
    ]
    carriers = ("{product}", "where is my {product}", "the {product}", "i ordered a {product}")
    for product in products:
        for carrier in carriers:
            corpus += [carrier.replace("{product}", product)] * (counts["product"] // len(carriers))
    return corpus


def _normal(phrase: str) -> str:
    """Lower case, letters and apostrophes only: `T-Shirt (XL)` becomes `t shirt xl`."""
    return " ".join(re.findall(r"[a-z']+", phrase.lower()))


def _pronunciations(grammar: Grammar) -> dict[str, list[str]]:
    """Dictionary lines by word: every variant the acoustic model's dictionary has, and the grammar's own."""
    found: dict[str, list[str]] = {}
    path = model_folder() / "cmudict-en-us.dict"
    for line in path.read_text(encoding="utf-8").splitlines():
        head = line.split(" ", 1)[0]
        found.setdefault(head.split("(", 1)[0], []).append(line)
    for word, phones in grammar.pronunciations.items():
        found.setdefault(word, [f"{word} {phones}"])
    return found
