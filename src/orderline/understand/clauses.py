"""A sentence in its clauses: which of them carry a wish of their own, and which wishes are denied in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from orderline.orders.identifiers import Language

MOST_CLAUSES = 8
"""Clauses that are read one by one; more are left together in the last. Source: own choice."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the sentence: `text[start:end]`."""

    start: int
    end: int
    is_wish: bool
    """It has words that ask for something."""
    is_denied: bool = False
    """What it names is just what is not wanted: "don't cancel it"."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language."""

    border: re.Pattern[str]
    """Where a new clause may begin; the match itself belongs to neither."""
    wish: re.Pattern[str]
    """Words that ask for something."""
    denied: re.Pattern[str]
    """A clause that says what is not wanted."""
    aside: re.Pattern[str]
    """A clause that only says what should follow from the wish beside it: "and refund me"."""


_ASKS = (
    r"cancel|return|exchange|swap|replace|refund|change|switch|update|modify|add|remove|take|drop|delete|send|ship|"
    r"split|merge|combine|track|check|tell|give|find|look|book|schedule|arrange|make|put|pay|use|charge|order|buy|"
    r"list|show|read|claim|file|open|hurry|rush|speed|upgrade|expedite|deliver|pick|reorder|explain|connect|transfer"
)
_EN = _Words(
    border=re.compile(
        r"\s*[.;?!]+\s*|\s*,?\s*\b(?:and )?(?:(?:also|then|plus|besides|afterwards|secondly|next|after that|on top of "
        r"that|by the way|another thing|one more thing)\b[,\s]*)+(?=\S)|"
        rf"\s*,?\s*\b(?:and|but)\b,?\s+(?=(?:please |just |can you |could you |to |maybe )?(?:{_ASKS})\b)|"
        r"\s*,?\s*\b(?:and|but|so)\b,?\s+(?=(?:i|we|where|what|when|why|how|who|which|has|have|did|is|are|was|can|"
        r"could|would|will|my|the refund|do|does|let)\b)|\s*,\s*|"
        r"\s+(?=i(?:'d like| would like| want| just| only| need| also) )"
    ),
    wish=re.compile(
        rf"\b(?:{_ASKS})\b|\b(?:cancell\w+|cancel\w+|return\w+|exchang\w+|swapping|chang\w+|switching|removing|adding|"
        r"where|when|why|what|which|how|who|did|has|is it|are there|does|do you|can i|speak|talk|charged|billed|"
        r"compensation|refund\w*|person|human|agent|know|declined|failed|hear|like to have)\b"
    ),
    denied=re.compile(
        r"^(?:no |well |please |actually |oh |wait |just )*(?:do not|don't|dont|not|never|i'm not|i am not|"
        r"i don't (?:want|need|wish) to|i do not want to|i didn't (?:say|ask)|i did not (?:say|ask)|i haven't decided|"
        r"no need to|forget (?:about )?the|rather than|instead of|i wasn't|it's not|i no longer want to)\b"
    ),
    aside=re.compile(
        r"^(?:just |please |then |i want you to |you )*(?:(?:refund|reimburse) (?:me|it)|"
        r"(?:give|pay|get|send) me (?:back )?(?:my |the |a )?(?:money|refund|difference)\b.*|"
        r"i(?:'d like| want| need)? (?:my|the) money back|"
        r"tell me|thanks?.*|thank you.*|let me know|help me|check|"
        r"(?:so |hi |hello )*i (?:haven't|have not|didn't|did not)(?: yet)? (?:got|gotten|get|received|receive) "
        r"(?:my|the|it|an?) ?(?:order|parcel|package|delivery)?(?: yet)?|"
        r"(?:it|the order) (?:hasn't|has not) (?:shipped|been sent|left)(?: yet)?)$"
    ),
)
_ZH_ASKS = (
    r"取消|退|换|改|加|去掉|删|拿掉|催|查|看看|告诉|问|合并|拆|分开|一起发|先发|寄|送到|付|用|赔|补|约|取件|买|订|下单|"
    r"列|念|转|找|人工|投诉|快点|加急|优先|发货|确认|帮我|我要|我想"
)
_ZH = _Words(
    border=re.compile(
        r"\s*[.;?!。]+\s*|\s*,\s*|\s*(?:另外|还有(?!没|多|哪|几|什么|别|货|其他|个)|然后|顺便|接着|同时|并且|而且|对了|完了|"
        rf"(?<!不)再(?=把|帮|给|查|退|换|取消|加|改)|(?=还想|还要(?:{_ZH_ASKS}))|(?<=.)(?=我就想|我只想|我只要)|"
        r"(?<=[货了消改款吧])(?=我(?:要|想)))[,\s]*"
    ),
    wish=re.compile(
        rf"(?:{_ZH_ASKS}|哪|什么时候|啥时候|几号|几天|为什么|为啥|怎么|多少|吗|没有|扣|到账|到了没|谁|能不能|可以|不要|撤)"
    ),
    denied=re.compile(
        r"^(?:先|那|就|等等|不|哦|算了|你|还是|我)*(?:别|不(?:是要|是想|想|用|需要|要|必)?(?=取消|退|换|改|找|转|整单|加|合并|拆|催)|"
        r"(?:不是|没说要?|没要|没想)(?=.*(?:取消|退|换|改|人工))|没说|不是(?:取消|退|换|改))"
    ),
    aside=re.compile(
        r"^(?:把|就|请|麻烦)*(?:(?:把)?钱?(?:退|还)(?:给)?我(?:钱|款)?|退我?钱|给我退款|谢谢.*|麻烦了?|告诉我|帮我(?:看|查)?(?:一下|下)?|"
        r"请问(?:一下)?|我想(?:问|问问|问一下)|(?:我的?)?(?:订单|货|东西)?还没(?:到|收到|发货|发)(?:货|呢)?)$"
    ),
)
_BY_LANGUAGE = {"en": _EN, "zh": _ZH}
_DENIED_WITHIN = {
    "en": re.compile(
        r"\b(?:instead of|rather than)\s+(?:cancell?ing|returning|exchanging|changing|swapping|sending it back)"
        r"(?:\s+(?:it|them|the (?:whole )?\w+|my \w+|everything))?"
        r"|,?\s*\bnot\s+(?:to\s+)?(?:cancel|return|exchange|a refund|refund|change it|a return|a replacement)\s*$"
    ),
    "zh": re.compile(r"(?:而?不是)(?:要)?(?:取消|退货?|换货?|退款|改地址)(?:订单)?$"),
}


def find_clauses(text: str, language: Language) -> tuple[Clause, ...]:
    """The clauses of `text` (normalised), in order; one where nothing divides it."""
    words = _BY_LANGUAGE[language]
    clauses = []
    for start, end in _stretches(text, words.border):
        said = text[start:end]
        denied = bool(words.denied.search(said)) and bool(words.wish.search(said))
        wish = not denied and not words.aside.search(said) and bool(words.wish.search(said))
        clauses.append(Clause(start, end, wish, denied))
    return tuple(clauses)


def _stretches(text: str, border: re.Pattern[str]) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    start = 0
    for match in border.finditer(text):
        if len(stretches) == MOST_CLAUSES - 1:
            break
        if text[start : match.start()].strip():
            stretches.append((start, match.start()))
            start = match.end()
        elif match.end() > start:
            start = match.end()
    if text[start:].strip():
        stretches.append((start, len(text)))
    return stretches


_OPENING = {
    "en": re.compile(
        r"^\s*(?:(?:yes|yeah|yep|sure|please|ok|okay|actually|and|oh)\b[ ,.]*)*"
        r"(?:there(?:'s| is) (?:something|one thing|another thing) (?:else|more)?|(?:one|another) (?:more )?thing|"
        r"something else)\b[ ,.:;-]*(?=\S)"
    ),
    "zh": re.compile(r"^\s*(?:对|嗯|有|好)?[,。 ]*(?:还有(?:一|个|一个|件|一件)?(?:事|问题)|另外)[,。: ]*(?=\S)"),
}
"""What only says that a wish follows."""


def without_opening(text: str, language: Language) -> str:
    """`text` with "yes, one more thing" blanked out, so that places in it stay."""
    opening = _OPENING[language].match(text)
    return _blank(text, 0, opening.end()) if opening else text


def without_denied(text: str, language: Language, clauses: Iterable[Clause]) -> str:
    """`text` with what the caller says they do not want taken out, where another clause says what they do want.

    Characters are replaced by blanks, so that places in it stay.
    """
    clauses = tuple(clauses)
    if any(clause.is_wish for clause in clauses):
        for clause in clauses:
            if clause.is_denied:
                text = _blank(text, clause.start, clause.end)
    for match in _DENIED_WITHIN[language].finditer(text):
        if text[: match.start()].strip(" ,") or text[match.end() :].strip(" ,"):
            text = _blank(text, match.start(), match.end())
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
