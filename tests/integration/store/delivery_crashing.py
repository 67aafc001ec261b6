"""A shop that is killed: run as `python crashing.py URL POINT [POINT ...]`, prints one JSON object a point.

For each point the template database is copied, a process carries out three changes and delivers them, and kills itself
(SIGKILL) at its POINT-th step: before a statement, before a commit, before or after a call outside. A second process
then does what a line does after a restart: it tries the same actions again, and drains the outbox. Point 0 kills nobody
and counts the steps. Processes are forked, so that a point costs no imports.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from orderline.act.delivery import Delivery
from orderline.act.policies import LivePolicies
from orderline.act.services.add_line import AddLine
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.changes import Changes, Wish
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.act.systems.port import SYSTEMS, Message
from orderline.act.systems.simulator import SimulatedSystem
from orderline.clock import Clock, SystemClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.quote import ActionId, Quote, Receipt
from orderline.store.audit import Verified, verify
from orderline.store.migrate import sync_engine
from orderline.store.models import ActionRow, Compensation, Order, OrderLine, OutboxRow, Payment, SimulatedRow
from orderline.store.repositories import outbox
from orderline.store.repositories.actions import kept_action
from orderline.store.session import Database

SHOP = ShopId("demo")
CHLOES, NOAHS = "o-000006", "o-000002"
ACTIONS: tuple[tuple[str, str, Wish], ...] = (
    ("a-add", "c-0006", AddLine(CHLOES, "tea-01", 2)),
    ("a-sorry", "c-0002", CompensateDelay(NOAHS, "coupon")),
    ("a-cancel", "c-0006", CancelOrder(CHLOES, "no_longer_needed")),
)
PATIENCE_S = 60.0
POLICIES = LivePolicies()
"""Read once, before the processes are forked."""


class Steps:
    """Counts the steps of this process, and ends it at the chosen one."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._count = itertools.count(1)
        self.taken = 0

    def step(self, *_: object) -> None:
        self.taken = next(self._count)
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """The simulator, with a step before and after each call."""

    def __init__(self, real: SimulatedSystem, step: Callable[[], None]) -> None:
        self._real = real
        self._step = step

    def tell(self, message: Message) -> str:
        self._step()
        reference = self._real.tell(message)
        self._step()
        return reference


async def change(url: str, clock: Clock) -> None:
    """Carry out what was not carried out yet."""
    database = Database(url, 20_000)
    changes = Changes(database, SHOP, clock, POLICIES, Writer(database, SHOP, clock), read_wish)
    for action, customer, wish in ACTIONS:
        async with database.reading() as session:
            done = await kept_action(session, SHOP, ActionId(action))
        if done is not None:
            continue
        quote = await changes.quote(action_of(wish), wish, CustomerId(customer))
        assert isinstance(quote, Quote), quote
        authority = Authority("line", CustomerId(customer), ("order_number", "phone_tail", "code"), 2)
        receipt = await changes.write(quote.quote_id, ActionId(action), authority)
        assert isinstance(receipt, Receipt), receipt
    await database.close()


def deliver(url: str, clock: Clock, step: Callable[[], None]) -> Delivery:
    """Drain the outbox. Delivery goes on: the process ends without asking it to."""
    engine = sync_engine(url)
    systems = {name: Watched(SimulatedSystem(engine, clock), step) for name in SYSTEMS}
    delivery = Delivery(url, systems, clock)
    delivery.start()
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        with Session(engine) as session:
            if "pending" not in outbox.counts(session, SHOP):
                break
        time.sleep(0.02)
    engine.dispose()
    return delivery


def live(url: str, kill_at: int) -> int:
    """One life of the shop; how many steps it took."""
    steps = Steps(kill_at)
    event.listen(Engine, "before_cursor_execute", steps.step)
    event.listen(Engine, "commit", steps.step)
    clock = SystemClock()
    asyncio.run(change(url, clock))
    deliver(url, clock, steps.step)
    return steps.taken


async def chain(url: str) -> bool:
    """Whether the audit chain holds, with one link an action."""
    database = Database(url)
    async with database.reading() as session:
        found = await verify(session, SHOP)
    await database.close()
    return found == Verified(len(ACTIONS))


def wrong(url: str) -> list[str]:
    """Everything that was lost or doubled."""
    problems = [] if asyncio.run(chain(url)) else ["the chain does not hold"]
    engine = sync_engine(url)
    with Session(engine) as session:
        done = set(session.scalars(select(ActionRow.id)))
        if done != {action for action, _, _ in ACTIONS}:
            problems.append(f"actions: {sorted(done)}")
        errands = session.scalars(select(OutboxRow)).all()
        problems += [f"{errand.id} is {errand.state}" for errand in errands if errand.state != "delivered"]
        told = sorted(session.scalars(select(SimulatedRow.key)))
        if told != sorted(errand.id for errand in errands):
            problems.append(f"told {told}")
        order = session.get_one(Order, (SHOP, CHLOES))
        paid = session.scalars(select(Payment).where(Payment.order_id == CHLOES)).all()
        signs = {"payment": 1, "refund": -1}
        if (order.state.value, order.version) != ("cancelled", 3):
            problems.append(f"order is {order.state.value}, version {order.version}")
        if sum(signs[payment.kind] * payment.amount for payment in paid) != 0:
            problems.append("money is lost or doubled")
        lines = session.scalars(select(OrderLine).where(OrderLine.order_id == CHLOES)).all()
        if [line.quantity for line in lines] != [1, 2]:
            problems.append("lines are lost or doubled")
        if session.get(Compensation, (SHOP, NOAHS)) is None:
            problems.append("the compensation is lost")
    engine.dispose()
    return problems


def forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run `work` in a process of its own: the signal that ended it, and what it gave back."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        result = json.dumps(work()).encode()
        os.write(write, result)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), json.loads(said or b"null")


def prepare(url: str) -> None:
    """Let delivery make its own tables, so that no life spends its steps on them."""
    deliver(url, SystemClock(), lambda: None).stop()


def at_point(url: str, point: int) -> dict[str, Any]:
    """Two lives, the first one cut short."""
    first, steps = forked(lambda: live(url, point))
    second, _ = forked(lambda: live(url, 0)) if point else (0, None)
    problems = wrong(url) if second == 0 else [f"the second life ended with {second}"]
    if first not in (0, signal.SIGKILL):
        problems.append(f"the first life ended with {first}")
    return {"point": point, "steps": steps, "killed": first == signal.SIGKILL, "problems": problems}


def main(template: str, points: list[int]) -> None:
    """Print what came of each point."""
    for point in points:
        url = template.format(point=point)
        if url.startswith("sqlite:///"):
            path = Path(url.removeprefix("sqlite:///"))
            for suffix in ("", ".delivery"):
                shutil.copy(f"{path.parent / 'template.db'}{suffix}", f"{path}{suffix}")
        found = forked(lambda url=url, point=point: at_point(url, point))[1]  # type: ignore[misc]
        sys.stdout.write(json.dumps(found or {"point": point, "steps": 0, "problems": ["no report"]}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], [int(point) for point in sys.argv[2:]])
