"""`orderline say`: one sentence, in the line's own voice, as a WAV."""

from __future__ import annotations

import asyncio
import sys
import wave
from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app
from orderline.errors import BadAudio, ConfigurationError
from orderline.events.engines import EngineChoice
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.settings import Settings
from orderline.speak.engines import choose_synthesizer
from orderline.speak.tts.port import OUTPUT_RATE_HZ


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What to say, as it is spoken: numbers in words.")],
    lang: Annotated[str, typer.Option(help="Language: en or zh.")] = "",
    out: Annotated[Path, typer.Option(help="The WAV to write: 16 kHz, mono, 16 bit.")] = Path("said.wav"),
) -> None:
    """Say a sentence into a WAV file, with the voice that callers hear."""
    settings = Settings()
    language = next((known for known in LANGUAGES if known == (lang or settings.line.language)), None)
    if language is None:
        raise ConfigurationError(f"{lang!r} is not a language of the line.", do=f"Use {' or '.join(LANGUAGES)}.")
    pcm, choice = asyncio.run(_spoken(settings, text, language))
    if not pcm:
        raise BadAudio("There is nothing in this text that can be said.", do="Give it letters or digits.")
    _write(out, pcm)
    seconds = len(pcm) / 2 / OUTPUT_RATE_HZ
    sys.stdout.write(f"{out}: {seconds:.2f} s, {choice.engine} ({choice.why})\n")


async def _spoken(settings: Settings, text: str, language: Language) -> tuple[bytes, EngineChoice]:
    def find_model(name: str) -> Path | None:
        folder = settings.models.dir / name
        return folder if folder.is_dir() else None

    one_worker = settings.speak.model_copy(update={"workers": 1})
    synthesizer, choice = choose_synthesizer(settings.model_copy(update={"speak": one_worker}), find_model)
    try:
        await synthesizer.start()
        return b"".join([chunk async for chunk in synthesizer.speech(text, language)]), choice
    finally:
        await synthesizer.stop()


def _write(out: Path, pcm: bytes) -> None:
    try:
        with out.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(OUTPUT_RATE_HZ)
            file.writeframes(pcm)
    except OSError as fault:
        raise BadAudio(f"{out} cannot be written: {fault.strerror}.", do="Name another file with --out.") from fault
