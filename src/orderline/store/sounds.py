"""Keys under which people are found by the sound of their names: coarse, so that what was misheard finds them too."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

from pypinyin import lazy_pinyin
from sqlalchemy.engine.default import DefaultExecutionContext

from orderline.orders.sounding.words import sound_key

_CJK = re.compile(r"[㐀-鿿]")
_FINALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """The key of one name: of an English word its consonants, of Chinese characters their toneless sounds."""
    if _CJK.search(name):
        return "".join(map(_syllable, _CJK.findall(name)))
    return sound_key(name)


def _syllable(character: str) -> str:
    found: str = lazy_pinyin(character)[0]
    for said, key in _FINALS:
        found = found.replace(said, key)
    return "l" + found[1:] if found[0] == "n" else found


def parts_of(name: str | None, given: str | None = None, family: str | None = None) -> tuple[str, str]:
    """Given and family name of a person as a shop keeps them, lower case; a Chinese name is a family name whole."""
    if given or family:
        return (given or "").casefold(), (family or "").casefold()
    words = (name or "").casefold().split()
    if not words:
        return "", ""
    return (words[0] if len(words) > 1 else ""), words[-1]


def sounds_of(name: str | None, given: str | None = None, family: str | None = None) -> dict[str, str | None]:
    """The columns `given_sound` and `family_sound` of a customer."""
    keys = [name_key(part)[:32] or None for part in parts_of(name, given, family)]
    return {"given_sound": keys[0], "family_sound": keys[1]}


def given_sound(context: DefaultExecutionContext) -> str | None:
    """The default of a new customer's column."""
    return _of_row(context)["given_sound"]


def family_sound(context: DefaultExecutionContext) -> str | None:
    """The default of a new customer's column."""
    return _of_row(context)["family_sound"]


def postcode_key(context: DefaultExecutionContext) -> str | None:
    """The default of a new address's column."""
    postcode = _row(context).get("postcode")
    return normal_postcode(postcode)[:16] if postcode else None


def normal_postcode(postcode: str) -> str:
    """Letters and digits, upper case; a US extension ("94107-2201") is cut off."""
    plain = "".join(char for char in postcode.upper() if char.isalnum())
    return plain[:5] if len(plain) == 9 and plain.isdigit() else plain


def _of_row(context: DefaultExecutionContext) -> dict[str, str | None]:
    row = _row(context)
    return sounds_of(row.get("name"), row.get("given_name"), row.get("family_name"))


def _row(context: DefaultExecutionContext) -> dict[str, Any]:
    """The values that are written."""
    values: dict[str, Any] = cast(Any, context).get_current_parameters()
    return values
