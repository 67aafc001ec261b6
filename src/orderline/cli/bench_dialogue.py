"""`orderline bench dialogue`: scripted callers of outside tasks, by text."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.bench import JsonOption, group, show

if TYPE_CHECKING:
    from orderline.events.decision import Fact
    from orderline.orders.identifiers import Language
    from orderline.qa.callers.conduct import Door
    from orderline.qa.conformance.fresh import FreshShop
    from orderline.qa.dialogue_bench.fuzz import CallIn, Trouble
    from orderline.qa.dialogue_bench.people import Person
    from orderline.qa.dialogue_bench.run import Ring, TaskRun
    from orderline.qa.dialogue_bench.shops import TaskShop
    from orderline.qa.figures import Measured

FIRST_SETS = ("tau2_train_74",)
"""What is run unless other sets are named."""
DEMO = "demo"


@group.command("dialogue")
def dialogue(
    data: Annotated[Path | None, typer.Option("--data", help="Folder of tau-retail or of ecom-bench-zh.")] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Ways of wording each caller.")] = 5,
    tasks: Annotated[
        str, typer.Option("--tasks", help="How many tasks, or their ids with commas; all unless given.")
    ] = "",
    sets: Annotated[str, typer.Option("--sets", help="Sets of tasks, with commas.")] = ",".join(FIRST_SETS),
    door: Annotated[str, typer.Option("--door", help="`text`: in this process; `chat`: drive `orderline chat`.")] = (
        "text"
    ),
    fuzz: Annotated[int, typer.Option("--fuzz", min=0, help="Calls of troublemakers at the demo shop instead.")] = 0,
    json_: JsonOption = False,
) -> None:
    """Let scripted callers of outside tasks talk to the line, each on a fresh shop, and compare the rows."""
    with tempfile.TemporaryDirectory() as work:
        if fuzz:
            measured = _fuzzed(fuzz, Path(work))
        elif data is None:
            raise typer.BadParameter("say where the data set is, or --fuzz how many", param_hint="--data")
        else:
            measured = _called(data, Path(work), tuple(filter(None, sets.split(","))), tasks, seeds, door)
    if json_:
        typer.echo(measured.to_json())
        return
    show(measured)
    for failure in measured.details["failed"]:
        typer.echo("  ".join(f"{name}: {value}" for name, value in failure.items() if value and name != "last"))


def _called(data: Path, work: Path, sets: tuple[str, ...], tasks: str, seeds: int, door: str) -> Measured:
    from orderline.qa.dialogue_bench.shops import shop_in

    shop = shop_in(data, work, sets)
    chosen = _chosen(list(shop.scripts), tasks)
    try:
        with _progress(len(chosen) * seeds) as step:
            runs = asyncio.run(_run(shop, chosen, seeds, door, work, step))
    finally:
        shop.close()
    return _measured(shop, door, runs)


def _fuzzed(count: int, work: Path) -> Measured:
    from orderline.clock import SystemClock
    from orderline.qa.conformance.fresh import FreshShop
    from orderline.qa.dialogue_bench.people import people_of
    from orderline.qa.dialogue_bench.report import fuzz_details, fuzz_figures
    from orderline.qa.figures import Measured
    from orderline.store.demo import create_demo_shop

    create_demo_shop(f"sqlite:///{work / 'demo.db'}", SystemClock().now().date(), DEMO)
    fresh = FreshShop(work / "demo.db")
    with _progress(count) as step:
        found = asyncio.run(_trouble(fresh, people_of(fresh.working, DEMO), count, work, step))
    engines = {"database": "sqlite", "door": "text", "callers": "troublemakers"}
    return Measured(
        "orderline bench dialogue --fuzz", SystemClock().now(), engines, fuzz_figures(found),
        {"failed": fuzz_details(found)},
    )  # fmt: skip


async def _trouble(
    fresh: FreshShop, people: Sequence[Person], count: int, work: Path, step: Callable[[], None]
) -> list[Trouble]:
    from orderline.qa.dialogue_bench.fuzz import troubles

    found = []
    async with _line(fresh.working, DEMO, work) as ring:
        async for trouble in troubles(fresh, people, ring, range(1, count + 1)):
            found.append(trouble)
            step()
    return found


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    with Progress(
        *Progress.get_default_columns()[:3], TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("calls", total=total)
        yield lambda: bar.advance(task)


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
    async with _line(shop.database, shop.shop_id, work, shop.identified_by) as ring:
        yield lambda: ring(shop.language)


@asynccontextmanager
async def _line(
    database: Path, shop_id: str, work: Path, also: tuple[tuple[Fact, ...], ...] = ()
) -> AsyncIterator[CallIn]:
    """The line in this process, opened once; each call is a conversation of its own."""
    from orderline.bootstrap import load_settings, open_conversations
    from orderline.channels.text.door import TextDoor
    from orderline.orders.identifiers import CallId
    from orderline.qa.callers.doors import InProcess

    settings = load_settings(database=f"sqlite:///{database}")
    settings = settings.model_copy(
        update={
            "store": settings.store.model_copy(update={"shop": shop_id}),
            "line": settings.line.model_copy(update={"data_dir": work}),
            "privacy": settings.privacy.model_copy(update={"journal_days": 0}),
            "identity": settings.identity.model_copy(update={"sufficient": (*settings.identity.sufficient, *also)}),
        }
    )
    async with open_conversations(settings) as conversations:

        @asynccontextmanager
        async def ring(language: Language) -> AsyncIterator[Door]:
            call_id = CallId(secrets.token_urlsafe(16))
            conversation = conversations.conversation(call_id, language)
            try:
                door = TextDoor(conversation, language, conversations.clock, settings.dialogue.silence_s)
                yield InProcess(door, call_id)
            finally:
                conversation.close()

        yield ring


@asynccontextmanager
async def _chat_door(shop: TaskShop, work: Path) -> AsyncIterator[Ring]:
    """A program of its own for each call, as somebody else's tests would drive it."""
    from orderline.bootstrap import load_settings
    from orderline.qa.callers.doors import chat_process

    sufficient = (*load_settings().identity.sufficient, *shop.identified_by)
    environment = {
        **os.environ,
        "ORDERLINE_STORE__SHOP": shop.shop_id,
        "ORDERLINE_LINE__DATA_DIR": str(work),
        "ORDERLINE_IDENTITY__SUFFICIENT": json.dumps([[fact.value for fact in facts] for facts in sufficient]),
    }

    @asynccontextmanager
    async def ring() -> AsyncIterator[Door]:
        async with chat_process(f"sqlite:///{shop.database}", shop.language, environment) as door:
            yield door

    yield ring


def _measured(shop: TaskShop, door: str, runs: list[TaskRun]) -> Measured:
    from orderline.clock import SystemClock
    from orderline.qa.dialogue_bench.report import details, figures
    from orderline.qa.figures import Measured

    engines = {"database": "sqlite", "door": door, "callers": "scripted"}
    found = {"failed": details(runs)}
    return Measured("orderline bench dialogue", SystemClock().now(), engines, figures(shop.name, runs), found)
