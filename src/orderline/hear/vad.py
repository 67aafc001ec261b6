"""Voice activity: webrtcvad as a gate on every frame, Silero on what passes it.

webrtcvad alone calls 88 % of noise clips speech, the pair 2…6 % (Source: reference/speech-and-nlu section 0).
Both run inline on the event loop: about 0.02 ms a frame for the gate, 0.1 ms for a Silero window.
"""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import webrtcvad
from loguru import logger

from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ
from orderline.settings import HearSettings

WINDOW = 512
"""Samples that Silero judges at once: 32 ms."""
CONTEXT = 64
"""Samples before the window that Silero also sees."""
STATE = 128
"""Width of Silero's two memories."""
HOLD_FRAMES = 16
"""Frames (320 ms) for which Silero keeps listening after the gate shut: a stop consonant must not wipe its memory."""
_ASSET = "assets/silero_vad_v6.onnx"

Samples = npt.NDArray[np.float32]


class Silero:
    """The network, shared by all calls; it keeps nothing between runs."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def probability(self, window: Samples, memory: tuple[Any, Any]) -> tuple[float, tuple[Any, Any]]:
        """How surely `WINDOW` samples, `CONTEXT` samples before them, are speech; and the memory for the next run."""
        output, hidden, cell = self._session.run(None, {"input": window[np.newaxis, :], "h": memory[0], "c": memory[1]})
        return float(output[0]), (hidden, cell)


@functools.cache
def load_silero() -> Silero | None:
    """Load the network that ships inside faster-whisper. Once, at start: it takes some 50 ms.

    Returns:
        None where the file is missing or broken: the line then has webrtcvad alone, and says so in the log.
    """
    spec = importlib.util.find_spec("faster_whisper")
    folders = spec.submodule_search_locations if spec is not None else None
    path = Path(folders[0]) / _ASSET if folders else Path(_ASSET)
    try:
        return Silero(path)
    except Exception as fault:  # noqa: BLE001 - onnxruntime's errors have no common base of their own
        logger.error(
            "Silero cannot be loaded from the faster-whisper package ({}). Voice activity is webrtcvad alone: "
            "noise will often be taken for speech. Install orderline's requirements again.",
            type(fault).__name__,
        )
        return None


class GatedVad:
    """The voice activity port. One a call."""

    def __init__(self, settings: HearSettings, silero: Silero | None) -> None:
        self._settings = settings
        self._silero = silero
        self.reset()

    def reset(self) -> None:
        self._gate = webrtcvad.Vad(self._settings.webrtcvad_mode)
        self._forget()

    def _forget(self) -> None:
        """Silero's side: as at the start of a call."""
        self._samples: Samples = np.zeros(CONTEXT, np.float32)
        """Context, then what waits to become a window."""
        empty = np.zeros((1, 1, STATE), np.float32)
        self._memory: tuple[Any, Any] = (empty, empty)
        self._probability = 0.0
        self._shut_frames = HOLD_FRAMES

    def speech_probability(self, frame: bytes) -> float:
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(frame)}")
        samples = np.frombuffer(frame, np.int16).astype(np.float32)
        passed = self._passes(frame, samples)
        if self._silero is None:
            return float(passed)
        self._listen(self._silero, samples / 32768.0, passed)
        return self._probability if passed else 0.0

    def _passes(self, frame: bytes, samples: Samples) -> bool:
        """The gate: loud enough, and speech to webrtcvad. The level is asked first: it takes webrtcvad's hangover away
        (Source: reference/browser-calls section B).
        """
        loud = float(np.sqrt(np.mean(samples * samples))) >= self._settings.gate_rms
        voiced = bool(self._gate.is_speech(frame, SAMPLE_RATE_HZ))
        return loud and voiced

    def _listen(self, silero: Silero, samples: Samples, passed: bool) -> None:
        """Give Silero the next window, if one is full and the gate is, or was lately, open."""
        self._samples = np.concatenate([self._samples, samples])
        if passed:
            self._shut_frames = 0
        elif self._shut_frames < HOLD_FRAMES:
            self._shut_frames += 1
            if self._shut_frames == HOLD_FRAMES:
                kept = self._samples
                self._forget()
                self._samples = kept
        if len(self._samples) < CONTEXT + WINDOW:
            return
        window, self._samples = self._samples[: CONTEXT + WINDOW], self._samples[WINDOW:]
        if self._shut_frames < HOLD_FRAMES:
            self._probability, self._memory = silero.probability(window, self._memory)
