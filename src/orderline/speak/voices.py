"""Voices as data: `voices/<name>/voice.toml` says which engine speaks it, in which language, under which licence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import Language

VOICE_FILE = "voice.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""A folder's name and nothing else: no separator, no parent folder."""

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Voice(BaseModel):
    """One voice. Unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """Name of its folder; not written in the file."""
    engine: Literal["piper", "espeak"]
    model: _Words
    """Piper: role of the model in models.txt, and stem of its two files, `.onnx` and `.onnx.json`.
    espeak-ng: the name of its own voice."""
    language: Language
    rate_hz: int = Field(ge=8000, le=48_000)
    """Rate at which the engine speaks; everything said is brought to 16 kHz."""
    pace: float = Field(1.0, ge=0.5, le=2.0)
    """Speaking rate; 1.0 is the voice's own."""
    licence: _Words
    source: _Words
    """Where the voice comes from."""
    sample: _Words
    """A sentence that shows how it speaks."""


def load_voice(folder: Path, name: str) -> Voice | None:
    """The voice `name` below `folder`; None where there is none.

    Raises:
        ConfigurationError: the name is not a folder's name, or its file cannot be read or is not a voice.
    """
    if not _NAME.fullmatch(name):
        raise ConfigurationError(f"{name!r} is not the name of a voice.", do="Name a folder below `voices/`.")
    file = folder / name / VOICE_FILE
    if not file.is_file():
        return None
    try:
        return Voice.model_validate({**tomllib.loads(file.read_text(encoding="utf-8")), "name": name})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigurationError(f"{name}/{VOICE_FILE} cannot be read: {fault}.", do="See docs/voices.md.") from fault
    except ValidationError as fault:
        wrong = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in fault.errors())
        raise ConfigurationError(f"{name}/{VOICE_FILE} is not a voice: {wrong}.", do="See docs/voices.md.") from fault


def load_voices(folder: Path) -> tuple[Voice, ...]:
    """Every voice below `folder`, by name; none where there is no such folder. Raises ConfigurationError."""
    if not folder.is_dir():
        return ()
    found = (load_voice(folder, place.name) for place in sorted(folder.iterdir()) if _NAME.fullmatch(place.name))
    return tuple(voice for voice in found if voice is not None)
