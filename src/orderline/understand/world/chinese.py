"""Chinese names inside a sentence, without cutting it into words: runs of characters that a name has too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from orderline.understand.numbers import find_numbers
from orderline.understand.world.sounds import syllable

_CJK = re.compile(r"[㐀-鿿]")
_MEASURE = re.compile(r"升|毫升|寸|英寸|码|克|公斤|瓦|套|匹|匹|代|层|门")
_UNIT = re.compile(r"[a-z0-9.]+|[㐀-鿿]")
LONGEST_NAME = 10
"""Units up to which a name is a name; a longer one is an advertisement, of which two characters alone say nothing."""
_THING = frozenset(
    "机器箱扇灶具柜灯锅壶杯表鞋衣裤帽包袋椅桌床垫被枕巾炉煲笔本书车刀盒伞碗盘瓶镜膜线头宝板屏琴球架帘毯毛裙袜靴镯链戒环"
)
"""Characters that names of things end in."""
_ADVERTISING = re.compile(
    "国家补贴|国补|立减|以旧换新|一级能效|二级能效|能效|家用|免安装|安装|质保|系列|套装|商品|升级|智能|节能|静音|正品|官方|包邮|新款"
    "|天然气|京东|超级|终身|免换|免更换|变频|行业|爆款|搭配|适合|家庭|使用|售完即止|优于"
)
"""Words of advertisements that name no thing."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text that some products' names have too."""

    start: int
    """In characters of the text."""
    end: int
    units: int
    products: frozenset[int]
    names_thing: bool = True
    """False: a measure ("60升") that only tells things apart which are named beside it."""


class _Unit(NamedTuple):
    """A character, or a word in Latin letters and digits."""

    text: str
    start: int
    end: int

    @property
    def is_model(self) -> bool:
        """Whether it is a model's name: letters with digits."""
        return len(self.text) > 1 and self.text.isalnum() and not self.text.isalpha() and not self.text.isdigit()


def _units(text: str) -> list[_Unit]:
    """The units of a sentence; numbers said before a measure as digits."""
    numbers = {one.start: one for one in find_numbers(text, "zh") if _MEASURE.match(text, one.end)}
    found: list[_Unit] = []
    for unit in _UNIT.finditer(text):
        number = numbers.get(unit.start())
        if number is not None:
            found.append(_Unit(number.value, number.start, number.end))
        elif not found or unit.start() >= found[-1].end:
            found.append(_Unit(unit.group(), unit.start(), unit.end()))
    return found


@dataclass(frozen=True, slots=True)
class ChineseNames:
    """Pairs of neighbouring units of names, and where they lead."""

    pairs: Mapping[tuple[str, str], frozenset[int]]
    singles: Mapping[str, frozenset[int]]
    """Models like `m9s`, and names of one character."""
    spoken: Mapping[tuple[str, ...], frozenset[int]]
    """Sounds of short names, and of their endings."""
    short: frozenset[int]
    """Products that have only names, no advertisements."""
    whole: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, names: Sequence[Sequence[str]]) -> ChineseNames:
        """Index names (normalised), one list a product."""
        pairs: dict[tuple[str, str], set[int]] = defaultdict(set)
        singles: dict[str, set[int]] = defaultdict(set)
        spoken: dict[tuple[str, ...], set[int]] = defaultdict(set)
        whole: dict[str, set[int]] = defaultdict(set)
        short = set(range(len(names)))
        for at, each in enumerate(names):
            for name in each:
                units = [found.group() for found in _UNIT.finditer(name)]
                whole["".join(units)].add(at)
                for pair in pairwise(units):
                    pairs[pair].add(at)
                for unit in units:
                    if len(units) == 1 or (len(unit) > 1 and not unit.replace(".", "").isdigit()):
                        singles[unit].add(at)
                if len(units) > LONGEST_NAME:
                    short.discard(at)
                    continue
                for size in range(2, len(units) + 1):
                    ending = units[-size:]
                    if ending[-1] in _THING or size == len(units):
                        spoken[tuple(map(syllable, ending))].add(at)
        return cls(
            {pair: frozenset(found) for pair, found in pairs.items()},
            {unit: frozenset(found) for unit, found in singles.items()},
            {sound: frozenset(found) for sound, found in spoken.items()},
            frozenset(short),
            {name: frozenset(found) for name, found in whole.items()},
        )

    def runs(self, text: str) -> list[Run]:
        """The longest stretches that names have too, left to right, none over another."""
        plain = text if text in self.whole else _ADVERTISING.sub(lambda said: "。" * len(said.group()), text)
        units = _units(plain)
        found: list[Run] = []
        at = 0
        while at < len(units):
            run = self._run(plain, units, at)
            if run is None:
                at += 1
                continue
            found.append(run)
            at += run.units
        return found

    def _run(self, text: str, units: Sequence[_Unit], at: int) -> Run | None:
        """The longest run that begins at a unit."""
        products = None
        end = at + 1
        while end < len(units) and units[end].start - units[end - 1].end <= 1:
            more = self.pairs.get((units[end - 1].text, units[end].text))
            both = more if products is None or more is None else products & more
            if not both:
                break
            products = both
            end += 1
        if products is None:
            single = self.singles.get(units[at].text)
            return Run(units[at].start, units[at].end, 1, single) if single else None
        size = end - at
        start, stop = units[at].start, units[end - 1].end
        if size == 2 and text[stop - 1] not in _THING and text[start:stop] not in self.whole:
            if any(not _CJK.match(unit.text) for unit in units[at:end]):
                thing = bool(products & self.short) or any(unit.is_model for unit in units[at:end])
                return Run(start, stop, size, products, thing)
            products &= self.short
        return Run(start, stop, size, products) if products else None

    def heard(self, text: str) -> Run | None:
        """The longest stretch that sounds like a name or its ending."""
        units = _units(text)
        sounds = [syllable(unit.text) for unit in units]
        for size in range(min(len(units), LONGEST_NAME), 1, -1):
            for at in range(len(units) - size + 1):
                products = self.spoken.get(tuple(sounds[at : at + size]))
                if products:
                    return Run(units[at].start, units[at + size - 1].end, size, products)
        return None
