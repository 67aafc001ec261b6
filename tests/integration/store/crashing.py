"""A process that is killed at any point of a change, and another one that goes on after it.

Run as `python -m tests.integration.store.crashing FOLDER WORKER WORKERS`: prints one JSON object. Everything is loaded
once; each try is a fork of its own, so that a kill takes a whole process with everything it held in memory.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, configure_mappers
from tests.books import rows_of, without_quotes

from orderline.act.delivery import Delivery
from orderline.act.policies import LivePolicies
from orderline.act.services.add_line import AddLine
from orderline.act.services.book_pickup import BookPickup
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Changes, Wish
from orderline.act.services.claim_parcel import ClaimParcel
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.split_order import SplitOrder
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.act.systems.port import SYSTEMS, Message, OutsideSystem
from orderline.act.systems.simulator import SimulatedSystem
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.quote import ActionId, Quote, QuoteId, Receipt
from orderline.store.audit import Verified, verify
from orderline.store.migrate import sync_engine
from orderline.store.receipts import receipt_to_json
from orderline.store.repositories import outbox
from orderline.store.session import Database

SHOP = ShopId("demo")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SCRIPT: tuple[tuple[str, Wish], ...] = (
    ("c-0006", ChangeQuantity("o-000006", ((1, 3),), "m-card")),
    ("c-0006", AddLine("o-000006", "kettle-01", 1, "m-card")),
    ("c-0006", ChangeItem("o-000006", ((2, "kettle-02"),), "m-card")),
    ("c-0006", SplitOrder("o-000006", ((1, 1),))),
    ("c-0006", MergeOrders("o-000006", "o-3-0")),
    ("c-0006", ChangeAddress("o-000006", "adr-new")),
    ("c-0006", CancelOrder("o-000006", "no_longer_needed")),
    ("c-0005", ReturnItem("o-000005", ((1, 0),), None, "no_longer_needed", "unopened")),
    ("c-0005", BookPickup("o-000005", 1, "slot-1-09")),
    ("c-0002", CompensateDelay("o-000002", "coupon")),
    ("c-0002", ChangePayment("o-000002", "m-gift")),
    ("c-0003", ClaimParcel("o-000003")),
    ("c-0005", ExchangeItem("o-000005", ((2, "socks-02"),), None, "wrong_size", "unopened")),
)
STEPS = len(SCRIPT)
EVERY = int(os.environ.get("ORDERLINE_CRASH_EVERY", "20"))
"""Of the points at SQL statements and commits every so manieth is tried; those around outside calls and the answer
always are."""


class Points:
    """Counts the places at which the process may die, and dies at one of them."""

    def __init__(self, fatal: int = -1) -> None:
        self.fatal = fatal
        self.kinds: list[str] = []

    def __call__(self, kind: str) -> None:
        if len(self.kinds) == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.kinds.append(kind)

    def watch(self, engine: Engine) -> None:
        """Count the statements and commits of an engine."""
        event.listen(engine, "before_cursor_execute", lambda *_: self("sql"))
        event.listen(engine, "after_cursor_execute", lambda *_: self("sql"))
        event.listen(engine, "commit", lambda *_: self("commit"))


class Watched:
    """An outside system with a point before it is told and one after."""

    def __init__(self, real: OutsideSystem, points: Points) -> None:
        self._real = real
        self._points = points

    def tell(self, message: Message) -> str:
        self._points("before telling")
        reference = self._real.tell(message)
        self._points("after telling")
        return reference


def act(path: Path, step: int, policies: LivePolicies, points: Points) -> None:
    """Carry out one step of the script, or go on with it after a crash; then tell the outside systems."""
    drain(path, points)
    asyncio.run(_act(path, step, policies, points))
    drain(path, points)


async def _act(path: Path, step: int, policies: LivePolicies, points: Points) -> None:
    database = Database(f"sqlite:///{path}", 5000)
    points.watch(database.engine.sync_engine)
    clock, ids, said = VirtualClock(NOON + timedelta(minutes=step)), itertools.count(), path.with_suffix(".said")
    writer = Writer(database, SHOP, clock, lambda prefix: f"{prefix}-{step}-{next(ids)}")
    changes = Changes(database, SHOP, clock, policies, writer, read_wish)
    customer, wish = SCRIPT[step]
    if not said.exists():
        quote = await changes.quote(action_of(wish), wish, CustomerId(customer))
        assert isinstance(quote, Quote), f"step {step}: {quote}"
        points("quoted")
        said.write_text(quote.quote_id)
    authority = Authority("line", CustomerId(customer), ("order_number", "phone_tail", "code"), 2)
    receipt = await changes.write(QuoteId(said.read_text()), ActionId(f"act-{step}"), authority)
    assert isinstance(receipt, Receipt), f"step {step}: {receipt}"
    points("written")
    path.with_suffix(".receipt").write_text(json.dumps(receipt_to_json(receipt)))
    points("acknowledged")
    await database.close()


def drain(path: Path, points: Points) -> None:
    """Tell the outside systems everything that is due, as delivery's workflows do it, one step after the other."""
    engine, clock = sync_engine(f"sqlite:///{path}"), VirtualClock(NOON + timedelta(hours=2))
    points.watch(engine)
    systems = {name: Watched(SimulatedSystem(engine, clock), points) for name in SYSTEMS}
    delivery = Delivery(f"sqlite:///{path}", systems, clock, engine)
    for system in SYSTEMS:
        while True:
            with Session(engine.execution_options(orderline_writes=False)) as session:
                due = outbox.due(session, system, clock.now(), 16)
            if not due:
                break
            for errand in due:
                answer = delivery.tell(errand.shop_id, errand.id)
                points("told")
                delivery.note(errand.shop_id, errand.id, errand.attempts, answer)
    delivery.stop()


def state(path: Path) -> tuple[dict[str, str], set[str]]:
    """The digest of each table but that of the offers, and the states the outbox's errands are in."""
    engine = sync_engine(f"sqlite:///{path}")
    try:
        rows = without_quotes(rows_of(engine, SHOP))
    finally:
        engine.dispose()
    digests = {table: hashlib.sha256(repr(found).encode()).hexdigest() for table, found in rows.items()}
    return digests, {row["state"] for row in rows["outbox"]}


async def _chain(path: Path) -> object:
    database = Database(f"sqlite:///{path}")
    try:
        async with database.reading() as session:
            return await verify(session, SHOP)
    finally:
        await database.close()


def forked(work: Callable[[], Any], result: Path) -> int:
    """Do `work` in a process of its own, its answer in `result` as JSON; gives how it ended: 0, or minus the signal."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            result.write_text(json.dumps(work(), default=str))
            code = 0
        except BaseException:  # noqa: BLE001 (whatever it is, it must not run on in two processes)
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def prepare(folder: Path, policies: LivePolicies) -> list[list[str]]:
    """Run the script without a crash, keeping the database before and after each step; the kinds of its points."""
    kinds: list[list[str]] = []
    for step in range(STEPS):
        path, answer = folder / "now.db", folder / "kinds.json"
        shutil.copy(folder / f"step-{step}.db", path)
        points = Points()

        def work(path: Path = path, step: int = step, points: Points = points) -> list[str]:
            act(path, step, policies, points)
            return points.kinds

        if forked(work, answer) != 0:
            raise AssertionError(f"step {step} fails without a crash")
        kinds.append(json.loads(answer.read_text()))
        shutil.move(path, folder / f"step-{step + 1}.db")
        for left in folder.glob("now.*"):
            left.unlink()
    return kinds


def fatal_points(kinds: list[list[str]]) -> list[tuple[int, int]]:
    """(step, point) at which to die."""
    places = [(step, place, kind) for step, found in enumerate(kinds) for place, kind in enumerate(found)]
    inside = [(step, place) for step, place, kind in places if kind in ("sql", "commit")]
    return sorted({*inside[::EVERY], *((step, place) for step, place, kind in places if (step, place) not in inside)})


def crash(folder: Path, name: str, step: int, point: int, policies: LivePolicies, wanted: Mapping[str, str]) -> str:
    """Die at one point, recover in another process; what is wrong afterwards, empty: nothing."""
    path, answer = folder / f"{name}.db", folder / f"{name}.json"
    for left in folder.glob(f"{name}.*"):
        left.unlink()
    shutil.copy(folder / f"step-{step}.db", path)
    ended = forked(lambda: act(path, step, policies, Points(point)), answer)
    if ended != -signal.SIGKILL:
        return f"it was not killed ({ended})"
    known = path.with_suffix(".receipt")
    first = known.read_text() if known.exists() else ""

    def recover() -> Mapping[str, Any]:
        act(path, step, policies, Points())
        tables, errands = state(path)
        chain = asyncio.run(_chain(path)) == Verified(step + 1)
        return {"tables": tables, "drained": errands == {"delivered"}, "chain": chain}

    if forked(recover, answer) != 0:
        return "it could not go on"
    found = json.loads(answer.read_text())
    if first and known.read_text() != first:
        return "an acknowledged receipt changed"
    if not found["chain"]:
        return "the audit chain does not verify"
    if not found["drained"]:
        return "an outbox is not drained"
    return ", ".join(table for table in wanted if found["tables"][table] != wanted[table])


def main(folder: Path, worker: int, workers: int) -> None:
    """Try every point that falls to this worker."""
    policies = LivePolicies()
    configure_mappers()  # here, and not again in each fork
    own = folder / f"worker-{worker}"
    own.mkdir()
    shutil.copy(folder / "step-0.db", own / "step-0.db")
    kinds = prepare(own, policies)
    wanted = {step: state(own / f"step-{step + 1}.db")[0] for step in range(STEPS)}
    wrong: list[str] = []
    mine = fatal_points(kinds)[worker::workers]
    for step, point in mine:
        found = crash(own, "try", step, point, policies, wanted[step])
        if found:
            wrong.append(f"{action_of(SCRIPT[step][1])}, point {point} ({kinds[step][point]}): {found}")
    print(json.dumps({"points": len(mine), "all": sum(map(len, kinds)), "wrong": wrong}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
