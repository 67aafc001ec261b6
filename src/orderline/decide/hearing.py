"""What the caller said: facts first, then answers to the open question, then wishes, then repair."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, GoOn, Step
from orderline.decide.factors import KNOWN_BY, NUMBERS, Gathered, gather
from orderline.decide.forms.form import Form
from orderline.decide.forms.hearing import answers_asked, drop, hears, tells_more
from orderline.decide.forms.questions import ANYTHING_MORE
from orderline.decide.frame import Said
from orderline.decide.languages import go_on_in, language_asked
from orderline.decide.ledger import Standing
from orderline.decide.manners import NEVER_MIND, acts_count, manners
from orderline.decide.naming import goes_to_default, is_told, wish_named
from orderline.decide.questions import (
    ANYTHING_ELSE,
    FACT_OF,
    FACT_QUESTIONS,
    NUMBER_RIGHT,
    WISH_RIGHT,
    open_question,
)
from orderline.decide.repair.confirm import confirm_wish
from orderline.decide.repair.ladder import failed, stalled
from orderline.decide.state import DialogueState, Identity
from orderline.decide.tasks.registry import (
    ANSWERS,
    ASK_FOR_PERSON,
    GOODBYE,
    IDENTIFY_CALLER,
    LEDGERED,
    TASKS,
    form_of,
    form_under_way,
)
from orderline.events.decision import Say, SwitchLanguage
from orderline.events.meaning import Act, Entity, EntityKind, Meaning, Role
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language

_ORDER_NUMBERS = frozenset({EntityKind.ORDER_NUMBER, EntityKind.DIGITS})
TAIL_DIGITS = 4
"""Longest run of digits that may be the end of a phone number. Source: `orders.identifiers`."""
_IN_ADDRESSES = frozenset({EntityKind.DIGITS, EntityKind.POSTCODE})
_NOTHING = Gathered(Identity())
LACK_DETAILS = "lack_details"
_HARMLESS = frozenset({"help", "ask_for_person"})
_SURELY_ANOTHER = 0.93
"""Confidence from which an utterance that answers the open question is another wish all the same. Own choice."""
_SURELY_A_THING = 0.8
"""Confidence from which a thing named beside one's name is one. Source: own choice."""
_TOLD = 0.5
"""Share of `Thresholds.confirm_at` that is enough where what is named tells the change as well (`naming.TELLING`): it
is read back before it is done. Source: own choice."""
_UNWANTED = frozenset({"cancel_order", "return_item", "remove_line"})
"""Wishes of which "I don't want the lamp" is the reason, not an exception."""
_DEFAULT_WISH = "track_order"
"""What a number alone asks for: an order number with no verb is nearly always "where is it?"."""


def heard(state: DialogueState, meaning: Meaning) -> Step:
    """Everything one utterance brings. A request for a person, and another language, go before all else."""
    state = replace(state, silences=0, waiting=False)
    language = language_asked(state, meaning)
    if language is not None:
        return _switch(state, meaning, language)
    if Act.PERSON in meaning.acts:
        return ASK_FOR_PERSON.begin(state)
    form = form_under_way(state)
    if form is not None:
        return _in_form(state, form, meaning)
    known = state.identity.known
    gathered = _NOTHING if known else gather(state, _entities(meaning))
    if gathered.gained:
        return _with_facts(state, meaning, gathered)
    if not known and _lacks(state, meaning):
        return IDENTIFY_CALLER.lacks(state)
    wish = _sure_wish(state, meaning) or _own_number(state, meaning)
    if not wish and acts_count(state, meaning) and Act.BYE in meaning.acts:
        return GOODBYE.begin(state)
    answer = _yes_or_no(state, meaning)
    if answer is False and state.question == ANYTHING_ELSE.name and _half_wish(state, meaning):
        answer = None
    instead = wish and answer is False and state.question == WISH_RIGHT.name
    if answer is not None and state.question in ANSWERS and not instead and (not wish or _asks_yes_no(state)):
        if wish:
            state = replace(state, ledger=state.ledger.heard(wish, _details(state, meaning)))
        return ANSWERS[state.question](state, answer)
    if wish:
        return _with_wish(state, wish, meaning)
    return manners(state, meaning) or _unsure(state, meaning, gathered)


def _in_form(state: DialogueState, form: Form, meaning: Meaning) -> Step:
    """A form's question is open: its answer, another wish, a change of mind, or repair.

    A question that only reads is answered at once, and the form goes on after it. Another change waits its turn, unless
    it takes the place of the one under way: then that was a change of mind.
    """
    answers = answers_asked(state, form, meaning)
    if _drops(state, meaning) and (not answers or meaning.confidence >= _SURELY_ANOTHER):
        return drop(state, form)
    wishes = [wish for wish in _wishes(state, meaning, form) if wish[0] != form.name]
    if wishes and meaning.confidence < _SURELY_ANOTHER and not meaning.parts and answers:
        answered = hears(state, form, meaning)
        if answered is not None:
            return answered
    if not wishes:
        if acts_count(state, meaning) and Act.BYE in meaning.acts:
            return GOODBYE.begin(state)
        return hears(state, form, meaning) or manners(state, meaning) or _unsure(state, meaning, _NOTHING)
    acts = meaning.acts if acts_count(state, meaning) else ()
    turns_down = Act.NO in acts or Act.CORRECT in acts
    if Act.YES in acts and not turns_down and _asks_yes_no(state):
        return hears(_entered(state, wishes, behind=True), form, replace(meaning, entities=())) or failed(state)
    if turns_down and not TASKS[wishes[0][0]].reads_only:
        ledger = state.ledger.settle(form.name, Standing.WITHDRAWN)
        return GoOn(_entered(replace(state, ledger=ledger), wishes))
    if TASKS[wishes[0][0]].reads_only:
        return GoOn(_entered(state, wishes))
    answered = hears(state, form, meaning) if not meaning.parts else None
    if answered is not None and not isinstance(answered, GoOn) and state.asked is not None:
        return answered
    state = _entered(state, wishes)
    return Decision(state, (Say("change.noted"), *state.last_said[-1:], state.listening))


def _drops(state: DialogueState, meaning: Meaning) -> bool:
    """Whether the caller drops what is under way. "No, that's all" to "anything else from it?" does not."""
    sure = meaning.confidence >= state.thresholds.act_at and meaning.intent == NEVER_MIND
    return sure and state.question != ANYTHING_MORE.name


def _entered(state: DialogueState, wishes: list[tuple[str, Said]], *, behind: bool = False) -> DialogueState:
    """With these wishes in the ledger: what only reads at once, and what changes something behind the open ones.

    `behind`: all of them behind, because the one under way has just got its yes.
    """
    ledger = state.ledger
    for task, said in wishes:
        first = not behind and (TASKS[task].reads_only or not ledger.open)
        ledger = ledger.heard(task, said) if first else ledger.later(task, said)
    return replace(state, ledger=ledger, stalls=0)


def _wishes(state: DialogueState, meaning: Meaning, form: Form | None = None) -> list[tuple[str, Said]]:
    """Every wish that is sure enough to act on, in the order said, with what was said for it.

    `form`: the one under way. What only tells more of the wish before it belongs to that.
    """
    wishes: list[tuple[str, Said]] = []
    unclear: Said = ()
    for part in meaning.parts or (meaning,):
        wish, said = _sure_wish(state, part), (*unclear, *_details(state, part))
        before = form_of(wishes[-1][0]) if wishes else form
        unclear = () if wish else said
        if not wish:
            continue
        if wish == "change_default_address" and wishes and goes_to_default(wishes[-1][0], wishes[-1][1], said):
            wishes[-1] = ("change_address", (*wishes[-1][1], *said))
            continue
        if before is None or not tells_more(before, wish, said):
            wishes.append((wish, said))
        elif wishes:
            wishes[-1] = (wishes[-1][0], (*wishes[-1][1], *said))
        else:
            wishes.append((before.name, said))
    return wishes


def _details(state: DialogueState, meaning: Meaning) -> Said:
    """What a form may be filled from. Until the caller is known, what they are known by is left out; a sure order
    number is both, and two of them name two orders.
    """
    sure = state.thresholds.act_at
    long = [one for one in meaning.entities if one.kind in _ORDER_NUMBERS and len(one.value) > TAIL_DIGITS]
    several = long if len({one.value for one in long}) > 1 else []
    return tuple(
        entity
        for entity in _as_reasons(meaning)
        if entity.kind not in KNOWN_BY
        or (state.identity.known and entity.kind in NUMBERS)
        or (entity.kind is EntityKind.ORDER_NUMBER and entity.confidence >= sure)
        or entity in several
    )


def _as_reasons(meaning: Meaning) -> Said:
    """The entities, with "I don't need *the lamp* any more, cancel it" as what the lamp is to that wish."""
    things = [entity for entity in meaning.entities if entity.kind is EntityKind.PRODUCT]
    unneeded = any(entity.kind is EntityKind.REASON for entity in meaning.entities)
    if meaning.intent not in _UNWANTED or not unneeded or any(thing.role is not Role.NOT for thing in things):
        return meaning.entities
    return tuple(replace(entity, role=Role.ANY) if entity in things else entity for entity in meaning.entities)


def _beside_facts(state: DialogueState, meaning: Meaning) -> Said:
    """What else was surely named by a caller who says who they are: names and e-mails sound like things."""
    return tuple(
        entity
        for entity in _details(state, meaning)
        if entity.confidence >= _SURELY_A_THING or state.question not in FACT_QUESTIONS
    )


def _entities(meaning: Meaning) -> tuple[Entity, ...]:
    """Everything that was named, in whatever part of the breath; the digits of an address are nobody's number."""
    named = tuple(dict.fromkeys(entity for part in (meaning, *meaning.parts) for entity in part.entities))
    there = " ".join(entity.value for entity in named if entity.kind is EntityKind.ADDRESS)
    return tuple(one for one in named if one.kind not in _IN_ADDRESSES or one.value not in there)


def _lacks(state: DialogueState, meaning: Meaning) -> bool:
    """Whether the caller cannot give what they were asked to be known by."""
    if state.question not in FACT_QUESTIONS or not acts_count(state, meaning):
        return False
    return meaning.intent == LACK_DETAILS or (Act.NO in meaning.acts and not _sure_wish(state, meaning))


def _own_number(state: DialogueState, meaning: Meaning) -> str:
    """The wish of a caller who only says an order's number: mostly "where is it?". Empty where they say none."""
    numbers = any(entity.kind in (EntityKind.ORDER_NUMBER, EntityKind.DIGITS) for entity in meaning.entities)
    sure = meaning.confidence >= state.thresholds.confirm_at
    return _DEFAULT_WISH if state.identity.known and numbers and sure and not state.ledger.open else ""


def _with_facts(state: DialogueState, meaning: Meaning, gathered: Gathered) -> Step:
    """The caller gave a fact: it serves the wish said with it, the one under way, or the one it implies."""
    wish = _sure_wish(state, meaning, at=state.thresholds.confirm_at)
    numbered = gathered.identity.order_number is not None or gathered.identity.doubtful is not None
    if not wish and not state.ledger.open and numbered:
        wish = _DEFAULT_WISH
    ledger = state.ledger
    if len(meaning.parts) > 1:
        ledger = _in_order(state, meaning).ledger
    elif wish and state.ledger.now is not None and tells_more(form_of(state.ledger.current), wish, ()):
        ledger = ledger.reframe(lambda frame: frame.hears(_details(state, meaning)))
    elif wish:
        ledger = ledger.heard(wish, _details(state, meaning))
    else:
        details = _beside_facts(state, meaning)
        ledger = ledger.reframe(lambda frame: frame.hears(details))
    identity = _with_lacks(state, meaning, gathered.identity)
    if _nothing_new(state, gathered):
        return IDENTIFY_CALLER.lacks(replace(state, ledger=ledger, identity=identity))
    if state.question == NUMBER_RIGHT.name and identity.doubtful is not None:
        if identity.doubtful is state.identity.doubtful and _yes_or_no(state, meaning) is not False:
            identity = identity.with_fact(identity.doubtful)
        elif identity.misheard + 1 >= state.thresholds.failures:
            return failed(replace(state, ledger=ledger, failures=identity.misheard))
        else:
            identity = replace(identity, misheard=identity.misheard + 1)
    return GoOn(replace(state, identity=identity, ledger=ledger, stalls=0))


def _with_lacks(state: DialogueState, meaning: Meaning, identity: Identity) -> Identity:
    """With what the caller was asked for as lacking, where they say so and give something else."""
    asked = FACT_OF.get(state.question, "")
    if not asked or asked in identity.given or identity.doubtful is not None:
        return identity
    if not _lacks(state, meaning) and Act.CORRECT not in meaning.acts:
        return identity
    return replace(identity, lacks=tuple(dict.fromkeys((*identity.lacks, asked))))


def _nothing_new(state: DialogueState, gathered: Gathered) -> bool:
    """Whether the caller, asked for one fact, only says again what they have said before."""
    identity = gathered.identity
    if state.question not in FACT_QUESTIONS or identity.doubtful is not None or identity.more:
        return False
    return identity.given == state.identity.given and state.question not in identity.given


def _with_wish(state: DialogueState, wish: str, meaning: Meaning) -> Step:
    """A wish and no facts: take it up. Said again while a number was asked for, it does not answer the question."""
    details = _details(state, meaning)
    state = replace(state, doubtful_wish="", doubtful_said=()) if state.question == WISH_RIGHT.name else state
    if wish == state.ledger.current and state.question in FACT_QUESTIONS and not details:
        return failed(state)
    state = _focused(state, meaning)
    if len(meaning.parts) > 1:
        return GoOn(_in_order(state, meaning))
    return GoOn(replace(state, ledger=state.ledger.heard(wish, details)))


def _in_order(state: DialogueState, meaning: Meaning) -> DialogueState:
    """Several wishes in one breath: all entered, and taken up in the order said."""
    ledger = state.ledger
    for task, said in _wishes(state, meaning):
        ledger = ledger.later(task, said)
    return replace(state, ledger=ledger)


def _focused(state: DialogueState, meaning: Meaning) -> DialogueState:
    """With the order whose number was said under discussion, where it is one of the caller's own."""
    if state.book is None:
        return state
    said = {r for e in meaning.entities if e.kind in NUMBERS for r in (e.value, *e.alternatives) if len(r) >= 4}
    named = [order for order in state.book.orders if any(order.number.endswith(reading) for reading in said)]
    if len(named) != 1:
        return state
    order = named[0].order_id
    return replace(state, focus=order, identity=replace(state.identity, order=order))


def _sure_wish(state: DialogueState, meaning: Meaning, at: float | None = None) -> str:
    """The wish that is sure enough to act on; empty where none is. Help and a person cost nothing to be wrong about."""
    if meaning.intent in _HARMLESS:
        at = state.thresholds.confirm_at
    if is_told(meaning):
        at = state.thresholds.confirm_at * _TOLD
    sure = meaning.confidence >= (state.thresholds.act_at if at is None else at)
    wish = wish_named(meaning)
    return wish if sure and wish in LEDGERED else ""


def _yes_or_no(state: DialogueState, meaning: Meaning) -> bool | None:
    """The answer in it. "Yes, but …" is neither; a correction denies what was asked."""
    if not acts_count(state, meaning):
        return None
    if Act.CORRECT in meaning.acts or Act.NO in meaning.acts:
        return False
    return True if Act.YES in meaning.acts else None


def _half_wish(state: DialogueState, meaning: Meaning) -> bool:
    """Whether something may be wanted after all: then "no" does not end the call."""
    corrects = Act.CORRECT in meaning.acts and Act.NO not in meaning.acts
    return (corrects or bool(meaning.entities)) and wish_named(meaning) in LEDGERED


def _asks_yes_no(state: DialogueState) -> bool:
    return open_question(state).expect is Expect.YES_NO


def _unsure(state: DialogueState, meaning: Meaning, gathered: Gathered) -> Step:
    """Half sure of a wish: ask. Otherwise one more failure, with the hint that fits it."""
    in_number = state.question in FACT_QUESTIONS
    if gathered.misheard and in_number:
        return failed(state, Say("repair.number_does_not_fit"))
    if in_number or _asks_yes_no(state) or form_under_way(state) is not None:
        return failed(state)
    if meaning.confidence >= state.thresholds.confirm_at and wish_named(meaning) in LEDGERED:
        return confirm_wish(state, wish_named(meaning), _details(state, meaning))
    if meaning.intent == "other" and not meaning.acts and meaning.confidence >= state.thresholds.act_at:
        return failed(state, Say("repair.not_mine"))
    return failed(state)


def _switch(state: DialogueState, meaning: Meaning, language: Language) -> Step:
    """Go on in `language`: with what was said in it, or with the last turn where only the language was asked for."""
    if meaning.first(EntityKind.LANGUAGE) is not None:
        state = replace(state, stalls=state.stalls + 1)
        return stalled(state) or go_on_in(state, language)
    step = heard(replace(state, language=language), meaning)
    switch = SwitchLanguage(language)
    return step.after(switch) if isinstance(step, Decision) else GoOn(step.state, (switch, *step.first))
