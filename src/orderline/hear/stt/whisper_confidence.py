"""How sure Whisper is, from what its decoder says of itself. Pure.

Fitted nowhere yet: no real weights were at hand when it was written. It is monotone only: surer tokens, less chance of
"no speech" and fewer repetitions never lower it. Fit it on real calls before trusting its value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from orderline.events.speech import Transcript, Word
from orderline.orders.identifiers import Language

REPETITIVE = 2.4
"""zlib's ratio over which Whisper's authors call a text repetitive (faster-whisper's default threshold)."""


class Segment(Protocol):
    """What faster-whisper tells of a stretch of speech."""

    text: str
    tokens: list[int]
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float


def confidence(avg_logprob: float, no_speech_prob: float, compression_ratio: float) -> float:
    """[0, 1]: the geometric mean of the tokens' probabilities, times the chance that there was speech, less for
    text that repeats itself.
    """
    repetition = min(1.0, REPETITIVE / compression_ratio) if compression_ratio > 0 else 1.0
    value = math.exp(min(0.0, avg_logprob)) * (1.0 - no_speech_prob) * repetition
    return max(0.0, min(1.0, value))


def transcript(segments: Sequence[Segment], language: Language, audio_ms: int, decode_ms: float) -> Transcript:
    """All segments as one; the confidence is their mean, weighted by tokens."""
    text = ("" if language == "zh" else " ").join(segment.text.strip() for segment in segments).strip()
    if not text:
        return Transcript("", language, 0.0, engine="whisper", audio_ms=audio_ms, decode_ms=decode_ms)
    words: list[Word] = []
    total = weight = 0.0
    for segment in segments:
        sure = confidence(segment.avg_logprob, segment.no_speech_prob, segment.compression_ratio)
        words += [Word(word, sure) for word in _split(segment.text, language)]
        total += sure * len(segment.tokens)
        weight += len(segment.tokens)
    mean = total / weight if weight else 0.0
    return Transcript(text, language, mean, tuple(words), (), "whisper", audio_ms, decode_ms)


def _split(text: str, language: Language) -> list[str]:
    """English: words. Chinese: characters, for the script marks no words."""
    return [character for character in text if not character.isspace()] if language == "zh" else text.split()
