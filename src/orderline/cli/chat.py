"""`orderline chat`: talk to the line by typing; the same line, without sound."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app

if TYPE_CHECKING:
    from orderline.call.conversation import TurnResult
    from orderline.orders.identifiers import Language
    from orderline.settings import Settings


class Spoken(StrEnum):
    """Languages the line speaks."""

    EN = "en"
    ZH = "zh"


@app.command()
def chat(
    lang: Annotated[Spoken | None, typer.Option(help="Language of the first sentence.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a line: say, heard, actions, ...")] = False,
    database: Annotated[str, typer.Option(help="Database address; default: the one in the settings.")] = "",
    caller: Annotated[str, typer.Option(help="Phone number or device token the call comes from.")] = "",
    demo: Annotated[bool, typer.Option(help="Create the demo shop where there is none.")] = False,
) -> None:
    """Talk to the line by typing: one line in, the reply out.

    An empty line is silence, and "/keys 482913#" presses keys. The call ends with the input, when the line hangs up, or
    when it hands over to a person.
    """
    from orderline.bootstrap import load_settings

    language: Language | None = None if lang is None else "zh" if lang is Spoken.ZH else "en"
    settings = load_settings(database=database or None, language=language)
    with suppress(BrokenPipeError, KeyboardInterrupt):
        asyncio.run(_talk(settings, caller or None, as_json=json_, demo=demo))


async def _talk(settings: Settings, caller: str | None, *, as_json: bool, demo: bool) -> None:
    from orderline.bootstrap import open_conversations
    from orderline.channels.text.door import TextDoor
    from orderline.channels.text.lines import read_lines
    from orderline.orders.identifiers import CallId

    async with open_conversations(settings, demo=demo) as line:
        conversation = line.conversation(CallId(secrets.token_urlsafe(16)), settings.line.language)
        try:
            door = TextDoor(conversation, line.clock, caller)
            async for result in door.turns(read_lines(sys.stdin.buffer)):
                _show(result, as_json)
        finally:
            conversation.close()


def _show(result: TurnResult, as_json: bool) -> None:
    from orderline.channels.text.report import report

    if as_json:
        shown = json.dumps(report(result), ensure_ascii=False)
    else:
        shown = result.reply.text + (f"\n({result.handoff.reason.value})" if result.handoff else "")
    sys.stdout.buffer.write(shown.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
