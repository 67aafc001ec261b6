"""`orderline chat`: a call typed instead of spoken."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app
from orderline.orders.identifiers import LANGUAGES, CallId, Language

if TYPE_CHECKING:
    from orderline.channels.text.door import Answer
    from orderline.settings import Settings


@app.command()
def chat(
    lang: Annotated[str, typer.Option(help="Language the line answers in: en or zh.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object for each line.")] = False,
    database: Annotated[str, typer.Option(help="Database address; default: the one in the settings.")] = "",
    caller: Annotated[str, typer.Option(metavar="NUMBER", help="Number or device token the call comes from.")] = "",
    demo: Annotated[bool, typer.Option(help="Create the demo shop where there is none.")] = False,
) -> None:
    """Call the line without sound: one line in, the reply out. An empty line is silence, Ctrl-D hangs up."""
    language = _language(lang)
    from orderline.logs import configure
    from orderline.settings import Settings

    configure(Settings.load())
    from orderline.bootstrap import load_settings

    settings = load_settings(database=database or None, language=language)
    call_id = CallId(secrets.token_urlsafe(16))
    show = _as_json(call_id) if json_ else _as_text(call_id)
    try:
        asyncio.run(_chat(settings, call_id, caller or None, show, demo=demo))
    except KeyboardInterrupt:
        sys.stderr.write("orderline: you hung up.\n")
    except BrokenPipeError:
        # Whoever read the answers is gone: that is hanging up. The interpreter must not flush to them at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _chat(
    settings: Settings, call_id: CallId, caller: str | None, show: Callable[[Answer], None], *, demo: bool
) -> None:
    from orderline.bootstrap import open_conversations
    from orderline.channels.text.door import TextDoor
    from orderline.channels.text.typed import typed_lines

    async with open_conversations(settings, demo=demo) as conversations:
        language = settings.line.language
        conversation = conversations.conversation(call_id, language)
        door = TextDoor(conversation, language, conversations.clock, settings.dialogue.silence_s)
        try:
            show(await door.open(caller))
            async for line in typed_lines(sys.stdin.fileno()):
                answer = await door.take(line)
                show(answer)
                if answer.ended:
                    break
        finally:
            await conversation.finish()


def _language(lang: str) -> Language | None:
    if not lang:
        return None
    for language in LANGUAGES:
        if lang == language:
            return language
    raise typer.BadParameter(f"the line speaks {' and '.join(LANGUAGES)}", param_hint="--lang")


def _as_json(call_id: CallId) -> Callable[[Answer], None]:
    from orderline.channels.text.messages import answer_json

    def show(answer: Answer) -> None:
        for note in answer.notes:
            sys.stderr.write(f"orderline: {note}\n")
        sys.stdout.buffer.write(json.dumps(answer_json(answer, call_id), ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()

    return show


def _as_text(call_id: CallId) -> Callable[[Answer], None]:
    from orderline.cli.show_answer import AnswerPrinter

    printer = AnswerPrinter()
    printer.begin(call_id)
    return printer.show
