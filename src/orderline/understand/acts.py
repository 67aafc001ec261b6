"""Dialogue acts: yes, no, correction, repeat, slower, wait, a person, thanks, goodbye, abuse; in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orderline.events.meaning import Act
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of one sentence."""

    acts: tuple[Act, ...]
    is_all: bool
    """The sentence says nothing else."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of one language. `answers` count at the start of a sentence, the others anywhere."""

    yes: str
    no: str
    weak_yes: str
    """Yes only where a yes or no was asked for."""
    but: re.Pattern[str]
    """Takes back a yes or no that stands before it."""
    hedge: re.Pattern[str]
    """A yes with it is none, and no correction either: a doubt, or a question that wants its answer first."""
    correct: re.Pattern[str]
    anywhere: tuple[tuple[Act, re.Pattern[str]], ...]
    padding: re.Pattern[str]
    """Words that may stand beside acts in a sentence that says nothing else."""


_EN = _Phrases(
    yes=r"(?:oh |um |uh )?(?:yes|yeah|yep|yup|yea|sure|correct|exactly|absolutely|definitely|certainly|"
    r"of course|please do|go ahead|that's (?:right|correct|it|fine)|that is (?:right|correct)|"
    r"you got it|it is|i do|i would|right)",
    no=r"(?:oh |um |uh |well )?(?:no|nope|nah|not really|not at all|that's (?:not|wrong)|that is (?:not|wrong)|"
    r"wrong|incorrect|it isn't|it is not|i don't think so|nothing(?: else| more)?|that's all|"
    r"that is all|that'll be all|that will be all|that's everything|that was everything|"
    r"i'm good|i'm fine|all good|i'm done|we're done)",
    weak_yes=r"(?:ok|okay|alright|all right|mm ?-?hm+|uh ?-?huh|fine|good|please|yes please)",
    but=re.compile(
        r"\b(?:but|except|although|though|however|only|instead|not|don't|wait|actually|first|if|unless|without|"
        r"hold on|rather)\b(?! sure)"
    ),
    hedge=re.compile(
        r"\b(?:i (?:think|guess|suppose)|maybe|perhaps|probably|possibly|might|not sure|what|which|why|when|how|where|"
        r"who|is (?:it|that|there)|does|did|can (?:you|i)|could (?:you|i))\b"
    ),
    correct=re.compile(
        r"\b(?:no|nope)\b.*\b(?:i (?:said|mean|meant)|it's|it is)\b|\bi (?:said|meant)\b|\bnot that one\b"
    ),
    anywhere=(
        (
            Act.PERSON,
            re.compile(
                r"\b(?:human(?: being)?|operator|representative|supervisor|manager|real person)\b"
                r"|\b(?:speak|talk|connect|transfer|put)\b[\w' ]*\b(?:person|someone|somebody|agent|colleague|human|"
                r"(?:customer )?(?:service|support))\b"
                r"|^(?:an? )?(?:agent|person|someone|somebody)(?: please)?$|\bcustomer (?:service|support)\b"
            ),
        ),
        (
            Act.REPEAT,
            re.compile(
                r"\b(?:repeat(?! (?:order|customer|purchase))|say (?:that|it) (?:again|once)|come again|"
                r"pardon(?: me)?|once more|one more time|what did you (?:just )?say|"
                r"(?:didn't|did not|couldn't) (?:hear|catch|get) (?:that|you|it))\b"
            ),
        ),
        (Act.SLOWER, re.compile(r"\b(?:slower|slow down|more slowly|too fast|not so fast|slowly)\b")),
        (
            Act.WAIT,
            re.compile(
                r"\b(?:hold on|hang on|wait(?: a| one)? (?:moment|minute|second|sec)|one (?:moment|second|sec|minute)|"
                r"just a (?:moment|second|sec|minute)|give me a (?:moment|second|sec|minute)|"
                r"let me (?:find|check|get|look|see|grab))\b"
                r"|^(?:wait|bear with me)$"
            ),
        ),
        (Act.THANKS, re.compile(r"\b(?:thanks|thank you|cheers|much appreciated)\b")),
        (
            Act.BYE,
            re.compile(r"\b(?:good ?bye|bye(?: bye)?|see you|i'll hang up|have a (?:nice|good) (?:day|one|evening))\b"),
        ),
        (
            Act.ABUSE,
            re.compile(
                r"\b(?:fuck\w*|(?:bull)?shit\w*|bitch|ass ?holes?|bastards?|idiots?|morons?|imbeciles?|screw you|"
                r"dumb ?ass|"
                r"go to hell|shut up|piss off|damn you|(?:stupid|dumb|useless|bloody) (?:bot|robot|machine|thing|line|"
                r"computer|woman|cow))\b|\byou(?:'re| are)? (?:so |really )?(?:stupid|dumb|worthless)\b"
            ),
        ),
    ),
    padding=re.compile(
        r"\b(?:please|so much|very much|a lot|then|now|for you|for your help|it|that|the|again|sorry|well|oh|um|uh|"
        r"i|really|okay|ok|and|is|all|there|to|day|you|me|can|could|would|what|a|need|want)\b"
    ),
)
_ZH = _Phrases(
    yes=r"(?:嗯|哦|呃)*(?:是的?|对的?|没错|正确|当然|好的?|行|可以|要的?|需要|确认|确定|同意|没问题|就这么办|办吧|有的?|想的?)(?!是|不|吗|了|起|方|什|一|没|像)",
    no=r"(?:嗯|哦|呃|哎)*(?:不是的?|不对|不用|不要|不需要|不行|不可以|不想|没有(?!订单|收|到)|没了|没事|错了|不了|不|没别的|就这些|就这样)",
    weak_yes=r"(?:嗯+|哦|欸|ok|成)",
    but=re.compile(r"但是?|不过|可是|只是|除了|等等|等一下|先别|别|如果|要是|而是|不(?!错|用谢|客气)"),
    hedge=re.compile(r"吧?应该是|可能|大概|也许|好像|什么|为什么|多少|怎么|哪|吗$|几|不确定|谁"),
    correct=re.compile(r"(?:不是|不对|错了).*(?:是|应该)|我(?:刚才)?说的是|我是说"),
    anywhere=(
        (
            Act.PERSON,
            re.compile(r"人工|真人|客服|经理|主管|(?:找|跟|和|叫|换)(?:个|一个|你们的?)?人(?:来|说|讲|聊|接|$)"),
        ),
        (
            Act.REPEAT,
            re.compile(
                r"再(?:说|讲|来|念)(?:一|1)?(?:遍|次|下)|重复(?!扣|下单|付|购)|没听(?:清|见|到|懂)|听不(?:清|见|到)|(?:刚才|刚刚)说(?:的是)?什么|^你说什么$"
            ),
        ),
        (Act.SLOWER, re.compile(r"慢一?点|慢些|太快|慢慢说")),
        (Act.WAIT, re.compile(r"等(?:一下|一会儿?|等|下)|稍等|请等|我(?:找|看|查)(?:一下|找|看|下)")),
        (Act.THANKS, re.compile(r"谢谢|多谢|感谢|辛苦了|谢了")),
        (Act.BYE, re.compile(r"再见|拜拜|挂了|再会|回头见|回见")),
        (
            Act.ABUSE,
            re.compile(
                r"他妈|妈的|操你|我操|傻[逼比x叉]|sb(?![a-z])|滚(?:蛋|开|吧|$)|混蛋|王八蛋|去死|白痴|神经病|废物|脑残|"
                r"放屁|草泥马|智障|蠢货|笨蛋|有病吧|你有病"
            ),
        ),
    ),
    padding=re.compile(r"请|麻烦|你|您|的|了|吧|啊|呢|吗|好|我|能|可以|给|一下|那|就|先|嗯|哦|帮|要|不|对"),
)
_BY_LANGUAGE = {"en": _EN, "zh": _ZH}
_BUT = frozenset({"but", "except", "although", "但", "但是", "不过", "可是"})
"""What changes a no as well."""


def find_acts(text: str, language: Language, expect: Expect) -> Acts:
    """The acts of `text` (from `words_of`).

    A yes or no counts where the sentence begins with it. A yes is only ever a clean one: "yes, but …" and "yes, if …"
    are corrections, "yes, I guess" and "yes, what does it cost?" no answer. What a yes says again ("yes, the blue one")
    is left to whoever knows what was asked. A bare "okay" or "mm-hm" is a yes only where `expect` says that one was
    asked for.
    """
    phrases = _BY_LANGUAGE[language]
    rest = text
    found: list[Act] = []
    answer, rest = _answer(phrases, rest, expect)
    if answer is not None:
        if phrases.correct.search(text) or _takes_back(phrases, answer, rest):
            answer = Act.CORRECT
        if answer is not Act.YES or not phrases.hedge.search(rest):
            found.append(answer)
    elif phrases.correct.search(text):
        found.append(Act.CORRECT)
    for act, pattern in phrases.anywhere:
        if pattern.search(text):
            found.append(act)
            rest = pattern.sub(" ", rest)
    if phrases is _EN:
        rest = re.sub(rf"\b(?:{phrases.no}|{phrases.yes})(?!\w)", " ", rest)
    nothing_else = bool(found) and Act.CORRECT not in found and not phrases.padding.sub("", rest).strip()
    return Acts(tuple(found), nothing_else)


def _takes_back(phrases: _Phrases, answer: Act, rest: str) -> bool:
    """Whether what follows a yes or no changes it: "yes, but …". A no is changed by less than a yes."""
    match = phrases.but.search(rest)
    return match is not None and (answer is Act.YES or match.group() in _BUT)


def _answer(phrases: _Phrases, text: str, expect: Expect) -> tuple[Act | None, str]:
    """The yes or no that `text` begins with, said once or several times, and what follows it."""
    end = r"(?=\W|$)" if phrases is _EN else ""
    for act, words in ((Act.NO, phrases.no), (Act.YES, phrases.yes), (Act.YES, phrases.weak_yes)):
        if words is phrases.weak_yes and expect is not Expect.YES_NO:
            continue
        match = re.match(rf"(?:(?:{words}){end}\W*)+", text)
        if match:
            rest = text[match.end() :]
            if act is Act.YES:
                rest = re.sub(rf"^(?:{phrases.yes}|{phrases.weak_yes}){end}", "", rest)
            return act, re.sub(rf"^(?:{phrases.no}|{phrases.yes}){end}", "", rest.strip()) if act is Act.NO else rest
    return None, text
