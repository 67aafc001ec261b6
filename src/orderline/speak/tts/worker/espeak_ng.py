"""espeak-ng through ctypes. English and Mandarin, no model files: the embedded engine.

Measured on 2 cores: 4 ms for a sentence of 1.3 s, 12 ms for one of 4.9 s (real-time factor 0.003), so a whole
sentence is taken at once and levelled as one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

import espeakng_loader
import numpy as np

from orderline.speak.tts.worker.engine import Cancelled, Samples

_SYNCHRONOUS = 2
"""AUDIO_OUTPUT_SYNCHRONOUS: all sound has come through the callback when a call returns. Source: espeak-ng
speak_lib.h. (Under AUDIO_OUTPUT_RETRIEVAL a thread of the library's own speaks after the call has returned.)"""
_RATE = 1
"""espeakRATE, in words a minute. Source: the same."""
_CHARS_UTF8 = 1
"""espeakCHARS_UTF8. No other flag: text is never read as SSML or phonemes. Source: the same."""
_WORDS_A_MINUTE = 175
"""espeak-ng's own rate, pace 1.0. Source: espeak-ng manual, option -s."""
_BUFFER_MS = 60
_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
_SYNTH_ARGUMENTS = (
    ctypes.c_char_p,
    ctypes.c_size_t,
    ctypes.c_uint,
    ctypes.c_int,
    ctypes.c_uint,
    ctypes.c_uint,
    ctypes.c_void_p,
    ctypes.c_void_p,
)


class EspeakNg:
    """One espeak-ng; not for two threads."""

    def __init__(self, voices: Mapping[str, tuple[str, float]]) -> None:
        """Load the library. `voices`: language → espeak voice name and pace (1.0: the voice's own).

        Raises:
            RuntimeError: the library or one of the voices cannot be loaded.
        """
        self.languages = frozenset(voices)
        self._voices = {
            language: (name.encode(), round(_WORDS_A_MINUTE * pace)) for language, (name, pace) in voices.items()
        }
        self._lib = ctypes.CDLL(espeakng_loader.get_library_path())
        self._lib.espeak_Synth.argtypes = _SYNTH_ARGUMENTS
        data = str(espeakng_loader.get_data_path()).encode()
        self._rate_hz = int(self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data, 0))
        if self._rate_hz <= 0:
            raise RuntimeError("espeak-ng found no voice data")
        self._chunks: list[bytes] = []
        self._cancelled: Cancelled = bool
        self._callback = _SynthCallback(self._take)  # kept: the library holds only a pointer to it
        self._lib.espeak_SetSynthCallback(self._callback)
        for language in self.languages:
            self._choose(language)  # a voice that is not there is found now, and the first sentence does not load it

    def sound(self, text: str, language: str, cancelled: Cancelled) -> tuple[Samples, int]:
        self._choose(language)
        self._chunks, self._cancelled = [], cancelled
        encoded = text.encode() + b"\0"
        status = self._lib.espeak_Synth(encoded, len(encoded), 0, 0, 0, _CHARS_UTF8, None, None)
        if status != 0:
            raise RuntimeError(f"espeak_Synth answered {status}")
        pcm = np.frombuffer(b"".join(self._chunks), dtype="<i2")
        return pcm.astype(np.float32) / 32768.0, self._rate_hz

    def _choose(self, language: str) -> None:
        name, words_a_minute = self._voices[language]
        if self._lib.espeak_SetVoiceByName(name) != 0:
            raise RuntimeError(f"espeak-ng has no voice {name.decode()}")
        self._lib.espeak_SetParameter(_RATE, words_a_minute, 0)

    def _take(self, wav: ctypes._Pointer[ctypes.c_short], samples: int, _events: int | None) -> int:
        if wav and samples > 0:
            self._chunks.append(ctypes.string_at(wav, samples * 2))
        return 1 if self._cancelled() else 0
