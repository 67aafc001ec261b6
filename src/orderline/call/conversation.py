"""One conversation: understanding, deciding, services and wording, joined. Every door of the line talks through this.

    transcript -> understand -> decide -> [query -> service -> decide]* -> render -> TurnResult

A turn can be worked out before the caller has certainly finished (`consider`) and be thrown away: nothing of the
conversation changes, and nothing is written, until `commit`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from loguru import logger

from orderline.call.journal import Journal
from orderline.clock import Clock
from orderline.decide.decision import Decision
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.decision import Action, HandOff, HangUp, Listen, Query, Say, ShowOrder
from orderline.events.happening import CallerSaid, Happening, NothingUnderstood, OutcomeArrived
from orderline.events.meaning import Meaning
from orderline.events.outcome import NotIdentified, Outcome, ServiceDown
from orderline.events.reply import Reply
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import Language, OrderId

MOST_QUERIES = 8
"""Queries in one turn before the line gives up on it. Source: own choice; the longest turn today needs three."""
SERVICE_DEADLINE_S = 2.5
"""Longest wait for one service. Source: own choice, over the store's lock timeout of 2 s (`store.lock_timeout_ms`)."""


class Answers(Protocol):
    """The order services."""

    async def answer(self, query: Query, *, speculative: bool = False) -> Outcome:
        """The answer to `query`; one asked speculatively leaves no trace."""
        ...


class Understands(Protocol):
    """Words to meaning."""

    def understand(self, transcript: Transcript, *, expect: Expect, digits: int | None = None) -> Meaning:
        """What `transcript` means after the line asked for `expect`."""
        ...


Render = Callable[[tuple[Say, ...], Language, date | None, tuple[str, ...]], Reply]
"""Sentences to words: what to say, in which language, the day of the call, and the keys said so far, oldest first."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """One turn of the line, worked out; adopted by `Conversation.commit`."""

    reply: Reply
    listen: Listen | None
    """What the line listens for next; None where the turn hands over or ends the call."""
    handoff: HandOff | None
    hang_up: bool
    show: tuple[OrderId, ...]
    """Cards to put on the caller's screen."""
    actions: tuple[Action, ...]
    """Everything decided, in order."""
    meaning: Meaning | None
    """What was understood; None where the turn did not begin with words."""
    state: DialogueState
    """The state after it."""
    base: DialogueState
    """The state it was worked out from."""
    input: Transcript | Happening
    happenings: tuple[Happening, ...]
    """What happened in it, outcomes of services included."""
    speculative: bool


class Conversation:
    """One call's dialogue. Not shared between calls; its methods are not called at the same time, except `consider`."""

    def __init__(
        self,
        opening: DialogueState,
        *,
        understanding: Understands,
        services: Answers,
        render: Render,
        clock: Clock,
        journal: Journal | None = None,
    ) -> None:
        self._state = opening
        self._said: tuple[str, ...] = ()
        self._understanding = understanding
        self._services = services
        self._render = render
        self._clock = clock
        self._journal = journal

    @property
    def state(self) -> DialogueState:
        """Where the dialogue stands."""
        return self._state

    @property
    def language(self) -> Language:
        """The language the line speaks now."""
        return self._state.language

    @property
    def listening(self) -> Listen:
        """What the line listens for now."""
        return self._state.listening

    async def consider(self, heard: Transcript | Happening) -> TurnResult:
        """Work out the turn that `heard` would bring, changing nothing. May be cancelled at any time."""
        return await self._work_out(heard, speculative=True)

    async def commit(self, result: TurnResult) -> TurnResult:
        """Adopt a turn. One worked out from an older state is worked out again; what is returned is what counts."""
        if result.base is not self._state:
            result = await self._work_out(result.input, speculative=False)
        elif result.speculative:
            await self._count_failures(result)
        self._state = result.state
        self._said = (*self._said, *(action.key for action in result.actions if isinstance(action, Say)))
        if self._journal is not None:
            self._journal.turn(result.happenings, result.actions)
        return result

    async def hear(self, heard: Transcript | Happening) -> TurnResult:
        """Work out a turn and adopt it."""
        return await self.commit(await self._work_out(heard, speculative=False))

    async def _work_out(self, heard: Transcript | Happening, *, speculative: bool) -> TurnResult:
        base = self._state
        first = self._happening(heard)
        happenings, actions = [first], []
        decision = decide(base, first)
        actions += decision.actions
        for _ in range(MOST_QUERIES):
            if not decision.awaits_outcome:
                break
            outcome = OutcomeArrived(await self._answer(_query(decision), speculative))
            happenings.append(outcome)
            decision = decide(decision.state, outcome)
            actions += decision.actions
        meaning = first.meaning if isinstance(first, CallerSaid) else None
        return self._result(base, heard, meaning, tuple(happenings), tuple(actions), decision.state, speculative)

    def _happening(self, heard: Transcript | Happening) -> Happening:
        if not isinstance(heard, Transcript):
            return heard
        listen = self._state.listening
        meaning = self._understanding.understand(heard, expect=listen.expect, digits=listen.digits)
        return CallerSaid(meaning, heard.confidence) if meaning.intents else NothingUnderstood()

    async def _answer(self, query: Query, speculative: bool) -> Outcome:
        """The service's answer, or ServiceDown at the deadline or where it fails: a call goes on either way."""
        name = type(query).__name__
        try:
            async with asyncio.timeout(SERVICE_DEADLINE_S):
                return await self._services.answer(query, speculative=speculative)
        except TimeoutError:
            logger.warning("{} did not answer within {} s", name, SERVICE_DEADLINE_S)
        except Exception:  # noqa: BLE001 - whatever is wrong with a service, the caller is brought to a person
            logger.exception("{} failed", name)
        return ServiceDown(name)

    async def _count_failures(self, result: TurnResult) -> None:
        """Ask again, in earnest, what nobody was identified by: a failed guess counts once it is certain."""
        queries = [action for action in result.actions if isinstance(action, Query)]
        outcomes = [happening.outcome for happening in result.happenings if isinstance(happening, OutcomeArrived)]
        for query, outcome in zip(queries, outcomes, strict=False):
            if isinstance(outcome, NotIdentified):
                await self._answer(query, speculative=False)

    def _result(
        self,
        base: DialogueState,
        heard: Transcript | Happening,
        meaning: Meaning | None,
        happenings: tuple[Happening, ...],
        actions: tuple[Action, ...],
        state: DialogueState,
        speculative: bool,
    ) -> TurnResult:
        says = tuple(action for action in actions if isinstance(action, Say))
        today = state.started_at.date() if state.started_at else None
        return TurnResult(
            reply=self._render(says, state.language, today, self._said),
            listen=next((action for action in actions if isinstance(action, Listen)), None),
            handoff=next((action for action in actions if isinstance(action, HandOff)), None),
            hang_up=any(isinstance(action, HangUp) for action in actions),
            show=tuple(action.order_id for action in actions if isinstance(action, ShowOrder)),
            actions=actions,
            meaning=meaning,
            state=state,
            base=base,
            input=heard,
            happenings=happenings,
            speculative=speculative,
        )


def _query(decision: Decision) -> Query:
    pending = decision.state.pending
    if pending is None:
        raise AssertionError("the decision awaits no outcome")
    return pending
