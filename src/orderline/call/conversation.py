"""The stages after hearing, joined: transcript to meaning to decision to outcome to words. Every door talks to this.

    transcript ──understand──► happening ──decide──► actions ─request─► service ──outcome──┐
                                   ▲                    │ no request                       │
                                   │                    ▼                                  │
                                   │                  render ──► TurnResult                │
                                   └───────────────────────────────────────────────────────┘

`consider` runs this without changing anything, while the caller may still be speaking; `hear` and `happen` change the
conversation and write its journal. Both walk the same way, so a considered answer is the answer, as far as it goes: it
stops where something would be changed (`events.decision.Effect`), and what must be kept is asked for again for good.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from itertools import pairwise
from typing import Protocol

from loguru import logger

from orderline.call.effects import Answers, Effects, ask
from orderline.call.journal import Journal
from orderline.clock import Clock
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.decision import (
    Action,
    AskQuote,
    Effect,
    HandOff,
    HangUp,
    IdentifyCaller,
    Listen,
    Request,
    Say,
    ShowOrder,
)
from orderline.events.happening import CallerSaid, CallStarted, Happening, NothingUnderstood, OutcomeArrived
from orderline.events.meaning import Meaning
from orderline.events.outcome import NotIdentified, Outcome, Quoted, ServiceDown, Tracked
from orderline.events.reply import Reply
from orderline.events.speech import Expect, KeysPressed, Transcript
from orderline.orders.order import TrackedOrder
from orderline.speak.render import render
from orderline.speak.wording.catalogue import Catalogue

MOST_REQUESTS = 16
"""Requests one turn may put to the services. The longest turn there is takes 12: the code a caller gives is checked,
the change written, the book read again; then each of up to three wishes still open is looked up, read and quoted before
one of them has a question. More would be a loop: then the services count as down. Source: own choice."""


class Understands(Protocol):
    """The understanding stage: `orderline.understand`."""

    def understand(
        self, transcript: Transcript, *, expect: Expect, digits: int | None, today: date | None = None
    ) -> Meaning:
        """What a transcript means, given what was asked and which day it is. Pure, under 5 ms."""
        ...


Asked = tuple[tuple[Action, Outcome], ...]
"""What was asked of the services, each with its answer, in order."""


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
    whole: bool = True
    """False: it stops before an effect, which only a turn that is committed may have."""

    @property
    def actions(self) -> tuple[Action, ...]:
        """Everything that was decided, in order."""
        return tuple(action for step in self.steps for action in step.actions)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the services answered, in order."""
        return tuple(step.happening.outcome for step in self.steps if isinstance(step.happening, OutcomeArrived))

    @property
    def provisional(self) -> bool:
        """Whether something in it has yet to be asked for good: it was worked out while the caller might go on."""
        return not self.whole or any(_for_good(asked, outcome) for asked, outcome in self.asked)

    @property
    def asked(self) -> Asked:
        """What was asked of the services, each with its answer, in order."""
        return tuple(
            (step.actions[-1], following.happening.outcome)
            for step, following in pairwise(self.steps)
            if isinstance(following.happening, OutcomeArrived)
        )

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
        clock: Clock,
        service_deadline_s: float,
    ) -> None:
        """`timezone` is the shop's: it decides what "today" is. The journal is closed with the conversation."""
        self._state = state
        self._understanding = understanding
        self._services = services
        self._catalogue = catalogue
        self._timezone = timezone
        self._journal = journal
        self._clock = clock
        self._deadline_s = service_deadline_s
        self._said: Counter[str] = Counter()
        self._orders: dict[str, TrackedOrder] = {}
        self._deciding = asyncio.Lock()
        self._effects = Effects(services, service_deadline_s)
        self._began_ms = clock.monotonic_ms()

    @property
    def state(self) -> DialogueState:
        """Where the dialogue stands."""
        return self._state

    async def consider(self, transcript: Transcript) -> TurnResult:
        """What the line would answer if the caller stopped here. Changes nothing, counts nothing, writes nothing.

        Where that answer needs something done first, the result stops there (`TurnResult.whole`).
        """
        return await self._work_out(*self._meant(transcript), speculative=True)

    async def hear(
        self, transcript: Transcript, considered: TurnResult | None = None, *, ended_ms: float | None = None
    ) -> TurnResult:
        """The caller finished a turn. What was `considered` is taken over as far as it still holds.

        `ended_ms`: when the last sound of it came in, by the clock's milliseconds; None: just now.
        """
        async with self._deciding:
            happening, meaning = self._meant(transcript)
            if considered is None or considered.before is not self._state or considered.steps[0].happening != happening:
                considered = None
            if considered is not None and not considered.provisional:
                return self._adopt(considered)
            at_ms = self._place(ended_ms, transcript.audio_ms) if transcript.audio_ms else None
            known = considered.asked if considered is not None else ()
            return self._adopt(await self._work_out(happening, meaning, speculative=False, at_ms=at_ms, known=known))

    async def happen(self, happening: Happening) -> TurnResult:
        """Something other than speech happened."""
        if isinstance(happening, CallStarted):
            # "Today" is the shop's day, not Greenwich's.
            happening = replace(happening, at=happening.at.astimezone(self._timezone))
            self._began_ms = self._clock.monotonic_ms()
        async with self._deciding:
            at_ms = self._place(None, 0) if isinstance(happening, KeysPressed) else None
            return self._adopt(await self._work_out(happening, None, speculative=False, at_ms=at_ms))

    def note(self, kind: str, **data: object) -> None:
        """Write something of use to the journal that is no decision: engines, latency, the end."""
        self._journal.note(kind, data)

    async def finish(self) -> None:
        """The call is over: wait for what is being carried out, within its deadline, then close."""
        for outcome in await self._effects.finish():
            self.note("done after the call", outcome=type(outcome).__name__)
        self.close()

    def close(self) -> None:
        """Close the journal. May be called twice."""
        self._journal.close()

    def _place(self, ended_ms: float | None, long_ms: int) -> int:
        """Where in the call's recording something began that was `long_ms` long and ended at `ended_ms`."""
        ended = self._clock.monotonic_ms() if ended_ms is None else ended_ms
        return max(0, round(ended - self._began_ms - long_ms))

    def _meant(self, transcript: Transcript) -> tuple[Happening, Meaning | None]:
        if not transcript.text.strip():
            return NothingUnderstood(), None
        listening, began = self._state.listening, self._state.started_at
        meaning = self._understanding.understand(
            transcript,
            expect=listening.expect,
            digits=listening.digits,
            today=began.astimezone(self._timezone).date() if began is not None else None,
        )
        return CallerSaid(meaning, transcript.confidence), meaning

    async def _work_out(
        self,
        happening: Happening,
        meaning: Meaning | None,
        *,
        speculative: bool,
        at_ms: int | None = None,
        known: Asked = (),
    ) -> TurnResult:
        """Decide until the turn ends. `known`: answers got on the same way before, while they are asked for."""
        before = self._state
        decision = decide(before, happening)
        steps = [Step(happening, decision.actions)]
        orders = dict(self._orders)
        while (request := decision.state.pending) is not None:
            if speculative and isinstance(request, Effect):
                break
            if len(steps) > MOST_REQUESTS + 1:
                raise RuntimeError("the dialogue goes on asking although the services are down")
            outcome: Outcome
            if len(steps) > MOST_REQUESTS:
                logger.error("a turn asked the services more than {} times", MOST_REQUESTS)
                outcome = ServiceDown(type(request).__name__)
            elif known and known[0][0] == request and not _for_good(*known[0]):
                outcome, known = known[0][1], known[1:]
            else:
                outcome = await self._ask(request, speculative, at_ms)
                known = known[1:] if known and outcome == known[0][1] else ()
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
            whole=decision.state.pending is None,
        )

    async def _ask(self, request: Request, speculative: bool, at_ms: int | None) -> Outcome:
        if isinstance(request, Effect):
            return await self._effects.carry_out(request, at_ms)
        return await ask(self._services, request, self._deadline_s, speculative=speculative)

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
        self._journal.turn([(step.happening, step.actions) for step in result.steps])
        return result


def _for_good(asked: Action, outcome: Outcome) -> bool:
    """Whether an answer that was got while the caller might go on has to be asked for again once they have not.

    A failed identification counts against its number only then, and a quote is kept only then.
    """
    return (isinstance(asked, AskQuote) and isinstance(outcome, Quoted)) or (
        isinstance(asked, IdentifyCaller) and isinstance(outcome, NotIdentified)
    )
