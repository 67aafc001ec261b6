"""What `orderline conformance ecom-bench-zh` does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orderline.clock import SystemClock
from orderline.qa.conformance.ecom_bench.replay import TaskResult, replay_bench
from orderline.qa.conformance.ecom_bench.shape import read_bench
from orderline.qa.conformance.json_file import write_json
from orderline.qa.figures import Figure, Measured


@dataclass(frozen=True, slots=True)
class Report:
    """What came out."""

    measured: Measured
    text: str
    sound: bool
    """False where a difference has no rule behind it, or the export is not what was imported."""


def run(data: Path, out: Path) -> Report:
    """Replay every task and write `out`. Raises ConfigurationError for a file that is not what it should be."""
    bench, raw = read_bench(data)
    started = time.perf_counter()
    results, identical = asyncio.run(replay_bench(bench, raw))
    seconds = time.perf_counter() - started
    write_json(out, {"tasks": {task_id: result.to_json() for task_id, result in results.items()}})
    return _report(results, identical, seconds)


def _report(results: Mapping[str, TaskResult], identical: bool, seconds: float) -> Report:
    equal = [task_id for task_id, result in results.items() if result.equal]
    ruled = [task_id for task_id, result in results.items() if not result.equal and not result.unexplained]
    faults = [task_id for task_id, result in results.items() if result.unexplained]
    lines = [
        f"exported identical to what was imported: {'yes' if identical else 'NO'}",
        f"{len(results)} tasks: {len(equal)} equal, {len(ruled)} where the shop's rules win, {len(faults)} unexplained",
        *(_case(task_id, case) for task_id, result in results.items() for case in result.policy_wins),
        *(f"task {task_id}: {result.unexplained}" for task_id, result in results.items() if result.unexplained),
        f"{sum(len(result.not_offered) for result in results.values())} calls are not offered by the line",
        f"{seconds:.1f} s",
    ]
    figures = [
        Figure("export_identical", float(identical), "yes/no", 1, goal=1.0, at_least=True),
        Figure("equal", float(len(equal)), "tasks", len(results)),
        Figure("policy_wins", float(len(ruled)), "tasks", len(results)),
        Figure("unexplained", float(len(faults)), "tasks", len(results), goal=0.0),
        Figure("replay", round(seconds, 1), "s", len(results)),
    ]
    details = {"policy_wins": {task_id: results[task_id].policy_wins for task_id in ruled}}
    measured = Measured("conformance ecom-bench-zh", SystemClock().now(), {"database": "sqlite"}, figures, details)
    return Report(measured, "\n".join(lines), identical and not faults)


def _case(task_id: str, case: Mapping[str, object]) -> str:
    because = case["because"]
    words = because["en"] if isinstance(because, dict) else because
    return f"task {task_id}: {words} ({case['cite']}, rule {case['rule']})"
