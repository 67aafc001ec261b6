"""Which engine a port got, and why: shown by `orderline doctor`, on `/readyz` and on the phone page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One port's engine."""

    port: str
    """`recognition`, `synthesis`, `voice activity`, `end of turn`, `database`."""
    engine: str
    """`whisper`, `sphinx`, `piper`, `espeak`, ..."""
    why: str
    """One sentence: what was found, or what is missing and how to get it."""
    languages: tuple[str, ...] = ()
