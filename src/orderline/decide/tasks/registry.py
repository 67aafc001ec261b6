"""Every task there is, by name. A task that is not here does not exist."""

from __future__ import annotations

from collections.abc import Callable

from orderline.decide.decision import Step
from orderline.decide.forms.engine import FormTask
from orderline.decide.forms.form import Form
from orderline.decide.forms.hearing import is_about
from orderline.decide.forms.questions import ALTERNATIVE
from orderline.decide.questions import WISH_RIGHT
from orderline.decide.repair.confirm import alternative_answered, wish_answered
from orderline.decide.state import DialogueState
from orderline.decide.tasks.add_line import ADD_LINE
from orderline.decide.tasks.ask_for_person import AskForPerson
from orderline.decide.tasks.book_pickup import BOOK_PICKUP
from orderline.decide.tasks.cancel_order import CANCEL_ORDER
from orderline.decide.tasks.change_address import CHANGE_ADDRESS
from orderline.decide.tasks.change_default_address import CHANGE_DEFAULT_ADDRESS
from orderline.decide.tasks.change_item import CHANGE_ITEM, EXCHANGE_ITEM
from orderline.decide.tasks.change_payment import CHANGE_PAYMENT
from orderline.decide.tasks.change_quantity import CHANGE_QUANTITY
from orderline.decide.tasks.claim_parcel import CLAIM_PARCEL
from orderline.decide.tasks.compensate_delay import COMPENSATE_DELAY
from orderline.decide.tasks.expedite import EXPEDITE
from orderline.decide.tasks.explain_delay import EXPLAIN_DELAY
from orderline.decide.tasks.explain_payment import EXPLAIN_PAYMENT
from orderline.decide.tasks.explain_policy import EXPLAIN_POLICY
from orderline.decide.tasks.goodbye import Goodbye
from orderline.decide.tasks.greeting import Greeting
from orderline.decide.tasks.help import Help
from orderline.decide.tasks.identify_caller import IdentityCheck
from orderline.decide.tasks.list_orders import LIST_ORDERS
from orderline.decide.tasks.merge_orders import MERGE_ORDERS
from orderline.decide.tasks.not_yet import NOT_YET, NotYet
from orderline.decide.tasks.order_details import ORDER_DETAILS
from orderline.decide.tasks.order_history import ORDER_HISTORY
from orderline.decide.tasks.place_order import PLACE_ORDER
from orderline.decide.tasks.price_protect import PRICE_PROTECT
from orderline.decide.tasks.product_info import PRODUCT_INFO
from orderline.decide.tasks.refund_charge import REFUND_CHARGE
from orderline.decide.tasks.refund_duplicate import REFUND_DUPLICATE
from orderline.decide.tasks.refund_status import REFUND_STATUS
from orderline.decide.tasks.remove_line import REMOVE_LINE
from orderline.decide.tasks.repeat import Repeat
from orderline.decide.tasks.return_item import RETURN_ITEM
from orderline.decide.tasks.split_order import SPLIT_ORDER
from orderline.decide.tasks.task import Task
from orderline.decide.tasks.track_order import TrackingOrders

GREETING = Greeting()
IDENTIFY_CALLER = IdentityCheck()
ASK_FOR_PERSON = AskForPerson()
GOODBYE = Goodbye()
REPEAT = Repeat()

FORMS: tuple[Form, ...] = (
    CANCEL_ORDER,
    CHANGE_ADDRESS,
    CHANGE_DEFAULT_ADDRESS,
    CHANGE_PAYMENT,
    CHANGE_QUANTITY,
    ADD_LINE,
    REMOVE_LINE,
    SPLIT_ORDER,
    MERGE_ORDERS,
    PLACE_ORDER,
    RETURN_ITEM,
    CHANGE_ITEM,
    EXCHANGE_ITEM,
    REFUND_STATUS,
    ORDER_DETAILS,
    LIST_ORDERS,
    ORDER_HISTORY,
    EXPLAIN_DELAY,
    COMPENSATE_DELAY,
    CLAIM_PARCEL,
    EXPEDITE,
    PRICE_PROTECT,
    BOOK_PICKUP,
    EXPLAIN_PAYMENT,
    REFUND_DUPLICATE,
    REFUND_CHARGE,
    EXPLAIN_POLICY,
    PRODUCT_INFO,
)
"""Every form there is: a task file of its own each."""

_ALL: tuple[Task, ...] = (
    GREETING,
    IDENTIFY_CALLER,
    TrackingOrders(),
    ASK_FOR_PERSON,
    Help(),
    REPEAT,
    GOODBYE,
    *(FormTask(form) for form in FORMS),
    *(NotYet(name) for name in NOT_YET),
)
TASKS: dict[str, Task] = {task.name: task for task in _ALL}
"""By name, which is the intent's name."""

LEDGERED = frozenset(TASKS) - {"greeting", "identify_caller", "repeat", "goodbye"}
"""Tasks that are wishes: entered in the ledger until something has become of them."""

ANSWERS: dict[str, Callable[[DialogueState, bool], Step]] = {
    WISH_RIGHT.name: wish_answered,
    ALTERNATIVE.name: alternative_answered,
    **{question: task.answered for task in TASKS.values() for question in task.questions},
}
"""Who takes the yes or no to each question."""


def form_under_way(state: DialogueState) -> Form | None:
    """The form whose question is open; None where the open question is another."""
    task = TASKS.get(state.ledger.current)
    return task.form if isinstance(task, FormTask) and is_about(state, task.form) else None


def form_of(task: str) -> Form | None:
    """The form of that name; None for a task that is none."""
    found = TASKS.get(task)
    return found.form if isinstance(found, FormTask) else None
