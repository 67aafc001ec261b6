"""What the caller's page and the line say to each other beside the sound: RTVI, with a list of what is allowed.

pipecat's processor trusts its client: it would take injected sound, spoofed tool results and links
(reference/pipecat-1.14, section 6). Ours passes five kinds of message and drops the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loguru import logger
from pipecat.frames.frames import ErrorFrame, InputTransportMessageFrame
from pipecat.processors.frameworks.rtvi.frames import RTVIServerMessageFrame
from pipecat.processors.frameworks.rtvi.observer import RTVIObserverParams
from pipecat.processors.frameworks.rtvi.processor import RTVIProcessor

from orderline.call.latency import TurnTimes

ALLOWED = frozenset({"client-ready", "client-message", "disconnect-bot", "dtmf"})
LONGEST = 2_000
"""Characters of the longest message taken; a client has nothing longer to say."""

OBSERVED = RTVIObserverParams(
    bot_llm_enabled=False,
    bot_tts_enabled=False,
    user_llm_enabled=False,
    metrics_enabled=False,
    vad_user_speaking_enabled=False,
)


class LineRTVI(RTVIProcessor):
    """RTVI with an allow-list, and errors that tell a caller nothing of the line's insides."""

    async def _handle_transport_message(self, frame: InputTransportMessageFrame) -> None:
        message = frame.message
        kind = message.get("type") if isinstance(message, Mapping) else None
        if not isinstance(kind, str) or kind not in ALLOWED or len(str(message)) > LONGEST:
            logger.debug("a message of a kind the line does not take was dropped")
            return
        await super()._handle_transport_message(frame)

    async def _send_error_frame(self, frame: ErrorFrame) -> None:
        logger.error("a processor failed: {}", frame.error)
        await super()._send_error_frame(ErrorFrame("The line has a fault. Please try again.", fatal=frame.fatal))


def message(kind: str, **data: Any) -> RTVIServerMessageFrame:
    """A message to the caller's page, of one `kind` of docs/channels/browser.md."""
    return RTVIServerMessageFrame({"kind": kind, **data})


def caption(who: str, text: str, turn: int, *, final: bool = True) -> RTVIServerMessageFrame:
    """What somebody said; the same `turn` and `who` replaces what stood there."""
    return message("caption", who=who, text=text, final=final, turn=turn)


def latency(turn: int, times: TurnTimes) -> RTVIServerMessageFrame:
    """Where the time of a turn went, in milliseconds since the caller's last sound."""
    return message("latency", turn=turn, ms=times.since_speech_ended(), withdrawn=times.withdrawn)
