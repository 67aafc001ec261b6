"""Where in a list that the line offers something of the caller's stands."""

from __future__ import annotations

import re

from orderline.qa.callers.script import Thing

_BETWEEN = re.compile(r";|, (?![^(]*\))| and (?![^(]*\))|、|；|，(?![^（]*）)|和(?![^（]*）)")
"""What parts a list: not what stands in brackets."""


def place_of(thing: Thing, text: str) -> int:
    """From 1: the only entry of the list in `text` that is `thing`; 0 where there is none, or more than one."""
    listed = text.rpartition(":")[2].rpartition("：")[2]
    found = [place for place, entry in enumerate(_BETWEEN.split(listed), start=1) if _is(thing, entry)]
    return found[0] if len(found) == 1 else 0


def _is(thing: Thing, entry: str) -> bool:
    words = entry.lower()
    return thing.name.lower() in words and all(value.lower() in words for value in thing.now.values())
