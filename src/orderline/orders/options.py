"""From "large and red" to one SKU: from the options a caller names to the one SKU of the product that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SAME_WORDS: tuple[frozenset[str], ...] = (
    frozenset({"xs", "extra small", "特小", "特小号", "加小码"}),
    frozenset({"s", "small", "小", "小号", "小码"}),
    frozenset({"m", "medium", "中", "中号", "中码"}),
    frozenset({"l", "large", "大", "大号", "大码"}),
    frozenset({"xl", "extra large", "加大", "加大号", "特大", "特大号", "加大码"}),
    frozenset({"xxl", "2xl", "double xl", "double extra large", "加加大", "双加大"}),
    frozenset({"red", "红", "红色"}),
    frozenset({"blue", "蓝", "蓝色"}),
    frozenset({"green", "绿", "绿色"}),
    frozenset({"black", "黑", "黑色"}),
    frozenset({"white", "白", "白色"}),
    frozenset({"yellow", "黄", "黄色"}),
    frozenset({"grey", "gray", "灰", "灰色"}),
    frozenset({"purple", "紫", "紫色"}),
    frozenset({"pink", "粉", "粉色", "粉红", "粉红色"}),
    frozenset({"orange", "橙", "橙色", "橘色"}),
    frozenset({"brown", "棕", "棕色", "咖啡色"}),
    frozenset({"silver", "银", "银色"}),
    frozenset({"gold", "金", "金色"}),
    frozenset({"beige", "米色", "米黄", "米黄色"}),
)
"""Ways to say the same size or colour, in the shop's words and the caller's."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One SKU of a product."""

    sku: str
    options: tuple[tuple[str, str], ...]
    """Pairs of option name and value."""
    available: bool = True


@dataclass(frozen=True, slots=True)
class Resolved:
    """Exactly one SKU that can be had."""

    sku: str


@dataclass(frozen=True, slots=True)
class SoldOut:
    """Exactly the one that was asked for exists, and there is none left."""

    sku: str
    instead: tuple[str, ...]
    """Available SKUs that have all that was named, and differ elsewhere."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several fit; ask for this option next."""

    option: str
    values: tuple[str, ...]
    """What it can be, among those that fit and can be had."""
    skus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSuchOption:
    """The product is not made like that."""

    wanted: str
    """The word that no variant answers to, or the combination that none has."""


Resolution = Resolved | SoldOut | Ambiguous | NoSuchOption


def resolve(
    variants: Sequence[Variant], wanted: Sequence[str | tuple[str, str]], current: str | None = None
) -> Resolution:
    """Find the one variant that has all that is `wanted`, and is like `current` in everything else.

    `wanted` holds bare values ("large") or (option, value) pairs, in any order and in either language. Where nothing
    has both the wanted values and the rest of `current`, the rest is let go and, if several fit then, asked for.
    """
    fitting = list(variants)
    named: set[str] = set()
    for wish in wanted:
        option, value = wish if isinstance(wish, tuple) else (None, wish)
        places = {name for v in variants for name, has in v.options if _says(name, has, option, value)}
        if not places:
            return NoSuchOption(value)
        fitting = [v for v in fitting if any(_says(name, has, option, value) for name, has in v.options)]
        named |= places
    if not fitting:
        return NoSuchOption(", ".join(wish if isinstance(wish, str) else wish[1] for wish in wanted))
    keeping = _like_current(fitting, variants, current, named)
    return _choose(keeping or fitting, fitting)


def same_value(one: str, other: str) -> bool:
    """Whether two words name the same option value: "large" and "L" and "大号"."""
    a, b = one.strip().casefold(), other.strip().casefold()
    return a == b or any(a in words and b in words for words in _SAME_WORDS)


def same_words(value: str) -> frozenset[str]:
    """Every word, itself among them, that names the same option value: "L" is "large" is "大号"."""
    plain = value.strip().casefold()
    return frozenset({plain}).union(*(words for words in _SAME_WORDS if plain in words))


def _says(name: str, has: str, option: str | None, value: str) -> bool:
    return (option is None or option.casefold() == name.casefold()) and same_value(has, value)


def _like_current(
    fitting: Sequence[Variant], variants: Sequence[Variant], current: str | None, named: set[str]
) -> list[Variant]:
    """Those of `fitting` that agree with `current` wherever the caller named nothing."""
    now = next((v for v in variants if v.sku == current), None)
    if now is None:
        return []
    rest: Mapping[str, str] = {name: value for name, value in now.options if name not in named}
    return [v for v in fitting if all(dict(v.options).get(name) == value for name, value in rest.items())]


def _choose(closest: Sequence[Variant], fitting: Sequence[Variant]) -> Resolution:
    available = [v for v in closest if v.available]
    if len(available) == 1:
        return Resolved(available[0].sku)
    if not available:
        if len(closest) == 1:
            return SoldOut(closest[0].sku, tuple(v.sku for v in fitting if v.available))
        return NoSuchOption(", ".join(value for _, value in closest[0].options))
    for name, _ in available[0].options:
        values = tuple(dict.fromkeys(dict(v.options).get(name, "") for v in available))
        if len(values) > 1:
            return Ambiguous(name, values, tuple(v.sku for v in available))
    return Resolved(available[0].sku)
