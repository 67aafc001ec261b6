"""Takes the README's picture: the phone page in a real call. Run: python -m tests.browser.picture ADDRESS"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright, expect
from tests.browser.real_call import browser_with, microphone

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WAIT_MS = 60_000


async def main(address: str) -> None:
    """Ring, be identified by keys, and photograph the answer."""
    with tempfile.TemporaryDirectory() as folder:
        wav = microphone(Path(folder) / "microphone.wav", [(9.0, "where-is-my-order")])
        async with (
            async_playwright() as playwright,
            browser_with(
                playwright,
                shutil.which("chromium") or "/usr/bin/chromium",
                Path(folder) / "profile",
                wav,
                viewport={"width": 390, "height": 844},
                device_scale_factor=2,
                color_scheme="light",
            ) as context,
        ):
            page = context.pages[0]
            await page.goto(address)
            await page.locator("#call").click()
            captions = page.locator("#captions")
            await expect(captions).to_contain_text("order number", timeout=WAIT_MS)
            await page.keyboard.type("204821")
            await expect(captions).to_contain_text("phone number", timeout=WAIT_MS)
            await page.keyboard.type("7350")
            await expect(captions).to_contain_text("Oakland", timeout=WAIT_MS)
            await asyncio.sleep(1)
            await page.evaluate("document.activeElement.blur()")
            IMAGES.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=IMAGES / "phone-in-call.png")
            await page.locator("#hang-up").click()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
