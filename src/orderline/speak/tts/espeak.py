"""espeak-ng behind the port: English and Mandarin, always there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orderline.orders.identifiers import Language
from orderline.speak.tts.pool import WorkerSynthesizer


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """One of espeak-ng's own voices."""

    name: str
    """As espeak-ng calls it: `en-us`, `cmn`."""
    pace: float = 1.0
    """Speaking rate; 1.0 is espeak-ng's 175 words a minute."""


BUILT_IN: Mapping[Language, EspeakVoice] = {"en": EspeakVoice("en-us", 0.9), "zh": EspeakVoice("cmn", 1.0)}
"""Voices used where `voices/espeak-*` is not installed. English a little slow: a telephone takes the high sounds away
that tell digits apart."""


class EspeakSynthesizer(WorkerSynthesizer):
    """Speaks with espeak-ng."""

    def __init__(
        self, voices: Mapping[Language, EspeakVoice] = BUILT_IN, *, workers: int = 2, deadline_ms: int = 4000
    ) -> None:
        arguments = ["espeak"]
        for language, voice in voices.items():
            arguments += ["--voice", language, voice.name, str(voice.pace)]
        super().__init__("espeak", frozenset(voices), arguments, workers=workers, deadline_ms=deadline_ms)
