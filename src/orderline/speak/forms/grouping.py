"""How a long number is divided when it is read aloud, so that a listener can write it down."""

from __future__ import annotations

from itertools import pairwise

LONGEST_GROUP = 4
UNDIVIDED = 5
"""Longest number read in one go: an order tail has four digits, a postcode five. Source: own choice."""


def grouped(characters: str) -> list[str]:
    """Divide into groups of three or four, as even as can be, the shorter ones first: 11 → 3, 4, 4."""
    if len(characters) <= UNDIVIDED:
        return [characters]
    groups = -(-len(characters) // LONGEST_GROUP)
    cuts = [len(characters) * index // groups for index in range(groups + 1)]
    return [characters[start:end] for start, end in pairwise(cuts)]
