"""A happening in, sentences out: nothing is lost to an interruption, and no fault leaves the caller in silence."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pipecat.audio.dtmf.types import KeypadEntry
from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    InputDTMFFrame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    UserStartedSpeakingFrame,
)
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameDirection
from tests.unit.call.cast import ScriptedServices, begun, conversation
from tests.unit.call.pipe import Pipe, running

from orderline.call.conversation import Conversation
from orderline.call.dialogue import WAITING, Decided, Dialogue
from orderline.call.floor import Floor
from orderline.call.frames import CallerTurnFrame, GoodbyeFrame, SentenceFrame, TurnDroppedFrame
from orderline.clock import SystemClock, VirtualClock
from orderline.decide.state import Phase
from orderline.events.decision import Request
from orderline.events.happening import CallerSilent, CallStarted, LanguageChosen, NothingUnderstood
from orderline.events.outcome import Outcome
from orderline.events.speech import Expect, KeysPressed, Transcript

pytestmark = pytest.mark.unit

NEVER_S = 1000.0
SOON_S = 0.05


@dataclass
class Line:
    """A dialogue and what it told."""

    conversation: Conversation
    silence_s: float = NEVER_S
    fault: Exception | None = None
    """Raised by whoever is told of decisions."""
    floor: Floor = field(default_factory=lambda: Floor("en"))
    decided: list[Decided] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(
            self.conversation, self.floor, SystemClock(), silence_s=self.silence_s, on_decided=self._told
        )

    async def _told(self, decided: Decided) -> None:
        self.decided.append(decided)
        if self.fault is not None:
            raise self.fault

    @property
    def happened(self) -> list[str]:
        return [type(decided.result.steps[0].happening).__name__ for decided in self.decided]


def turn(text: str) -> CallerTurnFrame:
    return CallerTurnFrame(LLMContext(), transcript=Transcript(text, "en", 0.9))


def keys_of(pipe: Pipe) -> list[str]:
    return [frame.sentence.key for frame in pipe.of(SentenceFrame) if frame.sentence is not None]


async def test_the_caller_is_greeted_and_the_line_listens(tmp_path: Path) -> None:
    line = Line(conversation(tmp_path))
    async with running(line.dialogue) as pipe:
        line.dialogue.happen(CallStarted("en", VirtualClock().now()))
        await pipe.until(lambda: line.decided)
        await pipe.until(lambda: pipe.of(LLMFullResponseEndFrame))
    assert keys_of(pipe)[0].startswith("greeting.")
    assert line.floor.listen.expect is Expect.OPEN


async def test_only_the_first_sentence_of_an_answer_carries_the_times_of_its_turn(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path))
    async with running(line.dialogue) as pipe:
        asked = turn("where is my order")
        await pipe.send(asked)
        await pipe.until(lambda: line.decided)
        await pipe.settled()
    assert pipe.of(SentenceFrame)[0].times is asked.times
    assert all(frame.times is None for frame in pipe.of(SentenceFrame)[1:])
    assert asked.times.decided is not None


async def test_happenings_are_decided_one_by_one_in_order(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path))
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"), turn("204821"))
        line.dialogue.happen(LanguageChosen("zh"))
        await pipe.until(lambda: len(line.decided) == 3)
    assert sorted(line.happened) == ["CallerSaid", "CallerSaid", "LanguageChosen"]


async def test_more_than_may_wait_is_dropped_and_the_line_goes_on(tmp_path: Path) -> None:
    hold = asyncio.Event()
    line = Line(await begun(tmp_path, ScriptedServices(hold=hold), deadline_s=60))
    async with running(line.dialogue) as pipe:
        for text in ("where is my order", "204821", "7350"):
            line.dialogue.happen(turn(text))
        await pipe.until(lambda: len(line.decided) == 2)
        for _ in range(WAITING + 10):
            line.dialogue.happen(NothingUnderstood())
        hold.set()
        await pipe.until(lambda: len(line.decided) == 3 + WAITING)
        line.dialogue.happen(LanguageChosen("zh"))
        await pipe.until(lambda: line.happened[-1] == "LanguageChosen")
    assert len(line.decided) == 3 + WAITING + 1


async def test_keys_come_from_the_page_and_from_the_telephone_and_nothing_else_is_one(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path))
    async with running(line.dialogue) as pipe:
        for key in ("1", "", "12", "x", "１", "#"):
            line.dialogue.press(key)
        await pipe.send(InputDTMFFrame(KeypadEntry.POUND))
        await pipe.until(lambda: len(line.decided) == 3)
        await pipe.settled()
    pressed = [decided.result.steps[0].happening for decided in line.decided]
    assert pressed == [KeysPressed("1"), KeysPressed("#"), KeysPressed("#")]


async def test_another_language_is_spoken_from_the_next_sentence_on(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path))
    async with running(line.dialogue) as pipe:
        line.dialogue.happen(LanguageChosen("zh"))
        await pipe.until(lambda: line.decided)
        await pipe.settled()
    assert line.floor.language == "zh"
    assert {frame.language for frame in pipe.of(SentenceFrame)} == {"zh"}


async def test_an_interruption_does_not_lose_a_decision_under_way(tmp_path: Path) -> None:
    hold = asyncio.Event()
    services = ScriptedServices(hold=hold)
    line = Line(await begun(tmp_path, services, deadline_s=60))
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"), turn("204821"), turn("7350"))
        await pipe.until(lambda: services.asked)
        await pipe.send(InterruptionFrame())
        await pipe.until(lambda: pipe.of(InterruptionFrame))
        hold.set()
        await pipe.until(lambda: len(line.decided) == 3)
    assert services.asked == [("IdentifyCaller", False)]
    assert line.conversation.state.phase is Phase.WITH_PERSON


async def test_a_caller_who_says_nothing_after_the_line_has_spoken_is_asked(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path), silence_s=SOON_S)
    async with running(line.dialogue) as pipe:
        await pipe.send(BotStartedSpeakingFrame(), direction=FrameDirection.UPSTREAM)
        await pipe.until(lambda: line.floor.line_speaking)
        await pipe.send(BotStoppedSpeakingFrame(), direction=FrameDirection.UPSTREAM)
        await pipe.until(lambda: line.happened)
    assert line.happened[0] == "CallerSilent"


async def test_nobody_counts_silence_while_the_line_or_the_caller_speaks(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path), silence_s=SOON_S)
    async with running(line.dialogue) as pipe:
        await pipe.send(BotStartedSpeakingFrame(), direction=FrameDirection.UPSTREAM)
        await pipe.until(lambda: line.floor.line_speaking)
        await asyncio.sleep(2 * SOON_S)
        line.floor.caller_speaking = True
        await pipe.send(UserStartedSpeakingFrame())
        await pipe.send(BotStoppedSpeakingFrame(), direction=FrameDirection.UPSTREAM)
        await pipe.until(lambda: not line.floor.line_speaking)
        await asyncio.sleep(2 * SOON_S)
        assert line.happened == []


async def test_a_cough_into_the_line_does_not_end_the_waiting_for_the_caller(tmp_path: Path) -> None:
    """The line ends while the caller coughs; the cough is no words; then both would wait for the other for good."""
    line = Line(await begun(tmp_path), silence_s=SOON_S)
    async with running(line.dialogue) as pipe:
        line.floor.line_speaking = line.floor.caller_speaking = True
        await pipe.send(UserStartedSpeakingFrame())
        await pipe.send(BotStoppedSpeakingFrame(), direction=FrameDirection.UPSTREAM)
        await pipe.until(lambda: not line.floor.line_speaking)
        line.floor.caller_speaking = False
        await pipe.send(TurnDroppedFrame())
        await pipe.until(lambda: line.happened)
    assert line.happened[0] == "CallerSilent"


async def test_an_answer_that_never_sounds_does_not_end_the_waiting_for_the_caller(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path), silence_s=SOON_S)
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"))
        await pipe.until(lambda: "CallerSilent" in line.happened)


async def test_while_a_person_has_the_call_the_line_says_nothing_and_counts_nothing(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path), silence_s=SOON_S)
    line.floor.with_person = True
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"))
        await pipe.until(lambda: line.decided)
        await asyncio.sleep(2 * SOON_S)
        await pipe.settled()
    assert line.happened == ["CallerSaid"]
    assert pipe.of(SentenceFrame) == []


async def test_hanging_up_comes_after_the_last_words(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path))
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("bye"))
        await pipe.until(lambda: pipe.of(GoodbyeFrame))
    kinds = [type(frame) for frame in pipe.down]
    assert kinds.index(LLMFullResponseEndFrame) < kinds.index(GoodbyeFrame)


def broken(_: Request) -> Outcome:
    raise RuntimeError("a bug in a service")


async def test_a_fault_of_a_service_brings_in_a_person(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path, ScriptedServices(broken)))
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"), turn("204821"), turn("7350"))
        await pipe.until(lambda: len(line.decided) == 3)
    assert line.decided[-1].result.handoff is not None


async def test_a_fault_of_our_own_is_a_turn_not_understood_and_the_line_goes_on(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path))
    async with running(line.dialogue) as pipe:
        line.dialogue.happen(CallerTurnFrame(LLMContext(), transcript=None))
        await pipe.until(lambda: line.decided)
        await pipe.send(turn("where is my order"))
        await pipe.until(lambda: len(line.decided) == 2)
    assert line.happened == ["NothingUnderstood", "CallerSaid"]


async def test_a_line_that_can_decide_nothing_hangs_up(tmp_path: Path) -> None:
    line = Line(conversation(tmp_path))
    async with running(line.dialogue) as pipe:
        line.dialogue.happen(CallerSilent(8.0))
        await pipe.until(lambda: pipe.of(GoodbyeFrame))


async def test_who_cannot_show_a_decision_does_not_stop_the_next(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path), fault=RuntimeError("a bug in the page's messages"))
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"), turn("204821"))
        await pipe.until(lambda: len(line.decided) == 2)
    assert line.happened == ["CallerSaid", "CallerSaid"]


async def test_after_the_end_nothing_happens_any_more(tmp_path: Path) -> None:
    line = Line(await begun(tmp_path), silence_s=SOON_S)
    before = asyncio.all_tasks()
    async with running(line.dialogue) as pipe:
        await pipe.send(turn("where is my order"))
        await pipe.until(lambda: line.decided)
    count = len(line.decided)
    line.dialogue.happen(LanguageChosen("zh"))
    await asyncio.sleep(2 * SOON_S)
    assert len(line.decided) == count
    assert asyncio.all_tasks() == before
