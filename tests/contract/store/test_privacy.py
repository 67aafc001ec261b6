from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.contract.store.changing import SHOP, Caller, changes_of, everything, the_books_balance
from typer.testing import CliRunner

from orderline.act.services.add_line import AddLine
from orderline.act.services.privacy import GONE, ON_THE_WAY, erase_customer, export_customer
from orderline.act.services.writer import Writer
from orderline.cli.app import app
from orderline.cli.privacy import privacy_app
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import ActionId, Receipt
from orderline.store.audit import Verified, verify
from orderline.store.models import Base, Customer
from orderline.store.session import Database

pytestmark = pytest.mark.contract
HENRY = Authority("desk:li", CustomerId("c-0005"), level=3)


async def test_everything_of_one_customer_is_given_and_nothing_of_another(database: Database) -> None:
    found = await export_customer(database, SHOP, CustomerId("c-0005"))
    assert found is not None
    assert [row["name"] for row in found["customers"]] == ["Henry Walker"]
    assert [row["number"] for row in found["orders"]] == ["615902"]
    assert len(found["order_lines"]) == 2
    assert found["scans"]
    text = json.dumps(found, ensure_ascii=False)
    assert "Emma" not in text
    assert "hint_hash" not in text
    assert await export_customer(database, SHOP, CustomerId("nobody")) is None


async def test_after_an_erasure_the_person_is_in_no_row_and_the_chain_holds(
    database: Database, clock: VirtualClock
) -> None:
    writer = Writer(database, SHOP, clock)
    receipt = await erase_customer(writer, ActionId("a-1"), HENRY)
    assert isinstance(receipt, Receipt)
    rows = json.dumps(await everything(database), default=str, ensure_ascii=False)
    for personal in ("Henry Walker", "henry.walker@example.com", "5125552718", "305 Lakeview"):
        assert personal not in rows
    async with database.reading() as session:
        assert await verify(session, SHOP) == Verified(1)
        assert await session.scalar(select(Customer.erased_at).where(Customer.id == "c-0005")) == clock.now()
    assert await erase_customer(writer, ActionId("a-1"), HENRY) == receipt
    assert await erase_customer(writer, ActionId("a-2"), HENRY) == GONE
    await the_books_balance(database)


async def test_a_customer_with_an_order_on_its_way_is_not_erased(database: Database, clock: VirtualClock) -> None:
    before = await everything(database)
    emma = Authority("desk:li", CustomerId("c-0001"), level=3)
    assert await erase_customer(Writer(database, SHOP, clock), ActionId("a-1"), emma) == ON_THE_WAY
    assert await everything(database) == before


async def test_records_of_changes_name_nobody(database: Database, clock: VirtualClock) -> None:
    chloe = Caller(changes_of(database, clock), CustomerId("c-0006"))
    assert isinstance(await chloe.gets(AddLine("o-000006", "tea-01")), Receipt)
    async with database.reading() as session:
        for name in ("quotes", "actions", "ledger", "outbox", "audit"):
            rows = [tuple(row) for row in await session.execute(select(Base.metadata.tables[name]))]
            assert rows
            text = json.dumps(rows, default=str, ensure_ascii=False)
            for personal in ("Chloe", "Baker", "3125555521", "730164", "60614", "Oak St"):
                assert personal not in text, (name, personal)


async def test_the_commands_write_a_file_and_erase(url: str, tmp_path: Path) -> None:
    assert privacy_app in {group.typer_instance for group in app.registered_groups}
    output = tmp_path / "data.json"

    def run(*arguments: str) -> str:
        return CliRunner().invoke(app, ["privacy", *arguments, "--database", url]).output

    assert "personal data" in await asyncio.to_thread(run, "export", "c-0005", "-o", str(output))
    assert json.loads(output.read_text(encoding="utf-8"))["customers"][0]["name"] == "Henry Walker"
    assert "Erased. Receipt" in await asyncio.to_thread(run, "erase", "c-0005", "--yes")
