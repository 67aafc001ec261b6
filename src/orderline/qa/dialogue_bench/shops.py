"""The imported shops that callers ring, and how their final rows are compared with the reference."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from orderline.orders.identifiers import Language
from orderline.qa.callers.compiled.tau_retail import callers
from orderline.qa.callers.script import Script
from orderline.qa.conformance.json_file import read_json
from orderline.qa.conformance.tau_retail.replay import changed_rows, import_shop
from orderline.qa.conformance.tau_retail.shape import read_database
from orderline.qa.conformance.tau_retail.words import SHOP
from orderline.store.migrate import sync_engine

TAU_FILES = ("tasks.json", "tasks_tau1.json")


class TaskShop(Protocol):
    """One imported shop with its tasks."""

    name: str
    language: Language
    shop_id: str

    @property
    def database(self) -> Path:
        """The SQLite file that tasks run on."""
        ...

    @property
    def scripts(self) -> Mapping[str, Script]:
        """`set/task` → its caller."""
        ...

    def renew(self) -> None:
        """Make the shop untouched again."""
        ...

    def differences(self, task: str) -> list[str]:
        """Where the rows are not the reference's, one line each; empty where they are."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...


class TauShop:
    """tau-retail, from the folder that holds `db.json`, its task files and `expected.json`."""

    name = "tau-retail"
    language: Language = "en"
    shop_id = SHOP

    def __init__(self, folder: Path, work: Path, sets: tuple[str, ...] = ()) -> None:
        """`sets`: only these sets of tasks; empty: all."""
        data, self._raw = read_database(folder / "db.json")
        files = [folder / name for name in TAU_FILES if (folder / name).is_file()]
        found = callers(data, files)
        self._scripts = {
            f"{name}/{task}": script
            for name, scripts in found.items()
            if not sets or name in sets
            for task, script in scripts.items()
        }
        self._expected: Mapping[str, Any] = read_json(folder / "expected.json")["sets"]
        self._fresh = import_shop(data, work)
        self._engine = sync_engine(f"sqlite:///{self._fresh.working}")

    @property
    def database(self) -> Path:
        return self._fresh.working

    @property
    def scripts(self) -> Mapping[str, Script]:
        return self._scripts

    def renew(self) -> None:
        self._fresh.renew()

    def differences(self, task: str) -> list[str]:
        name, _, task_id = task.rpartition("/")
        wanted, found = self._expected[name][task_id], changed_rows(self._fresh, self._engine, self._raw)
        return [
            line
            for kind in ("orders", "users")
            for key in sorted({*wanted[kind], *found[kind]})
            for line in _differing(kind, key, wanted[kind].get(key), found[kind].get(key))
        ]

    def close(self) -> None:
        self._engine.dispose()


def _differing(kind: str, key: str, wanted: Mapping[str, Any] | None, found: Mapping[str, Any] | None) -> list[str]:
    """Which columns of one row differ."""
    if wanted == found:
        return []
    if found is None:
        return [f"{kind} {key} should have changed"]
    if wanted is None:
        return [f"{kind} {key} should not have changed"]
    names = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
    return [f"{kind} {key}: {', '.join(names)}"]
