"""Every task there is, by name. A task that is not here does not exist."""

from __future__ import annotations

from collections.abc import Callable

from orderline.decide.decision import Step
from orderline.decide.questions import WISH_RIGHT
from orderline.decide.repair.confirm import wish_answered
from orderline.decide.state import DialogueState
from orderline.decide.tasks.ask_for_person import AskForPerson
from orderline.decide.tasks.goodbye import Goodbye
from orderline.decide.tasks.greeting import Greeting
from orderline.decide.tasks.help import Help
from orderline.decide.tasks.identify_caller import IdentityCheck
from orderline.decide.tasks.not_yet import NOT_YET, NotYet
from orderline.decide.tasks.repeat import Repeat
from orderline.decide.tasks.task import Task
from orderline.decide.tasks.track_order import TrackingOrders

GREETING = Greeting()
IDENTIFY_CALLER = IdentityCheck()
ASK_FOR_PERSON = AskForPerson()
GOODBYE = Goodbye()
REPEAT = Repeat()

_ALL: tuple[Task, ...] = (
    GREETING,
    IDENTIFY_CALLER,
    TrackingOrders(),
    ASK_FOR_PERSON,
    Help(),
    REPEAT,
    GOODBYE,
    *(NotYet(name) for name in NOT_YET),
)
TASKS: dict[str, Task] = {task.name: task for task in _ALL}
"""By name, which is the intent's name."""

LEDGERED = frozenset(TASKS) - {"greeting", "identify_caller", "repeat", "goodbye"}
"""Tasks that are wishes: entered in the ledger until something has become of them."""

ANSWERS: dict[str, Callable[[DialogueState, bool], Step]] = {
    WISH_RIGHT.name: wish_answered,
    **{question: task.answered for task in TASKS.values() for question in task.questions},
}
"""Who takes the yes or no to each question."""
