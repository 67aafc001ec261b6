"""Transcript in, meaning out. Loaded once, shared by every call; pure and fast after that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from orderline.events.meaning import Act, Entity, Meaning, RankedIntent
from orderline.events.speech import Expect, Transcript
from orderline.orders.catalogue import ShopWords
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.understand import confidence
from orderline.understand.acts import Acts, find_acts
from orderline.understand.confidence import Acceptor, combine, load_acceptor
from orderline.understand.entities import Numbers, find_language, find_number_entities
from orderline.understand.intents.examples import PACKAGED
from orderline.understand.intents.features import without_numbers
from orderline.understand.intents.ranking import OTHER, IntentRanker
from orderline.understand.normal import language_of, normalise, words_of
from orderline.understand.world import World, find_world_entities
from orderline.understand.world.persons import find_persons, with_persons

_INTENT_OF_ACT = {Act.PERSON: "ask_for_person", Act.BYE: "goodbye", Act.REPEAT: "repeat", Act.SLOWER: "repeat"}
_DETAILS = "give_details"


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
        return cls(
            {language: IntentRanker.load(language, examples, cache) for language in LANGUAGES},
            {language: load_acceptor(language) for language in LANGUAGES},
        )

    def knows(self, words: ShopWords) -> Understanding:
        """The same with a shop's products and options in mind. Some 0.5 s for 5,000 products: call it in a thread."""
        return replace(self, world=World.of(words))

    def understand(self, transcript: Transcript, *, expect: Expect, digits: int | None = None) -> Meaning:
        """What `transcript` means after the line asked for `expect` (`digits` of them, where that is known).

        Raises nothing: empty, endless, mixed or garbled text has a meaning too, with the confidence it deserves.
        """
        text = normalise(transcript.text)
        language = language_of(text, transcript.language)
        if not words_of(text):
            return Meaning(transcript.text, language, ())
        numbers = find_number_entities(transcript, text, language, expect, digits)
        acts = find_acts(words_of(text), language, expect)
        asked = find_language(words_of(text), language)
        entities = (*numbers.entities, asked) if asked else numbers.entities
        texts = (text, *(normalise(alternative.text) for alternative in transcript.alternatives))
        entities = with_persons(entities, find_persons(texts, language, expect))
        entities = (*entities, *find_world_entities(text, language, self.world, expect))
        intents, interpretation, matter = self._read(text, language, numbers, acts, asked)
        return Meaning(
            text=transcript.text,
            language=language,
            intents=intents,
            entities=entities,
            acts=acts.acts,
            confidence=combine(interpretation, transcript.confidence, matter),
        )

    def _read(
        self, text: str, language: Language, numbers: Numbers, acts: Acts, asked: Entity | None
    ) -> tuple[tuple[RankedIntent, ...], float, float]:
        """Intents, the confidence in them, and how much wrong words would hurt."""
        if asked is not None:
            return _only(OTHER), confidence.ANSWER, confidence.WORDS_MATTER
        if acts.is_all and not numbers.entities:
            named = (_INTENT_OF_ACT[act] for act in acts.acts if act in _INTENT_OF_ACT)
            return _only(next(named, OTHER)), confidence.ANSWER, confidence.WORDS_MATTER
        sentence = without_numbers(text, numbers.readings)
        ranking = self.rankers[language].rank(sentence, words_of(text))
        sure = self.acceptors[language].probability(ranking.features)
        if numbers.entities and ranking.intents[0].name in (_DETAILS, OTHER):
            return ranking.intents, max(entity.confidence for entity in numbers.entities), confidence.WORDS_MATTER
        return ranking.intents, sure, confidence.WORDS_MATTER


def _only(intent: str) -> tuple[RankedIntent, ...]:
    return (RankedIntent(intent, 1.0),)
