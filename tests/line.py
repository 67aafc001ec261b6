"""A real line in a process of its own, for tests that ring it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.understanding import share_trained

START_S = 120


@contextmanager
def line_process(folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Start a demo line on a free port with its data in `folder`; gives its address, and ends it."""
    share_trained(folder)
    environment = {**os.environ, "ORDERLINE_LINE__DATA_DIR": str(folder), **settings}
    log = (folder / "line.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "orderline", "serve", "--demo", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        stderr=log,
        env=environment,
        cwd=folder,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said, f"the line did not start: {(folder / 'line.log').read_text()}"
        yield str(json.loads(said)["listening"])
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
