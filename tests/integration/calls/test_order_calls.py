"""A caller rings, over real WebRTC, and hears where the order is."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from orderline.channels.recorded.caller import HeadlessCaller
from orderline.channels.recorded.sound import Recording

pytestmark = pytest.mark.call

NUMBER = "my-order-number-is-two-zero-four-eight-two-one"


async def test_a_caller_hears_where_the_order_is(
    ring: Callable[[], HeadlessCaller], speech: Callable[[str], Recording]
) -> None:
    turns = [speech(name) for name in ("where-is-my-order", NUMBER, "seven-three-five-zero", "no")]
    async with ring() as caller:
        report = await caller.play(turns)
    assert "automatic" in report.greeting
    answer = report.turns[2].reply
    assert "ending 4821" in answer
    assert "UPS" in answer
    assert "Oakland" in answer
    assert "tomorrow" in answer
    assert report.turns[2].first_sound_ms is not None
    assert {"transcribed", "decided", "committed", "sent"} <= report.turns[2].stages_ms.keys()
    assert [card["number_tail"] for card in report.orders] == ["4821"]
    assert report.ended == "line"


async def test_keys_are_a_way_out_of_a_misheard_number(ring: Callable[[], HeadlessCaller]) -> None:
    async with ring() as caller:
        assert await caller.ear.next_sound(15) is not None
        for keys in ("204821", "7350"):
            caller.press(keys)
        async with asyncio.timeout(20):
            while not caller.report.orders:  # noqa: ASYNC110  the page has no event for it
                await asyncio.sleep(0.02)
    assert [card["number_tail"] for card in caller.report.orders] == ["4821"]


async def test_a_wrong_second_factor_tells_nothing(
    ring: Callable[[], HeadlessCaller], speech: Callable[[str], Recording]
) -> None:
    async with ring() as caller:
        report = await caller.play([speech("where-is-my-order"), speech(NUMBER), speech("four-eight-two-one")])
    assert report.orders == []
    assert "UPS" not in report.turns[2].reply


async def test_the_journal_of_a_call_holds_no_whole_number(
    ring: Callable[[], HeadlessCaller], speech: Callable[[str], Recording], line_folder: Path
) -> None:
    async with ring() as caller:
        await caller.play([speech("where-is-my-order"), speech(NUMBER), speech("seven-three-five-zero")])
    journal = line_folder / "calls" / caller.call_id / "journal.jsonl"
    text = journal.read_text()
    assert "204821" not in text
    assert not re.search(r"two zero four eight two one", text)
    assert [json.loads(row) for row in text.splitlines()]
    log = (line_folder / "line.log").read_text()
    assert "204821" not in log
    assert "zero four eight" not in log
