"""A real PostgreSQL for the tests: made in a temporary folder, reachable by a Unix socket alone, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

START_S = 30.0
HOW = "Install it with `apt-get install postgresql` (or `brew install postgresql`), or put its `bin` folder on PATH."


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a server; gives its address without a database name: `postgresql://postgres@/{name}?host=...`."""
    binaries = _binaries()
    if binaries is None:
        message = f"PostgreSQL is not installed. {HOW}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    folder = Path(tempfile.mkdtemp(prefix="orderline-pg-"))
    try:
        with _server(binaries, folder):
            yield f"postgresql://postgres@/{{name}}?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(binaries: Path, folder: Path) -> Iterator[None]:
    as_user = _as_postgres(folder)
    data = folder / "data"
    subprocess.run(
        [*as_user, str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--no-sync", "--locale=C"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    process = subprocess.Popen(
        [*as_user, str(binaries / "postgres"), "-D", str(data), "-k", str(folder), "-c", "listen_addresses=",
         "-c", "fsync=off", "-c", "max_connections=200"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    try:
        _wait(folder, process)
        yield
    finally:
        stop = [*as_user, str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, capture_output=True, cwd=folder)
        process.wait(timeout=START_S)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _binaries() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    return packaged[-1] if packaged else None
