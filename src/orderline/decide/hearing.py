"""What the caller said: facts first, then answers to the open question, then wishes, then repair."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, GoOn, Step, put
from orderline.decide.factors import Gathered, gather
from orderline.decide.questions import (
    ANYTHING_ELSE,
    NUMBER_RIGHT,
    ORDER_NUMBER,
    ORDER_TAIL,
    PHONE_TAIL,
)
from orderline.decide.repair.confirm import confirm_wish
from orderline.decide.repair.ladder import failed, stalled
from orderline.decide.repair.silence import hold_on
from orderline.decide.state import DialogueState
from orderline.decide.tasks.registry import ANSWERS, ASK_FOR_PERSON, GOODBYE, GREETING, LEDGERED, REPEAT
from orderline.events.decision import Say, SwitchLanguage
from orderline.events.meaning import Act, EntityKind, Meaning
from orderline.orders.identifiers import LANGUAGES, Language

_NUMBER_QUESTIONS = frozenset({ORDER_NUMBER.name, ORDER_TAIL.name, PHONE_TAIL.name})
_HARMLESS = frozenset({"help", "ask_for_person"})
_DEFAULT_WISH = "track_order"
"""What a number alone asks for: an order number with no verb is nearly always "where is it?"."""


def heard(state: DialogueState, meaning: Meaning) -> Step:
    """Everything one utterance brings. A request for a person, and another language, go before all else."""
    state = replace(state, silences=0, waiting=False)
    language = _language_asked(state, meaning)
    if language is not None:
        return _switch(state, meaning, language)
    if Act.PERSON in meaning.acts:
        return ASK_FOR_PERSON.begin(state)
    gathered = gather(state, meaning.entities)
    if gathered.gained:
        return _with_facts(state, meaning, gathered)
    wish = _sure_wish(state, meaning)
    if not wish and _acts(state, meaning) and Act.BYE in meaning.acts:
        return GOODBYE.begin(state)
    answer = _yes_or_no(state, meaning)
    if answer is not None and state.question in ANSWERS and (not wish or _asks_yes_no(state)):
        if wish:
            state = replace(state, ledger=state.ledger.heard(wish))
        return ANSWERS[state.question](state, answer)
    if wish:
        return _with_wish(state, wish)
    return _manners(state, meaning) or _unsure(state, meaning, gathered)


def _with_facts(state: DialogueState, meaning: Meaning, gathered: Gathered) -> Step:
    """The caller gave a number: it serves the wish said with it, the one under way, or the one it implies."""
    wish = _sure_wish(state, meaning, at=state.thresholds.confirm_at)
    if not wish and not state.ledger.open:
        wish = _DEFAULT_WISH
    ledger = state.ledger.heard(wish) if wish else state.ledger
    identity = gathered.identity
    if state.question == NUMBER_RIGHT.name and identity.doubtful is not None:
        if identity.doubtful is state.identity.doubtful and _yes_or_no(state, meaning) is not False:
            identity = identity.with_number(identity.doubtful)
        elif identity.misheard + 1 >= state.thresholds.failures:
            return failed(replace(state, ledger=ledger, failures=identity.misheard))
        else:
            identity = replace(identity, misheard=identity.misheard + 1)
    return GoOn(replace(state, identity=identity, ledger=ledger, stalls=0))


def _with_wish(state: DialogueState, wish: str) -> Step:
    """A wish and no facts: take it up. Said again while a number was asked for, it does not answer the question."""
    if wish == state.ledger.current and state.question in _NUMBER_QUESTIONS:
        return failed(state)
    return GoOn(replace(state, ledger=state.ledger.heard(wish)))


def _sure_wish(state: DialogueState, meaning: Meaning, at: float | None = None) -> str:
    """The wish that is sure enough to act on; empty where none is. Help and a person cost nothing to be wrong about."""
    if meaning.intent in _HARMLESS:
        at = state.thresholds.confirm_at
    sure = meaning.confidence >= (state.thresholds.act_at if at is None else at)
    return meaning.intent if sure and meaning.intent in LEDGERED else ""


def _acts(state: DialogueState, meaning: Meaning) -> bool:
    """Whether dialogue acts are sure enough to be taken for what they are."""
    return meaning.confidence >= state.thresholds.confirm_at


def _yes_or_no(state: DialogueState, meaning: Meaning) -> bool | None:
    """The answer in it. "Yes, but …" is neither; a correction denies what was asked."""
    if not _acts(state, meaning):
        return None
    if Act.CORRECT in meaning.acts or Act.NO in meaning.acts:
        return False
    return True if Act.YES in meaning.acts else None


def _asks_yes_no(state: DialogueState) -> bool:
    return state.question in ANSWERS and state.question != ANYTHING_ELSE.name


def _manners(state: DialogueState, meaning: Meaning) -> Step | None:
    """What is said for the conversation's own sake; None where nothing of it was."""
    acts = meaning.acts if _acts(state, meaning) else ()
    sure = meaning.confidence >= state.thresholds.act_at
    said = meaning.intent if sure else ""
    if Act.BYE in acts or said == GOODBYE.name:
        return GOODBYE.begin(state)
    if Act.REPEAT in acts or Act.SLOWER in acts or said == REPEAT.name:
        return REPEAT.begin(state)
    if Act.WAIT in acts:
        return stalled(state) or hold_on(state)
    if Act.THANKS in acts:
        return _thanked(state)
    return GREETING.begin(state) if said == GREETING.name else None


def _thanked(state: DialogueState) -> Step:
    """Thanks after the last answer end the call at the second time; before it they change nothing."""
    if state.ledger.open:
        return stalled(state) or _again(replace(state, stalls=state.stalls + 1))
    if state.stalls:
        return GOODBYE.begin(state)
    return put(replace(state, stalls=1), ANYTHING_ELSE, Say("goodbye.welcome"))


def _again(state: DialogueState) -> Decision:
    """Ask the open question again, though nothing went wrong."""
    return Decision(state, (*state.last_said, state.listening))


def _unsure(state: DialogueState, meaning: Meaning, gathered: Gathered) -> Step:
    """Half sure of a wish: ask. Otherwise one more failure, with the hint that fits it."""
    in_number = state.question in _NUMBER_QUESTIONS
    if gathered.misheard and in_number:
        return failed(state, Say("repair.number_does_not_fit"))
    if in_number or _asks_yes_no(state):
        return failed(state)
    if meaning.confidence >= state.thresholds.confirm_at and meaning.intent in LEDGERED:
        return confirm_wish(state, meaning.intent)
    if meaning.intent == "other" and not meaning.acts and meaning.confidence >= state.thresholds.act_at:
        return failed(state, Say("repair.not_mine"))
    return failed(state)


def _language_asked(state: DialogueState, meaning: Meaning) -> Language | None:
    """The language to go on in, where it is another one than now."""
    named = meaning.first(EntityKind.LANGUAGE)
    asked = named.value if named is not None else meaning.language
    sure = named is not None or meaning.confidence >= state.thresholds.act_at
    if not sure or asked == state.language:
        return None
    return next((language for language in LANGUAGES if language == asked), None)


def _switch(state: DialogueState, meaning: Meaning, language: Language) -> Step:
    """Go on in `language`: with what was said in it, or with the last turn where only the language was asked for."""
    if meaning.first(EntityKind.LANGUAGE) is not None:
        state = replace(state, stalls=state.stalls + 1)
        return stalled(state) or go_on_in(state, language)
    step = heard(replace(state, language=language), meaning)
    switch = SwitchLanguage(language)
    return step.after(switch) if isinstance(step, Decision) else GoOn(step.state, (switch, *step.first))


def go_on_in(state: DialogueState, language: Language) -> Decision:
    """Say the last turn again in `language`."""
    state = replace(state, language=language, silences=0)
    return Decision(state, (SwitchLanguage(language), Say("greeting.switched"), *state.last_said, state.listening))
