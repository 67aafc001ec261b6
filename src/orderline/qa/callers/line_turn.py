"""One turn of the line as a caller's program gets it: the object that `orderline chat --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LineTurn:
    """What the line said and did."""

    text: str
    """All of it, as captioned."""
    sentences: tuple[tuple[str, str], ...]
    """Pairs of wording key and text."""
    actions: tuple[Mapping[str, Any], ...]
    """Everything decided, in order; `type` is the action's class."""
    ended: bool
    handed_over: bool
    handoff_reason: str = ""
    intent: str = ""
    """What the caller was understood to want; empty where they did not speak."""

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> LineTurn:
        """Read the text door's object (`docs/channels/text.md`)."""
        return cls(
            text=answer["say"],
            sentences=tuple((sentence["key"], sentence["text"]) for sentence in answer["sentences"]),
            actions=tuple(answer["actions"]),
            ended=bool(answer["ended"]),
            handed_over=answer["handoff"] is not None,
            handoff_reason=(answer["handoff"] or {}).get("reason", ""),
            intent=(answer["heard"] or {}).get("intent", ""),
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """Wording keys of what was said, in order."""
        return tuple(key for key, _ in self.sentences)

    @property
    def expects(self) -> str:
        """What the line listens for: a value of `Expect`; empty where it does not listen."""
        listens = [action["expect"] for action in self.actions if action["type"] == "Listen"]
        return str(listens[-1]) if listens else ""

    def did(self, *types: str) -> tuple[Mapping[str, Any], ...]:
        """The actions of these classes."""
        return tuple(action for action in self.actions if action["type"] in types)
