"""The services as one call may use them. Who is calling, and how surely, is kept here: no decision can claim it.

Only what an `Identified` outcome proved is answered for: another customer's book, quote or write does not exist for
this call, whatever was decided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from loguru import logger

from orderline.act.services import Services, name_of
from orderline.act.services.changes import UNKNOWN
from orderline.events.decision import (
    Ask,
    AskQuote,
    CheckCode,
    Effect,
    IdentifyCaller,
    ProposeCaller,
    Query,
    Request,
    Write,
)
from orderline.events.outcome import CodeRight, Identified, Outcome, Quoted, ServiceDown, WishRefused
from orderline.events.reading import ExplainPolicy, ProductInfo, SearchOrders
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CallId, CustomerId
from orderline.orders.quote import ActionId, QuoteId

MOST_QUOTES = 64
"""Quotes of one call that a yes may still be about; the oldest go first. Source: own choice, a call has a few."""
CODE_LEVEL = 2
"""Identity level of a caller who gave the code (`events.receipt.Authority`)."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How a customer was verified in this call."""

    factors: tuple[str, ...]
    level: int = 1


class CallServices:
    """One call's way to the services."""

    def __init__(self, services: Services, call_id: CallId, actor: str = "line") -> None:
        """`actor` carries changes out, as `Authority.actor` says."""
        self._services = services
        self._call_id = call_id
        self._actor = actor
        self._proved: dict[CustomerId, Proof] = {}
        self._quotes: dict[QuoteId, CustomerId] = {}

    async def answer(self, request: Request, *, speculative: bool = False, at_ms: int | None = None) -> Outcome:
        """Answer a question, or carry an effect out.

        Args:
            request: what was decided.
            speculative: the caller may still be speaking; only queries, and nothing is kept of them.
            at_ms: where in the call's recording the caller said what led to this; None where nothing is recorded.

        Returns ServiceDown where the database does not answer, and where the request is about somebody whom this call
        has not identified. Asked again with the same step, a write gives the first receipt.
        """
        if isinstance(request, Effect):
            assert not speculative, "an effect is never speculative"
            return await self._effect(request, at_ms)
        if not self._may_ask(request):
            return ServiceDown(name_of(request))
        outcome = await self._services.answer(request, speculative=speculative)
        if isinstance(outcome, Identified):
            # Also when the answer is thrown away: the two factors were said, and they match.
            self._proved[outcome.customer_id] = self._proof_of(outcome)
        if isinstance(outcome, Quoted) and isinstance(request, AskQuote) and not speculative:
            self._quotes[outcome.quote.quote_id] = request.customer_id
            while len(self._quotes) > MOST_QUOTES:
                del self._quotes[next(iter(self._quotes))]
        return outcome

    async def _effect(self, request: Effect, at_ms: int | None) -> Outcome:
        action_id = ActionId(f"{self._call_id}/{request.step}" if isinstance(request, Write) else "")
        customer = self._quotes.get(request.quote_id) if isinstance(request, Write) else request.customer_id
        if customer is None:
            return WishRefused(UNKNOWN)
        proof = self._proved.get(customer)
        if proof is None:
            return self._stranger(request)
        yes_at_ms = at_ms if isinstance(request, Write) else None
        authority = Authority(self._actor, customer, proof.factors, proof.level, self._call_id, yes_at_ms)
        outcome = await self._services.effect(request, authority, action_id)
        if isinstance(request, CheckCode) and isinstance(outcome, CodeRight):
            factors = dict.fromkeys((*proof.factors, "code"))
            self._proved[customer] = Proof(tuple(factors), CODE_LEVEL)
        return outcome

    def _may_ask(self, query: Query) -> bool:
        if isinstance(query, ProposeCaller | IdentifyCaller):
            return True
        asked = query.reading if isinstance(query, Ask) else query
        if isinstance(asked, ProductInfo | ExplainPolicy):
            return True  # of the shop, not of a customer
        if not isinstance(asked, SearchOrders) and asked.customer_id in self._proved:
            return True
        self._stranger(query)
        return False

    def _stranger(self, request: Request) -> ServiceDown:
        logger.error("call {}: {} about somebody who was not identified", self._call_id, name_of(request))
        return ServiceDown(name_of(request))

    def _proof_of(self, identified: Identified) -> Proof:
        before = self._proved.get(identified.customer_id, Proof(()))
        return replace(before, factors=tuple(dict.fromkeys((*before.factors, *identified.factors))))
