"""`orderline policy`: what the rules say of an order, and whether the files are sound."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app

policy_app = typer.Typer(help="Policies: what may be done to an order, and why.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")

FolderOption = Annotated[Path | None, typer.Option("--dir", help="Folder of policy sets; default: those shipped.")]


@policy_app.command("explain")
def explain(
    order: Annotated[str, typer.Argument(help="Order number, as the shop prints it.")],
    line: Annotated[int, typer.Argument(help="Line of the order, from 1.")],
    what: Annotated[str, typer.Argument(help="What is wanted: return, cancel, exchange, change_address, ...")],
    database: Annotated[str, typer.Option("--database", help="Database address; default: the settings'.")] = "",
    directory: FolderOption = None,
    fact: Annotated[
        list[str] | None, typer.Option("--fact", help="What the caller says, e.g. `reason=faulty`; may be repeated.")
    ] = None,
) -> None:
    """Print the decision for one line of an order, its reason in both languages, its clause, and how it was reached."""
    from orderline.cli.explain import explained

    typer.echo(asyncio.run(explained(order, line, what, database, directory, fact or [])))


@policy_app.command("lint")
def lint(directory: FolderOption = None) -> None:
    """Check every policy file: words, facts, rules nothing leads to, and shops that give less than the law."""
    from orderline.act.policies import SHIPPED_SETS, load_policy_sets

    sets = load_policy_sets(directory or SHIPPED_SETS).current
    for policy_set in sets.values():
        role = "law" if policy_set.is_floor else f"{policy_set.jurisdiction}, shop {policy_set.shop}"
        typer.echo(f"{policy_set.address:<28} {len(policy_set.rules):>3} rules  {role}")


@policy_app.command("table")
def table(directory: FolderOption = None) -> None:
    """Print every rule as Markdown: what docs/policies.md holds below its line."""
    from orderline.act.policies import SHIPPED_SETS, load_policy_sets
    from orderline.act.policies.table import tables

    typer.echo(tables(load_policy_sets(directory or SHIPPED_SETS).current))
