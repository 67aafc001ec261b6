from __future__ import annotations

import asyncio

import pytest
from typer.testing import CliRunner, Result

from orderline.cli.app import app
from orderline.errors import OrderlineError
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.api_keys import Scope, holder_of
from orderline.store.session import Database

pytestmark = pytest.mark.contract


def run(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["shop", "key", *arguments, "--database", url])


def test_a_key_is_shown_once_listed_without_itself_and_revoked_once(url: str) -> None:
    made = run(url, "create", "--scope", "push", "--scope", "read", "--name", "order book", "--per-minute", "30")
    assert made.exit_code == 0, made.output
    token = made.output.splitlines()[-1]
    key_id = made.output.split()[1]
    listed = run(url, "list").output
    assert f"{key_id}  push,read  30 a minute  in force  order book" in listed
    assert token not in listed
    assert run(url, "revoke", key_id).exit_code == 0
    assert "revoked" in run(url, "list").output
    assert isinstance(run(url, "revoke", key_id).exception, OrderlineError)


async def test_what_was_shown_opens_the_shop_and_is_kept_nowhere(url: str, database: Database) -> None:
    made = await asyncio.to_thread(run, url, "create", "--scope", "write")
    token = made.output.splitlines()[-1]
    async with database.reading() as session:
        found = await holder_of(session, token)
        assert found is not None
        assert (found.shop, found.scopes) == (ShopId("demo"), frozenset({Scope.WRITE}))
        assert await holder_of(session, token[:-1]) is None


@pytest.mark.parametrize("scope", ["", "admin", "read,write"])
def test_a_scope_there_is_none_of_makes_no_key(url: str, scope: str) -> None:
    assert run(url, "create", "--scope", scope).exit_code == 2
    assert run(url, "list").output == ""
