"""Amounts in Chinese, over a sentence in figures (`written`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.understand.numbers.amounts import CODES, OTHER_SIGNS, SIGNS, amount, parse
from orderline.understand.numbers.reading import GUESS, LIKELY, SURE, Reading
from orderline.understand.numbers.written import Written

_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.点]\d{1,3})?"
_NAMES = (
    (r"美元|美金|美刀|刀(?!具|片|架|叉)", "USD"),
    (r"欧元", "EUR"),
    (r"英镑", "GBP"),
    (r"港币|港元|港纸", "HKD"),
    (r"日元|日币", "JPY"),
    (r"加元|加币", "CAD"),
    (r"澳元|澳币", "AUD"),
    (r"新加坡元|新币", "SGD"),
    (r"新台币|台币", "TWD"),
    (r"瑞士法郎|瑞郎", "CHF"),
    (r"韩元|韩币", "KRW"),
    (r"(?:科威特)?第纳尔", "KWD"),
    (r"元人民币|人民币|元钱|元(?!旦|素|件)|圆整?", "CNY"),
    (r"块钱?(?!头)", ""),
)
_NAME = "|".join(f"(?P<c{index}>{names})" for index, (names, _) in enumerate(_NAMES))
_SIGNED = re.compile(rf"(?P<sign>[$€£¥￥₩])\s*(?P<figures>{_FIGURES})")
_CODED = re.compile(rf"(?<![\d.])(?P<figures>{_FIGURES})\s*(?P<code>{'|'.join(CODES)})(?![a-z])")
_NAMED = re.compile(
    rf"(?P<minus>负)?(?<![\d.点])(?P<figures>{_FIGURES})(?P<about>多|来|几)?(?:{_NAME})"
    r"(?:零?(?P<tenths>\d)(?:毛|角)(?:钱|零?(?P<hundredths>\d)分?钱?)?"
    r"|(?P<cents>\d{1,2})(?:美分|欧分|便士|港分|分)钱?"
    r"|(?P<bare>\d{1,2})(?![\d.点]|[个件台双只条本瓶盒箱包套把张份天号月日年点周]))?"
)
_TENTHS = re.compile(r"(?<![\d.点])(?P<tenths>\d)(?:毛|角)(?:钱|零?(?P<hundredths>\d)分?钱?)?(?!落)")
_HUNDREDTHS = re.compile(
    r"(?<![\d.点])0?(?P<hundredths>\d{1,2})(?:(?P<usd>美分)|(?P<eur>欧分)|(?P<gbp>便士)|分钱|分(?=$)|(?<=[了我宜差]\d分)|(?<=[了我宜差]\d\d分))"
)
_CUED = re.compile(
    r"(?:付了|花了|扣了|收了|共|总共|退了?我?|价格是?|大概|金额是?|卖|才|差不多|余额|优惠|便宜)(?:我|了|是|一共|大约)?"
    r"(?P<amount>(?P<figures>\d{2,6}(?:[.点]\d{1,2})?))(?![\d.,点个件台双只条本瓶盒箱包套把张份天号月日年周次笔单%块元毛角])"
)
_DECIMAL = re.compile(r"(?<![\d.,/$€£¥-])(?P<figures>\d{1,5}[.点]\d\d)(?![\d.分点]|寸|厘米|公斤|升)")
_BARE = re.compile(rf"^(?:是|大概|差不多|应该是)*(?P<amount>(?P<figures>{_FIGURES}))(?:吧|左右)?$")


def amounts(written: Written, asked: bool) -> Iterator[Reading]:
    """Every amount; readings may overlap."""
    text = written.text
    for found in _SIGNED.finditer(text):
        other = OTHER_SIGNS.get(found["sign"])
        others = (_parse(found["figures"], other),) if other else ()
        yield from _one(written, found, _parse(found["figures"], SIGNS[found["sign"]]), SURE, *others)
    for found in _CODED.finditer(text):
        yield from _one(written, found, _parse(found["figures"], CODES[found["code"]]))
    for found in _NAMED.finditer(text):
        yield from _named(written, found)
    for found in _TENTHS.finditer(text):
        yield from _one(written, found, amount(0, found["tenths"] + (found["hundredths"] or "")))
    for found in _HUNDREDTHS.finditer(text):
        currency = "USD" if found["usd"] else "EUR" if found["eur"] else "GBP" if found["gbp"] else ""
        yield from _one(written, found, amount(0, f"{int(found['hundredths']):02}", currency))
    for found in _CUED.finditer(text):
        yield from _one(written, found, _parse(found["figures"]), LIKELY, group="amount")
    for found in _DECIMAL.finditer(text):
        yield from _one(written, found, _parse(found["figures"]), LIKELY)
    bare = _BARE.match(text) if asked else None
    if bare:
        yield from _one(written, bare, _parse(bare["figures"]), GUESS, group="amount")


def _parse(figures: str, currency: str = "") -> str | None:
    return parse(figures.replace("点", "."), currency)


def _one(
    written: Written,
    found: re.Match[str],
    value: str | None,
    confidence: float = SURE,
    *others: str | None,
    group: str | int = 0,
) -> Iterator[Reading]:
    if value is not None:
        kept = (other for other in others if other is not None)
        yield written.reading(found, value, confidence, *kept, group=group)


def _named(written: Written, found: re.Match[str]) -> Iterator[Reading]:
    """块 with a single digit after it counts tenths: 两块五 is 2.50; two digits are hundredths."""
    currency = next(code for index, (_, code) in enumerate(_NAMES) if found[f"c{index}"])
    small = (found["tenths"] or "") + (found["hundredths"] or "")
    if found["cents"]:
        small = f"{int(found['cents']):02}"
    small = small or found["bare"] or ""
    if small and re.search(r"[.点]", found["figures"]):
        return
    value = _parse(f"{found['figures']}.{small}" if small else found["figures"], currency)
    if value is not None and found["minus"]:
        value = f"-{value}"
    other = None if currency or value is None else f"{value}CNY"
    yield from _one(written, found, value, GUESS if found["about"] else SURE, other)
