"""What a question is: how it is asked, asked again, and what kind of answer completes it."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.events.speech import Expect


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its wording keys are used in this order, so that it is never put twice in the same words."""

    name: str
    """`order_number`, ...; of a task's own `<task>.<slot>`."""
    expect: Expect
    ask: str
    rephrase: str
    """With a hint what to say."""
    keypad: str
    """With another way to answer: keys, or choices to pick from."""
    digits: int | None = None
    """How many digits make the answer complete, where that is known and the same in every shop."""
