"""Letters told from their sound-alikes by a word that begins with them.

English: given names, which callers use themselves; NATO words are understood but not said. Chinese: given names as
they are written in Chinese, and things everybody knows by the letter (U盘, QQ, X光). Source: own choice.
"""

from __future__ import annotations

_EN = {
    word[0]: word
    for word in (
        *(
            "Adam",
            "Bob",
            "Charlie",
            "David",
            "Edward",
            "Frank",
            "George",
            "Henry",
            "Ida",
            "John",
            "King",
            "Lucy",
            "Mary",
        ),
        *("Nancy", "Oscar", "Peter", "Queen", "Robert", "Sam", "Tom", "Uncle", "Victor", "William", "X-ray", "Young"),
        "Zebra",
    )
}
_ZH = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            *("安娜", "鲍勃", "查理", "大卫", "艾玛", "弗兰克", "乔治", "亨利", "伊万", "杰克", "凯特", "露西", "玛丽"),
            *("南希", "奥斯卡", "彼得", "QQ", "罗伯特", "山姆", "汤姆", "U盘", "维克多", "威廉", "X光", "约克", "佐罗"),
        ),
        strict=True,
    )
)
_MARKS_EN = {"-": "dash", ".": "dot", "_": "underscore", "@": "at", "'": "apostrophe", " ": "space"}
_MARKS_ZH = {"-": "横杠", ".": "点", "_": "下划线", "@": "艾特", "'": "撇号", " ": "空格"}
_DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS_ZH = "零幺二三四五六七八九"


def spelled_in_english(value: str) -> str:
    """`S as in Sam, M as in Mary`; digits and marks by their names."""
    return ", ".join(_in_english(char) for char in value.upper())


def spelled_in_chinese(value: str) -> str:
    """`S，山姆的S；M，玛丽的M`."""
    return "；".join(_in_chinese(char) for char in value.upper())


def _in_english(char: str) -> str:
    if char in _EN:
        return f"{char} as in {_EN[char]}"
    return _DIGITS_EN[int(char)] if char in "0123456789" else _MARKS_EN.get(char, char)


def _in_chinese(char: str) -> str:
    if char in _ZH:
        return f"{char}，{_ZH[char]}的{char}"
    return _DIGITS_ZH[int(char)] if char in "0123456789" else _MARKS_ZH.get(char, char)
