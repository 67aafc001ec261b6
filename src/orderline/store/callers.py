"""Keyed hashes of what callers say or call from, so that a table of them tells nothing without the shop's key."""

from __future__ import annotations

import hashlib
import re

COUNTRY_CODES = ("1", "86")
"""Country codes that a caller's number may carry and a customer's does not (United States, China)."""


def keyed_hash(key: bytes, text: str) -> str:
    """32 hexadecimal digits of `text` under the shop's `key`."""
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest()


def hint_hash(key: bytes, hint: str) -> str:
    """The hash under which a phone number (any grouping) or a device token is known."""
    return keyed_hash(key, f"hint:{_plain(hint)}")


def hint_readings(hint: str) -> tuple[str, ...]:
    """A hint as given, and for a phone number also without its country code."""
    plain = _plain(hint)
    if not plain.isdigit():
        return (plain,)
    shorter = [plain.removeprefix(code) for code in COUNTRY_CODES if plain.startswith(code) and len(plain) > 10]
    return tuple(dict.fromkeys([plain, *shorter]))


def _plain(hint: str) -> str:
    digits = re.sub(r"[\s().+\-]", "", hint)
    return digits if digits.isdigit() else hint.strip()
