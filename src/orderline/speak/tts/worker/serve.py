"""The worker's loop: one thread reads the pipe, so that a CANCEL is seen while the other one synthesises."""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from dataclasses import dataclass, field
from typing import BinaryIO

from orderline.events.speech import FRAME_BYTES
from orderline.speak.tts.pieces import pieces
from orderline.speak.tts.wire import HEADER, Kind, Message, asked, decode_header, encode
from orderline.speak.tts.worker.engine import Engine
from orderline.speak.tts.worker.shaping import shape

_CHUNK_BYTES = 10 * FRAME_BYTES
"""200 ms a message."""


@dataclass
class Pipes:
    """The two ends of the protocol, and the requests that wait."""

    incoming: BinaryIO
    outgoing: BinaryIO
    requests: queue.Queue[Message] = field(default_factory=lambda: queue.Queue(maxsize=4))
    """The line sends one at a time; a fifth one blocks the reader."""
    cancelled_to: int = 0
    """This request and all before it are not wanted any more. An int: written by one thread, read by the other."""

    @classmethod
    def take(cls) -> Pipes:
        """Take stdin and stdout for the protocol; what a library prints goes to stderr from here on."""
        outgoing = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        return cls(sys.stdin.buffer, outgoing)

    def send(self, message: Message) -> None:
        """Write one message whole; the process ends where nobody reads any more."""
        data = memoryview(encode(message))
        try:
            while data:
                data = data[self.outgoing.write(data) :]
        except OSError:
            os._exit(0)

    def failed(self, request: int, why: str) -> None:
        """Tell the line that `request` cannot be spoken."""
        self.send(Message(Kind.FAILED, request, why.encode(errors="replace")[:1000]))

    def read(self) -> None:
        """Read until stdin closes, then end the process at once, whatever it is doing."""
        try:
            while len(header := self.incoming.read(HEADER.size)) == HEADER.size:
                kind, request, length = decode_header(header)
                message = Message(kind, request, self.incoming.read(length))
                if kind is Kind.CANCEL:
                    self.cancelled_to = request
                elif kind is Kind.SPEAK:
                    self.requests.put(message)
        finally:
            os._exit(0)


def serve(engine: Engine, pipes: Pipes) -> None:
    """Speak what is asked for, until stdin closes."""
    threading.Thread(target=pipes.read, name="pipe", daemon=True).start()
    pipes.send(Message(Kind.READY, 0))
    while True:
        message = pipes.requests.get()
        try:
            _speak(engine, pipes, message)
        except Exception as fault:  # noqa: BLE001 - one bad sentence must not end the worker
            traceback.print_exc()
            pipes.failed(message.request, type(fault).__name__)


def _speak(engine: Engine, pipes: Pipes, message: Message) -> None:
    text, language = asked(message)

    def cancelled() -> bool:
        return pipes.cancelled_to >= message.request

    for piece in pieces(text):
        sound, rate_hz = engine.sound(piece, language, cancelled)
        pcm = b"" if cancelled() else shape(sound, rate_hz)
        for start in range(0, len(pcm), _CHUNK_BYTES):
            if cancelled():
                break
            pipes.send(Message(Kind.SOUND, message.request, pcm[start : start + _CHUNK_BYTES]))
        if cancelled():
            break
    pipes.send(Message(Kind.END, message.request))
