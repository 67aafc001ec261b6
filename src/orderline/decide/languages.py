"""Going on in another language."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision
from orderline.decide.state import DialogueState
from orderline.events.decision import Say, SwitchLanguage
from orderline.events.meaning import EntityKind, Meaning
from orderline.orders.identifiers import LANGUAGES, Language


def language_asked(state: DialogueState, meaning: Meaning) -> Language | None:
    """The language to go on in, where it is another one than now."""
    named = meaning.first(EntityKind.LANGUAGE)
    asked = named.value if named is not None else meaning.language
    sure = named is not None or meaning.confidence >= state.thresholds.act_at
    if not sure or asked == state.language:
        return None
    return next((language for language in LANGUAGES if language == asked), None)


def go_on_in(state: DialogueState, language: Language) -> Decision:
    """Say the last turn again in `language`."""
    state = replace(state, language=language, silences=0)
    return Decision(state, (SwitchLanguage(language), Say("greeting.switched"), *state.last_said, state.listening))
