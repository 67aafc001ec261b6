"""Real calls from real Chromiums to a real line: captions, the order card, the line's voice, and a hand-over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, async_playwright, expect
from tests.browser.real_call import VOICE_LEVEL, browser_with, microphone, said_by
from tests.line import line_process

pytestmark = [pytest.mark.browser]

PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def real_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with line_process(tmp_path_factory.mktemp("line"), {"ORDERLINE_DIALOGUE__SILENCE_S": "20"}) as address:
        yield address


@pytest_asyncio.fixture
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


async def test_a_caller_rings_from_chromium_and_hears_where_the_order_is(
    playwright: Playwright, chromium_path: str, real_line: str, tmp_path: Path
) -> None:
    wav = microphone(tmp_path / "microphone.wav", [(9.0, "where-is-my-order")])
    async with browser_with(playwright, chromium_path, tmp_path / "profile", wav) as context:
        page = context.pages[0]
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        await page.goto(real_line)
        await page.locator("#call").click()
        await expect(page.locator("#captions li[data-who=line]").first).to_be_visible(timeout=PATIENCE_MS)
        assert await page.evaluate(VOICE_LEVEL) > 0.02
        await expect(page.locator("#captions")).to_contain_text("my order", timeout=PATIENCE_MS)
        await expect(page.locator("#captions")).to_contain_text("order number", timeout=PATIENCE_MS)
        await page.keyboard.type("204821")
        await expect(page.locator("#captions")).to_contain_text("phone number", timeout=PATIENCE_MS)
        await page.keyboard.type("7350")
        await expect(page.locator("#order")).to_contain_text("4821", timeout=PATIENCE_MS)
        await expect(page.locator("#order")).to_contain_text("UPS")
        await expect(page.locator("#captions")).to_contain_text("Oakland", timeout=PATIENCE_MS)
        assert "204821" not in await page.locator("body").inner_text()
        await page.locator("#hang-up").click()
        await expect(page.locator("#phone")).not_to_have_attribute("data-state", "in_call", timeout=PATIENCE_MS)
    assert faults == []


async def test_a_person_in_another_chromium_takes_the_call_and_gives_it_back(
    playwright: Playwright, chromium_path: str, real_line: str, tmp_path: Path
) -> None:
    caller_wav = microphone(tmp_path / "caller.wav", [(9.0, "can-i-talk-to-a-person"), (14.0, "where-is-my-order")])
    person_wav = microphone(tmp_path / "person.wav", [(2.0, "yes"), (1.0, "no"), (1.0, "yes"), (1.0, "goodbye")])
    async with (
        browser_with(playwright, chromium_path, tmp_path / "caller", caller_wav) as caller_side,
        browser_with(playwright, chromium_path, tmp_path / "person", person_wav) as person_side,
    ):
        caller, desk = caller_side.pages[0], person_side.pages[0]
        await desk.goto(f"{real_line}/desk")
        await caller.goto(real_line)
        await caller.locator("#call").click()
        card = desk.locator("#queue [data-call]")
        await expect(card).to_be_visible(timeout=PATIENCE_MS)
        assert "can i talk to a person" in await said_by(caller, "caller")
        await card.click()
        await expect(desk.locator("#lines")).to_contain_text("can i talk to a person")
        await desk.locator("#pick-up").click()
        await expect(desk.locator("#desk")).to_have_attribute("data-leg", "connected", timeout=PATIENCE_MS)
        lines_before = await said_by(caller, "line")
        assert await caller.evaluate(VOICE_LEVEL) > 0.02, "the caller does not hear the person"
        assert await said_by(caller, "line") == lines_before, "the line spoke while a person had the call"
        await desk.locator("#give-back").click()
        await expect(caller.locator("#captions li[data-who=line]").last).not_to_contain_text(
            lines_before[-20:], timeout=PATIENCE_MS
        )
        await caller.locator("#hang-up").click()
