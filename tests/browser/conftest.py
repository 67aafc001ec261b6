"""A real Chromium for the pages, and a line that speaks the protocol without a server."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from tests.browser.fake_line import FLAGS, FakeLine, OpenLine

HOW_TO_INSTALL = "Chromium is not installed: apt-get install chromium (or brew install chromium), then run again."


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; without one the test is skipped, or fails where CI is set."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    if not Path(path).exists():
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_INSTALL)
        pytest.skip(HOW_TO_INSTALL)
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every asynchronous test that uses the shared Chromium in the loop that Chromium was started in."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(chromium_path: str) -> AsyncIterator[Browser]:
    """A headless Chromium with a microphone that beeps; one for all tests, a fresh profile for each."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, headless=True, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_line(chromium: Browser) -> AsyncIterator[OpenLine]:
    """Lines for pages; when the test ends they are closed, and the pages must have met no fault and no other host."""
    lines: list[FakeLine] = []

    async def open_one(**choices: Any) -> FakeLine:
        lines.append(await FakeLine.open(chromium, **choices))
        return lines[-1]

    yield open_one
    for line in lines:
        await line.close()
    assert [line.faults for line in lines if line.faults] == []
    assert [line.other_hosts for line in lines if line.other_hosts] == []


@pytest_asyncio.fixture(loop_scope="session")
async def line(open_line: OpenLine) -> FakeLine:
    """A line whose caller speaks English and may use the microphone."""
    return await open_line()
