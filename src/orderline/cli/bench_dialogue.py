"""`orderline bench dialogue`: scripted callers of outside tasks, by text."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.bench import JsonOption, group, show

if TYPE_CHECKING:
    from orderline.qa.callers.conduct import Door
    from orderline.qa.dialogue_bench.run import Ring, TaskRun
    from orderline.qa.dialogue_bench.shops import TaskShop
    from orderline.qa.figures import Measured

FIRST_SETS = ("tau2_train_74",)
"""What is run unless other sets are named."""


@group.command("dialogue")
def dialogue(
    data: Annotated[Path, typer.Option("--data", help="Folder of the data set: db.json, tasks, expected.json.")],
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Ways of wording each caller.")] = 5,
    tasks: Annotated[
        str, typer.Option("--tasks", help="How many tasks, or their ids with commas; all unless given.")
    ] = "",
    sets: Annotated[str, typer.Option("--sets", help="Sets of tasks, with commas.")] = ",".join(FIRST_SETS),
    door: Annotated[str, typer.Option("--door", help="`text`: in this process; `chat`: drive `orderline chat`.")] = (
        "text"
    ),
    json_: JsonOption = False,
) -> None:
    """Let scripted callers of outside tasks talk to the line, each on a fresh shop, and compare the rows."""
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    from orderline.qa.dialogue_bench.shops import TauShop

    with tempfile.TemporaryDirectory() as work:
        shop = TauShop(data, Path(work), tuple(filter(None, sets.split(","))))
        chosen = _chosen(list(shop.scripts), tasks)
        with Progress(
            *Progress.get_default_columns()[:3], TimeRemainingColumn(), console=Console(stderr=True), transient=True
        ) as bar:
            task = bar.add_task("calls", total=len(chosen) * seeds)
            try:
                runs = asyncio.run(_run(shop, chosen, seeds, door, Path(work), lambda: bar.advance(task)))
            finally:
                shop.close()
    measured = _measured(shop, runs)
    if json_:
        typer.echo(measured.to_json())
    else:
        show(measured)
        for failure in measured.details["failed"]:
            typer.echo(f"{failure['task']} seed {failure['seed']}: {failure['gave_up']} {failure['differs']}")


def _chosen(names: list[str], tasks: str) -> list[str]:
    """All, the first so many, or the ones named; an id may leave out its set."""
    if not tasks:
        return names
    wanted = tasks.split(",")
    if len(wanted) == 1 and wanted[0].isdigit() and int(wanted[0]) > 0:
        return names[: int(wanted[0])]
    found = [name for name in names if name in wanted or name.rpartition("/")[2] in wanted]
    if not found:
        raise typer.BadParameter("there is no such task", param_hint="--tasks")
    return found


async def _run(
    shop: TaskShop, tasks: list[str], seeds: int, door: str, work: Path, progress: Callable[[], None]
) -> list[TaskRun]:
    from orderline.qa.dialogue_bench.run import collect, run_tasks

    doors = {"text": _text_door, "chat": _chat_door}
    if door not in doors:
        raise typer.BadParameter("there are the doors text and chat", param_hint="--door")
    async with doors[door](shop, work) as ring:
        return await collect(run_tasks(shop, ring, tasks, seeds), progress)


@asynccontextmanager
async def _text_door(shop: TaskShop, work: Path) -> AsyncIterator[Ring]:
    """The line in this process, opened once; each call is a conversation of its own."""
    from orderline.bootstrap import load_settings, open_conversations
    from orderline.channels.text.door import TextDoor
    from orderline.orders.identifiers import CallId
    from orderline.qa.callers.doors import InProcess

    settings = load_settings(database=f"sqlite:///{shop.database}", language=shop.language)
    settings = settings.model_copy(
        update={
            "store": settings.store.model_copy(update={"shop": shop.shop_id}),
            "line": settings.line.model_copy(update={"data_dir": work}),
            "privacy": settings.privacy.model_copy(update={"journal_days": 0}),
        }
    )
    async with open_conversations(settings) as conversations:

        @asynccontextmanager
        async def ring() -> AsyncIterator[Door]:
            call_id = CallId(secrets.token_urlsafe(16))
            conversation = conversations.conversation(call_id, shop.language)
            try:
                door = TextDoor(conversation, shop.language, conversations.clock, settings.dialogue.silence_s)
                yield InProcess(door, call_id)
            finally:
                conversation.close()

        yield ring


@asynccontextmanager
async def _chat_door(shop: TaskShop, work: Path) -> AsyncIterator[Ring]:
    """A program of its own for each call, as somebody else's tests would drive it."""
    from orderline.qa.callers.doors import chat_process

    environment = {**os.environ, "ORDERLINE_STORE__SHOP": shop.shop_id, "ORDERLINE_LINE__DATA_DIR": str(work)}

    @asynccontextmanager
    async def ring() -> AsyncIterator[Door]:
        async with chat_process(f"sqlite:///{shop.database}", shop.language, environment) as door:
            yield door

    yield ring


def _measured(shop: TaskShop, runs: list[TaskRun]) -> Measured:
    from orderline.clock import SystemClock
    from orderline.qa.dialogue_bench.report import details, figures
    from orderline.qa.figures import Measured

    engines = {"database": "sqlite", "door": "text", "callers": "scripted"}
    found = {"failed": details(runs)}
    return Measured("orderline bench dialogue", SystemClock().now(), engines, figures(shop.name, runs), found)
