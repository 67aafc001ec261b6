"""Piper voices on onnxruntime. One thread a session: a worker takes one core, and the line decides how many workers.

Measured elsewhere: a medium voice takes 103 ms for a sentence of 2.2 s on one thread (reference/browser-calls E).
Nothing is ever downloaded: a voice whose phonemes need further files is refused when it is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from piper import PiperVoice, SynthesisConfig
from piper.config import PhonemeType, PiperConfig

from orderline.speak.tts.worker.engine import Cancelled, Samples

_PHONEMES = frozenset({PhonemeType.ESPEAK, PhonemeType.TEXT})
"""Kinds of phonemes that piper-tts makes from what its wheel holds. The others fetch a model at the first sentence."""


class PiperOnnx:
    """One Piper voice for each language; not for two threads."""

    def __init__(self, voices: Mapping[str, tuple[Path, Path, float]]) -> None:
        """Load the voices. `voices`: language → ONNX model, its JSON, and pace (1.0: the voice's own)."""
        self.languages = frozenset(voices)
        self._voices = {language: (_load(model, config), pace) for language, (model, config, pace) in voices.items()}
        for language in self.languages:
            self.sound("1.", language, bool)  # the first run of a session allocates; no caller waits for that

    def sound(self, text: str, language: str, cancelled: Cancelled) -> tuple[Samples, int]:
        voice, pace = self._voices[language]
        synthesis = SynthesisConfig(length_scale=voice.config.length_scale / pace)
        parts: list[Samples] = []
        for chunk in voice.synthesize(text, synthesis):
            if cancelled():
                break
            parts.append(np.asarray(chunk.audio_float_array, dtype=np.float32).reshape(-1))
        sound = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
        return sound, int(voice.config.sample_rate)


def _load(model: Path, config: Path) -> PiperVoice:
    settings = PiperConfig.from_dict(json.loads(config.read_text(encoding="utf-8")))
    if settings.phoneme_type not in _PHONEMES:
        raise RuntimeError(
            f"{config.name}: phonemes of kind {settings.phoneme_type.value} need files that are not here"
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), sess_options=options, providers=["CPUExecutionProvider"])
    return PiperVoice(session=session, config=settings, download_dir=model.parent)
