"""How many pieces, and which in a row: "two of them", 「改成两件」, "the second one", 「第二个」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.orders.identifiers import Language
from orderline.understand.numbers.reading import GUESS, LIKELY, SURE, Reading, longest_first, repaired
from orderline.understand.numbers.written import Written, write

MOST = 999
"""Largest count of pieces. Own choice: a longer number is a code."""

_NOT_PIECES = (
    r"(?:orders?|dollars?|bucks|cents?|euros?|pounds?|yuan|days?|weeks?|months?|years?|hours?|minutes?|seconds?|times?|"
    r"digits?|numbers?|people|calls?|emails?|addresses|cards?|accounts?|questions?|things|percent|o'?clock|am|pm|st|nd|"
    r"points?|letters|parcels|packages|shipments|deliveries|refunds|returns|requests|street|st|avenue|ave|road|"
    r"inch(?:es)?|centimeters?|cm|mm|liters?|grams?|kg|lbs?|ounces|us|is|was|has|this|its|plus|less|yes|always|address|pass|"
    r"payments?|charges?|purchases?|transactions?|transfers?|atms?|countries|currencies|machines?|services?|fees?|"
    r"attempts?|tries|errors?|business|working|ways|reasons|options|cases|kids|stars|hundreds?|thousands?|past|ones)\b"
)
_N_EN = (
    r"(?<![\w.,$€£¥:/#-])(?<!\d )(?<!size )"
    r"(?P<n>\d{1,3}|(?:a )?couple(?: of)?|(?:a |half a )?dozen|a pair(?: of)?)(?![\d.,:/%-]*\d)"
)
_AMBIGUOUS_ONE = r"(?!1\b)"
_EN = tuple(
    (re.compile(pattern), confidence)
    for pattern, confidence in (
        (rf"{_N_EN}\s+(?:of\s+)?(?:them|those|these|each)\b", SURE),
        (rf"{_AMBIGUOUS_ONE}{_N_EN}\s+of\s+(?:the|my|your|that|this)\b(?!\s+(?:{_NOT_PIECES}|month))", SURE),
        (
            rf"{_N_EN}\s+(?:more|extra|additional|fewer|pieces?|pcs|units?|items?|copies|pairs?|sets?|boxes|packs?)\b"
            rf"(?!\s+{_NOT_PIECES})",
            SURE,
        ),
        (
            r"\b(?:make (?:it|that|them)|(?:change|increase|reduce|lower|raise|cut|set|put|update) "
            r"(?:it |that |them |the (?:quantity|number|amount) )*(?:down |up )?to|"
            r"quantity(?: of| is| to)?|just|only)"
            rf"\s+{_N_EN}(?!\s*{_NOT_PIECES})",
            SURE,
        ),
        (
            r"\b(?:want|need|get|have|take|keep|return|cancel|exchange|add|remove|buy|bought|ordered|order|got|received|"
            rf"send(?: me)?|sent(?: me)?)\s+{_AMBIGUOUS_ONE}{_N_EN}"
            r"(?=\W*$|\s+(?:but|and|instead|not|please|only|back)\b)",
            LIKELY,
        ),
        (
            rf"{_AMBIGUOUS_ONE}{_N_EN}\s+(?!{_NOT_PIECES})"
            rf"(?:(?!{_NOT_PIECES}|of\b|to\b|and\b|in\b|on\b|at\b)(?:size \d+|[a-z'-]+)\s+){{0,2}}"
            rf"(?!{_NOT_PIECES})[a-z][a-z-]+s\b(?!')",
            LIKELY,
        ),
        (rf"^(?:um |just |only |maybe |i think |it's |make it )*{_N_EN}(?:\s*(?:please|of them))?[.!?]?$", GUESS),
    )
)
_ONLY_ASKED = 1
"""The last English and the last Chinese pattern hold only where a count was asked for."""
_MEASURE = r"[件双只条本瓶盒箱包套把支枚副袋桶罐杯顶块台张]"
_N_ZH = r"(?<![\d.点第¥￥$号/~-])(?P<n>\d{1,3})"
_NOT_ZH = r"(?!月|小时|星期|礼拜|工作日|订单|单子?|地址|人|问题|快递|包裹|电话|号码|字|数|\d|多月|半)"
_ZH = tuple(
    (re.compile(pattern), confidence)
    for pattern, confidence in (
        (rf"{_N_ZH}(?:{_MEASURE}(?!\d*[毛角分钱])(?<!块)|个{_NOT_ZH})(?!订单|快递|包裹|地址)", LIKELY),
        (
            rf"(?:改成|改为|换成|变成|减到|加到|只要|就要|只留|留|只退|退|要|数量(?:是|改成|为)?){_N_ZH}(?:{_MEASURE}(?<!块)|个{_NOT_ZH})",
            SURE,
        ),
        (rf"(?:改成|改为|变成|减到|加到|数量(?:是|改成|为)?){_N_ZH}(?![\d点号月日年.块元])", LIKELY),
        (rf"^(?:就|只要|要|是|嗯)*{_N_ZH}(?:个|{_MEASURE}(?<!块))?(?:吧|就行|就好)?$", GUESS),
    )
)
_REPAIRED = {
    "en": re.compile(r"\W*(?:(?:no|wait|sorry|i mean|actually|make (?:it|that)|rather)\W+)+(?P<n>\d{1,3})(?!\s*\d)\b"),
    "zh": re.compile(r"[^\d]{0,3}?(?:不对|不是|错了|哦不|应该是|我是说)[,，是]*(?P<n>\d{1,3})(?!\d)"),
}
"""A count said again without what is counted."""
_ORDINAL = {
    "en": re.compile(
        r"\bthe\s+(?P<n>\d{1,2})(?:st|nd|rd|th)(?!\s+of\b)|\b(?:number|option|choice)\s+(?P<m>\d)\b(?!\s*\d)"
    ),
    "zh": re.compile(r"第(?P<n>\d{1,2})(?P<m>)(?=个|件|单|笔|条|样|款|种|双|只|项)"),
}


def find_quantities(text: str, language: Language, *, asked: bool = False) -> tuple[Reading, ...]:
    """Every count of pieces said in `text` (from `normalise`), in order; values are whole numbers in figures.

    One is only found where it is a count for sure ("just one", 「只要一件」), never as an article ("the blue one",
    「换一个」). Money, days, times, orders and digits of a code are not counts of pieces.

    Args:
        text: the normalised sentence; spans in the result index into it.
        language: whose words to read.
        asked: a count was asked for, so that a bare number is one.
    """
    written = write(text, language)
    found = longest_first(_counts(written, language, asked))
    for reading in found[-1:]:
        rest = next((at for at, start in enumerate(written.starts) if start >= reading.end), len(written.text))
        again = _REPAIRED[language].match(written.text, rest)
        if again and 1 <= int(again["n"]) <= MOST:
            found.append(written.reading(again, str(int(again["n"])), LIKELY, group="n"))
    return repaired(text, found, language)


def find_ordinals(text: str, language: Language) -> tuple[Reading, ...]:
    """Every place in a row said in `text`, from 1: "the second one" is `2`."""
    written = write(text, language)
    found = [
        written.reading(match, str(int(match["n"] or match["m"])), LIKELY)
        for match in _ORDINAL[language].finditer(written.text)
    ]
    return repaired(text, longest_first(found), language)


def _counts(written: Written, language: Language, asked: bool) -> Iterator[Reading]:
    patterns = _EN if language == "en" else _ZH
    for pattern, confidence in patterns if asked else patterns[:-_ONLY_ASKED]:
        for found in pattern.finditer(written.text):
            count = _count(found["n"])
            article = count == 1 and language == "zh" and confidence is LIKELY
            if 1 <= count <= MOST and not article:
                yield written.reading(found, str(count), confidence, group="n")


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    if "dozen" in words:
        return 6 if words.startswith("half") else 12
    return 2
