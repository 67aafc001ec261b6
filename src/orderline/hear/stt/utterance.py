"""The sound of one utterance, kept within its bound."""

from __future__ import annotations

from orderline.events.speech import SAMPLE_RATE_HZ

MAX_S = 60
"""Sound kept of one utterance; what comes after is dropped (the port's promise)."""
MAX_BYTES = MAX_S * SAMPLE_RATE_HZ * 2


class Sound:
    """16 kHz mono s16, growing until `MAX_S`."""

    def __init__(self) -> None:
        self._pcm = bytearray()

    def __len__(self) -> int:
        return len(self._pcm)

    def add(self, pcm: bytes) -> None:
        """Keep what fits."""
        self._pcm += pcm[: MAX_BYTES - len(self._pcm)]

    def since(self, at: int) -> bytes:
        """Whole samples from byte `at` on; half a sample at the end waits for its other half."""
        return bytes(self._pcm[at : len(self._pcm) // 2 * 2])

    @property
    def ms(self) -> int:
        """Length in milliseconds."""
        return len(self._pcm) // 2 * 1000 // SAMPLE_RATE_HZ
