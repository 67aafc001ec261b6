from __future__ import annotations

import pytest
from tests.unit.decide.scripted import Caller, Dialogue, dialogues

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.name)
def test_the_line_answers_as_scripted(dialogue: Dialogue) -> None:
    caller = Caller(dialogue)
    for step in dialogue.steps:
        what, _, expected = step.partition(" => ")
        assert caller.does(what) == expected, step


def test_there_are_at_least_twenty_dialogues_a_language() -> None:
    counted = [dialogue.language for dialogue in dialogues()]
    assert min(counted.count("en"), counted.count("zh")) >= 20
