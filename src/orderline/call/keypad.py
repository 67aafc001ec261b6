"""Single keys to whole answers: digits are collected until they are complete, ended with #, or the caller pauses."""

from __future__ import annotations

from dataclasses import dataclass, field

KEYS = frozenset("0123456789*#")
PAUSE_S = 2.5
"""Time after the last key at which what was pressed counts as all. Judgement: twice a slow typist's gap."""
MOST = 20
"""Longest answer by keys; more is a cat on the keyboard."""


@dataclass
class Keypad:
    """What one caller has pressed so far. Pure: the pause is the caller's of `give_up`."""

    _keys: list[str] = field(default_factory=list)

    def press(self, key: str, complete_at: int | None) -> str | None:
        """Take one key; give the whole answer once it is complete, else None.

        Args:
            key: one of `KEYS`; anything else is ignored.
            complete_at: how many digits make the answer, where that is known.
        """
        if key not in KEYS:
            return None
        if key == "#":
            return self.give_up()
        if key == "*":
            self._keys.clear()
            return None
        self._keys.append(key)
        if len(self._keys) == complete_at or len(self._keys) >= MOST:
            return self.give_up()
        return None

    def give_up(self) -> str | None:
        """What was pressed until now, and start again; None where nothing was."""
        keys = "".join(self._keys)
        self._keys.clear()
        return keys or None
