"""What a call is made of: engines shared by all calls, and makers of what each call has of its own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from orderline.call.conversation import Conversation
from orderline.clock import Clock
from orderline.handoff.queue import DeskQueue
from orderline.hear.port import VoiceActivityDetector
from orderline.hear.stt.port import Recognizer
from orderline.orders.identifiers import CallId, CustomerId, Language
from orderline.settings import Settings
from orderline.speak.tts.cache import CachedSynthesizer


@dataclass(frozen=True, slots=True)
class CallParts:
    """Chosen once, by `bootstrap`."""

    settings: Settings
    clock: Clock
    recognizer: Recognizer
    detector: Callable[[], VoiceActivityDetector]
    synthesizer: CachedSynthesizer
    conversation: Callable[[CallId, Language], Conversation]
    customer_name: Callable[[CustomerId], Coroutine[Any, Any, str | None]]
    """The name of an identified customer, for the desk's card."""
    desk: DeskQueue
