"""Chinese number phrases. Rules and traps: reference/speech-and-nlu, section 3d."""

from __future__ import annotations

import re

from orderline.understand.numbers.runs import Join, Piece

_DIGITS = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    "〇": "0",
    "幺": "1",
    "两": "2",
    "壹": "1",
    "贰": "2",
    "叁": "3",
    "肆": "4",
    "伍": "5",
    "陆": "6",
    "柒": "7",
    "捌": "8",
    "玖": "9",
}
_RADIO = {"洞": "0", "拐": "7", "勾": "9", "妖": "1", "腰": "1"}
"""Digits only beside another digit."""
_HOMOPHONES = {
    **dict.fromkeys("要", "1"),
    **dict.fromkeys("儿而", "2"),
    **dict.fromkeys("伞散", "3"),
    **dict.fromkeys("是事", "4"),
    **dict.fromkeys("无舞", "5"),
    **dict.fromkeys("流留", "6"),
    **dict.fromkeys("起气", "7"),
    **dict.fromkeys("把吧", "8"),
    **dict.fromkeys("就酒久", "9"),
    **dict.fromkeys("令林玲", "0"),
}
"""Digits only between two digits."""
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000}
_CARDINAL = re.compile(
    r"[零一二三四五六七八九两\d]*[十百千][零一二三四五六七八九两十百千万]*|[一二三四五六七八九两]万[零一二三四五六七八九两十百千]*"
)
_REPEATED = re.compile(r"([二两三四五六七八九2-9])个([零〇一二三四五六七八九幺\d])")
_FILLER = re.compile(r"嗯|呃|额|啊|那个|就是|杠|空格|横杠|[\s\-–—.…]")
_SOFT = re.compile(r"[,、,;;。]|和|然后|还有")
_REPAIR = re.compile(
    r"(?:[,。\s]*(?:不对|不是|哦不|噢不|说错了|错了|应该是|等等|等一下|更正一下|更正|我是说|是)[,。\s]*)+"
)
_REPAIR_WORD = re.compile(r"不对|不是|哦不|噢不|错了|应该是|等等|等一下|更正|我是说")
_SUFFIX = re.compile(r"尾号|末尾|(?:最后|后面?|末)[三四五六3-6]位(?:数字?|号码?)?|(?:最后|后面?)的?[四4]个(?:数字?|数)")


def pieces(text: str) -> tuple[list[Piece], list[int]]:
    """Digit pieces and joins of `text`, and the starts of phrases that announce a suffix."""
    marks = [found.start() for found in _SUFFIX.finditer(text)]
    blanked = _SUFFIX.sub(lambda found: "\0" * len(found.group()), text)
    found: list[Piece] = []
    at = 0
    while at < len(blanked):
        at = _step(blanked, at, found)
    return found, marks


def _step(text: str, at: int, found: list[Piece]) -> int:
    number = _number(text, at, bool(found) and found[-1].join is None)
    if number is not None:
        digits, after = number
        found.append(Piece((digits,), at, after))
        return after
    if not found or found[-1].join is Join.BREAK:
        return at + 1
    for pattern, join in ((_REPAIR, Join.REPAIR), (_SOFT, Join.SOFT), (_FILLER, None)):
        match = pattern.match(text, at)
        if match is None or not _leads_on(text, match.end()):
            continue
        if join is Join.REPAIR and not _REPAIR_WORD.search(match.group()):
            continue
        if join is not None:
            found.append(Piece((), at, match.end(), join))
        return match.end()
    found.append(Piece((), at, at + 1, Join.BREAK))
    return at + 1


def _number(text: str, at: int, in_run: bool) -> tuple[str, int] | None:
    """Digits that start at `at`, and the position after them."""
    repeated = _REPEATED.match(text, at)
    if repeated:
        return _digit(repeated.group(2)) * int(_digit(repeated.group(1))), repeated.end()
    cardinal = _CARDINAL.match(text, at)
    if cardinal:
        return str(_value(cardinal.group())), cardinal.end()
    char = text[at]
    if char.isascii() and char.isdigit():
        end = at
        while end < len(text) and text[end].isascii() and text[end].isdigit():
            end += 1
        return text[at:end], end
    if char in _DIGITS:
        return _DIGITS[char], at + 1
    if char in _RADIO and (in_run or _is_digit(text, at + 1)):
        return _RADIO[char], at + 1
    if char in _HOMOPHONES and in_run and _is_digit(text, at + 1):
        return _HOMOPHONES[char], at + 1
    return None


def _digit(char: str) -> str:
    return _DIGITS.get(char, char)


def _is_digit(text: str, at: int) -> bool:
    return at < len(text) and (text[at] in _DIGITS or (text[at].isascii() and text[at].isdigit()))


def _leads_on(text: str, at: int) -> bool:
    """Whether a digit follows, with nothing but fillers before it."""
    while True:
        match = _FILLER.match(text, at) or _SOFT.match(text, at)
        if match is None:
            return _is_digit(text, at) or (at < len(text) and text[at] in _RADIO and _is_digit(text, at + 1))
        at = match.end()


def _value(words: str) -> int:
    """A cardinal with 十, 百, 千 or 万 in it."""
    total = section = digit = 0
    for char in words:
        if char in _MULTIPLIERS:
            section += (digit or (1 if char == "十" else 0)) * _MULTIPLIERS[char]
            digit = 0
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            digit = digit * 10 + int(_digit(char))
    return total + section + digit
