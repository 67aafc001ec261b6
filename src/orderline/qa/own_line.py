"""A line of one's own, for as long as it is needed: `orderline call` and the benchmarks ring it when none is given."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from orderline.errors import CallRefused, EngineUnavailable

START_S = 60.0
"""Longest start of a line: models are loaded and its vocabulary is built."""
STOP_S = 10.0


@asynccontextmanager
async def own_line(environment: Mapping[str, str]) -> AsyncIterator[str]:
    """Start a demo line on a free port in a process of its own; gives its address, and ends it.

    Raises:
        EngineUnavailable: it did not start in time; its own words are on standard error.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "orderline", "serve", "--demo", "--port", "0", "--json",
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        try:
            said = await asyncio.wait_for(process.stdout.readline(), START_S)
            address = str(json.loads(said)["listening"])
        except (TimeoutError, ValueError, KeyError) as fault:
            raise EngineUnavailable("The line did not start.", "", "Look at what it said above.") from fault
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_S)
            except TimeoutError:
                process.kill()
                await process.wait()


async def answers(line: str) -> bool:
    """Whether a line listens at this address."""
    try:
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
            return (await client.get(f"{line}/livez")).is_success
    except httpx.HTTPError:
        return False


async def engines_of(line: str) -> dict[str, str]:
    """Which engine each port of a running line got.

    Raises:
        CallRefused: nobody answers there.
    """
    try:
        async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
            about = (await client.get(f"{line}/api/line")).json()
    except httpx.HTTPError as fault:
        raise CallRefused(f"No line answers at {line}.") from fault
    return {choice["port"]: choice["engine"] for choice in about["engines"]}
