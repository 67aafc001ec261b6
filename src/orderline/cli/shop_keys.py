"""`orderline shop key`: keys by which the shop's own systems use the API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from orderline.cli.shop import DatabaseOption, shop_app

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from orderline.orders.identifiers import ShopId

Found = TypeVar("Found")
key_app = typer.Typer(help="Keys by which the shop's systems use the API.", no_args_is_help=True)
shop_app.add_typer(key_app, name="key")
LONGEST_NAME = 100
MOST_A_MINUTE = 100_000


@key_app.command("create")
def create(
    scope: Annotated[list[str], typer.Option("--scope", help="read, write or push; give it several times.")],
    name: Annotated[str, typer.Option(help="What the key is for.")] = "",
    per_minute: Annotated[int, typer.Option(min=1, max=MOST_A_MINUTE, help="Requests it may send a minute.")] = 600,
    database: DatabaseOption = "",
) -> None:
    """Make a key and show it, once."""
    from orderline.clock import SystemClock
    from orderline.store.repositories.api_keys import NewKey, Scope, create_key
    from orderline.store.repositories.shops import shop_facts

    if unknown := [word for word in scope if word not in set(Scope)]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(Scope)}", param_hint="--scope")
    scopes = [Scope(word) for word in scope]

    async def make(session: AsyncSession, shop: ShopId) -> NewKey:
        await shop_facts(session, shop)
        return await create_key(session, shop, name[:LONGEST_NAME], scopes, per_minute, SystemClock().now())

    new = _with_shop(make, database)
    typer.echo(f"Key {new.key_id} ({', '.join(sorted(scopes))}). It is shown once; keep it secret:")
    typer.echo(new.token)


@key_app.command("list")
def list_keys(database: DatabaseOption = "") -> None:
    """List the shop's keys; the keys themselves are kept nowhere."""
    from orderline.store.models import ApiKey
    from orderline.store.repositories.api_keys import keys_of

    async def find(session: AsyncSession, shop: ShopId) -> list[ApiKey]:
        return await keys_of(session, shop)

    for row in _with_shop(find, database):
        state = "in force" if row.revoked_at is None else f"revoked {row.revoked_at:%Y-%m-%d}"
        typer.echo(f"{row.id}  {','.join(row.scopes)}  {row.per_minute} a minute  {state}  {row.name}")


@key_app.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(help="Id of the key, as `list` shows it.")], database: DatabaseOption = ""
) -> None:
    """Make a key worthless, at once."""
    from orderline.clock import SystemClock
    from orderline.errors import OrderlineError
    from orderline.store.repositories.api_keys import revoke_key

    async def end(session: AsyncSession, shop: ShopId) -> bool:
        return await revoke_key(session, shop, key, SystemClock().now())

    if not _with_shop(end, database):
        raise OrderlineError(f"There is no key `{key}` in force.", do="See `orderline shop key list`.")
    typer.echo(f"{key} is revoked.")


def _with_shop(work: Callable[[AsyncSession, ShopId], Awaitable[Found]], url: str) -> Found:
    from orderline.orders.identifiers import ShopId
    from orderline.settings import Settings
    from orderline.store.address import database_url
    from orderline.store.session import Database

    settings = Settings.load()

    async def run() -> Found:
        database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
        try:
            async with database.writing() as session:
                return await work(session, ShopId(settings.store.shop))
        finally:
            await database.close()

    return asyncio.run(run())
