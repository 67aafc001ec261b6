"""Letters told from their sound-alikes by a word that begins with them.

English: given names, which callers use themselves; NATO words are understood but not said. Chinese: given names as
they are written in Chinese, and things everybody knows by the letter (U盘, QQ, X光). Source: own choice.
"""

from __future__ import annotations

_EN = dict(
    word.split("=")
    for word in (
        "A=Adam B=Bob C=Charlie D=David E=Edward F=Frank G=George H=Henry I=Ida J=John K=King L=Lucy M=Mary N=Nancy "
        "O=Oscar P=Peter Q=Queen R=Robert S=Sam T=Tom U=Uncle V=Victor W=William X=X-ray Y=Young Z=Zebra"
    ).split()
)
_ZH = dict(
    word.split("=")
    for word in (
        "A=安娜 B=鲍勃 C=查理 D=大卫 E=艾玛 F=弗兰克 G=乔治 H=亨利 I=伊万 J=杰克 K=凯特 L=露西 M=玛丽 N=南希 "
        "O=奥斯卡 P=彼得 Q=QQ R=罗伯特 S=山姆 T=汤姆 U=U盘 V=维克多 W=威廉 X=X光 Y=约克 Z=佐罗"
    ).split()
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
