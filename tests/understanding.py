"""The packaged understanding, trained once a test run."""

from __future__ import annotations

from functools import cache

from orderline.understand.understanding import Understanding


@cache
def packaged_understanding() -> Understanding:
    return Understanding.load()
