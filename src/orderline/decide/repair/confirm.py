"""When the line is half sure what is wanted: it asks, and takes a yes or no."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn, Step, ask
from orderline.decide.frame import Said
from orderline.decide.questions import WISH_RIGHT
from orderline.decide.repair.ladder import failed, stalled
from orderline.decide.state import DialogueState
from orderline.events.decision import Say


def confirm_wish(state: DialogueState, wish: str, said: Said = ()) -> Step:
    """Ask whether `wish` is what the caller wants."""
    return ask(replace(state, doubtful_wish=wish, doubtful_said=said), WISH_RIGHT, Say(f"repair.confirm_{wish}"))


def wish_answered(state: DialogueState, yes: bool) -> Step:
    """Take up the wish, or ask again in other words: being wrong about it counts as a failure."""
    wish, said = state.doubtful_wish, state.doubtful_said
    state = replace(state, doubtful_wish="", doubtful_said=(), question="")
    if yes:
        return GoOn(replace(state, ledger=state.ledger.heard(wish, said)))
    state = replace(state, stalls=state.stalls + 1)
    return stalled(state) or failed(state)


def alternative_answered(state: DialogueState, yes: bool) -> Step:
    """To what fits where a wish was refused: take it up, or leave it."""
    wish = state.doubtful_wish
    state = replace(state, doubtful_wish="", question="")
    return GoOn(replace(state, ledger=state.ledger.heard(wish)) if yes else state)
