"""Delivery: tells outside systems what the outbox holds, by DBOS workflows, as often as it takes, each thing once.

One attempt is one workflow: tell, then note the answer. A process that dies in between goes on from the step it was in;
the idempotency key keeps a repeated telling from counting twice. One thread a system looks for errands that are due, so
that a system that is down delays nobody else. DBOS is one a process, and so is delivery.

Several processes may deliver from one database: an attempt's id is its errand's, and DBOS begins a workflow of one id
once. Each process goes by the number of a place that only it holds (`store.slot`), so that none takes what another is
in the middle of for left behind, and the next one to start goes on with what a dead one did leave behind.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID
from loguru import logger
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from orderline.act.systems import carrier, crm, erp, payment, wms
from orderline.act.systems.port import Message, OutsideSystem, SystemDown, SystemRefuses
from orderline.clock import Clock
from orderline.errors import ConfigurationError
from orderline.store.address import delivery_url
from orderline.store.migrate import sync_engine
from orderline.store.repositories import outbox
from orderline.store.slot import NoSlot, Slot, take_slot

BODIES = {"erp": erp.body, "wms": wms.body, "crm": crm.body, "payment": payment.body, "carrier": carrier.body}
BATCH = 16
"""Errands of one system under way at once."""
TRIES = 12
"""Attempts before an errand is given to a person; with `BACK_OFF` about an hour."""
BACK_OFF = (timedelta(seconds=1), timedelta(minutes=10))
"""First wait and longest wait; each is twice the one before."""
POLL_S = 0.2
"""How often a thread looks for errands when there were none."""
LOOK_S = 0.03
"""How often a thread looks whether its attempts are over."""
WAIT_S = 15.0
"""How long an attempt may take before it is begun again; well over the longest call outside."""
BROKEN = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
"""DBOS states of a workflow that ended without having noted its answer."""
STOP_S = 10.0
"""How long stopping waits for what is under way."""
WORKFLOWS = "outbox-1"
"""Version of the workflows below: a later release goes on with what an earlier one began."""

_running: Delivery | None = None


class Delivery:
    """Drains the outboxes of every shop in one database."""

    def __init__(
        self, url: str, systems: Mapping[str, OutsideSystem], clock: Clock, engine: Engine | None = None
    ) -> None:
        """`systems`: by name, all of `port.SYSTEMS`."""
        self._engine = engine or sync_engine(url)
        self._dbos_url = delivery_url(url)
        self._systems = systems
        self._clock = clock
        self._slot: Slot | None = None
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._drain, args=(system,), name=f"outbox-{system}", daemon=True)
            for system in systems
        ]

    @property
    def running(self) -> bool:
        """Whether every outbox is being looked after."""
        return self._slot is not None and all(thread.is_alive() for thread in self._threads)

    def start(self) -> None:
        """Go on with what an earlier process began, then look for more.

        Raises:
            ConfigurationError: delivery already runs in this process, or in too many others.
        """
        global _running
        if _running is not None:
            raise ConfigurationError("Delivery already runs in this process.")
        try:
            self._slot = take_slot(self._engine, "delivery")
        except NoSlot as full:
            raise ConfigurationError(
                f"Delivery cannot start here: {full}.",
                "The shop's systems would not be told of changes by this process.",
                "End a process that is no longer needed, and see that the database's folder can be written.",
            ) from full
        _running = self
        config: DBOSConfig = {
            "name": "orderline",
            "system_database_url": self._dbos_url,
            "application_version": WORKFLOWS,
            "executor_id": f"outbox-{self._slot.number}",
            "log_level": "ERROR",
            "enable_otlp": False,
        }
        DBOS(config=config)
        DBOS.launch()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is under way and end. May be called twice."""
        global _running
        self._stopping.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(STOP_S)
        if _running is self:
            DBOS.destroy(workflow_completion_timeout_sec=int(STOP_S))
            _running = None
        if self._slot is not None:
            self._slot.release()
            self._slot = None
        self._engine.dispose()

    def tell(self, shop_id: str, errand_id: str) -> dict[str, str]:
        """Tell one errand: `{"told": reference}`, `{"down": error}`, `{"refused": error}` or `{}`: nothing to tell."""
        with Session(self._engine.execution_options(orderline_writes=False)) as session:
            errand = outbox.one(session, shop_id, errand_id)
            if errand is None:
                return {}
            body = BODIES[errand.system](session, shop_id, errand.order_id, errand.payload)
        message = Message(shop_id, errand.id, errand.system, errand.operation, errand.order_id, body)
        try:
            return {"told": self._systems[errand.system].tell(message)}
        except SystemDown as fault:
            return {"down": str(fault)}
        except SystemRefuses as fault:
            return {"refused": str(fault)}

    def note(self, shop_id: str, errand_id: str, attempts: int, answer: Mapping[str, str]) -> None:
        """Write down what came of an attempt."""
        now = self._clock.now()
        with Session(self._engine) as session, session.begin():
            if "told" in answer:
                outbox.told(session, shop_id, errand_id, answer["told"], now)
            elif answer:
                wait = min(BACK_OFF[0] * 2**attempts, BACK_OFF[1])
                again = "down" in answer and attempts + 1 < TRIES
                error = answer.get("down") or answer["refused"]
                outbox.failed(session, shop_id, errand_id, error, now + wait if again else None)

    def backlog(self, shop_id: str) -> outbox.Backlog:
        """What this shop's systems have not been told. Not for the event loop."""
        with Session(self._engine.execution_options(orderline_writes=False)) as session:
            return outbox.backlog(session, shop_id)

    def _drain(self, system: str) -> None:
        while not self._stopping.is_set():
            try:
                found = self._pass(system)
            except Exception as error:  # noqa: BLE001 (whatever goes wrong, the next pass tries again)
                logger.warning("outbox {}: {} while looking for errands", system, type(error).__name__)
                found = 0
            if not found:
                self._stopping.wait(POLL_S)

    def _pass(self, system: str) -> int:
        with Session(self._engine.execution_options(orderline_writes=False)) as session:
            errands = outbox.due(session, system, self._clock.now(), BATCH)
        under_way = {f"{errand.shop_id}/{errand.id}#{errand.requeues}.{errand.attempts}": errand for errand in errands}
        for workflow_id, errand in under_way.items():
            with SetWorkflowID(workflow_id):
                DBOS.start_workflow(attempt, errand.shop_id, errand.id, errand.attempts)
        for workflow_id in self._broken(set(under_way)):
            errand = under_way[workflow_id]
            logger.error("outbox {}: an attempt broke off", errand.id)
            self.note(errand.shop_id, errand.id, errand.attempts, {"down": "The attempt broke off."})
        return len(errands)

    def _broken(self, under_way: set[str]) -> set[str]:
        """Wait until these workflows are over; those that ended in an error.

        One that does not end is begun again: a workflow that could not be recovered after a crash, for instance because
        the database was locked then, would otherwise stay where it was for ever.
        """
        waiting = set(under_way)
        broken: set[str] = set()
        for _ in range(int(WAIT_S / LOOK_S)):
            if not waiting or self._stopping.wait(LOOK_S):
                return broken
            states = {found.workflow_id: found.status for found in DBOS.list_workflows(workflow_ids=sorted(waiting))}
            broken |= {workflow_id for workflow_id, state in states.items() if state in BROKEN}
            waiting -= {workflow_id for workflow_id, state in states.items() if state in (*BROKEN, "SUCCESS")}
        if waiting:
            DBOS.resume_workflows(sorted(waiting))
        return broken


def _delivery() -> Delivery:
    if _running is None:
        raise ConfigurationError("Delivery does not run in this process.")
    return _running


@DBOS.workflow()
def attempt(shop_id: str, errand_id: str, attempts: int) -> None:
    """One attempt at one errand."""
    answer = tell_step(shop_id, errand_id)
    note_step(shop_id, errand_id, attempts, answer)


@DBOS.step()
def tell_step(shop_id: str, errand_id: str) -> dict[str, Any]:
    """The call outside."""
    return dict(_delivery().tell(shop_id, errand_id))


@DBOS.step()
def note_step(shop_id: str, errand_id: str, attempts: int, answer: dict[str, Any]) -> None:
    """Its answer, written down."""
    _delivery().note(shop_id, errand_id, attempts, answer)
