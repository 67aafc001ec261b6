"""Amounts of money, shown and spoken in both languages. Every minor unit is said, none is rounded."""

from __future__ import annotations

from dataclasses import dataclass

import cn2an
from num2words import num2words

from orderline.orders.money import EXPONENTS, Money

_DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS_ZH = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _English:
    """How English writes and names a currency; without a small unit the decimals are said after "point"."""

    sign: str
    one: str
    many: str
    small_one: str = ""
    small_many: str = ""


@dataclass(frozen=True, slots=True)
class _Chinese:
    """How Chinese names a currency and its hundredths; 角分 where `small` is empty and `tenths` is true."""

    name: str
    small: str = ""
    tenths: bool = False


_EN = {
    "USD": _English("$", "dollar", "dollars", "cent", "cents"),
    "CNY": _English("¥", "yuan", "yuan"),
    "EUR": _English("€", "euro", "euros", "cent", "cents"),
    "GBP": _English("£", "pound", "pounds", "penny", "pence"),
    "HKD": _English("HK$", "Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "TWD": _English("NT$", "Taiwan dollar", "Taiwan dollars", "cent", "cents"),
    "SGD": _English("S$", "Singapore dollar", "Singapore dollars", "cent", "cents"),
    "CAD": _English("CA$", "Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": _English("A$", "Australian dollar", "Australian dollars", "cent", "cents"),
    "CHF": _English("CHF ", "Swiss franc", "Swiss francs"),
    "JPY": _English("JP¥", "yen", "yen"),
    "KRW": _English("₩", "Korean won", "Korean won"),
    "KWD": _English("KWD ", "Kuwaiti dinar", "Kuwaiti dinars"),
}
_ZH = {
    "CNY": _Chinese("元", tenths=True),
    "USD": _Chinese("美元", "美分"),
    "EUR": _Chinese("欧元", "欧分"),
    "GBP": _Chinese("英镑", "便士"),
    "HKD": _Chinese("港元"),
    "TWD": _Chinese("新台币"),
    "SGD": _Chinese("新加坡元"),
    "CAD": _Chinese("加元"),
    "AUD": _Chinese("澳元"),
    "CHF": _Chinese("瑞士法郎"),
    "JPY": _Chinese("日元"),
    "KRW": _Chinese("韩元"),
    "KWD": _Chinese("科威特第纳尔"),
}


def shown_in_english(money: Money) -> str:
    """`$1,242.92`, `$20`; minus before the sign."""
    minus = "-" if money.minor_units < 0 else ""
    return f"{minus}{_EN[money.currency].sign}{_figures(money)}"


def spoken_in_english(money: Money) -> str:
    """`two hundred forty-two dollars and ninety-two cents`, `ninety-two cents`, `nine point two one yuan`."""
    names = _EN[money.currency]
    whole, small = _parts(money)
    minus = "minus " if money.minor_units < 0 else ""
    if small and not names.small_one:
        decimals = " ".join(_DIGITS_EN[int(digit)] for digit in _decimals(money, small))
        return f"{minus}{english_cardinal(whole)} point {decimals} {names.many}"
    said = []
    if whole or not small:
        said.append(f"{english_cardinal(whole)} {names.one if whole == 1 else names.many}")
    if small:
        said.append(f"{english_cardinal(small)} {names.small_one if small == 1 else names.small_many}")
    return minus + " and ".join(said)


def shown_in_chinese(money: Money) -> str:
    """`242.92元`, `20美元`."""
    minus = "-" if money.minor_units < 0 else ""
    return f"{minus}{_figures(money)}{_ZH[money.currency].name}"


def spoken_in_chinese(money: Money) -> str:
    """`二百四十二元九角二分`, `二百元零五分`, `四十二美元九十二美分`, `十二点五零加元`."""
    names = _ZH[money.currency]
    whole, small = _parts(money)
    minus = "负" if money.minor_units < 0 else ""
    if small and not names.small and not names.tenths:
        decimals = "".join(_DIGITS_ZH[int(digit)] for digit in _decimals(money, small))
        return f"{minus}{chinese_amount(whole)}点{decimals}{names.name}"
    said = f"{chinese_amount(whole)}{names.name}" if whole or not small else ""
    if small and names.small:
        said += f"{chinese_amount(small)}{names.small}"
    elif small:
        tenths, hundredths = divmod(small, 10)
        said += f"{_DIGITS_ZH[tenths].replace('二', '两') if not whole else _DIGITS_ZH[tenths]}角" if tenths else ""
        said += "零" if said and not tenths else ""
        said += f"{_DIGITS_ZH[hundredths]}分" if hundredths else ""
    return minus + said


def english_cardinal(number: int) -> str:
    """American: no "and" inside, so that "and" stands before the cents only."""
    return str(num2words(number)).replace(",", "").replace(" and ", " ")


def chinese_amount(number: int) -> str:
    """A count before a unit: 两, 十二, 二百, 两千, 两万."""
    said = str(cn2an.an2cn(str(number)))
    if said == "二":
        return "两"
    return said.replace("二千", "两千").replace("二万", "两万").replace("十两万", "十二万")


def _parts(money: Money) -> tuple[int, int]:
    """Major and minor units, both without sign."""
    return divmod(abs(money.minor_units), int(10 ** EXPONENTS[money.currency]))


def _decimals(money: Money, small: int) -> str:
    return f"{small:0{EXPONENTS[money.currency]}}"


def _figures(money: Money) -> str:
    whole, small = _parts(money)
    return f"{whole:,}.{_decimals(money, small)}" if small else f"{whole:,}"
