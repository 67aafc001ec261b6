"""Masking: what may be stored, logged or shown of a person is the last four characters."""

from __future__ import annotations

import re

MASK = "•"
KEEP = 4
"""Characters left readable. Source: reference/mission M56."""

_RUN = re.compile(r"\d(?:[\s\-.,]?\d){4,}")
"""Five or more digits, however they are grouped: a number that may name a person."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def mask(value: str, keep: int = KEEP) -> str:
    """Replace all but the last `keep` letters and digits of `value` by `MASK`; length and separators stay."""
    kept = 0
    out: list[str] = []
    for char in reversed(value):
        if not char.isalnum():
            out.append(char)
        elif kept < keep:
            out.append(char)
            kept += 1
        else:
            out.append(MASK)
    return "".join(reversed(out))


def mask_text(text: str) -> str:
    """Mask every long digit run and e-mail address in free text. Lengths stay, so that positions stay true."""
    return _RUN.sub(lambda run: mask(run.group()), _EMAIL.sub(lambda mail: mask(mail.group()), text))
