"""Dialogues as data: what the caller does, and what the line must do about it.

A step is `<caller> => <keys the line says> | <how the turn ends>`. The caller's side is text, or one of `<silence>`,
`<noise>`, `<keys 482913#>`, `<person left>`, `<nobody came>`, `<screen zh>`; `~0.4 text` is text that the recogniser is
40% sure of. The end is what the line listens for, `handoff <reason> <wants>`, or `hang up`; `show` before it is a card,
`in zh` a change of language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from tests.understanding import packaged_understanding
from tests.unit.decide.shop_in_memory import NOW, ShopInMemory

from orderline.decide.decision import Decision
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.decision import (
    Action,
    HandOff,
    HangUp,
    IdentifyCaller,
    Listen,
    ProposeCaller,
    Say,
    ShowOrder,
    SwitchLanguage,
    TrackOrder,
)
from orderline.events.happening import (
    CallerSaid,
    CallerSilent,
    CallStarted,
    Happening,
    LanguageChosen,
    NobodyCame,
    NothingUnderstood,
    OutcomeArrived,
    PersonLeft,
)
from orderline.events.speech import KeysPressed, Transcript
from orderline.orders.identifiers import Language

FOLDER = Path(__file__).parent / "dialogues"
_QUERIES = {"propose": ProposeCaller, "identify": IdentifyCaller, "track": TrackOrder}


@dataclass(frozen=True)
class Dialogue:
    name: str
    language: Language
    caller_number: str | None
    down: tuple[str, ...]
    steps: tuple[str, ...]


def dialogues() -> list[Dialogue]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text("utf-8")):
            found.append(
                Dialogue(
                    name=f"{file.stem}: {entry['call']}",
                    language="zh" if file.stem.startswith("zh") else "en",
                    caller_number=entry.get("from"),
                    down=tuple(entry.get("down", ())),
                    steps=tuple(entry["steps"]),
                )
            )
    return found


class Caller:
    """Plays one side of a dialogue."""

    def __init__(self, dialogue: Dialogue) -> None:
        self.state = DialogueState(dialogue.language)
        self.actions: list[Action] = []
        self._shop = ShopInMemory(tuple(_QUERIES[name] for name in dialogue.down))
        self._take(CallStarted(dialogue.language, NOW, dialogue.caller_number))

    def does(self, what: str) -> str:
        """Do it, and give back what the line did, as a dialogue file writes it."""
        self.actions = []
        self._take(self._happening(what))
        return written(self.actions)

    def _take(self, happening: Happening) -> None:
        decision: Decision = decide(self.state, happening)
        self.actions += decision.actions
        self.state = decision.state
        while self.state.pending is not None:
            decision = decide(self.state, OutcomeArrived(self._shop.answer(self.state.pending)))
            self.actions += decision.actions
            self.state = decision.state

    def _happening(self, what: str) -> Happening:
        match what.strip("<>").split() if what.startswith("<") else []:
            case ["silence"]:
                return CallerSilent(8.0)
            case ["noise"]:
                return NothingUnderstood()
            case ["keys", keys]:
                return KeysPressed(keys)
            case ["person", "left"]:
                return PersonLeft()
            case ["nobody", "came"]:
                return NobodyCame()
            case ["screen", language]:
                return LanguageChosen("zh" if language == "zh" else "en")
        confidence = 1.0
        if what.startswith("~"):
            number, _, what = what[1:].partition(" ")
            confidence = float(number)
        listen = self.state.listening
        transcript = Transcript(what, self.state.language, confidence)
        meaning = packaged_understanding().understand(transcript, expect=listen.expect, digits=listen.digits)
        return CallerSaid(meaning, confidence)


def written(actions: list[Action]) -> str:
    said, end = [], []
    for action in actions:
        match action:
            case Say(key):
                said.append(key)
            case ShowOrder():
                end.append("show")
            case SwitchLanguage(language):
                end.append(f"in {language}")
            case Listen(expect):
                end.append(expect.value)
            case HandOff(reason, wants):
                end.append(f"handoff {reason.value} {wants}")
            case HangUp():
                end.append("hang up")
    return f"{' '.join(said)} | {', '.join(end)}"
