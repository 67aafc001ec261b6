"""Replaying tasks: a fresh shop for each, every reference action through quote and write, the changed rows out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from orderline.act.policies.live import LivePolicies
from orderline.act.services.changes import Changes
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import ShopId
from orderline.orders.quote import ActionId, Quote, Refused
from orderline.qa.conformance.fresh import FreshShop, numbered_keys
from orderline.qa.conformance.tau_retail.adapter import Adapter, Naming
from orderline.qa.conformance.tau_retail.exporter import export_database, export_orders, export_users
from orderline.qa.conformance.tau_retail.importer import START, import_database
from orderline.qa.conformance.tau_retail.lookups import look_up
from orderline.qa.conformance.tau_retail.refusals import why
from orderline.qa.conformance.tau_retail.shape import TauDatabase
from orderline.qa.conformance.tau_retail.tasks import Call, Task
from orderline.qa.conformance.tau_retail.words import SHOP
from orderline.store.migrate import sync_engine
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

VERIFIED = 3
"""Identity level of every replayed call: the tasks begin with a caller who has been identified."""
DAY = START + timedelta(days=60)
"""When the replay takes place; no rule of the set looks at dates."""

TaskResult = dict[str, Any]


class TauShop:
    """The imported shop, ready to replay any number of tasks, one after the other."""

    def __init__(self, fresh: FreshShop, raw: Mapping[str, Any]) -> None:
        """`raw`: the data set as it stands in its file, to tell what has changed."""
        self._raw = raw
        self._fresh = fresh
        url = f"sqlite:///{self._fresh.working}"
        self._database = Database(url)
        self._engine = sync_engine(url)
        clock, new_id, shop = VirtualClock(DAY), numbered_keys(), ShopId(SHOP)
        writer = Writer(self._database, shop, clock, new_id)
        self._changes = Changes(self._database, shop, clock, LivePolicies(), writer, read_wish, new_id)
        self._new_id = new_id

    def exported(self) -> dict[str, Any]:
        """The shop in the data set's own form."""
        with self._engine.connect() as connection:
            return export_database(connection)

    async def replay(self, task: Task) -> TaskResult:
        """The rows a task changes, starting from the untouched shop, and the calls that are refused in it."""
        self._fresh.renew()
        refused = []
        for place, call in enumerate(task.calls):
            action_id = ActionId(f"{task.task_id}/{place}")
            reason = await _call(self._database, self._changes, call, action_id, self._new_id)
            if reason is not None:
                refused.append({"i": place, "tool": call.tool, "why": reason})
        return {**changed_rows(self._fresh, self._engine, self._raw), "refused": refused}

    async def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        await self._database.close()


def changed_rows(fresh: FreshShop, engine: Engine, raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Orders and users that are not as in the data set any more, in its own form."""
    orders, users = _touched(fresh.changed())
    with engine.connect() as connection:
        now = {"orders": export_orders(connection, orders), "users": export_users(connection, users)}
    return {kind: {key: row for key, row in rows.items() if row != raw[kind].get(key)} for kind, rows in now.items()}


def import_shop(data: TauDatabase, folder: Path) -> FreshShop:
    """The data set in a database of its own below `folder`. Raises ConfigurationError where its rows contradict."""
    return FreshShop.imported(folder, lambda connection: import_database(connection, data))


async def _call(
    database: Database, changes: Changes, call: Call, action_id: ActionId, new_id: Callable[[str], str]
) -> str | None:
    """Carry one call out; why it was refused, or None."""
    try:
        return await _carried_out(database, changes, call, action_id, new_id)
    except KeyError as missing:
        return f"unknown tool or missing argument {missing}"


async def _carried_out(
    database: Database, changes: Changes, call: Call, action_id: ActionId, new_id: Callable[[str], str]
) -> str | None:
    naming = Naming(call.tool, call.arguments)
    async with database.writing() as session:
        adapter = Adapter(session, await shop_facts(session, ShopId(SHOP)), new_id)
        if call.tool not in adapter.tools:
            return await look_up(session, call.tool, call.arguments)
        owner = await adapter.owner(call.arguments)
        if owner is None:
            return "order not found" if "order_id" in call.arguments else "user not found"
        wish = await adapter.wish(naming)
    if isinstance(wish, Refused):
        return why(wish, naming)
    offer = await changes.quote(action_of(wish), wish, owner)
    if isinstance(offer, Refused):
        return why(offer, naming)
    if not isinstance(offer, Quote):
        return f"{offer.fact} is missing"
    authority = Authority("conformance", owner, ("email",), VERIFIED)
    receipt = await changes.write(offer.quote_id, action_id, authority)
    return why(receipt, naming) if isinstance(receipt, Refused) else None


def _touched(changed: Mapping[str, list[dict[str, object]]]) -> tuple[set[str], set[str]]:
    """Orders and users that any changed row of any table belongs to."""
    orders: set[str] = set()
    users: set[str] = set()
    for table, rows in changed.items():
        for row in rows:
            if table == "orders":
                orders.add(str(row["id"]))
            elif table == "customers":
                users.add(str(row["id"]))
            if row.get("order_id"):
                orders.add(str(row["order_id"]))
            if row.get("customer_id"):
                users.add(str(row["customer_id"]))
    return orders, users


async def replay_all(
    data: TauDatabase, raw: Mapping[str, Any], sets: Mapping[str, tuple[Task, ...]]
) -> tuple[dict[str, dict[str, TaskResult]], bool]:
    """Every task of every set, and whether the untouched shop exports identical to what was imported."""
    with tempfile.TemporaryDirectory() as folder:
        shop = TauShop(import_shop(data, Path(folder)), raw)
        try:
            identical = shop.exported() == raw
            results = {name: {task.task_id: await shop.replay(task) for task in tasks} for name, tasks in sets.items()}
        finally:
            await shop.close()
    return results, identical
