"""pipecat's VAD processor around our detector: 20 ms frames, decided inline, the probability kept on each frame."""

from __future__ import annotations

from pipecat.audio.vad.vad_analyzer import VADAnalyzer, VADParams, VADState
from pipecat.frames.frames import Frame, InputAudioRawFrame
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.processors.frame_processor import FrameDirection

from orderline.events.speech import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ
from orderline.hear.port import VoiceActivityDetector

SPEECH_PROBABILITY = "speech_probability"
"""Key in a frame's metadata: [0, 1]."""
STOP_S = 0.2
"""Silence after which pipecat's own observers count speech as over. Ours is endpointing. Source: pipecat-1.14, 2."""


class InlineAnalyzer(VADAnalyzer):
    """A `VADAnalyzer` that is told the probability, and works nothing out on a thread: 0.02 % of a core, not 0.73."""

    def __init__(self, threshold: float, start_s: float) -> None:
        super().__init__(params=VADParams(confidence=threshold, start_secs=start_s, stop_secs=STOP_S, min_volume=0.0))
        self._executor.shutdown(wait=False)
        self.latest = 0.0

    def num_frames_required(self) -> int:
        return SAMPLE_RATE_HZ * FRAME_MS // 1000

    def voice_confidence(self, buffer: bytes) -> float:
        return self.latest

    def _get_smoothed_volume(self, audio: bytes) -> float:
        return 1.0

    async def analyze_audio(self, buffer: bytes) -> VADState:
        return self._run_analyzer(buffer)


class VoiceActivity(VADProcessor):
    """Cuts the caller's sound into 20 ms frames and writes on each how surely it is speech."""

    def __init__(self, detector: VoiceActivityDetector, *, threshold: float, start_s: float) -> None:
        self._analyzer = InlineAnalyzer(threshold, start_s)
        super().__init__(vad_analyzer=self._analyzer)
        self._detector = detector
        self._rest = b""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass everything; sound leaves as whole frames."""
        if not isinstance(frame, InputAudioRawFrame):
            await super().process_frame(frame, direction)
            return
        sound = self._rest + frame.audio
        whole = len(sound) - len(sound) % FRAME_BYTES
        self._rest = sound[whole:]
        for at in range(0, whole, FRAME_BYTES):
            piece = InputAudioRawFrame(sound[at : at + FRAME_BYTES], SAMPLE_RATE_HZ, 1)
            self._analyzer.latest = self._detector.speech_probability(piece.audio)
            piece.metadata[SPEECH_PROBABILITY] = self._analyzer.latest
            await super().process_frame(piece, direction)
