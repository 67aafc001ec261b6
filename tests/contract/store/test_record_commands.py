from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from orderline.act.services.change import Change, Done
from orderline.act.services.writer import Writer
from orderline.cli.app import app
from orderline.cli.audit import audit_app
from orderline.cli.outbox import outbox_app, retry
from orderline.clock import VirtualClock
from orderline.errors import OrderlineError
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CallId, CustomerId, OrderId, ShopId
from orderline.orders.money import Money
from orderline.orders.quote import ActionId, MoneyMove, MoveKind, Receipt
from orderline.store.models import AuditRow, OutboxRow
from orderline.store.repositories.actions import Errand
from orderline.store.session import Database

pytestmark = pytest.mark.contract


async def change(database: Database, clock: VirtualClock) -> Receipt:
    async def work(_: Change) -> Done:
        refund = MoneyMove(MoveKind.REFUND, "m-0001-1", Money(1290, "USD"))
        return Done((refund,), errands=(Errand("erp", "test"),), told={"reason": "late"})

    authority = Authority("line", CustomerId("c-0001"), ("order_number", "phone_tail"), 1, CallId("call-1"), 12_340)
    receipt = await Writer(database, ShopId("demo"), clock).run(
        action_id=ActionId("a-1"),
        action="cancel_order",
        order_ids=(OrderId("o-000001"),),
        authority=authority,
        work=work,
    )
    assert isinstance(receipt, Receipt)
    return receipt


def run(url: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "--database", url])
    return result.exit_code, result.output


def test_the_groups_are_registered() -> None:
    assert {group.typer_instance for group in app.registered_groups} >= {audit_app, outbox_app}


async def test_the_story_of_an_order_is_told_and_names_nobody(
    url: str, database: Database, clock: VirtualClock
) -> None:
    receipt = await change(database, clock)
    status, story = await asyncio.to_thread(run, url, "audit", "show", "204821")
    assert status == 0
    for part in ("••4821", "line did cancel order", "phone tail", "12.3 s", "12.90 USD", '"late"', receipt.receipt_id):
        assert part in story
    assert "Emma" not in story
    assert "204821" not in story
    status, story = await asyncio.to_thread(run, url, "audit", "show", "317745")
    assert story.strip().endswith("nothing was changed.")


async def test_verify_says_where_a_chain_was_altered(url: str, database: Database, clock: VirtualClock) -> None:
    await change(database, clock)
    assert await asyncio.to_thread(run, url, "audit", "verify") == (0, "The chain holds: 1 links.\n")
    async with database.writing() as session:
        await session.execute(update(AuditRow).values(entry="{}"))
    assert await asyncio.to_thread(run, url, "audit", "verify") == (
        1,
        "The chain does not hold: link 1 is altered.\n",
    )


async def test_dead_letters_are_listed_and_sent_again(url: str, database: Database, clock: VirtualClock) -> None:
    assert (await asyncio.to_thread(run, url, "outbox", "list"))[1] == "The outbox is empty.\n"
    await change(database, clock)
    async with database.writing() as session:
        await session.execute(update(OutboxRow).values(state="dead", attempts=12, last_error="no"))
    listed = (await asyncio.to_thread(run, url, "outbox", "list"))[1]
    assert listed == "1 dead\na-1:1  erp test, 12 tries: no\n"
    assert (await asyncio.to_thread(run, url, "outbox", "retry", "a-1:1"))[0] == 0
    with pytest.raises(OrderlineError):
        retry("a-1:1", url)
