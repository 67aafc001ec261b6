"""Measured figures, in the one shape that every measuring command prints (design, section 7)."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, with what it should be."""

    name: str
    value: float | None
    """None where nothing could be measured."""
    unit: str
    count: int
    """How many measurements it stands on."""
    goal: float | None = None
    at_least: bool = False
    """Whether the goal is a floor; else it is a ceiling."""
    peer: Mapping[str, float] | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        if self.value is None:
            return False
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def to_json(self) -> dict[str, Any]:
        """As printed."""
        plain = asdict(self)
        del plain["at_least"]
        return {**plain, "met": self.met}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of a measuring command found."""

    command: str
    date: datetime
    engines: Mapping[str, str]
    figures: Sequence[Figure]
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """One object on one line."""
        return json.dumps(
            {
                "command": self.command,
                "date": self.date.isoformat(timespec="seconds"),
                "machine": machine(),
                "engines": dict(self.engines),
                "figures": [figure.to_json() for figure in self.figures],
                **self.details,
            },
            ensure_ascii=False,
        )


def machine() -> dict[str, Any]:
    """What a figure was measured on; no name of the machine, only its kind."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        named = (line for line in cpuinfo.read_text().splitlines() if line.startswith("model name"))
        model = next(named, f":{model}").partition(":")[2].strip()
    return {
        "cores": os.cpu_count(),
        "processor": model,
        "system": platform.system(),
        "python": platform.python_version(),
        "load_1_min": round(os.getloadavg()[0], 2),
    }


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value under which `share` (0…1) of `values` lie, between two by interpolation; None for no values."""
    return round(float(np.quantile(np.asarray(values), share)), 1) if values else None
