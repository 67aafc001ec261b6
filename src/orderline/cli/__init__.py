"""The commands. Each module here is one command or one group; nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

from orderline.cli import (
    audit,
    bench,
    bench_identity,
    bench_orders,
    bench_understanding,
    call,
    chat,
    conformance,
    customer,
    db,
    doctor,
    examples,
    models,
    outbox,
    policy,
    replay,
    say,
    serve,
    shop,
    shop_keys,
    wording,
)
from orderline.cli.app import app
from orderline.errors import OrderlineError

__all__ = [
    "app",
    "audit",
    "bench",
    "bench_identity",
    "bench_orders",
    "bench_understanding",
    "call",
    "chat",
    "conformance",
    "customer",
    "db",
    "doctor",
    "examples",
    "main",
    "models",
    "outbox",
    "policy",
    "replay",
    "say",
    "serve",
    "shop",
    "shop_keys",
    "wording",
]


def main() -> None:
    """Run the command line; a fault is told in one sentence and its exit status, never as a traceback."""
    try:
        app()
    except OrderlineError as fault:
        sys.stderr.write(f"orderline: {fault}\n")
        sys.exit(fault.status)
