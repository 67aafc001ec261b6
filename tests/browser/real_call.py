"""A real Chromium whose microphone is a WAV, for calls to a real line."""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import soxr
from playwright.async_api import BrowserContext, Page, Playwright
from tests.browser.fake_line import FLAGS

from orderline.channels.recorded.sound import load
from orderline.events.speech import SAMPLE_RATE_HZ

SPEECH = Path(__file__).parents[1] / "fixtures" / "audio"
BROWSER_RATE_HZ = 48_000
"""What Chromium's fake microphone takes. Source: reference/browser-calls A."""

VOICE_LEVEL = """async () => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(document.querySelector('#voice').srcObject).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (let i = 0; i < 100; i += 1) {
    await new Promise((done) => setTimeout(done, 20));
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }
  await context.close();
  return loudest;
}"""
"""The loudest sample of two seconds of what the page's own audio element plays: [0, 1]."""


def microphone(path: Path, script: Sequence[tuple[float, str]]) -> Path:
    """Write a WAV in which each utterance follows after so many seconds of silence, and 60 s of silence follow all."""
    pieces: list[np.ndarray] = []
    for silence_s, utterance in (*script, (60.0, "")):
        pieces.append(np.zeros(int(silence_s * SAMPLE_RATE_HZ), np.int16))
        if utterance:
            pieces.append(np.frombuffer(load(SPEECH / f"{utterance}.slt.ogg").pcm, np.int16))
    sound = soxr.resample(np.concatenate(pieces), SAMPLE_RATE_HZ, BROWSER_RATE_HZ)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(BROWSER_RATE_HZ)
        file.writeframes(sound.astype(np.int16).tobytes())
    return path


@asynccontextmanager
async def browser_with(
    playwright: Playwright, chromium_path: str, folder: Path, wav: Path, **choices: object
) -> AsyncIterator[BrowserContext]:
    """Open a Chromium whose microphone plays `wav` once, from the moment the page asks for it."""
    context = await playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path=chromium_path,
        headless=True,
        permissions=["microphone"],
        args=[*FLAGS, "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={wav}%noloop"],
        **choices,  # type: ignore[arg-type]  # passed on as they are
    )
    try:
        yield context
    finally:
        await context.close()


async def said_by(page: Page, who: str) -> str:
    """Everything the page shows as said by `who`."""
    return " ".join(await page.locator(f"#captions li[data-who={who}] .said").all_inner_texts())
