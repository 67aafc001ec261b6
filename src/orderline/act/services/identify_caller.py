"""Who calls: by an order number and a factor on the order, or by what they say of themselves.

Every failure does the same work and gives an answer of the same shape, so that an order number cannot be found by
trying, and five different failed guesses a day at one number, name or e-mail close it until tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services import identify_person
from orderline.act.services.evidence import Evidence
from orderline.act.services.identify_person import Sufficient
from orderline.act.services.number_readings import NumberReadings, neighbours, number_readings
from orderline.events.decision import Fact, IdentifyCaller, Said
from orderline.events.outcome import Identified, MismatchReason, NotIdentified, OneMore
from orderline.settings import SUFFICIENT
from orderline.store.callers import keyed_hash
from orderline.store.repositories.identity import Candidate, candidates, failed_attempts, numbered, record_attempt
from orderline.store.repositories.people import Person, people
from orderline.store.repositories.shops import ShopFacts
from orderline.store.sounds import name_key, normal_postcode

ATTEMPTS_A_DAY = 5
"""Different failed guesses at one order number that close it for the day. Source: reference/ecosystem S5."""
LATER_READING = 0.9
"""What a match is worth less for every better reading that did not match. Our own judgement: a recogniser's second
choice is right far less often than its first, but an exact second factor confirms it."""
NEAR = 0.73
"""What a number one digit off is worth. Source: reference/speech-and-nlu line 148, snapping to a book of 10,000 orders:
0.40 right to 0.15 wrong."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the caller gave, cleaned."""

    numbers: NumberReadings
    phone_tails: tuple[str, ...]
    postcodes: tuple[str, ...]

    @property
    def closes(self) -> str:
        """The name under which failures at this number are counted."""
        best = next(iter(self.numbers.readings), "")
        return f"tail:{best[-4:]}" if self.numbers.is_suffix else f"number:{best}"

    @property
    def whole(self) -> str:
        """Everything given, as one text."""
        return "|".join((self.closes, *sorted(self.phone_tails), "/", *sorted(self.postcodes)))


@dataclass(frozen=True, slots=True)
class Match:
    """An order that fits a guess, and how surely."""

    order: Candidate
    factors: tuple[str, ...]
    confidence: float
    near: bool = False
    """Whether the number was not heard as it is."""


def clean(query: IdentifyCaller) -> Guess:
    """The query with readings normalised; what cannot be a factor is left out."""
    return Guess(
        number_readings(query.order_numbers, query.number_is_suffix, query.number_is_certain),
        tuple(tail for tail in query.phone_tails if len(tail) == 4 and tail.isdigit()),
        tuple(filter(None, (normal_postcode(postcode) for postcode in query.postcodes))),
    )


def matches(guess: Guess, found: tuple[Candidate, ...]) -> tuple[Match, ...]:
    """The best tier of matches: those on the likeliest exact reading, or a near one where no reading is exact."""
    if guess.numbers.is_suffix:
        tiers = [[order for order in found if order.number_tail == tail] for tail in guess.numbers.tails]
    else:
        tiers = [[order for order in found if order.number_digits == number] for number in guess.numbers.exact]
    for rank, tier in enumerate(tiers):
        if tier:
            return tuple(_match(guess, order, LATER_READING**rank) for order in tier)
    near = [order for order in found if order.number_digits in guess.numbers.near]
    return tuple(_match(guess, order, NEAR, near=True) for order in near)


def _match(guess: Guess, order: Candidate, number_confidence: float, near: bool = False) -> Match:
    said = {"phone_tail": (guess.phone_tails, order.phone_tail), "postcode": (guess.postcodes, order.postcode)}
    ranks = {name: readings.index(real) for name, (readings, real) in said.items() if real in readings}
    confidence = number_confidence * LATER_READING ** min(ranks.values())
    return Match(order, ("order_number", *ranks), confidence, near)


def settle(found: tuple[Match, ...], proposed: str | None) -> Match | MismatchReason:
    """One customer, or why not. The customer whom number or device proposed only decides between equals."""
    own = [match for match in found if match.order.customer_id == proposed]
    best = own if own and len(found) > 1 else list(found)
    if not best:
        return MismatchReason.NO_SUCH_PAIR
    if len({match.order.customer_id for match in best}) > 1 or (best[0].near and len(best) > 1):
        return MismatchReason.AMBIGUOUS
    return max(best, key=lambda match: match.order.placed_at)


async def identify_caller(
    session: AsyncSession, shop: ShopFacts, query: IdentifyCaller, today: date, sufficient: Sufficient = SUFFICIENT
) -> Identified | NotIdentified | OneMore:
    """Match the query against this shop's own rows. Reads only; a failure is kept by `keep_failure`.

    An order number with an exact phone tail or postcode decides at once; anything else that was said is weighed against
    the customers it may name.
    """
    guess = clean(query)
    settled = await _by_number(session, shop, guess, query, sufficient)
    if isinstance(settled, MismatchReason) and query.said:
        return await _by_person(session, shop, query, guess, today, sufficient)
    closed_by = _hashes(shop, guess, settled.order if isinstance(settled, Match) else None)
    if await failed_attempts(session, shop, today, closed_by) >= ATTEMPTS_A_DAY:
        return NotIdentified(MismatchReason.LOCKED)
    if isinstance(settled, MismatchReason):
        return NotIdentified(settled)
    order = settled.order
    return Identified(order.customer_id, order.order_id, settled.factors, settled.confidence)


async def _by_number(
    session: AsyncSession, shop: ShopFacts, guess: Guess, query: IdentifyCaller, sufficient: Sufficient
) -> Match | MismatchReason:
    """By the order's number and what is on the order; only where the shop calls these sufficient."""
    if not guess.numbers.readings:
        return MismatchReason.NO_SUCH_PAIR
    may = {fact for facts in sufficient for fact in facts if Fact.ORDER_NUMBER in facts}
    found = await candidates(
        session,
        shop,
        numbers=sorted({*guess.numbers.exact, *guess.numbers.near}),
        tails=guess.numbers.tails,
        phone_tails=guess.phone_tails if Fact.PHONE_TAIL in may else (),
        postcodes=guess.postcodes if Fact.POSTCODE in may else (),
    )
    return settle(matches(guess, found), query.proposed)


async def _by_person(
    session: AsyncSession, shop: ShopFacts, query: IdentifyCaller, guess: Guess, today: date, sufficient: Sufficient
) -> Identified | NotIdentified | OneMore:
    """By all that was said, order numbers among it."""
    orders = await numbered(session, shop, guess.numbers.exact, guess.numbers.tails) if guess.numbers.readings else ()
    owners = {order.customer_id: order for order in reversed(orders)}
    clues = identify_person.clues_of(said_in(query), query.proposed)
    found = await people(session, shop, replace(clues, customers=(*clues.customers, *owners)))
    settled = identify_person.settle(said_in(query), found, owners.keys(), sufficient, query.proposed)
    closed_by = {keyed_hash(shop.hash_key, name) for name in (guess.closes, *closes_of(query))}
    if isinstance(settled, Evidence):
        closed_by |= {keyed_hash(shop.hash_key, name) for name in own_locks(settled.person)}
    if await failed_attempts(session, shop, today, closed_by) >= ATTEMPTS_A_DAY:
        return NotIdentified(MismatchReason.LOCKED)
    if not isinstance(settled, Evidence):
        return settled
    order = owners.get(settled.person.customer_id)
    factors = tuple(fact.value for fact in settled.factors)
    sure = identify_person.confidence(settled)
    return Identified(settled.person.customer_id, order.order_id if order else None, factors, sure)


def said_in(query: IdentifyCaller) -> tuple[Said, ...]:
    """Everything said that is a fact of a person: also the phone tails and postcodes given beside an order number."""
    beside = ((Fact.PHONE_TAIL, query.phone_tails), (Fact.POSTCODE, query.postcodes))
    return (*(Said(fact, readings) for fact, readings in beside if readings), *query.said)


def closes_of(query: IdentifyCaller) -> tuple[str, ...]:
    """The names under which failures at what was said are counted: a person's name by its sound, and an e-mail."""
    first = [(one.fact, one.readings[0]) for one in query.said if one.readings]
    return tuple(
        f"{fact}:{name_key(reading.replace(' ', '')) if fact is Fact.NAME else reading.lower()}"
        for fact, reading in dict.fromkeys(first)
        if fact in (Fact.NAME, Fact.EMAIL)
    )


def own_locks(person: Person) -> tuple[str, ...]:
    """The names under which failures count against a person that was matched."""
    return (f"{Fact.NAME}:{name_key(person.given + person.family)}", f"{Fact.EMAIL}:{person.email}")


def is_failure(
    query: IdentifyCaller, outcome: Identified | NotIdentified | OneMore, sufficient: Sufficient = SUFFICIENT
) -> bool:
    """Whether an answer counts against the number, name or e-mail: enough was given, and it did not fit."""
    if isinstance(outcome, OneMore):
        given = {Fact.ORDER_NUMBER} if query.order_numbers else set[Fact]()
        given |= {one.fact for one in said_in(query)}
        return any(given.issuperset(facts) for facts in sufficient)
    return isinstance(outcome, NotIdentified) and outcome.reason is not MismatchReason.LOCKED


async def keep_failure(session: AsyncSession, shop: ShopFacts, query: IdentifyCaller, today: date) -> None:
    """Count a failed guess against the number, name or e-mail it was made at; the same guess twice counts once."""
    guess = clean(query)
    heard = "|".join(f"{one.fact}={one.readings[0]}" for one in query.said if one.readings)
    guess_hash = keyed_hash(shop.hash_key, f"guess:{guess.whole}|{heard}" if heard else f"guess:{guess.whole}")
    closed = [guess.closes] if guess.numbers.readings or not query.said else []
    for name in (*closed, *closes_of(query)):
        await record_attempt(session, shop, today, keyed_hash(shop.hash_key, name), guess_hash)


def _hashes(shop: ShopFacts, guess: Guess, order: Candidate | None) -> set[str]:
    """Where failures count against this guess: its own number, and all ways of saying the number it matched."""
    names = {guess.closes}
    if order is not None:
        names |= {f"number:{number}" for number in (order.number_digits, *neighbours(order.number_digits))}
        names.add(f"tail:{order.number_tail}")
    return {keyed_hash(shop.hash_key, name) for name in names}
