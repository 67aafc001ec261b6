"""A real Chromium for the pages, and a line that speaks the protocol without a server."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from tests.browser.fake_line import FLAGS, FakeLine

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
async def line(chromium: Browser) -> AsyncIterator[FakeLine]:
    """A line whose caller may use the microphone; the page's faults are checked when the test ends."""
    fake = await FakeLine.open(chromium)
    yield fake
    await fake.close()
    assert fake.faults == []
    assert fake.other_hosts == set()
