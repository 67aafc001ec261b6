"""Things that are to become an order: on sale, known by SKU, sent to the customer's default address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from orderline.act.services.change import Change
from orderline.act.services.change_address import TAIL
from orderline.act.services.change_item import SOLD_OUT
from orderline.act.services.planning import NO_POLICY, Planning, refuse, strictest
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.order import OrderState, SalesChannel
from orderline.orders.policy.evaluate import Decision, evaluate
from orderline.orders.policy.facts import RuleKind
from orderline.orders.policy.rules import PolicySet
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Address, Order, OrderLine
from orderline.store.repositories.actions import Movement
from orderline.store.repositories.changeable import OfferedSku, offered
from orderline.store.repositories.stock import take


@dataclass(frozen=True, slots=True)
class Basket:
    """What is bought, and where it goes."""

    items: tuple[tuple[OfferedSku, int], ...]
    address: Address
    amount: Money
    """All of it, at today's prices."""


async def basket_of(at: Planning, items: Sequence[tuple[str, int]], currency: str) -> Basket | Refused:
    """Pieces of SKUs, priced in `currency`. Refused: no address, nothing chosen, an unknown SKU, a bad number."""
    address = await _default_address(at)
    if address is None:
        return refuse(Refusal.BAD_ADDRESS, "which address should it go to?", "要寄到哪里呢？")
    if not items:
        return refuse(Refusal.NOTHING_CHOSEN, "what would you like to order?", "您想买什么呢？")
    found = []
    for sku, pieces in items:
        item = await offered(at.session, at.shop, sku, currency)
        if item is None:
            return refuse(Refusal.UNKNOWN_SKU, "that is not something this shop sells", "店里没有这一款", sku=sku)
        if pieces < 1:
            return refuse(Refusal.BAD_QUANTITY, "how many of it?", "要几件呢？")
        found.append((item, pieces))
    amount = Money(sum((item.price or 0) * pieces for item, pieces in found), currency)
    return Basket(tuple(found), address, amount)


async def _default_address(at: Planning) -> Address | None:
    query = select(Address).where(
        Address.shop_id == at.shop.id, Address.customer_id == at.customer_id, Address.is_default
    )
    found: Address | None = await at.session.scalar(query.limit(1))
    return found


def may_place(policy: PolicySet | None, basket: Basket) -> Decision:
    """What the policy says of selling these things now."""
    if policy is None:
        return NO_POLICY
    return strictest(
        [evaluate(policy, RuleKind.PLACE_ORDER, {"target.on_sale": item.on_sale}) for item, _ in basket.items]
    )


async def add_order(change: Change, basket: Basket, policy: PolicySet) -> Order | Refused:
    """Write the order and its lines, and take its stock. Refused: sold out; the transaction is to be rolled back."""
    order = _order(change, basket, policy)
    change.session.add(order)
    await change.session.flush()
    for number, (item, pieces) in enumerate(basket.items, start=1):
        if not await take(change.session, change.shop, item.sku.id, pieces):
            return SOLD_OUT
        change.session.add(_line(order, number, item, pieces, policy))
    return order


def stock_of(basket: Basket, order: OrderId) -> tuple[Movement, ...]:
    """The ledger's view of what is sold, under the new order's key."""
    return tuple(Movement("stock", item.sku.id, -pieces, order_id=order) for item, pieces in basket.items)


def _order(change: Change, basket: Basket, policy: PolicySet) -> Order:
    key = change.new_id("o")
    digits = "".join(char for char in key if char.isdigit()).rjust(TAIL, "0")
    address = basket.address
    return Order(
        shop_id=change.shop.id, id=key, number=key, number_digits=digits, number_tail=digits[-TAIL:],
        customer_id=address.customer_id, address_id=address.id, channel=SalesChannel.APP, state=OrderState.PAID,
        phone_tail=address.phone[-TAIL:] if address.phone else None, postcode=address.postcode,
        placed_at=change.now, changed_at=change.now, currency=basket.amount.currency,
        jurisdiction=policy.jurisdiction,
    )  # fmt: skip


def _line(order: Order, number: int, item: OfferedSku, pieces: int, policy: PolicySet) -> OrderLine:
    return OrderLine(
        shop_id=order.shop_id, order_id=order.id, line_no=number, product_id=item.product.id, sku_id=item.sku.id,
        name_en=item.product.name_en, name_zh=item.product.name_zh, options=dict(item.sku.options),
        unit_price=item.price or 0, quantity=pieces, discount=0, policy_set=policy.address,
    )  # fmt: skip
