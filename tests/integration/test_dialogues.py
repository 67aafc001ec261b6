"""Every scripted dialogue of `tests/dialogues`, typed at the text door of a line over the demo shop."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from tests.dialogue_scripts import OPEN, Dialogue, dialogues, plant, play, row_problems, untouched
from tests.understanding import share_trained

from orderline.bootstrap import Conversations, load_settings, open_conversations
from orderline.channels.text.door import TextDoor
from orderline.clock import SystemClock
from orderline.orders.identifiers import CallId, Language
from orderline.qa.callers.doors import InProcess
from orderline.qa.conformance.fresh import FreshShop
from orderline.store.demo import create_demo_shop
from orderline.store.repositories.outbox import CODE_FIELD, SEND_CODE

pytestmark = pytest.mark.integration


class Line:
    """A line over a demo shop that is made untouched before each call. One loop and one understanding for all."""

    def __init__(self, folder: Path) -> None:
        untouched = folder / "shop.db"
        create_demo_shop(f"sqlite:///{untouched}", SystemClock().now().date(), "demo")
        self.fresh = FreshShop(untouched)
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._conversations = self._run(self._open(folder))

    async def _open(self, folder: Path) -> Conversations:
        settings = load_settings(database=f"sqlite:///{self.fresh.working}")
        share_trained(folder)
        line = settings.line.model_copy(update={"data_dir": folder})
        privacy = settings.privacy.model_copy(update={"journal_days": 0})
        settings = settings.model_copy(update={"line": line, "privacy": privacy})
        return await self._stack.enter_async_context(open_conversations(settings))

    def play(self, dialogue: Dialogue) -> list[str]:
        """What was otherwise than written."""
        self.fresh.renew()
        plant(dialogue.given, self.fresh.working)
        language: Language = "zh" if dialogue.language == "zh" else "en"
        call_id = CallId(secrets.token_urlsafe(16))
        conversation = self._conversations.conversation(call_id, language)
        door = InProcess(TextDoor(conversation, language, self._conversations.clock, 8.0), call_id)
        try:
            wrong = self._run(play(dialogue, door, self._code))
        finally:
            conversation.close()
        return [*wrong, *row_problems(untouched(self.fresh.changed(), dialogue.given), dialogue.rows)]

    def _code(self) -> str:
        """The step-up code last sent, as its errand holds it."""
        newest = "SELECT payload FROM outbox WHERE operation = ? ORDER BY rowid DESC LIMIT 1"
        with closing(sqlite3.connect(self.fresh.working)) as connection:
            row = connection.execute(newest, (SEND_CODE,)).fetchone()
        assert row is not None, "no code was sent"
        return str(json.loads(row[0])[CODE_FIELD])

    def close(self) -> None:
        self._run(self._stack.aclose())
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(work)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    opened = Line(tmp_path_factory.mktemp("dialogues"))
    yield opened
    opened.close()


def _parameter(dialogue: Dialogue) -> ParameterSet:
    marks = [pytest.mark.xfail(reason="not held yet", strict=False)] if f"/{OPEN}" in dialogue.name else []
    return pytest.param(dialogue, id=dialogue.name, marks=marks)


@pytest.mark.parametrize("dialogue", [_parameter(each) for each in dialogues()])
def test_the_line_answers_as_written(line: Line, dialogue: Dialogue) -> None:
    assert not line.play(dialogue)
