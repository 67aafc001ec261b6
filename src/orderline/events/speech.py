"""What was heard: sound in words, with how sure each engine is of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orderline.orders.identifiers import Language

SAMPLE_RATE_HZ = 16_000
"""Rate at which the line hears: what webrtcvad, Silero, Whisper and pocketsphinx all take."""
FRAME_MS = 20
"""Length of one frame on the audio path, in milliseconds."""
FRAME_BYTES = SAMPLE_RATE_HZ * FRAME_MS // 1000 * 2
"""Bytes of one frame: mono, signed 16 bit little endian."""


class Expect(StrEnum):
    """What the line has asked for: the prior of recognition, understanding and endpointing."""

    OPEN = "open"
    YES_NO = "yes_no"
    ORDER_NUMBER = "order_number"
    PHONE_TAIL = "phone_tail"
    POSTCODE = "postcode"
    CODE = "code"
    """A step-up code: digits."""
    NAME = "name"
    EMAIL = "email"
    ADDRESS = "address"
    CHOICE = "choice"
    """One of what was offered."""
    DETAIL = "detail"
    """A detail of the wish under way: a product, an option, a quantity, a reason, a method, a day."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word."""

    text: str
    confidence: float
    """[0, 1]"""
    start_ms: int = 0
    """From the start of the utterance; 0 where the engine gives no times."""
    end_ms: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the same sound."""

    text: str
    confidence: float
    """[0, 1]"""


@dataclass(frozen=True, slots=True)
class Transcript:
    """Everything one utterance gave. Empty `text` means: sound, but no words."""

    text: str
    language: Language
    confidence: float
    """[0, 1], calibrated per engine: the share of such utterances that are right."""
    words: tuple[Word, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    """Best first, `text` itself left out."""
    engine: str = "text"
    """`whisper`, `sphinx`, or `text` where a person typed."""
    audio_ms: int = 0
    """Length of the sound that was decoded."""
    decode_ms: float = 0.0
    """Time from the request to the transcript."""


@dataclass(frozen=True, slots=True)
class KeysPressed:
    """Keypad keys, in the order they were pressed: `0`-`9`, `*`, `#`."""

    keys: str
