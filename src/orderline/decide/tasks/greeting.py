"""The first words, and a "hello?" in between."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Step, put, query
from orderline.decide.questions import WISH
from orderline.decide.repair.ladder import failed
from orderline.decide.state import DialogueState, Phase
from orderline.decide.tasks.task import Simple
from orderline.events.decision import ProposeCaller, Say
from orderline.events.happening import CallStarted
from orderline.events.outcome import CallerProposed, CallerUnknown, Outcome, ServiceDown


class Greeting(Simple):
    """Says that this is an automatic line, and asks what the caller wants."""

    name = "greeting"

    def start(self, state: DialogueState, started: CallStarted) -> Step:
        """Greet; look up who may be calling, where the call came with a number or device."""
        identity = replace(state.identity, hint=started.caller_hint)
        state = replace(state, language=started.language, phase=Phase.TALKING, started_at=started.at, identity=identity)
        hello = Say("greeting.hello")
        if started.caller_hint:
            return query(state, ProposeCaller(started.caller_hint)).after(hello)
        return put(state, WISH, hello)

    def begin(self, state: DialogueState) -> Step:
        """Answer a "hello?": the caller may not have heard the question."""
        return failed(state, Say("greeting.hello_again"))

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        """Keep the proposal, if any, and ask. Nothing of it is spoken: it proves nothing."""
        if not isinstance(state.pending, ProposeCaller):
            return None
        said = state.last_said
        match outcome:
            case CallerProposed(customer_id):
                state = replace(state, identity=replace(state.identity, proposed=customer_id))
            case CallerUnknown() | ServiceDown():
                pass
            case _:
                return None
        decision = put(state, WISH)
        return replace(decision, state=replace(decision.state, last_said=(*said, *decision.state.last_said)))
