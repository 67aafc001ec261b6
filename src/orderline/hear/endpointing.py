"""When a turn is over: counters over the sound itself, no clock, so that a recording and a call behave alike.

    speech   ...SSSSSSSSSSSSSSSSS........SSSSSSSS..........................
                |start_ms             |  |resume_ms    |                 |
                SpeechStarted         |  SpeechResumed |                 TurnEnded(reason)
                                      SpeculateNow 1   SpeculateNow 2    silence = wait(expect, heard)

`SpeculateNow` says: work out an answer now, commit to nothing. Whoever does so tells the machine what the words
looked like (`hear`), and that decides how long the line still waits. `SpeechResumed` throws the work away.
Sound from before `SpeechStarted` (`preroll_ms`) is kept by the caller of this machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orderline.events.speech import FRAME_MS, Expect
from orderline.hear.completeness import NUMBERS, Completeness
from orderline.settings import EndpointingSettings


class EndReason(StrEnum):
    """Which rule ended a turn."""

    YES_NO = "yes_no"
    DIGITS = "digits"
    DIGITS_PARTIAL = "digits_partial"
    UNDERSTOOD = "understood"
    UNFINISHED = "unfinished"
    OPEN = "open"
    MAX_TURN = "max_turn"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a speculative transcript amounted to."""

    completeness: Completeness
    understood: bool = False
    """True where the words were understood well enough to act on."""


NOTHING_HEARD = Heard(Completeness.UNKNOWN)


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """A turn is open; its sound began `EndpointingSettings.start_ms` ago."""


@dataclass(frozen=True, slots=True)
class SpeculateNow:
    """A first silence: decode what there is."""

    number: int
    """1, 2, … within the turn: names the silence, so that a late transcript is not taken for a newer one."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The caller goes on; the last speculation is void."""


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn is over; commit."""

    reason: EndReason
    silence_ms: int
    """Silence since the last speech."""
    turn_ms: int
    """Sound since the first speech, silence included."""


EndpointEvent = SpeechStarted | SpeculateNow | SpeechResumed | TurnEnded


def wait(expect: Expect, heard: Heard, settings: EndpointingSettings) -> tuple[int, EndReason]:
    """Silence in ms that ends a turn, given what was asked and what was heard, and the name of that rule."""
    match heard.completeness:
        case Completeness.UNFINISHED:
            return settings.unfinished_ms, EndReason.UNFINISHED
        case Completeness.PARTIAL:
            return settings.digits_partial_ms, EndReason.DIGITS_PARTIAL
        case Completeness.COMPLETE if expect is Expect.YES_NO:
            return settings.yes_no_ms, EndReason.YES_NO
        case Completeness.COMPLETE if expect in NUMBERS:
            return settings.digits_complete_ms, EndReason.DIGITS
        case Completeness.UNKNOWN if expect in NUMBERS:
            return settings.digits_partial_ms, EndReason.DIGITS_PARTIAL
    if heard.understood or heard.completeness is Completeness.COMPLETE:
        return settings.complete_ms, EndReason.UNDERSTOOD
    return settings.open_ms, EndReason.OPEN


class Endpointer:
    """The machine of one call. Speech shorter than `start_ms` opens nothing and is reported as nothing."""

    def __init__(self, settings: EndpointingSettings) -> None:
        self._settings = settings
        self._expect = Expect.OPEN
        self._reset()

    def _reset(self) -> None:
        self._in_turn = False
        self._turn_ms = 0
        self._speech_ms = 0
        """Unbroken speech up to now."""
        self._silence_ms = 0
        self._speculated = False
        self._number = 0
        self._heard = NOTHING_HEARD

    @property
    def in_turn(self) -> bool:
        """Whether a turn is open."""
        return self._in_turn

    @property
    def silence_ms(self) -> int:
        """Silence since the last speech of the open turn; 0 outside a turn."""
        return self._silence_ms if self._in_turn else 0

    def ask(self, expect: Expect) -> None:
        """What the line expects next. Takes effect at once."""
        self._expect = expect

    def hear(self, heard: Heard, number: int) -> None:
        """What speculation `number` gave. Ignored when the caller has gone on since."""
        if self._speculated and number == self._number:
            self._heard = heard

    def abandon(self) -> None:
        """Drop the open turn without ending it: the call ended, or a person took over."""
        self._reset()

    def frame(self, speech: bool, frame_ms: int = FRAME_MS) -> tuple[EndpointEvent, ...]:
        """Take the next frame of sound; what it makes happen, in order."""
        self._speech_ms = self._speech_ms + frame_ms if speech else 0
        if not self._in_turn:
            return self._before_turn()
        self._turn_ms += frame_ms
        events = self._speaking() if speech else ()
        if not speech or self._speech_ms < self._settings.resume_ms:
            self._silence_ms += frame_ms
        if not speech:
            events = self._silent()
        if self._in_turn and self._turn_ms >= self._settings.max_turn_ms:
            events = (*events, *self._end(EndReason.MAX_TURN))
        return events

    def _before_turn(self) -> tuple[EndpointEvent, ...]:
        if self._speech_ms < self._settings.start_ms:
            return ()
        speech_ms = self._speech_ms
        self._reset()
        self._in_turn = True
        self._turn_ms = speech_ms
        self._speech_ms = speech_ms
        return (SpeechStarted(),)

    def _speaking(self) -> tuple[EndpointEvent, ...]:
        """Speech in a turn: under `resume_ms` it is a click, and the silence goes on."""
        if self._speech_ms < self._settings.resume_ms:
            return ()
        self._silence_ms = 0
        if not self._speculated:
            return ()
        self._speculated = False
        self._heard = NOTHING_HEARD
        return (SpeechResumed(),)

    def _silent(self) -> tuple[EndpointEvent, ...]:
        events: tuple[EndpointEvent, ...] = ()
        if not self._speculated and self._silence_ms >= self._settings.speculate_ms:
            events = (self._speculate(),)
        needed, reason = wait(self._expect, self._heard, self._settings)
        if self._speculated and self._silence_ms >= needed:
            events = (*events, *self._end(reason))
        return events

    def _speculate(self) -> SpeculateNow:
        self._speculated = True
        self._number += 1
        return SpeculateNow(self._number)

    def _end(self, reason: EndReason) -> tuple[EndpointEvent, ...]:
        """Close the turn; a turn that was never speculated on gets its `SpeculateNow` first."""
        before = () if self._speculated else (self._speculate(),)
        ended = TurnEnded(reason, self._silence_ms, self._turn_ms)
        self._reset()
        return (*before, ended)
