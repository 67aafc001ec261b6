"""One customer's data: all of it comes out, and nothing personal stays behind after an erasure."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from tests.contract.store.changing import changes_of
from typer.testing import CliRunner, Result

from orderline.act.services.cancel_order import CancelOrder
from orderline.cli.app import app
from orderline.cli.customer import customer_app
from orderline.clock import VirtualClock
from orderline.errors import OrderlineError
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import ActionId, Quote, Receipt
from orderline.store.models import Address, AuditRow, Base, Customer, Order, Pickup
from orderline.store.session import Database

pytestmark = pytest.mark.contract
CHLOE = CustomerId("c-0006")
PERSONAL = (
    "Quillon Baker",
    "Quillon",
    "quillon@xanadu.example",
    "3129995521",
    "9 Xylophone Row",
    "Flat Zebra",
    "QX9 7ZZ",
)
"""Nobody else's in the demo shop."""


def run(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["customer", *arguments, "--database", url])


@pytest.fixture
async def quillon(database: Database, clock: VirtualClock) -> Database:
    """A customer with unmistakable data, and a cancelled order."""
    async with database.writing() as session:
        person = {
            "name": PERSONAL[0], "given_name": PERSONAL[1], "email": PERSONAL[2], "phone": PERSONAL[3],
            "extra": {"note": f"call {PERSONAL[1]}"},
        }  # fmt: skip
        await session.execute(update(Customer).where(Customer.id == CHLOE).values(person))
        home = {"recipient": PERSONAL[0], "phone": PERSONAL[3], "line1": PERSONAL[4], "line2": PERSONAL[5],
                "postcode": PERSONAL[6]}  # fmt: skip
        await session.execute(update(Address).where(Address.customer_id == CHLOE).values(home))
        own = update(Order).where(Order.customer_id == CHLOE)
        await session.execute(own.values(postcode=PERSONAL[6], extra={"gift": f"for {PERSONAL[0]}"}))
    changes = changes_of(database, clock)
    quote = await changes.quote("cancel_order", CancelOrder("o-000006"), CHLOE)
    assert isinstance(quote, Quote)
    assert isinstance(await changes.write(quote.quote_id, ActionId("a-1"), Authority("line", CHLOE)), Receipt)
    return database


async def texts(database: Database) -> list[str]:
    """Every value of every column of every table, as text."""
    async with database.reading() as session:
        return [
            f"{table.name}.{name}: {value}"
            for table in Base.metadata.sorted_tables
            for row in (await session.execute(select(table))).mappings()
            for name, value in row.items()
            if value is not None and not isinstance(value, bytes)
        ]


def on_disk(path: Path) -> bytes:
    log = path.with_name(f"{path.name}-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def test_the_group_is_registered() -> None:
    assert customer_app in {group.typer_instance for group in app.registered_groups}


async def test_after_an_erasure_no_column_of_any_table_names_the_person(quillon: Database, url: str) -> None:
    kept = await texts(quillon)
    assert [word for word in PERSONAL if not any(word in text for text in kept)] == []
    async with quillon.reading() as session:
        before = (await session.scalars(select(Order.number).order_by(Order.id))).all()
    result = await asyncio.to_thread(run, url, "erase", CHLOE, "--yes")
    assert result.exit_code == 0, result.output
    assert [text for text in await texts(quillon) for word in PERSONAL if word in text] == []
    async with quillon.reading() as session:
        person = await session.get_one(Customer, ("demo", CHLOE))
        assert person.erased_at is not None
        assert (person.name, person.phone_tail, person.extra) == (None, None, None)
        assert (await session.scalars(select(Order.number).order_by(Order.id))).all() == before
        orders = (await session.scalars(select(Order).where(Order.customer_id == CHLOE))).all()
        assert {(order.phone_tail, order.postcode) for order in orders} == {(None, None)}
        other = await session.get_one(Customer, ("demo", "c-0001"))
        assert other.name == "Emma Chen"
    verified = await asyncio.to_thread(CliRunner().invoke, app, ["audit", "verify", "--database", url])
    assert "holds: 2 links" in verified.output
    again = await asyncio.to_thread(run, url, "erase", CHLOE, "--yes")
    assert "erased already" in again.output


async def test_sqlite_keeps_nothing_of_the_person_in_its_file(quillon: Database, url: str) -> None:
    if quillon.backend != "sqlite":
        return
    await quillon.close()
    path = Path(url.removeprefix("sqlite:///"))
    assert PERSONAL[4].encode() in on_disk(path)
    assert (await asyncio.to_thread(run, url, "erase", CHLOE, "--yes")).exit_code == 0
    kept = on_disk(path)
    assert [word for word in PERSONAL if word.encode() in kept] == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_everything_of_one_customer_comes_out_and_nobody_elses(
    quillon: Database, url: str, tmp_path: Path
) -> None:
    out = tmp_path / "quillon.json"
    result = await asyncio.to_thread(run, url, "export", CHLOE, "--out", str(out))
    assert result.exit_code == 0, result.output
    text = out.read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [word for word in PERSONAL if word not in text] == []
    found: dict[str, Any] = json.loads(text)
    assert found["customer"]["name"] == PERSONAL[0]
    assert {"addresses", "orders", "order_lines", "payments", "actions", "ledger", "outbox", "audit"} <= set(found)
    assert {row["customer_id"] for row in found["orders"]} == {CHLOE}
    assert "Emma Chen" not in text
    async with quillon.reading() as session:
        entries = (await session.scalars(select(AuditRow.entry).order_by(AuditRow.seq))).all()
    assert [json.loads(entry)["action"] for entry in entries] == ["cancel_order", "export_customer"]
    taken = await asyncio.to_thread(run, url, "export", CHLOE, "--out", str(out))
    assert isinstance(taken.exception, OrderlineError)


async def test_notes_of_pick_ups_and_callers_are_forgotten_too(quillon: Database, url: str) -> None:
    assert "note" in Pickup.__table__.columns
    assert (await asyncio.to_thread(run, url, "erase", CHLOE, "--yes")).exit_code == 0
    assert [text for text in await texts(quillon) if text.startswith("known_callers.") and CHLOE in text] == []


@pytest.mark.parametrize(
    "command", [("erase", "c-0006"), ("erase", "nobody", "--yes"), ("export", "nobody", "--out", "x")]
)
async def test_without_a_yes_or_a_customer_nothing_happens(
    quillon: Database, url: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(await texts(quillon))
    result = await asyncio.to_thread(run, url, *command)
    assert isinstance(result.exception, OrderlineError)
    assert sorted(await texts(quillon)) == before
    assert not (tmp_path / "x").exists()
