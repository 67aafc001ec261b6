"""The imported shops that callers ring, and how their final rows are compared with the reference."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from orderline.events.decision import Fact
from orderline.orders.identifiers import Language
from orderline.qa.callers.compiled.ecom_bench import callers as ecom_callers
from orderline.qa.callers.compiled.tau_retail import callers
from orderline.qa.callers.script import Script
from orderline.qa.conformance.ecom_bench.exporter import changes, exported
from orderline.qa.conformance.ecom_bench.importer import import_bench
from orderline.qa.conformance.ecom_bench.replay import COVERED, replay_bench
from orderline.qa.conformance.ecom_bench.shape import read_bench
from orderline.qa.conformance.ecom_bench.words import SHOP as ECOM
from orderline.qa.conformance.fresh import FreshShop
from orderline.qa.conformance.json_file import read_json
from orderline.qa.conformance.tau_retail.replay import changed_rows, import_shop
from orderline.qa.conformance.tau_retail.shape import read_database
from orderline.qa.conformance.tau_retail.words import SHOP
from orderline.store.migrate import sync_engine

TAU_FILES = ("tasks.json", "tasks_tau1.json")
ECOM_FILE = "ecom_bench.json"


class TaskShop(Protocol):
    """One imported shop with its tasks."""

    name: str
    language: Language
    shop_id: str
    identified_by: tuple[tuple[Fact, ...], ...]
    """What proves who calls, beside the sets every shop takes: the data set's own rules."""

    @property
    def database(self) -> Path:
        """The SQLite file that tasks run on."""
        ...

    @property
    def scripts(self) -> Mapping[str, Script]:
        """`set/task` → its caller; tasks in which nothing is wanted that the line offers are left out."""
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


def shop_in(folder: Path, work: Path, sets: tuple[str, ...]) -> TaskShop:
    """The shop whose data set lies in `folder`, imported below `work`. Raises ConfigurationError: none does.

    `sets`: of a data set with several sets of tasks only these; empty: all.
    """
    if (folder / ECOM_FILE).is_file():
        return EcomShop(folder / ECOM_FILE, work)
    return TauShop(folder, work, sets)


class TauShop:
    """tau-retail, from the folder that holds `db.json`, its task files and `expected.json`."""

    name = "tau-retail"
    language: Language = "en"
    shop_id = SHOP
    identified_by: tuple[tuple[Fact, ...], ...] = ((Fact.EMAIL,),)

    def __init__(self, folder: Path, work: Path, sets: tuple[str, ...] = ()) -> None:
        data, self._raw = read_database(folder / "db.json")
        files = [folder / name for name in TAU_FILES if (folder / name).is_file()]
        found = callers(data, files)
        self._scripts = {
            f"{name}/{task}": script
            for name, scripts in found.items()
            if not sets or name in sets
            for task, script in scripts.items()
            if script.wishes
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


class EcomShop:
    """ecom-bench-zh, from its file. Where the shop's written rules forbid what the reference does, they are right."""

    name = "ecom-bench-zh"
    language: Language = "zh"
    shop_id = ECOM
    identified_by: tuple[tuple[Fact, ...], ...] = ()

    def __init__(self, file: Path, work: Path) -> None:
        bench, self._raw = read_bench(file)
        replayed, _ = asyncio.run(replay_bench(bench, self._raw))
        self._expected = {task: _leaves(result.changes) for task, result in replayed.items()}
        self._scripts = {f"{self.name}/{task}": script for task, script in ecom_callers(bench).items() if script.wishes}
        self._place = next((platform, shop) for platform, shops in self._raw["orders"].items() for shop in shops)
        self._fresh = FreshShop.imported(work, lambda connection: import_bench(connection, bench.data))
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
        with self._engine.connect() as connection:
            now = exported(connection, self._raw, self._place)
        before = {part: self._raw[part] for part in COVERED}
        wanted, found = self._expected[task.rpartition("/")[2]], _leaves(changes(before, now))
        return [f"{'/'.join(path[-2:])}: {found.get(path)!r} for {wanted.get(path)!r}"
                for path in sorted({*wanted, *found}) if wanted.get(path) != found.get(path)]  # fmt: skip

    def close(self) -> None:
        self._engine.dispose()


def _leaves(changed: Iterable[Mapping[str, Any]]) -> dict[tuple[str, ...], Any]:
    return {tuple(change["path"]): change["to"] for change in changed}


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
