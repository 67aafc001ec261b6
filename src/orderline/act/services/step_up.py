"""A code sent to the customer and read back: proof of more than two factors, for changes whose policy asks for it.

The code stands in its errand alone, until it is told; the table keeps a salted hash under the shop's key.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta

from orderline.act.services.change import Change, Done
from orderline.act.services.customer_data import audit_entry
from orderline.act.services.planning import refuse
from orderline.act.services.writer import Writer, random_id
from orderline.clock import Clock
from orderline.events.outcome import CodeRight, CodeSent, CodeWrong, WishRefused
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CallId, CustomerId, ShopId
from orderline.orders.quote import ActionId, Refusal, Refused
from orderline.store import audit
from orderline.store.callers import keyed_hash
from orderline.store.models import StepUpCode
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.outbox import CODE_FIELD, SEND_CODE
from orderline.store.repositories.shops import shop_facts
from orderline.store.repositories.step_up import add_code, code_of, held_customer, sent_since
from orderline.store.session import Database

DIGITS = 6
LIFE = timedelta(minutes=10)
"""How long a code counts; most providers of such codes give five to ten minutes. Own choice."""
TRIES = 3
"""Wrong ones until a code counts no more. Source: the design's "three failures, then a person"."""
MOST_AN_HOUR = 3
"""Codes to one customer within `HOUR`, whoever asks: nobody's telephone is flooded, and with `TRIES` and
`MOST_READINGS` a stranger has 27 guesses in a million an hour. Own choice."""
HOUR = timedelta(hours=1)
MOST_READINGS = 3
"""Readings of one try that are looked at: each is a guess. Own choice."""
TAIL = 4

TOO_MANY = refuse(
    Refusal.PERSON_NEEDED,
    "I have sent as many codes as I may, so a colleague has to help with this",
    "验证码发送次数已经用完，需要请同事帮您处理",
)
UNREACHABLE = refuse(
    Refusal.PERSON_NEEDED,
    "I have no phone or email on file to send a code to, so a colleague has to help with this",
    "您的资料里没有可以接收验证码的手机或邮箱，需要请同事帮您处理",
)


def six_digits() -> str:
    """A fresh code."""
    return str(secrets.randbelow(10**DIGITS)).zfill(DIGITS)


async def send_code(
    database: Database,
    shop: ShopId,
    clock: Clock,
    customer_id: CustomerId,
    call_id: str,
    new_code: Callable[[], str] = six_digits,
    actor: str = "line",
) -> CodeSent | WishRefused:
    """Send the customer a fresh code, which makes an earlier one of this call worthless.

    Refused (`person_needed`) after three within an hour, and where no phone or e-mail is known. Raises
    StoreUnavailable: nothing was sent.
    """
    tail = ""

    async def work(change: Change) -> Done | Refused:
        nonlocal tail
        person = await held_customer(change.session, change.shop, customer_id)
        if person is None or not (person.phone or person.email):
            return UNREACHABLE
        if await sent_since(change.session, change.shop, customer_id, change.now - HOUR) >= MOST_AN_HOUR:
            return TOO_MANY
        tail = (person.phone or "")[-TAIL:]
        code = new_code()
        await add_code(change.session, change.shop, _row(change, customer_id, call_id, code))
        payload = {"customer": customer_id, CODE_FIELD: code, "minutes": int(LIFE.total_seconds() // 60)}
        return Done(errands=(Errand("crm", SEND_CODE, payload),), told={"to": "phone" if person.phone else "email"})

    done = await Writer(database, shop, clock).run(
        action_id=ActionId(random_id("code")),
        action=SEND_CODE,
        order_ids=(),
        authority=Authority(actor, customer_id, call_id=CallId(call_id)),
        work=work,
    )
    return WishRefused(done) if isinstance(done, Refused) else CodeSent(tail)


async def check_code(
    database: Database,
    shop: ShopId,
    clock: Clock,
    customer_id: CustomerId,
    call_id: str,
    codes: Sequence[str],
    actor: str = "line",
) -> CodeRight | CodeWrong:
    """Whether one of these readings, best first, is the code last sent in this call. A right one counts once.

    Raises StoreUnavailable: the try did not count.
    """
    async with database.writing() as session:
        facts = await shop_facts(session, shop)
        now = clock.now()
        row = await code_of(session, facts, customer_id, call_id)
        if row is None or row.tries >= TRIES or now >= row.expires_at:
            return CodeWrong(0)
        found = [hmac.compare_digest(_hash(facts.hash_key, row.salt, code), row.hash) for code in codes[:MOST_READINGS]]
        right = any(found)
        row.used, row.tries = right, row.tries + (not right)
        told = {"right": right, "tries": row.tries}
        entry = {**audit_entry("check_code", actor, customer_id, told), "call": call_id}
        await audit.append(session, shop, now, random_id("check"), None, entry)
    return CodeRight() if right else CodeWrong(TRIES - row.tries)


def _row(change: Change, customer_id: CustomerId, call_id: str, code: str) -> StepUpCode:
    salt = secrets.token_hex(16)
    return StepUpCode(
        shop_id=change.shop.id,
        id=change.new_id("code"),
        customer_id=customer_id,
        call_id=call_id,
        salt=salt,
        hash=_hash(change.shop.hash_key, salt, code),
        sent_at=change.now,
        expires_at=change.now + LIFE,
    )


def _hash(key: bytes, salt: str, code: str) -> str:
    return keyed_hash(key, f"code:{salt}:{code}")
