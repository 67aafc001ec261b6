"""Sharing an amount out in whole minor units, so that the shares always sum to it: largest remainder."""

from __future__ import annotations

from collections.abc import Sequence


def apportion(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share `amount` (minor units, any sign) in proportion to `weights` (each ≥ 0).

    Largest remainder (Hamilton); equal remainders go to the earlier place. Weights that are all zero share evenly.
    Source: reference/mission section 5, "largest-remainder rounding".

    Raises:
        ValueError: no weights for an amount that is not zero, or a negative weight.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError(f"a share cannot weigh less than nothing: {list(weights)}")
    if not weights:
        if amount:
            raise ValueError(f"nobody to share {amount} among")
        return ()
    effective = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(effective)
    sign = -1 if amount < 0 else 1
    floors = [abs(amount) * weight // whole for weight in effective]
    remainders = [abs(amount) * weight % whole for weight in effective]
    left = abs(amount) - sum(floors)
    for place in sorted(range(len(effective)), key=lambda i: (-remainders[i], i))[:left]:
        floors[place] += 1
    return tuple(sign * share for share in floors)
