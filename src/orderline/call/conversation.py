"""The stages after hearing, joined: transcript to meaning to decision to outcome to words. Every door talks to this.

    transcript ──understand──► happening ──decide──► actions ──query──► service ──outcome──┐
                                   ▲                    │ no query                         │
                                   │                    ▼                                  │
                                   │                  render ──► TurnResult                │
                                   └───────────────────────────────────────────────────────┘

`consider` runs this without changing anything, while the caller may still be speaking; `hear` and `happen` change the
conversation and write its journal. Both walk the same way, so a considered answer is the answer.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Protocol

from loguru import logger

from orderline.call.journal import Journal
from orderline.decide.decision import Decision
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.decision import Action, HandOff, HangUp, IdentifyCaller, Listen, Query, Say, ShowOrder
from orderline.events.happening import CallerSaid, CallStarted, Happening, NothingUnderstood, OutcomeArrived
from orderline.events.meaning import Meaning
from orderline.events.outcome import NotIdentified, Outcome, ServiceDown, Tracked
from orderline.events.reply import Reply
from orderline.events.speech import Expect, Transcript
from orderline.orders.order import TrackedOrder
from orderline.speak.render import render
from orderline.speak.wording.catalogue import Catalogue

MOST_QUERIES = 6
"""Questions one turn may put to the services. Identifying and tracking take two; more would be a loop."""


class Understands(Protocol):
    """The understanding stage: `orderline.understand`."""

    def understand(self, transcript: Transcript, *, expect: Expect, digits: int | None) -> Meaning:
        """What a transcript means, given what was asked. Pure, under 5 ms."""
        ...


class Answers(Protocol):
    """The services stage: `orderline.act`."""

    async def answer(self, query: Query, *, speculative: bool = False) -> Outcome:
        """Answer a question that changes nothing; `ServiceDown` where nobody can."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One happening and what was decided of it."""

    happening: Happening
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What came of one turn."""

    before: DialogueState
    """The state it was worked out on; a considered result is good only while this is still the state."""
    state: DialogueState
    steps: tuple[Step, ...]
    reply: Reply
    meaning: Meaning | None
    """What the caller meant; None where the caller did not speak."""
    orders: tuple[TrackedOrder, ...]
    """Orders that services told of in this turn."""

    @property
    def actions(self) -> tuple[Action, ...]:
        """Everything that was decided, in order."""
        return tuple(action for step in self.steps for action in step.actions)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the services answered, in order."""
        return tuple(step.happening.outcome for step in self.steps if isinstance(step.happening, OutcomeArrived))

    @property
    def listen(self) -> Listen | None:
        """What the line expects next; None where the turn ends otherwise."""
        return next((action for action in reversed(self.actions) if isinstance(action, Listen)), None)

    @property
    def handoff(self) -> HandOff | None:
        """Whether a person is to come."""
        return next((action for action in self.actions if isinstance(action, HandOff)), None)

    @property
    def hang_up(self) -> bool:
        """Whether the call ends once everything said was heard."""
        return any(isinstance(action, HangUp) for action in self.actions)

    @property
    def shown(self) -> tuple[TrackedOrder, ...]:
        """Orders whose card goes on the caller's screen."""
        wanted = [action.order_id for action in self.actions if isinstance(action, ShowOrder)]
        return tuple(order for order in self.orders if order.order_id in wanted)


class Conversation:
    """One call's conversation. Decisions are taken one at a time."""

    def __init__(
        self,
        state: DialogueState,
        *,
        understanding: Understands,
        services: Answers,
        catalogue: Catalogue,
        timezone: tzinfo,
        journal: Journal,
        service_deadline_s: float,
    ) -> None:
        """`timezone` is the shop's: it decides what "today" is. The journal is closed with the conversation."""
        self._state = state
        self._understanding = understanding
        self._services = services
        self._catalogue = catalogue
        self._timezone = timezone
        self._journal = journal
        self._deadline_s = service_deadline_s
        self._said: Counter[str] = Counter()
        self._orders: dict[str, TrackedOrder] = {}
        self._deciding = asyncio.Lock()

    @property
    def state(self) -> DialogueState:
        """Where the dialogue stands."""
        return self._state

    async def consider(self, transcript: Transcript) -> TurnResult:
        """What the line would answer if the caller stopped here. Changes nothing, counts nothing, writes nothing."""
        return await self._work_out(*self._meant(transcript), speculative=True)

    async def hear(self, transcript: Transcript, considered: TurnResult | None = None) -> TurnResult:
        """The caller finished a turn. `considered` is taken over where it still holds."""
        async with self._deciding:
            happening, meaning = self._meant(transcript)
            if considered is None or considered.before is not self._state or considered.steps[0].happening != happening:
                return self._adopt(await self._work_out(happening, meaning, speculative=False))
            await self._count_failures(considered)
            return self._adopt(considered)

    async def happen(self, happening: Happening) -> TurnResult:
        """Something other than speech happened."""
        if isinstance(happening, CallStarted):
            # "Today" is the shop's day, not Greenwich's.
            happening = replace(happening, at=happening.at.astimezone(self._timezone))
        async with self._deciding:
            return self._adopt(await self._work_out(happening, None, speculative=False))

    def note(self, kind: str, **data: object) -> None:
        """Write something of use to the journal that is no decision: engines, latency, the end."""
        self._journal.note(kind, data)

    def close(self) -> None:
        """The call is over. May be called twice."""
        self._journal.close()

    def _meant(self, transcript: Transcript) -> tuple[Happening, Meaning | None]:
        if not transcript.text.strip():
            return NothingUnderstood(), None
        listening = self._state.listening
        meaning = self._understanding.understand(transcript, expect=listening.expect, digits=listening.digits)
        return CallerSaid(meaning, transcript.confidence), meaning

    async def _work_out(self, happening: Happening, meaning: Meaning | None, *, speculative: bool) -> TurnResult:
        before = self._state
        decision = decide(before, happening)
        steps = [Step(happening, decision.actions)]
        orders = dict(self._orders)
        while decision.awaits_outcome and len(steps) <= MOST_QUERIES:
            outcome = await self._ask(_query(decision), speculative)
            if isinstance(outcome, Tracked):
                orders |= {order.order_id: order for order in outcome.orders}
            arrived = OutcomeArrived(outcome)
            decision = decide(decision.state, arrived)
            steps.append(Step(arrived, decision.actions))
        says = [action for step in steps for action in step.actions if isinstance(action, Say)]
        return TurnResult(
            before=before,
            state=decision.state,
            steps=tuple(steps),
            reply=self._words(says, decision.state),
            meaning=meaning,
            orders=tuple(orders.values()),
        )

    async def _ask(self, query: Query, speculative: bool) -> Outcome:
        try:
            return await asyncio.wait_for(self._services.answer(query, speculative=speculative), self._deadline_s)
        except TimeoutError:
            return ServiceDown(type(query).__name__)
        except Exception:  # noqa: BLE001 - whatever it is, the caller is told that the line cannot look it up
            logger.exception("a service failed: {}", type(query).__name__)
            return ServiceDown(type(query).__name__)

    async def _count_failures(self, considered: TurnResult) -> None:
        """A failed identification counts against its number only now that it was really asked."""
        for step, following in zip(considered.steps, considered.steps[1:], strict=False):
            asked = step.actions[-1]
            arrived = following.happening
            failed = isinstance(arrived, OutcomeArrived) and isinstance(arrived.outcome, NotIdentified)
            if isinstance(asked, IdentifyCaller) and failed:
                await self._ask(asked, speculative=False)

    def _words(self, says: Sequence[Say], state: DialogueState) -> Reply:
        assert state.started_at is not None, "a call begins with CallStarted"
        return render(
            says,
            language=state.language,
            today=state.started_at.astimezone(self._timezone).date(),
            timezone=self._timezone,
            said=self._said,
            catalogue=self._catalogue,
        )

    def _adopt(self, result: TurnResult) -> TurnResult:
        self._state = result.state
        self._orders = {order.order_id: order for order in result.orders}
        self._said.update(action.key for action in result.actions if isinstance(action, Say))
        for step in result.steps:
            self._journal.step(step.happening, step.actions)
        return result


def _query(decision: Decision) -> Query:
    assert decision.state.pending is not None
    return decision.state.pending
