"""Everything that can happen to a call, as the dialogue manager sees it. A journal is a list of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orderline.events.meaning import Meaning
from orderline.events.outcome import Outcome
from orderline.events.speech import KeysPressed
from orderline.orders.identifiers import Language


@dataclass(frozen=True, slots=True)
class CallStarted:
    """The caller is on the line and can hear."""

    language: Language
    at: datetime
    """Aware, in the shop's time zone: "today" for the whole call."""
    caller_hint: str | None = None
    """Phone number or device token the call came with, unproven."""


@dataclass(frozen=True, slots=True)
class CallerSaid:
    """The caller finished a turn."""

    meaning: Meaning
    recognition: float = 1.0
    """[0, 1]: the recogniser's confidence in the words."""


@dataclass(frozen=True, slots=True)
class CallerSilent:
    """The caller has said nothing for `seconds` after being asked."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NothingUnderstood:
    """There was sound, but no words in it."""


@dataclass(frozen=True, slots=True)
class OutcomeArrived:
    """The answer to the query that the last decision asked for."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """The person who had taken over has given the call back."""


@dataclass(frozen=True, slots=True)
class NobodyCame:
    """The call rang at the desk until the deadline, and no person picked up."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The caller chose another language on their screen."""

    language: Language


Happening = (
    CallStarted
    | CallerSaid
    | CallerSilent
    | NothingUnderstood
    | KeysPressed
    | OutcomeArrived
    | PersonLeft
    | NobodyCame
    | LanguageChosen
)
