"""The examination behind `orderline doctor`: each part is really used, not only looked for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

from orderline.bootstrap import load_settings
from orderline.errors import OrderlineError, StoreUnavailable
from orderline.events.engines import EngineChoice
from orderline.events.speech import FRAME_BYTES, Expect
from orderline.hear.engines import choose_recognizer, choose_vad
from orderline.hear.stt.port import RecognitionHints
from orderline.models.store import ModelStore
from orderline.settings import Settings
from orderline.speak.engines import choose_synthesizer
from orderline.store.address import database_url, shown
from orderline.store.migrate import upgrade

PACKAGES = (
    "pipecat-ai", "aiortc", "webrtcvad-wheels", "faster-whisper", "piper-tts", "pocketsphinx", "espeakng-loader",
    "sqlalchemy", "fastapi",
)  # fmt: skip
PART_S = 60.0
"""Longest examination of one part."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part."""

    what: str
    found: str
    works: bool | None
    """None: nothing to judge."""
    do: str = ""
    """What to do about it; empty where nothing is to be done."""

    def to_json(self) -> dict[str, Any]:
        """As printed."""
        return asdict(self)


async def examine() -> list[Finding]:
    """Look at every part of the line that this machine's settings would start. Never raises."""
    try:
        settings = load_settings()
    except OrderlineError as fault:
        return [Finding("settings", fault.what, False, fault.do)]
    findings = [*map(_package, PACKAGES), _desk(settings), _port(settings)]
    parts: list[tuple[str, Callable[[Settings], Awaitable[Finding]]]] = [
        ("recognition", _recognition),
        ("voice activity", _activity),
        ("synthesis", _synthesis),
        ("database", _database),
        ("sound over WebRTC", _media),
    ]
    for what, look in parts:
        try:
            findings.append(await asyncio.wait_for(look(settings), PART_S))
        except OrderlineError as fault:
            findings.append(Finding(what, fault.what, False, fault.do))
        except TimeoutError:
            findings.append(Finding(what, f"did not answer in {PART_S:.0f} s", False, "Look at the log."))
    return findings


def _package(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name), True)
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", False, "Run `make setup`.")


def _desk(settings: Settings) -> Finding:
    loopback = settings.line.host in ("127.0.0.1", "localhost", "::1")
    if settings.desk.key:
        return Finding("desk", "opens with its key", True)
    if loopback:
        return Finding("desk", "open to everybody on this machine", True, "Set desk.key before others share it.")
    return Finding("desk", "would be open to the network", False, "Set ORDERLINE_DESK__KEY to a long secret.")


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        try:
            probe.bind((settings.line.host, settings.line.port))
        except OSError:
            return Finding("port", f"{settings.line.port} is taken", None, "A line may be running there already.")
    return Finding("port", f"{settings.line.port} is free", True)


def _chosen(choice: EngineChoice, tried: str) -> Finding:
    return Finding(choice.port, f"{choice.engine} ({', '.join(choice.languages) or 'all'}); {tried}", True, choice.why)


async def _recognition(settings: Settings) -> Finding:
    recognizer, choice = choose_recognizer(settings.hear, ModelStore(settings.models))
    await recognizer.start()
    try:
        hearing = recognizer.recognition(RecognitionHints("en", Expect.OPEN))
        hearing.feed(bytes(FRAME_BYTES * 25))
        heard = await hearing.transcript()
        await hearing.close()
        return _chosen(choice, f"0.5 s of silence decoded in {heard.decode_ms:.0f} ms")
    finally:
        await recognizer.stop()


async def _activity(settings: Settings) -> Finding:
    make, choice = choose_vad(settings.hear)
    probability = make().speech_probability(bytes(FRAME_BYTES))
    return _chosen(choice, f"silence is speech with probability {probability:.2f}")


async def _synthesis(settings: Settings) -> Finding:
    synthesizer, choice = choose_synthesizer(settings, ModelStore(settings.models).find)
    await synthesizer.start()
    try:
        spoken = 0
        for language, text in (("en", "Hello."), ("zh", "您好。")):
            if language in synthesizer.languages:
                async with aclosing(synthesizer.speech(text, language)) as chunks:  # type: ignore[type-var]
                    async for chunk in chunks:
                        spoken += len(chunk)
        return _chosen(choice, f"{spoken // 32} ms spoken")
    finally:
        await synthesizer.stop()


async def _database(settings: Settings) -> Finding:
    url = database_url(settings)
    try:
        revision = await asyncio.to_thread(upgrade, url)
    except StoreUnavailable as fault:
        return Finding("database", fault.what, False, fault.do)
    return Finding("database", f"{shown(url)}, revision {revision}", True)


async def _media(_: Settings) -> Finding:
    from orderline.channels.webrtc.incoming import OpusSound
    from orderline.channels.webrtc.outgoing import OpusPackets

    packet = OpusPackets().encode(bytes(FRAME_BYTES))
    frames = OpusSound().decode(packet)
    return Finding("sound over WebRTC", f"Opus both ways, {len(packet)} bytes a packet of silence", bool(frames))
