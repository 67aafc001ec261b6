"""Transcript in, meaning out. Loaded once, shared by every call; pure and fast after that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from orderline.events.meaning import Act, Entity, EntityKind, Meaning, RankedIntent
from orderline.events.speech import Expect, Transcript
from orderline.orders.catalogue import ShopWords
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.understand import confidence
from orderline.understand.acts import Acts, find_acts
from orderline.understand.clauses import Clause, find_clauses, without_denied, without_opening
from orderline.understand.confidence import Acceptor, combine, load_acceptor
from orderline.understand.entities import Numbers, find_language, find_number_entities
from orderline.understand.intents.examples import PACKAGED
from orderline.understand.intents.features import without_numbers
from orderline.understand.intents.ranking import OTHER, IntentRanker
from orderline.understand.normal import language_of, normalise, words_of
from orderline.understand.parts import Read, find_parts
from orderline.understand.roles import with_roles
from orderline.understand.spans import place
from orderline.understand.values import find_values
from orderline.understand.world import World, find_world_entities
from orderline.understand.world.persons import find_persons, with_persons
from orderline.understand.world.phrases import find_topics

_INTENT_OF_ACT = {Act.PERSON: "ask_for_person", Act.BYE: "goodbye", Act.REPEAT: "repeat", Act.SLOWER: "repeat"}
_DETAILS = "give_details"
_FIRST: dict[Language, str] = {
    "en": "I'm Emma Chen, zip 94107, can I return the blue one from last Tuesday and where is my order",
    "zh": "我叫陈伟，邮编200120，上周二买的蓝色的能退吗，还有我的订单到哪了",
}
"""A sentence of each language that uses every part."""
_FACTS = frozenset({Expect.ORDER_NUMBER, Expect.PHONE_TAIL, Expect.POSTCODE, Expect.NAME, Expect.EMAIL, Expect.CODE})
"""Asked for one of these, "ending 4821" is no card's end."""
_WITH_NUMBERS = frozenset({EntityKind.METHOD, EntityKind.OPTION, EntityKind.PRODUCT})
"""Kinds whose words may hold a number that is nothing else."""
_RULES = "explain_policy"
_TELLS_WHO = frozenset(
    {
        EntityKind.ORDER_NUMBER,
        EntityKind.DIGITS,
        EntityKind.PHONE_TAIL,
        EntityKind.POSTCODE,
        EntityKind.NAME,
        EntityKind.EMAIL,
    }
)
"""Entities that callers give for their own sake: a product alone says nothing yet."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One utterance and what was found in it."""

    transcript: Transcript
    text: str
    """Normalised."""
    language: Language
    expect: Expect
    entities: tuple[Entity, ...]
    """In the order said, with their roles."""
    numbers: Numbers

    @property
    def answers(self) -> tuple[Entity, ...]:
        """The entities that are an answer by themselves: all where a detail was asked for, else who somebody is."""
        if self.expect not in (Expect.OPEN, Expect.YES_NO, Expect.NOTHING):
            return self.entities
        return tuple(entity for entity in self.entities if entity.kind in _TELLS_WHO)

    def meaning(self, intents: tuple[RankedIntent, ...], sure: float, entities: tuple[Entity, ...]) -> Meaning:
        """A meaning with `intents`, of which the first is right with the probability `sure`."""
        trust = combine(sure, self.transcript.confidence, confidence.WORDS_MATTER)
        return Meaning(self.text, self.language, intents, entities, confidence=trust)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What every language needs to be understood."""

    rankers: dict[Language, IntentRanker]
    acceptors: dict[Language, Acceptor]
    world: World = field(default_factory=World)

    @classmethod
    def load(cls, examples: Path = PACKAGED, cache: Path | None = None) -> Understanding:
        """Train on `examples`, or take the weights kept in `cache`. Up to some seconds: call it in a thread.

        Raises:
            ConfigurationError: an example or rule file says something that cannot be.
        """
        loaded = cls(
            {language: IntentRanker.load(language, examples, cache) for language in LANGUAGES},
            {language: load_acceptor(language) for language in LANGUAGES},
        )
        for language, said in _FIRST.items():  # what is read at its first use is read now, not while somebody calls
            loaded.understand(Transcript(said, language, 1.0), expect=Expect.OPEN, today=date(2026, 1, 1))
        return loaded

    def knows(self, words: ShopWords) -> Understanding:
        """The same with a shop's products and options in mind. Some 0.5 s for 5,000 products: call it in a thread."""
        return replace(self, world=World.of(words))

    def understand(
        self, transcript: Transcript, *, expect: Expect, digits: int | None = None, today: date | None = None
    ) -> Meaning:
        """What `transcript` means after the line asked for `expect` (`digits` of them, where that is known).

        `today` is the shop's day of the call; days and times are not found without it.

        Raises nothing: empty, endless, mixed or garbled text has a meaning too, with the confidence it deserves.
        """
        text = normalise(transcript.text)
        language = language_of(text, transcript.language)
        if not words_of(text):
            return Meaning(transcript.text, language, ())
        values = find_values(transcript, text, language, expect, today)
        numbers = find_number_entities(transcript, text, language, expect, digits, values.spans)
        acts = find_acts(words_of(text), language, expect)
        texts = (text, *(normalise(other.text) for other in transcript.alternatives))
        persons = find_persons(texts, language, expect)
        world = find_world_entities(text, language, self.world, expect)
        inside = " ".join(
            (*(one.value for one in persons if one.kind is EntityKind.EMAIL),
             *(one.text for one in world if one.kind is EntityKind.ADDRESS))
        )  # fmt: skip
        if expect in _FACTS or any(one.kind is EntityKind.PHONE_TAIL for one in numbers.entities):
            world = tuple(one for one in world if not one.value.startswith("last4:"))
        told = " ".join(one.text for one in world if one.kind in _WITH_NUMBERS)
        numbers = replace(numbers, entities=_outside(numbers.entities, f"{inside} {told}"))
        world = _outside(world, inside)
        asked = find_language(words_of(text), language)
        entities = (
            *with_persons(numbers.entities, persons),
            *values.entities,
            *world,
            *((asked,) if asked else ()),
        )
        clauses = find_clauses(text, language)
        said = _Said(transcript, text, language, expect, with_roles(text, language, entities), numbers)
        wanted = without_opening(without_denied(text, language, clauses), language)
        parts = () if acts.is_all or asked else self._parts(said, wanted, clauses)
        parts = tuple(_with_topics(part) for part in parts)
        whole = parts[0] if parts else _with_topics(self._whole(said, wanted, clauses, acts, asked))
        return replace(whole, text=transcript.text, acts=acts.acts, parts=parts)

    def _whole(
        self, said: _Said, wanted: str, clauses: tuple[Clause, ...], acts: Acts, asked: Entity | None
    ) -> Meaning:
        """The meaning of one wish, an answer, or nothing of either."""
        if asked is not None:
            return said.meaning(_only(OTHER), confidence.ANSWER, said.entities)
        if acts.is_all and not said.entities:
            named = (_INTENT_OF_ACT[act] for act in acts.acts if act in _INTENT_OF_ACT)
            return said.meaning(_only(next(named, OTHER)), confidence.ANSWER, said.entities)
        read = self._read(said, wanted, 0, len(wanted))
        if read.intents[0].name == _DETAILS and len(clauses) > 1:
            read = self._beside_details(said, wanted, clauses) or read
        sure = read.sure
        answers = said.answers
        if answers and read.intents[0].name in (_DETAILS, OTHER):
            sure = max(entity.confidence for entity in answers)
        return said.meaning(read.intents, sure, said.entities)

    def _beside_details(self, said: _Said, wanted: str, clauses: tuple[Clause, ...]) -> Read | None:
        """The wish said in one breath with who is calling: "..., my phone ends in 4821"."""
        alone = (self._read(said, wanted, clause.start, clause.end) for clause in clauses if clause.is_wish)
        return next((read for read in alone if read.is_wish), None)

    def _parts(self, said: _Said, wanted: str, clauses: tuple[Clause, ...]) -> tuple[Meaning, ...]:
        """A meaning for each of several wishes in one breath."""
        parts = find_parts(clauses, lambda start, end: self._read(said, wanted, start, end))
        placed = place(said.text, said.entities)
        return tuple(
            replace(
                said.meaning(
                    part.intents,
                    part.sure,
                    tuple(one.entity for one in placed if part.start <= one.start < part.end),
                ),
                text=said.text[part.start : part.end],
            )
            for part in parts
        )

    def _read(self, said: _Said, wanted: str, start: int, end: int) -> Read:
        """What `wanted[start:end]` asks for."""
        within = [number for number in said.numbers.readings if start <= number.start and number.end <= end]
        alone = " " * start + wanted[start:end]
        ranking = self.rankers[said.language].rank(without_numbers(alone, within), words_of(alone))
        return Read(start, end, ranking.intents, self.acceptors[said.language].probability(ranking.features))


def _with_topics(meaning: Meaning) -> Meaning:
    """A question about the shop's rules with what it is about."""
    if meaning.intent != _RULES:
        return meaning
    return replace(meaning, entities=(*meaning.entities, *find_topics(meaning.text, meaning.language)))


def _outside(entities: tuple[Entity, ...], addresses: str) -> tuple[Entity, ...]:
    """Those that are no part of an address or another thing: the 10 of "10 Main Street" is no order's."""
    return tuple(one for one in entities if one.kind is EntityKind.ADDRESS or one.text not in addresses)


def _only(intent: str) -> tuple[RankedIntent, ...]:
    return (RankedIntent(intent, 1.0),)
