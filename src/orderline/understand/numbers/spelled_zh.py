"""Chinese characters told apart: by a word (「文章的章」), by their parts (「弓长张」), or both."""

from __future__ import annotations

import re

from orderline.understand.numbers.reading import LIKELY, SURE, Reading

_PARTS = {
    "弓长": "张", "立早": "章", "木子": "李", "耳东": "陈", "草头": "黄", "双木": "林", "口天": "吴", "三横": "王",
    "古月": "胡", "双人": "徐", "言午": "许", "木易": "杨", "走肖": "赵", "三点水": "江", "禾日": "香", "美女": "姜",
    "十八子": "李", "卯金刀": "刘", "文刀": "刘", "人可": "何", "余则": "余", "水工": "江", "言射": "谢", "土申": "坤",
    "日月": "明", "女子": "好", "竹本": "笨",
}  # fmt: skip
"""How people name a surname by its parts. Source: everyday use in mainland China."""
_BY_PARTS = re.compile(rf"(?P<parts>{'|'.join(sorted(_PARTS, key=len, reverse=True))})(?P<said>[\u4e00-\u9fff])?")
_BY_WORD = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,4})的(?P<char>[\u4e00-\u9fff])(?![\u4e00-\u9fff]{0,1}的[\u4e00-\u9fff]{3})"
)


def find_characters(text: str) -> tuple[Reading, ...]:
    """Every character that is told; several in a row are one value."""
    found = [*_told_by_parts(text), *_told_by_word(text)]
    joined: list[Reading] = []
    for one in sorted(found, key=lambda reading: reading.start):
        last = joined[-1] if joined else None
        if last is not None and re.fullmatch(r"[,、\s是和]*", text[last.end : one.start]):
            joined[-1] = Reading(
                last.value + one.value,
                last.start,
                one.end,
                text[last.start : one.end],
                min(last.confidence, one.confidence),
            )
        elif last is None or one.start >= last.end:
            joined.append(one)
    return tuple(joined)


def _told_by_parts(text: str) -> list[Reading]:
    """弓长张: the parts and the character, which must be the one they make."""
    return [
        Reading(_PARTS[match["parts"]], match.start(), match.end(), match.group(), SURE)
        for match in _BY_PARTS.finditer(text)
        if match["said"] == _PARTS[match["parts"]]
    ]


def _told_by_word(text: str) -> list[Reading]:
    """文章的章: a word, 的, and a character of that word."""
    found = []
    for match in _BY_WORD.finditer(text):
        word, char = match["word"], match["char"]
        if char not in word:
            continue
        at = match.end("word") - 4 if len(word) > 4 else match.start()
        start = max(at, match.start("word") + max(0, word.index(char) - 1))
        found.append(Reading(char, start, match.end(), text[start : match.end()], LIKELY))
    return found
