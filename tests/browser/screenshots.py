"""Takes the pictures of the documentation from scripted calls.

`python -m tests.browser.screenshots [folder [part of a picture's name]]`.

The fonts are this machine's own; one with Chinese characters must be installed for the Chinese pictures.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect
from tests.browser.fake_line import FLAGS, HOME, FakeLine
from tests.browser.scripted_calls import ORDER, captions, desk_card, unverified_card

SIZES = {"phone": (390, 844), "wide": (1280, 800)}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: which page, how large, in which language and light."""

    page: str
    scene: str
    size: str
    language: str
    dark: bool = False

    @property
    def name(self) -> str:
        light = "dark" if self.dark else "light"
        return f"{self.page}-{self.scene}-{self.size}-{self.language}-{light}.png"


SHOTS = (
    Shot("phone", "idle", "phone", "en"),
    Shot("phone", "idle", "wide", "zh", dark=True),
    Shot("phone", "call", "phone", "en"),
    Shot("phone", "call", "phone", "zh", dark=True),
    Shot("phone", "call", "wide", "en"),
    Shot("phone", "call", "wide", "zh", dark=True),
    Shot("phone", "keypad", "phone", "en", dark=True),
    Shot("phone", "refused", "phone", "en"),
    Shot("phone", "ended", "phone", "zh"),
    Shot("desk", "ringing", "wide", "en"),
    Shot("desk", "ringing", "phone", "zh"),
    Shot("desk", "talking", "wide", "zh", dark=True),
    Shot("desk", "talking", "phone", "en", dark=True),
)


async def call(line: FakeLine, language: str) -> None:
    """A call in which the order has just been told."""
    await line.page.locator("#call").click()
    await expect(line.page.locator("#phone")).to_have_attribute("data-state", "listening")
    for caption in captions(language):
        await line.say(caption)
    await line.say({"kind": "order_card", "order": ORDER})
    await line.say({"kind": "state", "state": "speaking", "expect": "open"})
    await expect(line.page.locator("article[data-order]")).to_be_visible()


async def phone(line: FakeLine, shot: Shot) -> None:
    """Bring the phone page into the scene."""
    if shot.scene == "refused":
        line.refuse["/api/token"] = (503, {"error": {"what": "full", "means": "", "do": ""}})
    await line.page.goto(HOME)
    await expect(line.page.locator(".engine").first).to_be_visible()
    if shot.scene == "refused":
        await line.page.locator("#call").click()
        await expect(line.page.locator("#notice")).to_be_visible()
    elif shot.scene != "idle":
        await call(line, shot.language)
    if shot.scene == "keypad":
        await line.say({"kind": "state", "state": "listening", "expect": "phone_tail"})
        await line.page.locator("#keys").click()
        await line.page.keyboard.type("73")
    if shot.scene == "ended":
        await line.page.locator("#hang-up").click()


async def desk(line: FakeLine, shot: Shot) -> None:
    """Bring the desk page into the scene."""
    await line.page.goto(f"{HOME}/desk")
    await expect(line.page.locator("#desk")).to_have_attribute("data-line", "open")
    line.tell_desk({"type": "queue", "calls": [unverified_card(), desk_card(language=shot.language)]})
    await line.page.locator("[data-call='c1']").click()
    if shot.scene == "talking":
        await line.page.locator("#pick-up").click()
        await line.wait_desk_asked("pick_up")
        mine = desk_card(language=shot.language, status="mine")
        line.tell_desk({"type": "queue", "calls": [unverified_card(), mine]})
        await expect(line.page.locator("#desk")).to_have_attribute("data-leg", "connected")
        line.tell_desk({"type": "bridged", "call_id": "c1"})


async def take(browser: Browser, shot: Shot, folder: Path) -> None:
    """Take one picture."""
    width, height = SIZES[shot.size]
    locale = "zh-CN" if shot.language == "zh" else "en-GB"
    line = await FakeLine.open(browser, language=locale, width=width, height=height, dark=shot.dark, scale=1.5)
    await (phone if shot.page == "phone" else desk)(line, shot)
    await line.page.wait_for_timeout(600)
    await line.page.screenshot(path=folder / shot.name)
    await line.close()


async def main(folder: Path, only: str) -> None:
    """Take every picture whose name holds `only`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), headless=True, args=list(FLAGS)
        )
        for shot in SHOTS:
            if only in shot.name:
                await take(browser, shot, folder)
        await browser.close()


if __name__ == "__main__":
    _, *given = sys.argv
    wanted = Path(given[0] if given else "docs/images")
    wanted.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(wanted, given[1] if len(given) > 1 else ""))
