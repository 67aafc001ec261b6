from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from orderline.act.delivery import TRIES, Delivery
from orderline.act.services.change import Change, Done
from orderline.act.services.writer import Writer
from orderline.act.systems.port import SYSTEMS, Message, OutsideSystem, SystemDown, SystemRefuses
from orderline.act.systems.simulator import SimulatedSystem
from orderline.clock import VirtualClock
from orderline.errors import ConfigurationError
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.quote import ActionId
from orderline.store.migrate import sync_engine
from orderline.store.models import OutboxRow, SimulatedRow
from orderline.store.repositories import outbox
from orderline.store.repositories.actions import Errand
from orderline.store.session import Database
from orderline.store.slot import take_slot

pytestmark = pytest.mark.contract
EMMA = Authority("line", CustomerId("c-0001"))
EMMAS = OrderId("o-000001")
PATIENCE_S = 30.0


class Recorded:
    """An outside system that fails as it is told to, and otherwise is the simulator."""

    def __init__(self, real: OutsideSystem) -> None:
        self._real = real
        self.heard: list[Message] = []
        self.down = False
        self.refusing = False
        self.dies_after_hearing = 0

    def tell(self, message: Message) -> str:
        self.heard.append(message)
        if self.down:
            raise SystemDown(f"The {message.system} does not answer.")
        if self.refusing:
            raise SystemRefuses(f"The {message.system} says no.")
        reference = self._real.tell(message)
        if self.dies_after_hearing:
            self.dies_after_hearing -= 1
            raise SystemDown("The answer got lost.")
        return reference


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = sync_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def systems(engine: Engine, clock: VirtualClock) -> dict[str, Recorded]:
    return {name: Recorded(SimulatedSystem(engine, clock)) for name in SYSTEMS}


@pytest.fixture
def deliver(url: str, systems: dict[str, Recorded], clock: VirtualClock) -> Iterator[Callable[[], Delivery]]:
    started: list[Delivery] = []

    def start() -> Delivery:
        started.append(Delivery(url, systems, clock))
        started[-1].start()
        return started[-1]

    yield start
    for delivery in started:
        delivery.stop()


async def change(database: Database, clock: VirtualClock, action: str, *errands: Errand) -> None:
    async def work(_: Change) -> Done:
        return Done(errands=errands)

    writer = Writer(database, ShopId("demo"), clock)
    await writer.run(action_id=ActionId(action), action="test", order_ids=(EMMAS,), authority=EMMA, work=work)


def until(engine: Engine, state: str, count: int, clock: VirtualClock | None = None) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while True:
        with Session(engine) as session:
            found = outbox.counts(session, "demo").get(state, 0)
        if found == count:
            return
        assert time.monotonic() < give_up, f"{found} of {count} {state}"
        if clock is not None:
            clock.advance(1000)
        time.sleep(0.05)


async def test_every_errand_is_told_once_with_what_its_system_needs(
    database: Database,
    clock: VirtualClock,
    engine: Engine,
    systems: dict[str, Recorded],
    deliver: Callable[[], Delivery],
) -> None:
    await change(database, clock, "a-1", *(Errand(system, "test", {"why": "x"}) for system in SYSTEMS))
    deliver()
    until(engine, "delivered", 5)
    assert [len(system.heard) for system in systems.values()] == [1] * 5
    assert systems["wms"].heard[0].body["address"]["city"] == "San Francisco"
    assert systems["crm"].heard[0].body["phone"] == "4155557350"
    assert systems["carrier"].heard[0].body["parcels"] == [{"carrier": "UPS", "tracking": "790350204821"}]
    assert systems["payment"].heard[0].body == {"order_number": "204821", "why": "x"}
    with Session(engine) as session:
        kept = {row.system: row.reference for row in session.scalars(select(SimulatedRow))}
        assert {row.system: row.reference for row in session.scalars(select(OutboxRow))} == kept


async def test_a_system_that_is_down_delays_nobody_else_and_is_told_when_it_is_back(
    database: Database,
    clock: VirtualClock,
    engine: Engine,
    systems: dict[str, Recorded],
    deliver: Callable[[], Delivery],
) -> None:
    systems["erp"].down = True
    await change(database, clock, "a-1", Errand("erp", "first"), Errand("wms", "first"))
    await change(database, clock, "a-2", Errand("erp", "second"))
    deliver()
    until(engine, "delivered", 1)
    assert {message.operation for message in systems["erp"].heard} == {"first"}
    systems["erp"].down = False
    until(engine, "delivered", 3, clock)
    assert [message.operation for message in systems["erp"].heard if message.operation == "second"] == ["second"]


async def test_a_lost_answer_is_asked_again_under_the_same_key_and_counts_once(
    database: Database,
    clock: VirtualClock,
    engine: Engine,
    systems: dict[str, Recorded],
    deliver: Callable[[], Delivery],
) -> None:
    systems["payment"].dies_after_hearing = 1
    await change(database, clock, "a-1", Errand("payment", "refund", {"amount": 1}))
    deliver()
    until(engine, "delivered", 1, clock)
    assert Counter(message.key for message in systems["payment"].heard) == {"a-1:1": 2}
    with Session(engine) as session:
        assert len(session.scalars(select(SimulatedRow)).all()) == 1


async def test_what_is_refused_waits_for_a_person_who_can_send_it_again(
    database: Database,
    clock: VirtualClock,
    engine: Engine,
    systems: dict[str, Recorded],
    deliver: Callable[[], Delivery],
) -> None:
    systems["crm"].refusing = True
    await change(database, clock, "a-1", Errand("crm", "send"))
    deliver()
    until(engine, "dead", 1)
    assert len(systems["crm"].heard) == 1
    with Session(engine) as session:
        assert [row.last_error for row in outbox.dead_letters(session, "demo")] == ["The crm says no."]
    systems["crm"].refusing = False
    with Session(engine) as session, session.begin():
        assert outbox.requeue(session, "demo", "a-1:1", clock.now())
        assert not outbox.requeue(session, "demo", "nothing", clock.now())
    until(engine, "delivered", 1)


async def test_an_errand_is_given_up_after_its_last_try(
    database: Database, clock: VirtualClock, url: str, systems: dict[str, Recorded], engine: Engine
) -> None:
    systems["erp"].down = True
    await change(database, clock, "a-1", Errand("erp", "test"))
    delivery = Delivery(url, systems, clock)
    for attempts in range(TRIES):
        answer = delivery.tell("demo", "a-1:1")
        delivery.note("demo", "a-1:1", attempts, answer)
    with Session(engine) as session:
        assert outbox.counts(session, "demo") == {"dead": 1}
    assert delivery.tell("demo", "a-1:1") == {}
    delivery.stop()


async def test_a_second_process_goes_on_where_the_first_one_stopped(
    database: Database,
    clock: VirtualClock,
    engine: Engine,
    systems: dict[str, Recorded],
    deliver: Callable[[], Delivery],
) -> None:
    first = deliver()
    with pytest.raises(ConfigurationError, match="already runs"):
        deliver()
    first.stop()
    await change(database, clock, "a-1", *(Errand("erp", f"op-{n}") for n in range(20)))
    deliver()
    until(engine, "delivered", 20)
    assert [message.operation for message in systems["erp"].heard] == [f"op-{n}" for n in range(20)]


async def test_two_lines_at_one_database_tell_each_thing_once(
    database: Database, clock: VirtualClock, engine: Engine, url: str, tmp_path: Path
) -> None:
    """The second one starts while the first is in the middle of its errands."""
    for number in range(6):
        await change(database, clock, f"a-{number}", *(Errand(system, "test") for system in SYSTEMS))
    with delivering(url, tmp_path / "first"), delivering(url, tmp_path / "second"):
        until(engine, "delivered", 30)
    told = [(tmp_path / name).read_text().split() for name in ("first", "second") if (tmp_path / name).exists()]
    assert Counter(key for keys in told for key in keys) == Counter(
        f"a-{number}:{seq}" for number in range(6) for seq in range(1, 6)
    )


def test_a_place_is_free_again_once_it_was_left(engine: Engine) -> None:
    first, second = take_slot(engine, "test"), take_slot(engine, "test")
    assert (first.number, second.number) == (1, 2)
    assert take_slot(engine, "other").number == 1
    first.release()
    first.release()
    third = take_slot(engine, "test")
    assert third.number == 1
    for slot in (second, third):
        slot.release()


@contextmanager
def delivering(url: str, file: Path) -> Iterator[None]:
    """A process of its own that delivers meanwhile."""
    script = Path(__file__).parent / "delivering.py"
    process = subprocess.Popen(
        [sys.executable, str(script), url, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "delivering\n"
        yield
    finally:
        process.communicate(timeout=PATIENCE_S)
