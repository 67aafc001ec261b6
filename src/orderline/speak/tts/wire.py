"""The pipe between the line and a synthesis worker: a small binary protocol of our own, over stdin and stdout.

Each message is a header and a payload. Header, 9 bytes, little endian: kind (u8), request (u32), payload length (u32).

    line → worker   SPEAK   request n   language, a zero byte, the text; UTF-8
                    CANCEL  request n   empty: stop request n and everything before it
    worker → line   READY   request 0   empty: voices are loaded
                    SOUND   request n   16 kHz mono s16, whole 20 ms frames
                    END     request n   empty: nothing more comes for n, also after a CANCEL
                    FAILED  request n   what went wrong, UTF-8; ends n. Request 0: the worker cannot start and exits

Requests count up from 1; the line sends the next SPEAK only after END or FAILED of the one before. A worker whose
stdin closes exits at once, so that none outlives the line. Whatever a library prints goes to stderr, never here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

HEADER = struct.Struct("<BII")
MAX_PAYLOAD_BYTES = 1 << 20
"""Far over the longest text or chunk; more means that the two sides have lost step."""


class Kind(IntEnum):
    """What a message is."""

    READY = 1
    SOUND = 2
    END = 3
    FAILED = 4
    SPEAK = 5
    CANCEL = 6


class OutOfStep(Exception):
    """The bytes are no message: the pipe cannot be used any more."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    kind: Kind
    request: int
    payload: bytes = b""


def encode(message: Message) -> bytes:
    """The bytes of `message`. Raises OutOfStep where the payload is too long."""
    if len(message.payload) > MAX_PAYLOAD_BYTES:
        raise OutOfStep(f"payload of {len(message.payload)} bytes")
    return HEADER.pack(message.kind, message.request, len(message.payload)) + message.payload


def decode_header(header: bytes) -> tuple[Kind, int, int]:
    """Kind, request and payload length of a 9-byte header. Raises OutOfStep."""
    kind, request, length = HEADER.unpack(header)
    if kind not in Kind.__members__.values() or length > MAX_PAYLOAD_BYTES:
        raise OutOfStep(f"kind {kind}, length {length}")
    return Kind(kind), request, length


def speak(request: int, text: str, language: str) -> Message:
    """The request to speak `text`."""
    return Message(Kind.SPEAK, request, language.encode() + b"\0" + text.encode())


def asked(message: Message) -> tuple[str, str]:
    """Text and language of a SPEAK message."""
    language, _, text = message.payload.partition(b"\0")
    return text.decode(), language.decode()
