"""What `orderline policy explain` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from orderline.act.policies import SHIPPED_SETS, LivePolicies
from orderline.act.services.explain_policy import Explanation, explain_policy
from orderline.act.services.planning import Planning
from orderline.clock import SystemClock
from orderline.errors import ConfigurationError, OrderlineError
from orderline.orders.identifiers import ShopId
from orderline.orders.policy.facts import FACTS, FactKind, FactValue, RuleKind, check_facts
from orderline.orders.policy.rules import Verdict
from orderline.privacy import mask
from orderline.settings import Settings
from orderline.store.address import database_url
from orderline.store.repositories.orders import order_numbered
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database


async def explained(number: str, line_no: int, what: str, url: str, directory: Path | None, said: Sequence[str]) -> str:
    """The decision in words. Raises OrderlineError where there is no such order, line or kind of rule."""
    kind, facts = rule_kind(what), facts_said(said)
    settings = Settings()
    policies = LivePolicies(directory or SHIPPED_SETS)
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    try:
        async with database.reading() as session:
            shop = await shop_facts(session, ShopId(settings.store.shop))
            found = await order_numbered(session, shop, number)
            if found is None:
                raise OrderlineError(f"There is no order {mask(number)} in shop `{shop.id}`.")
            now = SystemClock().now()
            at = Planning(session, shop, policies.shelf(), now, shop.day(now), found.customer_id)
            explanation = await explain_policy(at, found.order_id, line_no, kind, facts)
    finally:
        await database.close()
    if explanation is None:
        raise OrderlineError(f"Order {mask(number)} has no line {line_no}.")
    return "\n".join(_lines(explanation))


def rule_kind(what: str) -> RuleKind:
    """`return` → `return_item`: the one kind that begins so. Raises ConfigurationError."""
    fitting = [kind for kind in RuleKind if kind.value == what] or [
        kind for kind in RuleKind if kind.value.startswith(what)
    ]
    if len(fitting) != 1:
        choices = ", ".join(kind.value for kind in fitting or RuleKind)
        raise ConfigurationError(f"Policies have no one kind of rule called {what!r}.", do=f"Use one of {choices}.")
    return fitting[0]


def facts_said(said: Sequence[str]) -> dict[str, FactValue]:
    """`reason=faulty`, `days.late=2`, `line.tags=fresh,custom` as facts. Raises ConfigurationError."""
    facts = {}
    for part in said:
        name, _, text = part.partition("=")
        facts[name] = _value(name, text)
    try:
        check_facts(facts)
    except ValueError as error:
        raise ConfigurationError(f"{error}.", do=f"Facts are {', '.join(FACTS)}.") from error
    return facts


def _value(name: str, text: str) -> FactValue:
    kind = FACTS[name].kind if name in FACTS else FactKind.CHOICE
    if kind is FactKind.YES_NO and text in ("true", "false"):
        return text == "true"
    if kind is FactKind.WHOLE and text.isdigit():
        return int(text)
    if kind is FactKind.TAGS:
        return frozenset(filter(None, text.split(",")))
    return text


def _lines(explanation: Explanation) -> Iterator[str]:
    decision = explanation.decision
    yield f"policy    {explanation.policy or 'none in force'}"
    if decision.verdict is Verdict.ASK:
        yield f"decision  ask: {decision.ask} ({', '.join(decision.choices) or 'a number'})"
    else:
        yield f"decision  {decision.verdict.value}"
        yield f"because   {decision.because.en} / {decision.because.zh}"
    yield f"cite      {decision.cite}"
    yield f"rule      {decision.rule_id}"
    if decision.deadline is not None:
        left = "unknown" if decision.days_left is None else f"{decision.days_left} days left"
        yield f"deadline  {decision.deadline.days} days after it was {decision.deadline.since}, {left}"
    yield from (f"condition {words.en} / {words.zh}" for words in decision.terms.conditions)
    yield "trace"
    yield from (f"  {step.rule_id:<28} {step.outcome}" for step in decision.trace)
    yield "facts"
    yield from (f"  {name:<28} {_shown(value)}" for name, value in sorted(explanation.facts.items()))


def _shown(value: FactValue) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
