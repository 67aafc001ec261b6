"""All policy sets of a line: which is in force where and when, and each older version that an order was sold under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orderline.act.policies.reader import join, read_file
from orderline.act.policies.schema import SetFile
from orderline.errors import ConfigurationError
from orderline.orders.policy.lint import PolicyProblem, lint
from orderline.orders.policy.rules import PolicySet


@dataclass(frozen=True, slots=True)
class PolicyShelf:
    """Sets that passed every check."""

    current: Mapping[str, PolicySet]
    """By set id."""
    kept: Mapping[str, PolicySet]
    """By address `id@version`: the current ones and all that were ever in force here."""

    def at(self, address: str) -> PolicySet | None:
        """The set an order line was sold under. None: never heard of.

        `cn` is the current set, `cn@1` its version 1 as last edited (an edit under the same number corrects it),
        `cn@1+3fa9c2d0` exactly that edit.
        """
        set_id, _, version = address.partition("@")
        now = self.current.get(set_id)
        if not version or (now is not None and now.version.partition("+")[0] == version):
            return now
        edits = [kept for name, kept in self.kept.items() if name.startswith(f"{address}+")]
        return self.kept.get(address) or (edits[-1] if edits else None)

    def in_force(self, shop: str, channel: str, jurisdiction: str, day: date) -> PolicySet | None:
        """The set for a sale there on that day: one for this shop and channel before one for every shop.

        `channel` and `jurisdiction` may be `*`: whichever there is. None: no set covers it; then nothing is promised
        and a person decides.
        """
        fitting = [
            policy_set
            for policy_set in self.current.values()
            if policy_set.covers(shop, channel, day)
            and (jurisdiction == "*" or policy_set.jurisdiction in ("*", jurisdiction))
        ]
        return min(
            fitting,
            key=lambda s: (
                s.shop == "*",
                s.channel == "*",
                s.jurisdiction == "*",
                -s.effective_from.toordinal(),
                s.set_id,
            ),
            default=None,
        )


def load_policy_sets(folder: Path, archive: Path | None = None) -> PolicyShelf:
    """Read and check every `*.yaml` of `folder`; `archive` keeps each content ever loaded, by version.

    Raises:
        ConfigurationError: the first file that cannot be read, or everything `lint` found.
    """
    files: dict[str, tuple[SetFile, str]] = {}
    sources: dict[str, Path] = {}
    for path in sorted(folder.glob("*.yaml")):
        content, revision = read_file(path)
        if content.id in files:
            raise ConfigurationError(
                f"Two files, {sources[content.id].name} and {path.name}, are the policy {content.id}."
            )
        files[content.id], sources[content.id] = (content, revision), path
    sets = join(files)
    problems = check(sets)
    if problems:
        raise ConfigurationError(
            f"{len(problems)} thing(s) are wrong with the policies in {folder.name}: "
            + " · ".join(str(problem) for problem in problems),
            "No set of this folder is taken.",
            "Correct them and run `orderline policy lint`.",
        )
    kept = {policy_set.address: policy_set for policy_set in sets.values()}
    return PolicyShelf(sets, {**_archived(archive, files, sources), **kept})


def check(sets: Mapping[str, PolicySet]) -> tuple[PolicyProblem, ...]:
    """Everything wrong with them, floors compared."""
    problems: list[PolicyProblem] = []
    for policy_set in sets.values():
        floor = sets.get(policy_set.floor) if policy_set.floor else None
        if policy_set.floor and (floor is None or not floor.is_floor):
            problems.append(PolicyProblem(policy_set.set_id, "", f"there is no floor {policy_set.floor!r}."))
            continue
        problems += lint(policy_set, floor)
    return tuple(problems)


def _archived(
    archive: Path | None, files: Mapping[str, tuple[SetFile, str]], sources: Mapping[str, Path]
) -> dict[str, PolicySet]:
    """Put what is new into the archive, and give back everything in it.

    A version is one folder holding the set and what it extends, so that it means the same for ever.
    """
    if archive is None:
        return {}
    for set_id, policy_set in join(files).items():
        folder = archive / policy_set.address
        if folder.is_dir():
            continue
        folder.mkdir(parents=True)
        member = set_id
        while member:
            (folder / f"{member}.yaml").write_bytes(sources[member].read_bytes())
            member = files[member][0].extends
    kept: dict[str, PolicySet] = {}
    oldest_first = sorted(
        (path for path in archive.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns
    )
    for folder in oldest_first:
        old = join(
            {content.id: (content, revision) for content, revision in map(read_file, sorted(folder.glob("*.yaml")))}
        )
        kept.update(
            {policy_set.address: policy_set for policy_set in old.values() if policy_set.address == folder.name}
        )
    return kept
