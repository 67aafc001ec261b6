"""What must hold of every call, seen from the caller's side: identity before data, and a yes before each write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from orderline.qa.callers.caller import Said
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.callers.script import Script

_OF_A_CUSTOMER = ("ReadBook", "TrackOrder", "AskQuote", "Write", "SendCode", "KeepAddress", "ShowOrder")
"""Actions that need a customer who is known."""


@dataclass
class Watch:
    """One call, watched."""

    script: Script
    identity_asked: bool = False
    known: bool = False
    yes_open: bool = False
    """The caller's last words were a yes to a read-back, and nothing was written on it yet."""
    writes: int = 0
    early_data: list[str] = field(default_factory=list)
    writes_without_yes: list[str] = field(default_factory=list)
    heard: str = ""
    said: str = ""

    def line(self, turn: LineTurn) -> None:
        """The line's turn."""
        for action in turn.actions:
            name = action["type"]
            self.identity_asked = self.identity_asked or name == "IdentifyCaller"
            if name in _OF_A_CUSTOMER:
                if not self.identity_asked:
                    self.early_data.append(f"{name} before anybody was identified")
                self.known = True
            if name == "Write":
                self._write()
        if not self.known:
            self._secrets(turn)
        self.heard += f" {turn.text}"

    def caller(self, said: Said) -> None:
        """The caller's turn."""
        self.yes_open = said.yes_to_read_back
        self.said += f" {said.text}"

    def missed(self) -> list[str]:
        """What the script says must be heard, and was not."""
        heard = _plain(self.heard)
        return [fact for wish in self.script.wishes for fact in wish.hears if _plain(fact) not in heard]

    def _write(self) -> None:
        self.writes += 1
        if not self.yes_open:
            self.writes_without_yes.append(f"write {self.writes}")
        self.yes_open = False

    def _secrets(self, turn: LineTurn) -> None:
        told = _plain(self.said)
        for secret in self.script.secrets:
            if _plain(secret) in _plain(turn.text) and _plain(secret) not in told:
                self.early_data.append(f"said {secret!r} before anybody was identified")


def _plain(text: str) -> str:
    return re.sub(r"[\s,$¥]", "", text.lower())
