"""What a worker needs of an engine: the sound of one short piece of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono, in [-1, 1]."""
Cancelled = Callable[[], bool]
"""Whether nobody wants the sound any more; cheap."""


class Engine(Protocol):
    """A loaded engine."""

    languages: frozenset[str]

    def sound(self, text: str, language: str, cancelled: Cancelled) -> tuple[Samples, int]:
        """The sound of `text` and its rate in Hz. Anything, where `cancelled` became true meanwhile."""
        ...
