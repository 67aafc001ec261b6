"""A process that delivers: `python delivering.py URL FILE`. Writes all it tells into FILE, until its input ends."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from orderline.act.delivery import Delivery
from orderline.act.systems.port import SYSTEMS, Message
from orderline.clock import VirtualClock

TELLING_S = 0.5
"""Long enough for another process to start meanwhile."""


class Heard:
    """Any outside system."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def tell(self, message: Message) -> str:
        with self._file.open("a") as told:
            told.write(f"{message.key}\n")
        time.sleep(TELLING_S)
        return "ok"


def main(url: str, file: str) -> None:
    """Deliver until nobody wants it any more."""
    delivery = Delivery(url, dict.fromkeys(SYSTEMS, Heard(Path(file))), VirtualClock())
    delivery.start()
    sys.stdout.write("delivering\n")
    sys.stdout.flush()
    sys.stdin.read()
    delivery.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
