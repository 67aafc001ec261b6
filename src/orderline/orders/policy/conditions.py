"""Conditions over facts, in three-valued logic: true, false, or unknown for want of a named fact."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.orders.policy.facts import FACTS, FactKind, Facts


@dataclass(frozen=True, slots=True)
class Unknown:
    """The condition cannot be told without this fact."""

    fact: str
    tag: str = ""
    """For `line.tags` while exploring: the tag that is not known to be there or not."""


Truth = bool | Unknown


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact is one of these values."""

    fact: str
    values: frozenset[str | int | bool]

    def test(self, facts: Facts) -> Truth:
        """Whether it holds."""
        value = facts.get(self.fact)
        if value is None:
            return Unknown(self.fact)
        return not isinstance(value, frozenset) and value in self.values


@dataclass(frozen=True, slots=True)
class Between:
    """The number is within these bounds, both included; None: no bound."""

    fact: str
    low: int | None = None
    high: int | None = None

    def test(self, facts: Facts) -> Truth:
        """Whether it holds."""
        value = facts.get(self.fact)
        if not isinstance(value, int):
            return Unknown(self.fact)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class HasAny:
    """The tags hold at least one of these."""

    fact: str
    tags: tuple[str, ...]

    def test(self, facts: Facts) -> Truth:
        """Whether it holds. While exploring, single tags may be known: `line.tags#fresh`."""
        value = facts.get(self.fact)
        if isinstance(value, frozenset):
            return any(tag in value for tag in self.tags)
        missing = ""
        for tag in self.tags:
            known = facts.get(f"{self.fact}#{tag}")
            if known is True:
                return True
            if known is None and not missing:
                missing = tag
        return Unknown(self.fact, missing) if missing else False


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Condition

    def test(self, facts: Facts) -> Truth:
        """Whether it holds; unknown stays unknown."""
        result = self.of.test(facts)
        return result if isinstance(result, Unknown) else not result


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them. No conditions: always true."""

    of: tuple[Condition, ...] = ()

    def test(self, facts: Facts) -> Truth:
        """False as soon as one is false, whatever the others would need."""
        unknown: Unknown | None = None
        for condition in self.of:
            result = condition.test(facts)
            if result is False:
                return False
            if isinstance(result, Unknown):
                unknown = unknown or result
        return unknown or True


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of them. No conditions: never true."""

    of: tuple[Condition, ...] = ()

    def test(self, facts: Facts) -> Truth:
        """True as soon as one is true, whatever the others would need."""
        unknown: Unknown | None = None
        for condition in self.of:
            result = condition.test(facts)
            if result is True:
                return True
            if isinstance(result, Unknown):
                unknown = unknown or result
        return unknown or False


Condition = OneOf | Between | HasAny | Not | All | Any
ALWAYS = All()


def leaves(condition: Condition) -> tuple[OneOf | Between | HasAny, ...]:
    """Every single test in it."""
    if isinstance(condition, Not):
        return leaves(condition.of)
    if isinstance(condition, All | Any):
        return tuple(leaf for part in condition.of for leaf in leaves(part))
    return (condition,)


def facts_of(condition: Condition) -> frozenset[str]:
    """The names of the facts it speaks of."""
    return frozenset(leaf.fact for leaf in leaves(condition))


def problem_in(leaf: OneOf | Between | HasAny) -> str:
    """What is wrong with one test against the registry of facts; empty where nothing is."""
    fact = FACTS.get(leaf.fact)
    if fact is None:
        return f"there is no fact {leaf.fact!r}"
    if isinstance(leaf, Between):
        if fact.kind is not FactKind.WHOLE:
            return f"{leaf.fact} is no number, so it has no bounds"
        if leaf.low is not None and leaf.high is not None and leaf.low > leaf.high:
            return f"{leaf.fact} cannot be from {leaf.low} to {leaf.high}"
        return ""
    if isinstance(leaf, HasAny):
        wrong = [tag for tag in leaf.tags if tag not in fact.values]
        return f"{leaf.fact} has no tag {wrong[0]!r}" if wrong else ""
    return _wrong_values(leaf)


def _wrong_values(leaf: OneOf) -> str:
    fact = FACTS[leaf.fact]
    if fact.kind is FactKind.YES_NO:
        wrong = [value for value in leaf.values if not isinstance(value, bool)]
    elif fact.kind is FactKind.WHOLE:
        wrong = [value for value in leaf.values if not isinstance(value, int) or isinstance(value, bool)]
    else:
        wrong = [value for value in leaf.values if value not in fact.values]
    if not wrong:
        return ""
    may_be = ", ".join(fact.values) if fact.values else fact.kind.value.replace("_", " ")
    return f"{leaf.fact} cannot be {wrong[0]!r}; it may be {may_be}"
