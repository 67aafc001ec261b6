"""Who holds the floor of one call, and what the line is waiting for. Shared by the processors of that call alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from orderline.events.decision import Listen
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language


@dataclass
class Floor:
    """The state of one call's turn-taking. Written on the event loop only."""

    language: Language
    listen: Listen = field(default_factory=lambda: Listen(Expect.OPEN))
    """What the line expects to hear next."""
    line_speaking: bool = False
    caller_speaking: bool = False
    with_person: bool = False
    """A person has taken over: the line neither hears nor speaks."""
