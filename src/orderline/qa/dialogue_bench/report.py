"""What the calls of a bench came to: figures, and for each task that failed, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orderline.qa.dialogue_bench.fuzz import Trouble
from orderline.qa.dialogue_bench.run import TaskRun
from orderline.qa.figures import Figure, percentile

GOAL = 0.95
"""Share of tasks that must succeed. Source: issue "Understanding and deciding", must show 4."""
SECONDS = 3.0
"""Longest a task may take. Source: own choice, so that a run of 74 tasks on 5 seeds is minutes."""
TOLD_EXCHANGES = 3


def figures(name: str, runs: Sequence[TaskRun]) -> list[Figure]:
    """The figures of one shop."""
    count = len(runs)
    seeds = sorted({run.seed for run in runs})
    by_seed = {seed: [run.success for run in runs if run.seed == seed] for seed in seeds}
    tasks = {run.task for run in runs}
    always = [task for task in tasks if all(run.success for run in runs if run.task == task)]
    turns = [float(run.called.turns) for run in runs if run.success]
    return [
        Figure(f"{name}_success", _share(sum(run.success for run in runs), count), "share", count, GOAL, at_least=True),
        Figure(f"{name}_success_worst_seed", min((_share(sum(each), len(each)) or 0.0 for each in by_seed.values()),
               default=None), "share", len(seeds), GOAL, at_least=True),
        Figure(f"{name}_success_on_every_seed", _share(len(always), len(tasks)), "share", len(tasks)),
        Figure(f"{name}_data_before_identity", float(sum(bool(run.called.early_data) for run in runs)), "calls", count,
               0.0),
        Figure(f"{name}_writes_without_yes", float(sum(len(run.called.writes_without_yes) for run in runs)), "writes",
               sum(run.called.writes for run in runs), 0.0),
        Figure(f"{name}_facts_missed", float(sum(bool(run.called.missed) for run in runs)), "calls", count),
        Figure(f"{name}_turns_p50", percentile(turns, 0.5), "turns", len(turns)),
        Figure(f"{name}_turns_p95", percentile(turns, 0.95), "turns", len(turns)),
        Figure(f"{name}_call_p95", percentile([run.seconds for run in runs], 0.95), "s", count, SECONDS),
    ]  # fmt: skip


def details(runs: Sequence[TaskRun]) -> list[dict[str, Any]]:
    """Every call that failed: why, what differs, and how it ended."""
    return [_failure(run) for run in runs if not run.success]


def _failure(run: TaskRun) -> dict[str, Any]:
    called = run.called
    return {
        "task": run.task,
        "seed": run.seed,
        "turns": called.turns,
        "gave_up": called.gave_up,
        "differs": list(run.differences),
        "early_data": list(called.early_data),
        "writes_without_yes": list(called.writes_without_yes),
        "missed": list(called.missed),
        "last": [[each.caller, each.line] for each in called.exchanges[-TOLD_EXCHANGES:]],
    }


def fuzz_figures(calls: Sequence[Trouble]) -> list[Figure]:
    """The figures of the troublemakers' calls."""
    count = len(calls)
    return [
        Figure("fuzz_calls_broken", float(sum(bool(call.broken) for call in calls)), "calls", count, 0.0),
        Figure("fuzz_writes", float(sum(call.writes for call in calls)), "writes", count),
        Figure("fuzz_turns", float(sum(call.turns for call in calls)), "turns", count),
        Figure("fuzz_slowest_answer", round(max((call.slowest_s for call in calls), default=0.0), 3), "s", count),
    ]


def fuzz_details(calls: Sequence[Trouble]) -> list[dict[str, Any]]:
    """Every call that something was wrong with, and its last exchanges."""
    return [
        {
            "seed": call.seed,
            "broken": list(call.broken),
            "last": [[each.caller, each.line] for each in call.exchanges[-2 * TOLD_EXCHANGES :]],
        }
        for call in calls
        if call.broken
    ]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
