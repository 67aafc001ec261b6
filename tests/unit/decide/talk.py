"""A conversation with hand-made meanings: what understanding would make of the words, written shortly.

"cancel_order product:lamp", "option:color=green@to", "yes", "no", "choice:both"; parts are divided by " + ".
"""

from __future__ import annotations

from dataclasses import replace

from tests.unit.decide.counter_in_memory import CUSTOMER, NOW, Counter
from tests.unit.decide.scripted import written

from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.decision import Action, Say
from orderline.events.happening import CallerSaid, CallStarted, Happening, OutcomeArrived
from orderline.events.meaning import Act, Entity, EntityKind, Meaning, RankedIntent, Role
from orderline.events.speech import KeysPressed

_ACTS = {act.value for act in Act}
_KINDS = {kind.value for kind in EntityKind}


def a_meaning(short: str, confidence: float = 0.95) -> Meaning:
    parts = tuple(_part(part, confidence) for part in short.split(" + "))
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    entities = tuple(entity for part in parts for entity in part.entities)
    acts = tuple(act for part in parts for act in part.acts)
    return Meaning(short, "en", first.intents, entities, acts, confidence, parts)


def _part(short: str, confidence: float) -> Meaning:
    intent, entities, acts = "give_details", [], []
    for word in short.split():
        kind, _, value = word.partition(":")
        if word in _ACTS:
            acts.append(Act(word))
        elif value and kind in _KINDS:
            value, _, role = value.partition("@")
            entities.append(Entity(EntityKind(kind), value, value, 0.95, role=Role(role or "any")))
        else:
            intent = word
    return Meaning(short, "en", (RankedIntent(intent, confidence),), tuple(entities), tuple(acts), confidence)


class Talk:
    """A caller who is known already, unless `known` says otherwise."""

    def __init__(self, counter: Counter | None = None, *, known: bool = True) -> None:
        self.counter = counter or Counter()
        self.state = DialogueState("en")
        self.actions: list[Action] = []
        self._happens(CallStarted("en", NOW))
        if known:
            self.state = replace(self.state, identity=replace(self.state.identity, customer=CUSTOMER))

    def says(self, short: str, confidence: float = 0.95) -> str:
        """What the line does, as a dialogue file writes it."""
        return self._happens(CallerSaid(a_meaning(short, confidence)))

    def keys(self, keys: str) -> str:
        return self._happens(KeysPressed(keys))

    def said(self, key: str) -> Say:
        """The last sentence of that key."""
        return [action for action in self.actions if isinstance(action, Say) and action.key == key][-1]

    @property
    def standings(self) -> list[str]:
        return [f"{wish.task} {wish.standing.value}" for wish in self.state.ledger.wishes]

    def _happens(self, happening: Happening) -> str:
        decision = decide(self.state, happening)
        self.state, self.actions = decision.state, list(decision.actions)
        while self.state.pending is not None:
            decision = decide(self.state, OutcomeArrived(self.counter.answer(self.state.pending)))
            self.state = decision.state
            self.actions += decision.actions
        return written(self.actions)
