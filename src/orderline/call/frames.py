"""What travels through pipecat between our own processors. Everything else is pipecat's own frames."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipecat.frames.frames import ControlFrame, LLMContextFrame, LLMTextFrame

from orderline.call.conversation import TurnResult
from orderline.call.latency import TurnTimes
from orderline.events.reply import Sentence
from orderline.events.speech import Transcript
from orderline.orders.identifiers import Language


@dataclass
class CallerTurnFrame(LLMContextFrame):
    """A finished turn of the caller, for whatever sits in the LLM slot.

    A language model would read `context`; ours reads `transcript`, whose confidence pipecat's own frames lose.
    """

    transcript: Transcript | None = None
    considered: TurnResult | None = None
    """The answer worked out while the caller was falling silent; None where there was none."""
    times: TurnTimes = field(default_factory=TurnTimes)


@dataclass
class SentenceFrame(LLMTextFrame):
    """One sentence of the line, whole: shown as `text`, spoken as `sentence.spoken`."""

    sentence: Sentence | None = None
    language: Language = "en"
    times: TurnTimes | None = None
    """Set on the first sentence of an answer."""

    def __post_init__(self) -> None:
        """What must be heard is not dropped from any queue on its way."""
        super().__post_init__()
        self.interruptible = self.sentence is None or not self.sentence.must_hear


@dataclass
class GoodbyeFrame(ControlFrame):
    """The last thing in the line's voice: when it leaves the transport, everything before it was sent.

    A caller who speaks into the goodbye ends its words, not the hanging up.
    """

    interruptible: bool = field(default=False, init=False)


@dataclass
class TurnDroppedFrame(ControlFrame):
    """The caller made a sound over the line's voice that was no words: nobody answers it, the line waits on."""
