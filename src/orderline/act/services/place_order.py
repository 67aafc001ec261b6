"""Place an order for a caller: things on sale, to an address and by a payment method they have on file."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.basket import Basket, add_order, basket_of, may_place, stock_of
from orderline.act.services.change import Change, Done
from orderline.act.services.money_moves import AT_ONCE, SHORT_BALANCE, covers
from orderline.act.services.planning import NO_POLICY, Plan, Planned, Planning, refuse, verdict
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.rules import PolicySet
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.store.models import PaymentMethod
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.money import STORED_VALUE, NewPayment, add_payment


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
        basket = await basket_of(at, self.items, self.currency)
        if isinstance(basket, Refused):
            return basket
        decision = may_place(policy, basket)
        if (stop := verdict(decision)) or policy is None:
            return stop or refuse(Refusal.PERSON_NEEDED, NO_POLICY.because.en, NO_POLICY.because.zh)
        if not covers(method, basket.amount):
            return SHORT_BALANCE
        charge = MoneyMove(MoveKind.CHARGE, method.id, basket.amount, AT_ONCE)

        async def carry_out(change: Change) -> Done | Refused:
            return await _place(change, basket, policy, method, charge)

        return Plan((), decision, carry_out, (charge,))


async def _place(
    change: Change, basket: Basket, policy: PolicySet, method: PaymentMethod, charge: MoneyMove
) -> Done | Refused:
    order = await add_order(change, basket, policy)
    if isinstance(order, Refused):
        return order
    stored = method.kind in STORED_VALUE
    paid = NewPayment(
        change.new_id("pay"), order.id, order.customer_id, "payment", method.id, basket.amount, change.now,
        "done" if stored else "pending",
    )  # fmt: skip
    if not await add_payment(change.session, change.shop, paid):
        return SHORT_BALANCE
    own = OrderId(order.id)
    money = Movement("charge", method.id, basket.amount.minor_units, basket.amount.currency, own)
    told = {"method": method.id, "amount": basket.amount.minor_units, "currency": basket.amount.currency}
    errands = [Errand("erp", "order_placed", {"order": order.id}), Errand("wms", "pick", {"order": order.id})]
    if basket.amount and not stored:
        errands.append(Errand("payment", "charge", told))
    return Done((charge,), (money, *stock_of(basket, own)), tuple(errands), {"order": order.id, **told})
