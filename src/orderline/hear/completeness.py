"""Does what was heard so far answer what was asked, or is more to come? Pure; works on the words alone."""

from __future__ import annotations

import re
from enum import StrEnum

from orderline.events.speech import Expect
from orderline.orders.identifiers import Language


class Completeness(StrEnum):
    """How far the answer has come."""

    UNKNOWN = "unknown"
    """Nothing recognised yet."""
    UNFINISHED = "unfinished"
    """Ends in a filler, or in words that something must follow."""
    PARTIAL = "partial"
    """Part of the number asked for."""
    COMPLETE = "complete"
    """All that was asked for."""
    OPEN = "open"
    """Words that neither answer the question nor leave it hanging."""


NUMBERS = frozenset({Expect.ORDER_NUMBER, Expect.PHONE_TAIL, Expect.POSTCODE})
"""Questions that are answered by digits."""
TAIL_DIGITS = 4
"""Digits of a tail: a phone's, or an order number's where the caller says "the last four"."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN_DIGITS = _words("zero oh o nought one two three four five six seven eight nine niner")
_EN_TEENS = _words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_EN_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_EN_TIMES = {"double": 2, "triple": 3, "treble": 3}
_EN_REPAIR = re.compile(r".*\b(?:no wait|no sorry|sorry|i mean|no no|scratch that|no)\b")
_ZH_DIGIT = re.compile(r"[0-9零〇一二三四五六七八九幺两洞拐勾]")
_ZH_TIMES = re.compile(r"([二两三四五六七八2-8])个([0-9零〇一二三四五六七八九幺])")
_ZH_COUNT = {**dict(zip("二三四五六七八", range(2, 9), strict=True)), "两": 2}
_ZH_REPAIR = re.compile(r".*(?:不对|不是|错了|说错|等等)")

_EN_YES_NO = _words(
    "yes yeah yep yup sure okay ok right correct exactly absolutely definitely please no nope nah not really wrong "
    "incorrect thanks thank you that's that is it it's isn't uh huh mhm go ahead do of course fine the one i am don't"
)
_EN_YES_NO_HEAD = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|ok|okay|right|correct|exactly|absolutely|definitely|of course|please do|go ahead|mhm|"
    r"uh huh|no|nope|nah|not really|wrong|incorrect|that's (?:right|correct|it|fine|wrong|not)|"
    r"that is (?:right|correct|it|fine|wrong|not))\b"
)
_ZH_YES_NO = re.compile(
    r"^(?:是|是的|是啊|对|对的|对啊|对对|嗯|嗯嗯|好|好的|好啊|行|可以|可以的|没错|没问题|正确|当然|要|需要|确认|确定|"
    r"不|不是|不是的|不对|不要|不用|不用了|不行|不可以|不需要|没有|错|错了|不用谢谢|好谢谢|是的没错|对没错)$"
)

_EN_DANGLING = re.compile(
    r"(?:^|\s)(?:um+|uh+|er+|erm|hm+|ah|and|but|or|because|the|a|an|my|your|to|for|with|of|from|if|i|i'm|i'd|i'll|plus|"
    r"about|(?:number|code|name|address|digits|four) (?:is|are)|wait|hold on|hang on|one moment|"
    r"just a (?:moment|second|minute)|(?:one|give me a) second|let me (?:see|check|look|think|find it))$"
    r"|^(?:(?:yes|yeah|okay|um|uh|so|well|it's|it is|that's|the|my|order|phone|zip|post)(?:\s|$))*"
    r"(?:so|well|it's|it is|that's|number|code)$"
)
"""Not "at", "that", "so" or a bare "is": people end sentences with them ("tell me where it is")."""
_ZH_DANGLING = re.compile(
    r"(?:嗯+|呃+|额+|然后|就是|还有|因为|所以|但是|可是|而且|或者|如果|和|跟|我的|我想|我要|(?:号|号码|码|邮编|地址|位)是|"
    r"等一下|等等|等会儿?|稍等|我看看|我看一下|我找找|我找一下|让我看看|我查一下)$"
    r"|^(?:嗯|呃|好|好的|那|我|我的|是)*(?:那个|(?:订单|手机|电话)?号码?|单号|尾号|邮编)$"
)


def completeness(text: str, expect: Expect, digits: int | None, language: Language) -> Completeness:
    """Judge a speculative transcript.

    Args:
        text: Recognised words; case and punctuation do not matter.
        expect: What the line has asked for.
        digits: How many digits make the answer complete, where known.
        language: Language of `text`.
    """
    words = _normal(text, language)
    if not words:
        return Completeness.UNKNOWN
    if expect is Expect.YES_NO and _is_yes_no(words, language):
        return Completeness.COMPLETE
    dangling = _EN_DANGLING if language == "en" else _ZH_DANGLING
    if dangling.search(words):
        return Completeness.UNFINISHED
    if expect in NUMBERS:
        return _number(words, TAIL_DIGITS if expect is Expect.PHONE_TAIL else digits, language)
    return Completeness.OPEN


def _normal(text: str, language: Language) -> str:
    """English: lower-case words, single-spaced. Chinese: no spaces, no punctuation."""
    if language == "en":
        return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))
    return re.sub(r"[^\w]", "", text)


def _is_yes_no(words: str, language: Language) -> bool:
    """Nothing but a yes or a no, with its courtesies."""
    if language == "zh":
        return bool(_ZH_YES_NO.match(words))
    return bool(_EN_YES_NO_HEAD.match(words)) and _EN_YES_NO.issuperset(words.split())


def _number(words: str, wanted: int | None, language: Language) -> Completeness:
    """Compare the digits said since the last self-repair with the number asked for."""
    said = count_digits(words, language)
    if said == 0:
        return Completeness.OPEN
    tail = re.search(r"last four|ends? in|ending|ends? with|尾号|后四位|最后四位", words)
    if said >= TAIL_DIGITS and tail:
        return Completeness.COMPLETE
    return Completeness.COMPLETE if wanted is not None and said >= wanted else Completeness.PARTIAL


def count_digits(words: str, language: Language) -> int:
    """Digits said since the last "no", "sorry", "I mean". `double two`, `twenty four`, `两个八` are two each."""
    if language == "zh":
        rest = re.sub(r"后四位|最后四位|一下", "", _ZH_REPAIR.sub("", words))
        runs = sum(_ZH_COUNT.get(run[1]) or int(run[1]) for run in _ZH_TIMES.finditer(rest))
        return runs + len(_ZH_DIGIT.findall(_ZH_TIMES.sub("", rest)))
    tokens = re.sub(r"last four( digits)?", "", _EN_REPAIR.sub("", words)).split()
    total, times, after_tens = 0, 1, False
    for token in tokens:
        if token in _EN_TIMES:
            times, after_tens = _EN_TIMES[token], False
            continue
        if token in _EN_DIGITS:
            total += 0 if after_tens and token not in {"zero", "oh", "o"} else times
        elif token in _EN_TEENS or token in _EN_TENS:
            total += 2
        elif token.isdigit():
            total += len(token) * times
        after_tens = token in _EN_TENS
        times = 1
    return total
