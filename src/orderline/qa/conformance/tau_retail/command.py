"""What `orderline conformance tau-retail` does."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orderline.clock import SystemClock
from orderline.errors import ConfigurationError
from orderline.qa.conformance.tau_retail.replay import TaskResult, replay_all
from orderline.qa.conformance.tau_retail.shape import read_database, read_json
from orderline.qa.conformance.tau_retail.tasks import Task, read_tasks
from orderline.qa.figures import Figure, Measured

Sets = Mapping[str, Mapping[str, TaskResult]]


@dataclass(frozen=True, slots=True)
class Report:
    """What came out."""

    measured: Measured
    text: str
    equal: bool
    """False where something was to be compared and differs."""


def run(db: Path, task_files: Sequence[Path], out: Path, expected: Path | None) -> Report:
    """Replay everything and write `out`. Raises ConfigurationError for files that are not what they should be."""
    data, raw = read_database(db)
    sets: dict[str, tuple[Task, ...]] = {}
    for path in task_files:
        sets |= read_tasks(path)
    reference = _reference(expected)
    started = time.perf_counter()
    results, identical = asyncio.run(replay_all(data, raw, sets))
    seconds = time.perf_counter() - started
    try:
        out.write_text(json.dumps({"sets": results}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written ({error.strerror}).") from error
    return _report(results, reference, identical, seconds)


def _reference(expected: Path | None) -> Sets | None:
    if expected is None:
        return None
    loaded = read_json(expected)
    if not isinstance(loaded, dict) or not isinstance(loaded.get("sets"), dict):
        raise ConfigurationError(f"{expected.name} holds no `sets`.")
    found: Sets = loaded["sets"]
    return found


def _report(results: Sets, reference: Sets | None, identical: bool, seconds: float) -> Report:
    lines = [f"exported identical to what was imported: {'yes' if identical else 'NO'}"]
    figures = [Figure("export_identical", float(identical), "yes/no", 1, goal=1.0, at_least=True)]
    differing: dict[str, list[str]] = {}
    for name, tasks in results.items():
        refused = sum(len(task["refused"]) for task in tasks.values())
        line = f"{name}: {len(tasks)} tasks, {refused} calls refused"
        if reference is not None:
            differing[name] = differs(tasks, reference.get(name, {}))
            equal = len(tasks) - len(differing[name])
            line += f", {equal} equal" + (f"; differing: {', '.join(differing[name])}" if differing[name] else "")
            figures.append(Figure(f"{name}_equal", float(equal), "tasks", len(tasks), float(len(tasks)), at_least=True))
        lines.append(line)
    count = sum(len(tasks) for tasks in results.values())
    figures.append(Figure("replay", round(seconds, 1), "s", count))
    lines.append(f"{count} tasks in {seconds:.1f} s")
    measured = Measured(
        "conformance tau-retail", SystemClock().now(), {"database": "sqlite"}, figures, {"differing": differing}
    )
    return Report(measured, "\n".join(lines), identical and not any(differing.values()))


def differs(tasks: Mapping[str, TaskResult], reference: Mapping[str, Any]) -> list[str]:
    """Ids of tasks whose rows or refusals are not those of the reference."""
    return [task_id for task_id, result in tasks.items() if result != reference.get(task_id)]
