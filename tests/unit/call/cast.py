"""Everybody a call needs besides the processor under test: engines and services that follow a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path

from pipecat.frames.frames import InputAudioRawFrame

from orderline.call.conversation import Conversation
from orderline.call.journal import Journal
from orderline.call.line_file import LineWriter
from orderline.call.voice_activity import SPEECH_PROBABILITY
from orderline.clock import SystemClock, VirtualClock
from orderline.decide.state import DialogueState
from orderline.events.decision import Request
from orderline.events.happening import CallStarted
from orderline.events.meaning import Act, Entity, EntityKind, Meaning, RankedIntent
from orderline.events.outcome import Outcome, ServiceDown
from orderline.events.speech import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ, Expect, Transcript
from orderline.hear.stt.port import RecognitionHints
from orderline.orders.identifiers import CallId, Language
from orderline.speak.wording.load import load_catalogue

CATALOGUE = load_catalogue()
WRITER = LineWriter()


def sound(probability: float, ms: int = FRAME_MS, level: int = 1) -> list[InputAudioRawFrame]:
    """The caller's sound for `ms`, as it leaves voice activity detection."""
    frames = []
    for _ in range(ms // FRAME_MS):
        frame = InputAudioRawFrame(bytes([level, 0]) * (FRAME_BYTES // 2), SAMPLE_RATE_HZ, 1)
        frame.metadata[SPEECH_PROBABILITY] = probability
        frames.append(frame)
    return frames


def speech(ms: int) -> list[InputAudioRawFrame]:
    return sound(1.0, ms)


def silence(ms: int) -> list[InputAudioRawFrame]:
    return sound(0.0, ms, level=0)


@dataclass
class ScriptedSynthesizer:
    """Speaks each sentence as `frames` frames; says nothing of those in `faults` but the fault."""

    frames: int = 10
    faults: Mapping[str, Exception] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    """Where set, each sentence waits for it after its first frame."""
    asked: list[str] = field(default_factory=list)
    name: str = "scripted"
    languages: frozenset[Language] = frozenset({"en", "zh"})

    async def start(self) -> None:
        return

    async def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        self.asked.append(spoken)
        if spoken in self.faults:
            raise self.faults[spoken]
        for number in range(self.frames):
            if number == 1 and self.hold is not None:
                await self.hold.wait()
            yield bytes(FRAME_BYTES)

    async def stop(self) -> None:
        return


@dataclass
class ScriptedRecognition:
    """Hears what the script says next each time more sound was fed."""

    script: list[str | Exception]
    hints: RecognitionHints
    hold: asyncio.Event | None
    fed: int = 0
    closed: int = 0
    decoded: list[str] = field(default_factory=list)
    _at: int = -1

    def feed(self, pcm: bytes) -> None:
        self.fed += len(pcm)

    async def transcript(self) -> Transcript:
        if self.hold is not None:
            await self.hold.wait()
        if self._at != self.fed:
            self._at = self.fed
            said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            if isinstance(said, Exception):
                raise said
            self.decoded.append(said)
        return Transcript(self.decoded[-1], self.hints.language, 0.9, engine="scripted")

    async def close(self) -> None:
        self.closed += 1


@dataclass
class ScriptedRecognizer:
    """One script an utterance."""

    scripts: list[list[str | Exception]]
    holds: list[asyncio.Event] = field(default_factory=list)
    heard: list[ScriptedRecognition] = field(default_factory=list)
    name: str = "scripted"
    languages: frozenset[Language] = frozenset({"en", "zh"})

    async def start(self) -> None:
        return

    def recognition(self, hints: RecognitionHints) -> ScriptedRecognition:
        hold = self.holds.pop(0) if self.holds else None
        self.heard.append(ScriptedRecognition(list(self.scripts.pop(0)), hints, hold))
        return self.heard[-1]

    async def stop(self) -> None:
        return


class KeywordUnderstanding:
    """Understands a few words at once, where the real one takes seconds to load."""

    def understand(
        self, transcript: Transcript, *, expect: Expect, digits: int | None, today: date | None = None
    ) -> Meaning:
        text = transcript.text
        wants = "track_order" if "order" in text else "other"
        acts = tuple(act for word, act in (("person", Act.PERSON), ("yes", Act.YES), ("bye", Act.BYE)) if word in text)
        entities = []
        for word in text.split():
            if word.isdigit():
                kind = EntityKind.ORDER_NUMBER if len(word) == 6 else EntityKind.PHONE_TAIL
                entities.append(Entity(kind, word, word, 0.95))
        sure = 0.9 if wants != "other" or acts or entities else 0.1
        intents = (RankedIntent(wants, sure), RankedIntent("help", 1 - sure))
        return Meaning(text, transcript.language, intents, tuple(entities), acts, sure)


@dataclass
class ScriptedServices:
    """Answers with what `answers` says, and writes down what was asked."""

    answers: Callable[[Request], Outcome] = lambda query: ServiceDown(type(query).__name__)
    hold: asyncio.Event | None = None
    asked: list[tuple[str, bool]] = field(default_factory=list)
    """Kind of question, and whether it was speculative."""

    async def answer(self, request: Request, *, speculative: bool = False, at_ms: int | None = None) -> Outcome:
        self.asked.append((type(request).__name__, speculative))
        if self.hold is not None:
            await self.hold.wait()
        return self.answers(request)


def conversation(
    folder: Path, services: ScriptedServices | None = None, *, deadline_s: float = 1.0, language: Language = "en"
) -> Conversation:
    """A conversation with the real decisions, wording and journal."""
    state = DialogueState(language)
    return Conversation(
        state,
        understanding=KeywordUnderstanding(),
        services=services or ScriptedServices(),
        catalogue=CATALOGUE,
        timezone=UTC,
        journal=Journal.open(folder, CallId("test"), state, SystemClock()),
        clock=SystemClock(),
        service_deadline_s=deadline_s,
    )


async def begun(folder: Path, services: ScriptedServices | None = None, *, deadline_s: float = 1.0) -> Conversation:
    """A conversation whose caller was greeted."""
    talk = conversation(folder, services, deadline_s=deadline_s)
    await talk.happen(CallStarted("en", VirtualClock().now()))
    return talk
