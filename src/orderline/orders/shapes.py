"""What a shop's own numbers look like: order numbers and postcodes, learnt from its orders or told by its settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

_Key = TypeVar("_Key", str, int)

RARE = 0.005
"""Share of a shop's orders under which a shape is a slip of the pen, not a shape. Own choice."""


@dataclass(frozen=True, slots=True)
class NumberShapes:
    """How a shop's numbers look; empty where it has none yet."""

    order_prefix: str = ""
    """Letters before the digits of its order numbers, upper case; empty where it has none, or several."""
    order_lengths: tuple[int, ...] = ()
    """Digits of its order numbers, the commonest first."""
    postcodes: tuple[str, ...] = ()
    """Shapes of the postcodes it delivers to, the commonest first."""

    @property
    def postcode_lengths(self) -> tuple[int, ...]:
        """Lengths of those, each once."""
        return tuple(dict.fromkeys(len(shape) for shape in self.postcodes))


def shape_of(code: str) -> str:
    """`0` for every digit, `A` for every letter, nothing for the rest: `SW1A 1AA` is `AA0A0AA`."""
    return "".join("0" if char.isdigit() else "A" for char in code if char.isalnum())


def learn(numbers: Iterable[str], postcodes: Iterable[str]) -> NumberShapes:
    """The shapes of `numbers` (as the shop prints them) and `postcodes`."""
    printed = list(numbers)
    prefixes = Counter(_prefix(number) for number in printed)
    lengths = Counter(sum(char.isdigit() for char in number) for number in printed)
    prefix = _common(prefixes)
    return NumberShapes(
        order_prefix=prefix[0] if len(prefix) == 1 else "",
        order_lengths=tuple(length for length in _common(lengths) if length),
        postcodes=tuple(shape for shape in _common(Counter(map(shape_of, postcodes))) if shape),
    )


def told(order_number: str, postcodes: Iterable[str], learnt: NumberShapes) -> NumberShapes:
    """What the settings say over what was learnt: an order number and postcodes as examples (`#W0000000`, `SW1A 1AA`);
    empty ones say nothing.
    """
    by_hand = learn([order_number] if order_number else [], postcodes)
    return NumberShapes(
        order_prefix=by_hand.order_prefix if order_number else learnt.order_prefix,
        order_lengths=by_hand.order_lengths or learnt.order_lengths,
        postcodes=by_hand.postcodes or learnt.postcodes,
    )


def _prefix(number: str) -> str:
    """The letters before the first digit."""
    letters = []
    for char in number:
        if char.isdigit():
            break
        if char.isalpha():
            letters.append(char.upper())
    return "".join(letters)


def _common(counts: Counter[_Key]) -> list[_Key]:
    """What is not rare, the commonest first."""
    least = RARE * counts.total()
    return [key for key, count in counts.most_common() if count >= least]
