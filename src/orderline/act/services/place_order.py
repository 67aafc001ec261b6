"""Place an order for a caller: things on sale, to an address and by a payment method they have on file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from orderline.act.services.change import Change, Done
from orderline.act.services.change_address import TAIL
from orderline.act.services.change_item import SOLD_OUT
from orderline.act.services.money_moves import AT_ONCE, SHORT_BALANCE, covers
from orderline.act.services.planning import NO_POLICY, Plan, Planned, Planning, refuse, strictest, verdict
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.order import OrderState, SalesChannel
from orderline.orders.policy.evaluate import evaluate
from orderline.orders.policy.facts import RuleKind
from orderline.orders.policy.rules import PolicySet
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.store.models import Address, Order, OrderLine, PaymentMethod
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import OfferedSku, offered
from orderline.store.repositories.money import STORED_VALUE, NewPayment, add_payment
from orderline.store.repositories.stock import take


@dataclass(frozen=True, slots=True)
class _Basket:
    """What is bought, by whom, paid how, sent where."""

    items: tuple[tuple[OfferedSku, int], ...]
    method: PaymentMethod
    address: Address
    amount: Money
    policy: PolicySet


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """Buy items at today's prices."""

    items: tuple[tuple[str, int], ...]
    """(SKU, pieces)"""
    method_id: str
    currency: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        policy = at.shelf.in_force(at.shop.id, "*", "*", at.today)
        method = await at.session.get(PaymentMethod, (at.shop.id, self.method_id))
        if method is None or method.customer_id != at.customer_id:
            return refuse(Refusal.UNKNOWN_METHOD, "that payment method is not on your file", "没有这个付款方式")
        address = await _default_address(at)
        if address is None:
            return refuse(Refusal.BAD_ADDRESS, "which address should it go to?", "要寄到哪里呢？")
        items = await self._items(at)
        if isinstance(items, Refused):
            return items
        decision = strictest(
            [
                evaluate(policy, RuleKind.PLACE_ORDER, {"target.on_sale": item.on_sale}) if policy else NO_POLICY
                for item, _ in items
            ]
        )
        if (stop := verdict(decision)) or policy is None:
            return stop or refuse(Refusal.PERSON_NEEDED, NO_POLICY.because.en, NO_POLICY.because.zh)
        amount = Money(sum((item.price or 0) * pieces for item, pieces in items), self.currency)
        if not covers(method, amount):
            return SHORT_BALANCE
        basket = _Basket(items, method, address, amount, policy)

        async def carry_out(change: Change) -> Done | Refused:
            return await _place(change, basket)

        return Plan((), decision, carry_out, (_charge(basket),))

    async def _items(self, at: Planning) -> tuple[tuple[OfferedSku, int], ...] | Refused:
        if not self.items:
            return refuse(Refusal.NOTHING_CHOSEN, "what would you like to order?", "您想买什么呢？")
        found = []
        for sku, pieces in self.items:
            item = await offered(at.session, at.shop, sku, self.currency)
            if item is None:
                return refuse(Refusal.UNKNOWN_SKU, "that is not something this shop sells", "店里没有这一款", sku=sku)
            if pieces < 1:
                return refuse(Refusal.BAD_QUANTITY, "how many of it?", "要几件呢？")
            found.append((item, pieces))
        return tuple(found)


async def _default_address(at: Planning) -> Address | None:
    query = select(Address).where(
        Address.shop_id == at.shop.id, Address.customer_id == at.customer_id, Address.is_default
    )
    found: Address | None = await at.session.scalar(query.limit(1))
    return found


def _charge(basket: _Basket) -> MoneyMove:
    return MoneyMove(MoveKind.CHARGE, basket.method.id, basket.amount, AT_ONCE)


async def _place(change: Change, basket: _Basket) -> Done | Refused:
    order = _order(change, basket)
    change.session.add(order)
    await change.session.flush()
    for number, (item, pieces) in enumerate(basket.items, start=1):
        if not await take(change.session, change.shop, item.sku.id, pieces):
            return SOLD_OUT
        change.session.add(_line(order, number, item, pieces, basket.policy))
    stored = basket.method.kind in STORED_VALUE
    paid = NewPayment(
        change.new_id("pay"), order.id, order.customer_id, "payment", basket.method.id, basket.amount, change.now,
        "done" if stored else "pending",
    )  # fmt: skip
    if not await add_payment(change.session, change.shop, paid):
        return SHORT_BALANCE
    charge = _charge(basket)
    own = OrderId(order.id)
    stock = tuple(Movement("stock", item.sku.id, -pieces, order_id=own) for item, pieces in basket.items)
    money = Movement("charge", basket.method.id, basket.amount.minor_units, basket.amount.currency, own)
    errands = [Errand("erp", "order_placed", {"order": order.id}), Errand("wms", "pick", {"order": order.id})]
    if basket.amount and not stored:
        errands.append(Errand("payment", "charge", _told(basket)))
    return Done((charge,), (money, *stock), tuple(errands), {"order": order.id, **_told(basket)})


def _told(basket: _Basket) -> Mapping[str, str | int]:
    return {
        "method": basket.method.id,
        "amount": basket.amount.minor_units,
        "currency": basket.amount.currency,
    }


def _order(change: Change, basket: _Basket) -> Order:
    key = change.new_id("o")
    digits = "".join(char for char in key if char.isdigit()).rjust(TAIL, "0")
    address = basket.address
    return Order(
        shop_id=change.shop.id, id=key, number=key, number_digits=digits, number_tail=digits[-TAIL:],
        customer_id=address.customer_id, address_id=address.id, channel=SalesChannel.APP, state=OrderState.PAID,
        phone_tail=address.phone[-TAIL:] if address.phone else None, postcode=address.postcode,
        placed_at=change.now, currency=basket.amount.currency, jurisdiction=basket.policy.jurisdiction,
    )  # fmt: skip


def _line(order: Order, number: int, item: OfferedSku, pieces: int, policy: PolicySet) -> OrderLine:
    return OrderLine(
        shop_id=order.shop_id, order_id=order.id, line_no=number, product_id=item.product.id, sku_id=item.sku.id,
        name_en=item.product.name_en, name_zh=item.product.name_zh, options=dict(item.sku.options),
        unit_price=item.price or 0, quantity=pieces, discount=0, policy_set=policy.address,
    )  # fmt: skip
