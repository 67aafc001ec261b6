"""What orderline and its recognition workers say to each other over a pipe: one kind byte, a length, a payload.

to the worker     S <search>     a new utterance          F <pcm>   more sound
                  H <number>     transcript, please
from the worker   R <JSON>       ready (number 0), or the answer to H
"""

from __future__ import annotations

import struct

START, FEED, HEAR, REPLY = b"S", b"F", b"H", b"R"
HEADER = struct.Struct("<cI")
"""Kind and payload length in bytes."""
MAX_PAYLOAD = 4 * 1024 * 1024
"""Longest payload: 60 s of sound are 1.9 MB. Anything longer is a broken pipe, not a message."""
READY = 0
"""Number of the first reply: loaded and warm."""


def message(kind: bytes, payload: bytes = b"") -> bytes:
    """One message, ready to be written."""
    return HEADER.pack(kind, len(payload)) + payload
