"""The questions every change may ask: the yes, what to change instead, what else, and the code."""

from __future__ import annotations

from orderline.decide.question import Question
from orderline.events.speech import Expect

CODE_DIGITS = 6
"""Length of a step-up code. Source: `act.services.step_up`."""

CONFIRM = Question("change.confirm", Expect.YES_NO, "change.confirm", "change.confirm_hint", "repair.yes_or_no_keypad")
INSTEAD = Question(
    "change.instead", Expect.DETAIL, "change.what_instead", "change.instead_hint", "change.instead_keypad"
)
ANYTHING_MORE = Question("change.also", Expect.DETAIL, "change.also", "change.also_hint", "repair.yes_or_no_keypad")
CODE = Question("change.code", Expect.CODE, "change.ask_code", "change.code_hint", "change.code_keypad", CODE_DIGITS)
ALTERNATIVE = Question(
    "change.alternative", Expect.YES_NO, "repair.yes_or_no", "repair.yes_or_no", "repair.yes_or_no_keypad"
)
