from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from tests.contract.store.conftest import TODAY

from orderline.act.policies.live import LivePolicies
from orderline.act.services import Services
from orderline.clock import VirtualClock
from orderline.events.decision import Fact, IdentifyCaller, Said
from orderline.events.outcome import Identified, MismatchReason, NotIdentified, OneMore, Outcome
from orderline.orders.identifiers import ShopId
from orderline.store.models import Address, Customer
from orderline.store.session import Database

pytestmark = [pytest.mark.contract, pytest.mark.asyncio]

TWO = ((Fact.NAME, Fact.POSTCODE), (Fact.NAME, Fact.BIRTH_DATE))


async def person(database: Database, language: str = "en") -> tuple[Customer, str]:
    """Somebody of the demo shop, and their postcode."""
    async with database.reading() as session:
        query = (
            select(Customer, Address.postcode)
            .join(Address, (Address.shop_id == Customer.shop_id) & (Address.customer_id == Customer.id))
            .where(Customer.language == language, Address.country == ("USA" if language == "en" else "中国"))
            .order_by(Customer.id)
        )
        customer, postcode = (await session.execute(query)).first() or (None, None)
        assert customer is not None
        assert postcode is not None
        return customer, postcode


def who(*said: Said, **more: object) -> IdentifyCaller:
    return IdentifyCaller(said=said, **more)  # type: ignore[arg-type]


def name(*readings: str) -> Said:
    return Said(Fact.NAME, readings)


async def test_name_and_postcode_identify(services: Services, database: Database) -> None:
    customer, postcode = await person(database)
    outcome = await services.answer(who(name((customer.name or "").lower()), Said(Fact.POSTCODE, (postcode,))))
    assert isinstance(outcome, Identified)
    assert (outcome.customer_id, set(outcome.factors), outcome.order_id) == (customer.id, {"name", "postcode"}, None)


async def test_a_chinese_name_by_its_sound(services: Services, database: Database) -> None:
    customer, postcode = await person(database, "zh")
    outcome = await services.answer(who(name(customer.name or ""), Said(Fact.POSTCODE, (postcode,))))
    assert isinstance(outcome, Identified)
    assert outcome.customer_id == customer.id


async def test_a_misheard_name_is_found_among_the_readings(services: Services, database: Database) -> None:
    customer, postcode = await person(database)
    heard = name("nobody at all", (customer.name or "").lower())
    outcome = await services.answer(who(heard, Said(Fact.POSTCODE, (postcode,))))
    assert isinstance(outcome, Identified)
    assert outcome.customer_id == customer.id


async def test_a_name_alone_is_not_enough(services: Services, database: Database) -> None:
    customer, _ = await person(database)
    outcome = await services.answer(who(name((customer.name or "").lower())))
    assert isinstance(outcome, OneMore)
    assert outcome.fact is not Fact.NAME


async def test_an_email_alone_identifies_only_where_the_shop_says_so(
    database: Database, services: Services, clock: VirtualClock
) -> None:
    customer, _ = await person(database)
    asked = who(Said(Fact.EMAIL, ((customer.email or "").upper(),)))
    assert isinstance(await services.answer(asked), OneMore)
    lenient = Services(database, ShopId("demo"), clock, LivePolicies(), ((Fact.EMAIL,),))
    outcome = await lenient.answer(asked)
    assert isinstance(outcome, Identified)
    assert outcome.customer_id == customer.id


async def test_the_family_name_of_a_household_is_not_a_name(services: Services, database: Database) -> None:
    customer, postcode = await person(database)
    family = (customer.name or "").lower().split()[-1]
    outcome = await services.answer(who(name(f"xanthippe {family}"), Said(Fact.POSTCODE, (postcode,))))
    assert not isinstance(outcome, Identified)


async def test_a_day_of_birth_decides_where_the_shop_keeps_it(database: Database, clock: VirtualClock) -> None:
    customer, _ = await person(database)
    async with database.writing() as session:
        await session.execute(update(Customer).where(Customer.id == customer.id).values(born_on=date(1964, 8, 2)))
    services = Services(database, ShopId("demo"), clock, LivePolicies(), TWO)
    said = (name((customer.name or "").lower()), Said(Fact.BIRTH_DATE, ("1964-08-02",)))
    outcome = await services.answer(who(*said))
    assert isinstance(outcome, Identified)
    assert outcome.customer_id == customer.id


@pytest.mark.parametrize(
    "said",
    [
        (name("nobody nowhere"), Said(Fact.POSTCODE, ("ZZ99ZZ",))),
        (Said(Fact.EMAIL, ("nobody@nowhere.example",)),),
        (name(""),),
        (Said(Fact.BIRTH_DATE, ("????-??-??",)),),
    ],
)
async def test_what_fits_nobody_is_the_same_no(services: Services, said: tuple[Said, ...]) -> None:
    assert await services.answer(who(*said)) == NotIdentified(MismatchReason.NO_SUCH_PAIR)


async def test_five_different_wrong_guesses_close_a_name_until_tomorrow(
    services: Services, database: Database, clock: VirtualClock
) -> None:
    customer, postcode = await person(database)
    known = name((customer.name or "").lower())
    for wrong in range(5):
        await services.answer(who(known, Said(Fact.POSTCODE, (f"9{wrong}9{wrong}1X",))))
    right = who(known, Said(Fact.POSTCODE, (postcode,)))
    outcome: Outcome = await services.answer(right)
    assert outcome == NotIdentified(MismatchReason.LOCKED)
    clock.advance(24 * 3600 * 1000)
    assert isinstance(await services.answer(right), Identified)


async def test_an_erased_person_is_nobody(services: Services, database: Database) -> None:
    customer, postcode = await person(database)
    async with database.writing() as session:
        row = await session.get_one(Customer, ("demo", customer.id))
        row.erased_at = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    outcome = await services.answer(who(name((customer.name or "").lower()), Said(Fact.POSTCODE, (postcode,))))
    assert not isinstance(outcome, Identified) or outcome.customer_id != customer.id
