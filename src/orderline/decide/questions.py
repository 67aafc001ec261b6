"""The questions that belong to no task's slot: those of the conversation itself, and of identification."""

from __future__ import annotations

from orderline.decide.question import Question
from orderline.decide.state import DialogueState
from orderline.events.decision import Listen
from orderline.events.speech import Expect

WISH = Question("wish", Expect.OPEN, "greeting.ask", "repair.wish_hint", "repair.wish_choices")
ORDER_NUMBER = Question(
    "order_number",
    Expect.ORDER_NUMBER,
    "identify_caller.ask_order_number",
    "identify_caller.order_number_hint",
    "identify_caller.order_number_keypad",
)
ORDER_TAIL = Question(
    "order_tail",
    Expect.ORDER_NUMBER,
    "identify_caller.ask_order_tail",
    "identify_caller.order_number_hint",
    "identify_caller.order_number_keypad",
)
PHONE_TAIL = Question(
    "phone_tail",
    Expect.PHONE_TAIL,
    "identify_caller.ask_phone_tail",
    "identify_caller.phone_tail_hint",
    "identify_caller.phone_tail_keypad",
)
WHO = Question(
    "who",
    Expect.NAME,
    "identify_caller.ask_full_name",
    "identify_caller.full_name_hint",
    "identify_caller.full_name_spelled",
)
"""Who calls, where there is no order number: name and postcode, or e-mail, at once."""
NAME = Question("name", Expect.NAME, "identify_caller.ask_name", "identify_caller.name_hint", WHO.keypad)
POSTCODE = Question(
    "postcode",
    Expect.POSTCODE,
    "identify_caller.ask_postcode",
    "identify_caller.postcode_hint",
    "identify_caller.postcode_keypad",
)
EMAIL = Question(
    "email",
    Expect.EMAIL,
    "identify_caller.ask_email",
    "identify_caller.email_hint",
    "identify_caller.email_spelled",
)
NUMBER_RIGHT = Question(
    "number_right", Expect.YES_NO, "identify_caller.read_back", "repair.yes_or_no", "repair.yes_or_no_keypad"
)
WISH_RIGHT = Question("wish_right", Expect.YES_NO, "repair.yes_or_no", "repair.yes_or_no", "repair.yes_or_no_keypad")
ANOTHER_ORDER = Question(
    "another_order", Expect.YES_NO, "track_order.ask_another", "repair.yes_or_no", "repair.yes_or_no_keypad"
)
ANYTHING_ELSE = Question(
    "anything_else", Expect.OPEN, "goodbye.anything_else", "repair.wish_hint", "repair.wish_choices"
)
GO_ON_ALONE = Question(
    "go_on_alone", Expect.YES_NO, "ask_for_person.nobody_came", "repair.yes_or_no", "repair.yes_or_no_keypad"
)

QUESTIONS = {
    question.name: question
    for question in (
        WISH,
        ORDER_NUMBER,
        ORDER_TAIL,
        PHONE_TAIL,
        WHO,
        NAME,
        POSTCODE,
        EMAIL,
        NUMBER_RIGHT,
        WISH_RIGHT,
        ANOTHER_ORDER,
        ANYTHING_ELSE,
        GO_ON_ALONE,
    )
}
"""By name, as the state keeps them. A slot's question is kept in the state itself (`DialogueState.asked`)."""


FACTS = {"order_number": ORDER_NUMBER, "phone_tail": PHONE_TAIL, "postcode": POSTCODE, "name": NAME, "email": EMAIL}
"""The question for each fact (`events.decision.Fact`) that this line asks for."""
FACT_OF = {
    **{question.name: fact for fact, question in FACTS.items()},
    ORDER_TAIL.name: "order_number",
    WHO.name: "name",
}
"""The fact that each of these questions asks for."""
FACT_QUESTIONS = frozenset(FACT_OF)
"""Names of the questions that a caller answers to be known."""


def open_question(state: DialogueState) -> Question:
    """The question that is open; `WISH` where anything may be said."""
    if state.asked is not None and state.asked.name == state.question:
        return state.asked
    return QUESTIONS.get(state.question, WISH)


def listening_for(question: Question, state: DialogueState) -> Listen:
    """What to listen for after `question`, with the number of digits that completes an answer."""
    digits = {
        ORDER_NUMBER.name: state.facts.order_digits,
        ORDER_TAIL.name: state.facts.tail_digits,
        PHONE_TAIL.name: state.facts.tail_digits,
    }
    return Listen(question.expect, digits.get(question.name, question.digits))
