"""The text door: enters at the transcript and leaves before synthesis. One line in, one answer out.

`docs/channels/text.md` is the reference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.call.conversation import Conversation, TurnResult
from orderline.channels.text.typed import TypedLine
from orderline.clock import Clock
from orderline.decide.state import Phase
from orderline.events.happening import CallerSilent, CallStarted, Happening, NobodyCame, PersonLeft
from orderline.events.speech import KeysPressed, Transcript
from orderline.orders.identifiers import Language

KEYS = frozenset("0123456789*#")
COMMANDS = "/keys 204821# presses keypad keys, /nobody says that no person came, /left that the person has left"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one line."""

    turn: TurnResult | None
    """None where the line was no turn: a command that is none."""
    notes: tuple[str, ...] = ()
    """For whoever types, not for the caller: what was done to the line, or why nothing came of it."""

    @property
    def ended(self) -> bool:
        """The line has hung up: nothing more is taken."""
        return self.turn is not None and self.turn.hang_up


class TextDoor:
    """One call without sound."""

    def __init__(self, conversation: Conversation, language: Language, clock: Clock, silence_s: float) -> None:
        """`silence_s`: how long an empty line counts as silent (`dialogue.silence_s`)."""
        self._conversation = conversation
        self._language = language
        self._clock = clock
        self._silence_s = silence_s

    async def open(self, caller: str | None = None) -> Answer:
        """The call begins, from the number or device `caller`; the answer is the greeting."""
        return await self._happen(CallStarted(self._language, self._clock.now(), caller))

    async def take(self, line: TypedLine) -> Answer:
        """One line: words, a command that begins with `/`, or nothing, which is silence."""
        answer = await self._answer(line)
        return replace(answer, notes=(*line.problems, *answer.notes))

    async def _answer(self, line: TypedLine) -> Answer:
        if line.blank:
            return await self._happen(CallerSilent(self._silence_s))
        if line.text.startswith("/"):
            return await self._command(line.text)
        language = self._conversation.state.language
        return _answer(await self._conversation.hear(Transcript(line.text, language, 1.0, engine="text")))

    async def _command(self, command: str) -> Answer:
        name, _, rest = command.partition(" ")
        keys = "".join(rest.split())
        if name == "/keys" and keys and KEYS.issuperset(keys):
            return await self._happen(KeysPressed(keys))
        if name == "/keys":
            return Answer(None, ("A keypad has the keys 0 to 9, * and #.",))
        if name not in ("/nobody", "/left"):
            return Answer(None, (f"There is no command {name[:20]!r}. {COMMANDS}.",))
        if self._conversation.state.phase is not Phase.WITH_PERSON:
            return Answer(None, (f"{name} means something only after a hand-off.",))
        return await self._happen(NobodyCame() if name == "/nobody" else PersonLeft())

    async def _happen(self, happening: Happening) -> Answer:
        return _answer(await self._conversation.happen(happening))


def _answer(turn: TurnResult) -> Answer:
    """The turn, and what a call would do now that a terminal cannot."""
    if turn.handoff is not None:
        return Answer(turn, ("A person would come now. /nobody: nobody came. /left: they came and have left again.",))
    if turn.state.phase is Phase.WITH_PERSON:
        return Answer(
            turn, ("A person has the call, the line is silent. /nobody: nobody came. /left: they have left.",)
        )
    return Answer(turn)
