"""What the shop's rules say: "can I return opened fruit?" Anyone may ask; nothing is promised that no rule says."""

from __future__ import annotations

from orderline.decide.forms.currency import currency_of
from orderline.decide.forms.form import ReadForm
from orderline.decide.forms.ground import Ground
from orderline.events.answer import PolicyExplained, PolicyRule
from orderline.events.decision import Action, Ask, Request, Say
from orderline.events.meaning import EntityKind
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import ExplainPolicy

_RETURN, _REFUND, _ELSE = "return_item", "refund", "else"
_AT_ANY_TIME = frozenset({_RETURN, "exchange_item", "price_protect", _REFUND})
"""Rules that speak of time; the others speak of where an order stands: what they say is then a condition."""
_THINGS = (EntityKind.PRODUCT, EntityKind.TAG, EntityKind.CONDITION, EntityKind.REASON)


def _topic(ground: Ground) -> str:
    """What is asked about; a thing alone is asked about because it may go back. Empty: nothing says."""
    topics = [entity.value for entity in ground.of(EntityKind.TOPIC)]
    if topics:
        return _ELSE if _ELSE in topics else topics[0]
    return _RETURN if ground.of(*_THINGS) else ""


def _request(ground: Ground) -> Request | None:
    topic = _topic(ground)
    if topic in ("", _ELSE):
        return None

    def last(kind: EntityKind) -> str:
        said = ground.of(kind)
        return said[-1].value if said else ""

    tags = tuple(dict.fromkeys(entity.value for entity in ground.of(EntityKind.TAG)))
    return Ask(
        ExplainPolicy(
            topic,
            currency_of(ground),
            last(EntityKind.PRODUCT),
            tags,
            last(EntityKind.CONDITION),
            last(EntityKind.REASON),
        )
    )


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case None:
            return (Say("explain_policy.not_known" if _topic(ground) else "explain_policy.what_i_know"),)
        case Answered(PolicyExplained(PolicyRule(refund_days=days), None)) if _topic(ground) == _REFUND and days[1]:
            return (Say("explain_policy.refund_days", {"least": days[0], "most": days[1]}),)
        case Answered(PolicyExplained(rule, None)):
            return (_said(rule, "" if _topic(ground) in _AT_ANY_TIME else "_when"), *_freight(rule))
        case Answered(PolicyExplained(rule, PolicyRule() as opened)):
            return (_said(rule, "_unopened"), _said(opened, "_opened"))
        case _:
            return None


def _said(rule: PolicyRule, state: str) -> Say:
    """`explain_policy.allow`, `..._unopened`, `..._opened`, `allow_when`: the rule in its own words."""
    verdict = rule.verdict if rule.verdict in ("allow", "deny") else "human"
    if state == "_when" and verdict != "allow":
        state = ""
    return Say(f"explain_policy.{verdict}{state}", {"because": rule.because})


def _freight(rule: PolicyRule) -> tuple[Say, ...]:
    """Who pays the way back, where the rule says so."""
    return (Say(f"explain_policy.freight_{rule.freight}"),) if rule.freight in ("buyer", "seller") else ()


EXPLAIN_POLICY = ReadForm(
    name="explain_policy", slots=(), values=lambda ground: {}, anyone=True, request=_request, tell=_tell
)
