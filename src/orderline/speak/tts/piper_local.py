"""Piper behind the port: neural voices from model files on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orderline.orders.identifiers import Language
from orderline.speak.tts.pool import WorkerSynthesizer


@dataclass(frozen=True, slots=True)
class PiperVoiceFiles:
    """One Piper voice on disk."""

    model: Path
    """The ONNX file."""
    config: Path
    """Its JSON."""
    pace: float = 1.0
    """Speaking rate; 1.0 is the voice's own."""


class PiperSynthesizer(WorkerSynthesizer):
    """Speaks with Piper, in the languages it has a voice for."""

    def __init__(
        self, voices: Mapping[Language, PiperVoiceFiles], *, workers: int = 2, deadline_ms: int = 4000
    ) -> None:
        arguments = ["piper"]
        for language, voice in voices.items():
            model, config = str(voice.model.absolute()), str(voice.config.absolute())
            arguments += ["--voice", language, model, config, str(voice.pace)]
        super().__init__("piper", frozenset(voices), arguments, workers=workers, deadline_ms=deadline_ms)
