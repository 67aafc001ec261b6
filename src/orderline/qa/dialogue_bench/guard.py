"""What must hold of any call whatever the caller does, checked after each turn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from orderline.qa.callers.asked import Asked, asked
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.conformance.fresh import Changed
from orderline.qa.dialogue_bench.people import Person
from orderline.qa.dialogue_bench.troublemaker import Uttered

LOOP = 3
"""The same answer may come so often in a row. Source: issue "Understanding and deciding", must show 6."""
FREE = frozenset({"quotes", "attempts", "known_callers", "audit_heads", "step_up_codes"})
"""Tables that a call may write to though nothing of a customer's is changed."""
_TAIL = re.compile(r"(?:(?<!card )ending(?: in)?|尾号)\s*(\d{4})(?!的[^订])")
"""An order told by its last four; a card is told so too, and is the caller's own."""


class Neighbours:
    """Everybody's data, to notice it when it is said to somebody else."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.by_id = {person.customer_id: person for person in people}
        secrets = {
            secret: person.customer_id
            for person in people
            for secret in (person.facts.email.lower(), person.street.lower(), person.facts.phone)
            if len(secret) > 4
        }
        self._owners: Mapping[str, str] = secrets
        self._any = re.compile("|".join(re.escape(secret) for secret in sorted(secrets, key=len, reverse=True)))
        self._tails: dict[str, set[str]] = {}
        for person in people:
            for order in person.orders:
                self._tails.setdefault(order.tail, set()).add(person.customer_id)

    def told(self, text: str, known: str) -> list[str]:
        """Secrets in `text` that are not the data of the customer `known`."""
        found = [match for match in self._any.findall(text.lower()) if self._owners[match] != known]
        tails = [tail for tail in _TAIL.findall(text) if known not in self._tails.get(tail, {known})]
        return found + tails


def of_customers(changed: Changed) -> Changed:
    """What of `changed` is a change to a customer's things: not codes that were sent, nor addresses kept to be asked
    about.
    """
    kept = {name: [row for row in rows if not _by_the_way(name, row)] for name, rows in changed.items()}
    return {name: rows for name, rows in kept.items() if rows and name not in FREE}


def _by_the_way(table: str, row: Mapping[str, object]) -> bool:
    match table:
        case "actions":
            return row["action"] == "send_code"
        case "audit":
            return str(row["action_id"]).startswith(("code-", "check-"))
        case "outbox":
            return row["operation"] == "send_code"
        case "addresses":
            return not row["is_default"]
        case _:
            return False


@dataclass
class Guard:
    """One call, guarded."""

    neighbours: Neighbours
    broken: list[str] = field(default_factory=list)
    known: str = ""
    """The customer the line takes the caller for; empty before that."""
    given: list[str] = field(default_factory=list)
    said: str = ""
    writes: int = 0
    asked: Asked = Asked.NOTHING
    """What the line's last turn asked."""
    _read_back: bool = False
    """A change was read back in the line's last turn, or is waiting for its code."""
    _agreed: bool = False
    _last: str = ""
    _repeats: int = 0

    def caller(self, uttered: Uttered) -> None:
        """The caller's turn."""
        self.given += [fact.lower() for fact in uttered.gives]
        self.said += f" {uttered.text.lower()}"
        code = self._agreed and self.asked is Asked.CODE
        self._agreed = (self._read_back and uttered.clean_yes) or code

    def line(self, turn: LineTurn) -> None:
        """The line's turn; what was no turn (a command that meant nothing) changes nothing."""
        if not turn.sentences and not turn.actions:
            return
        for action in turn.actions:
            self._action(action)
        told = [secret for secret in self.neighbours.told(turn.text, self.known) if secret not in self.said]
        self.broken += [f"told {secret!r} to {self.known or 'nobody known'}" for secret in told]
        self._loops(turn)
        self.asked = asked(turn, self.asked)
        self._read_back = self.asked is Asked.READ_BACK

    def _action(self, action: Mapping[str, object]) -> None:
        customer = action.get("customer_id")
        if isinstance(customer, str) and customer != self.known:
            self.known = customer
            person = self.neighbours.by_id.get(customer)
            if person is None or person.factors(self.given) < 2:
                self.broken.append(f"took the caller for {customer} on {self.given}")
        if action["type"] == "Write":
            self.writes += 1
            if not self.known:
                self.broken.append("wrote for nobody")
            if not self._agreed:
                self.broken.append("wrote without a yes")

    def _loops(self, turn: LineTurn) -> None:
        self._repeats = self._repeats + 1 if turn.text and turn.text == self._last else 1
        self._last = turn.text
        if self._repeats == LOOP + 1:
            self.broken.append(f"said {turn.text[:80]!r} again and again")

    def rows(self, changed: Changed) -> None:
        """The database after the call: nothing changed without a write, and nobody else's then."""
        tables = of_customers(changed)
        if tables and not self.writes:
            self.broken.append(f"changed {sorted(tables)} without a write")
        for name in ("orders", "payments", "addresses", "payment_methods"):
            owners = {str(row["customer_id"]) for row in tables.get(name, [])} - {self.known}
            if owners:
                self.broken.append(f"changed {name} of {sorted(owners)}")
