"""What each entity is to the wish: what is there now (from), what is wanted (to), what is not meant (not).

Read from the words that stand right before an entity, and right after it; entities in a row share a role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orderline.events.meaning import Entity, EntityKind, Role
from orderline.orders.identifiers import Language
from orderline.understand.spans import Placed, place

_WANTED = frozenset({EntityKind.OPTION, EntityKind.QUANTITY, EntityKind.METHOD})
"""Kinds that "I want" and "make it" give a role: "I want the lamp returned" says nothing of the lamp."""
_NAMED = frozenset(
    {EntityKind.PRODUCT, EntityKind.ORDER_NUMBER, EntityKind.ADDRESS, EntityKind.DATE, EntityKind.CHOICE}
)
_ROLES = _WANTED | _NAMED


@dataclass(frozen=True, slots=True)
class _Cues:
    """The words of one language. `before` patterns end where the entity begins, `after` begin where it ends."""

    not_before: re.Pattern[str]
    from_before: re.Pattern[str]
    to_before: re.Pattern[str]
    wanted_before: re.Pattern[str]
    """To, for the kinds that one can want."""
    traded: re.Pattern[str]
    """A sentence in which `traded_before` means to: "swap it *for*"."""
    traded_before: re.Pattern[str]
    instead_of: re.Pattern[str]
    """From where something is wanted; not where a thing is named."""
    not_after: re.Pattern[str]
    from_after: re.Pattern[str]
    to_after: re.Pattern[str]
    row: re.Pattern[str]
    """What may stand between entities that share a role."""
    broken: re.Pattern[str]
    """What ends a row of things that are not meant."""
    pays: re.Pattern[str]
    """A sentence in which money is taken "from" what is wanted."""
    repair: re.Pattern[str]
    """Between two of a kind: the caller corrects themself."""


_DETERMINERS = (
    r"(?:(?:the|a|an|my|some|that|this|those|these|size|colou?r|"
    r"in|only|just|our|of|order|number|one|card|it|with)\s+)*$"
)
_EN = _Cues(
    not_before=re.compile(
        r"(?:\bnot\b|\bkeep(?:ing)?\b|\bexcept(?: for)?\b|\bother than\b|\bapart from\b|\bbut not\b|\bleave\b|"
        r"\bdon't (?:want|touch|change|cancel|return|need|exchange|send back)\b|\bi don't mean\b)\s+" + _DETERMINERS
    ),
    from_before=re.compile(
        r"(?:\bfrom\b|\bi (?:have|got|received|ordered|bought|chose|picked)\b|\bwas\b|\bit is\b|\bit's\b|"
        r"\bcurrently\b)\s+" + _DETERMINERS
    ),
    to_before=re.compile(r"(?:\b(?<!like )(?<!want )to\b|\binto\b|\bshould be\b|\bto be\b)\s+" + _DETERMINERS),
    wanted_before=re.compile(
        r"(?:\bwant(?:ed)?\b|\bneed\b|\bi'd (?:like|rather have|prefer)\b|\bwould like\b|\bprefer\b|\bmake (?:it|them|"
        r"that|the [a-z]+(?: [a-z]+)?)\b|\bmeant\b|\bgive me\b|\bget me\b|\buse\b|\bhave\b|\bi'll take\b|\bget\b)\s+"
        + _DETERMINERS
    ),
    traded=re.compile(r"\b(?:exchang\w*|swap\w*|trad\w*|switch\w*|replac\w*|chang\w*)\b"),
    traded_before=re.compile(r"\b(?:for|with|against)\s+" + _DETERMINERS),
    instead_of=re.compile(r"\b(?:instead of|rather than|in place of)\s+" + _DETERMINERS),
    not_after=re.compile(r"^\s*(?:ones? )?(?:stays?\b|should stay|can stay|i(?:'ll| will) keep|is fine\b|are fine\b)"),
    from_after=re.compile(
        r"^\s*(?:ones? )?(?:is|was|are) (?:wrong|too |not right)|^\s*(?:ones? )?(?:doesn't|don't) fit"
    ),
    to_after=re.compile(r"^\s*(?:ones? )?instead\b(?! of)"),
    row=re.compile(r"^[\s,]*(?:(?:ones?|and|or|in|size|colou?r|the|a|an|with|also|both|my)[\s,]+)*$"),
    broken=re.compile(r"[,;.]|\bbut\b"),
    pays=re.compile(r"\b(?:take|charge|deduct|pay|bill)\b"),
    repair=re.compile(r"\b(?:sorry|i mean(?:t)?|no wait|wait no|actually|scratch that|or rather)\b|, no,|\bno,? the\b"),
)
_ZH = _Cues(
    not_before=re.compile(
        r"(?:不是|不要|别(?:动|退|换|取消|要|发)|除了|除开|除|不(?:退|换|改|取消)|而非|留着|保留|留下|别给我)"
        r"(?:这个|那个|那|这|我的|的|掉)*\s*$"
    ),
    from_before=re.compile(r"(?:从|由|(?:收到|买|拿到|拍|选|下|订|现在|原来|本来|之前)(?:的|了)?(?:是|成)?)\s*$"),
    to_before=re.compile(
        r"(?:(?:换|改|变|调|换购|减|加|增加|减少)(?:成|为|到|作|回)|换|改(?:用|要)?|应该是|而是|要改)"
        r"(?:一个|一件|个|那个|那种|这个)?\s*$"
    ),
    wanted_before=re.compile(r"(?:想?要|用|来|需要|给我|改要|只要|就要)(?:一个|个|那个|我的|那张|那种)?\s*$"),
    traded=re.compile(r"换"),
    traded_before=re.compile(r"(?:换)(?:一个|个|那个)?\s*$"),
    instead_of=re.compile(r"(?:而不是|而不要|代替|替代|不再用)(?:那个|这个|我的)?\s*$"),
    not_after=re.compile(
        r"^(?:的|那个|那单|那件)*\s*(?:就|还是|都|我|先|给我)?(?:留着|留下|保留|不动|别动|不退|不换|不变|不用(?:退|换|改)|别退|别换|没问题)"
    ),
    from_after=re.compile(r"^(?:的|码|号)*\s*(?:换成|改成|换|改为|错了|不对|太(?:大|小)|不合)"),
    to_after=re.compile(r"^(?:的)*\s*(?:来)?(?:付|支付|付款|扣|就行|吧$)"),
    row=re.compile(r"^[\s,、]*(?:的|和|跟|与|还有|或者?|加|都|那个|一个|色|号|码)*[\s,、]*$"),
    broken=re.compile(r"[,;.。]|是|要"),
    pays=re.compile(r"扣|付|走"),
    repair=re.compile(r"不对|我是说|我的意思是|应该是|说错了|哦不|啊不|,不,|,不是,"),
)
_BY_LANGUAGE = {"en": _EN, "zh": _ZH}
_MAKE = re.compile(r"\bmake\b")


def with_roles(text: str, language: Language, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """`entities` in the order said, each with the role that its surroundings in `text` (normalised) give it.

    A role that an entity has already stays.
    """
    cues = _BY_LANGUAGE[language]
    done: list[Placed] = []
    for one in place(text, entities):
        role = one.entity.role
        if one.start >= 0 and role is Role.ANY and one.entity.kind in _ROLES:
            role = _role(text, cues, done, one)
        done.append(replace(one, entity=replace(one.entity, role=role)))
    return tuple(_paired(_taken_back(text, cues, done)))


def _taken_back(text: str, cues: _Cues, said: Sequence[Placed]) -> list[Entity]:
    """What the caller corrected within the sentence is not meant: "the large, sorry, the medium"."""
    entities = [one.entity for one in said]
    for at, (one, other) in enumerate(pairwise(said)):
        alike = one.entity.kind is other.entity.kind and _option(one.entity) == _option(other.entity)
        if alike and 0 <= one.end <= other.start and cues.repair.search(text[one.end : other.start]):
            entities[at] = replace(one.entity, role=Role.NOT)
    return entities


def _paired(entities: Sequence[Entity]) -> list[Entity]:
    """Of two values of one thing, what is not wanted is there now, and what is not there now is wanted."""
    paired = list(entities)
    for at, one in enumerate(entities):
        if one.role is not Role.ANY or one.kind not in _WANTED:
            continue
        others = {
            (other.role, later > at)
            for later, other in enumerate(entities)
            if other.kind is one.kind and _option(other) == _option(one)
        }
        if (Role.TO, True) in others:
            paired[at] = replace(one, role=Role.FROM)
        elif others & {(Role.FROM, True), (Role.FROM, False)}:
            paired[at] = replace(one, role=Role.TO)
    return paired


def _option(entity: Entity) -> str:
    """The name of the option that an `OPTION` sets; empty for other kinds."""
    return entity.value.partition("=")[0] if entity.kind is EntityKind.OPTION else ""


def _role(text: str, cues: _Cues, said: Sequence[Placed], one: Placed) -> Role:
    previous = next((other for other in reversed(said) if 0 <= other.end <= one.start and _bears(other)), None)
    begin = previous.end if previous is not None else 0
    gap, rest = text[begin : one.start], text[one.end :]
    named = _before(cues, text, gap, one.entity.kind) or _after(cues, rest, one.entity.kind)
    if named is Role.FROM and one.entity.kind is EntityKind.METHOD and cues.pays.search(text):
        named = Role.TO
    if named is not None:
        return named
    if previous is not None and cues.row.fullmatch(gap):
        role = previous.entity.role
        shared = role is Role.NOT or one.entity.kind in _WANTED
        if role is not Role.ANY and shared and not (role is Role.NOT and cues.broken.search(gap)):
            return role
    if one.entity.kind in (EntityKind.OPTION, EntityKind.QUANTITY) and _MAKE.search(text[: one.start]):
        return Role.TO
    return Role.ANY


def _bears(one: Placed) -> bool:
    return one.entity.kind in _ROLES


def _before(cues: _Cues, text: str, gap: str, kind: EntityKind) -> Role | None:
    wants = kind in _WANTED
    if cues.instead_of.search(gap):
        return Role.FROM if wants else Role.NOT
    if cues.not_before.search(gap):
        return Role.NOT
    if wants and cues.wanted_before.search(gap):
        return Role.TO
    if cues.to_before.search(gap) or (cues.traded.search(text) and cues.traded_before.search(gap)):
        return Role.TO
    return Role.FROM if wants and cues.from_before.search(gap) else None


def _after(cues: _Cues, rest: str, kind: EntityKind) -> Role | None:
    if cues.not_after.search(rest):
        return Role.NOT
    if kind not in _WANTED:
        return None
    if cues.to_after.search(rest):
        return Role.TO
    return Role.FROM if cues.from_after.search(rest) else None
