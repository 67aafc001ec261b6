"""Lines becoming more, fewer or others before shipping: what change_quantity, add_line and remove_line share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.money_moves import difference_move, movements_of, pay, payment_errands, refund_moves
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.pricing import coupon, goods
from orderline.act.services.swapping import method_for, unknown_line
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.apportion import apportion
from orderline.orders.coupons import Goods, reprice
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.policy.facts import RuleKind
from orderline.orders.policy.rules import Terms
from orderline.orders.quote import MoneyMove, Refusal, Refused
from orderline.store.models import OrderLine
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import ChangeableOrder, OfferedSku, changeable, offered
from orderline.store.repositories.money import paid_by
from orderline.store.repositories.stock import give_back, take

MOST = 999
"""Most pieces of one line; more is a slip of the tongue or a trade order, and a person's business."""
SOLD_OUT = refuse(Refusal.SOLD_OUT, "there are not that many left", "库存不够了")


@dataclass(frozen=True, slots=True)
class Relined:
    """An order's lines as they will be, and what that costs."""

    order: ChangeableOrder
    quantities: Mapping[int, int]
    """Line number → pieces, for every line that is there now; 0: removed."""
    added: tuple[tuple[OfferedSku, int], ...]
    """New variants and how many."""
    discounts: Mapping[int, int]
    """Line number → share of all discounts, for every line that stays or comes."""
    difference: Money
    lost_coupons: tuple[str, ...]

    def number_of(self, place: int) -> int:
        """The line number of the `place`-th added line."""
        return max(self.quantities, default=0) + place + 1


async def plan_lines(
    at: Planning,
    kind: RuleKind,
    order_id: str,
    quantities: Sequence[tuple[int, int]],
    additions: Sequence[tuple[str, int]],
    method_id: str | None,
) -> Planned:
    """Check new quantities of lines, and new lines, against rows and policy."""
    order = await changeable(at.session, at.shop, OrderId(order_id), at.customer_id)
    if order is None:
        return UNKNOWN_ORDER
    added = await _added(at, order, additions)
    if isinstance(added, Refused):
        return added
    facts = await order_facts(at, order)
    if additions:
        facts["target.on_sale"] = all(sku.on_sale for sku, _ in added)
    decision = judge(at, order, kind, facts)
    if stop := verdict(decision):
        return stop
    wanted = _wanted(order, quantities, bool(added))
    if isinstance(wanted, Refused):
        return wanted
    relined = _priced(order, wanted, added)
    moves = await _moves(at, relined, method_id, decision.terms)
    if isinstance(moves, Refused):
        return moves
    policy_set = at.shelf.in_force(at.shop.id, order.order.channel, order.order.jurisdiction, at.today)
    sold_under = policy_set.address if policy_set else ""

    async def carry_out(change: Change) -> Done | Refused:
        return await _carry_out(change, relined, moves, sold_under)

    return Plan((OrderId(order_id),), decision, carry_out, moves, relined.lost_coupons)


async def _added(
    at: Planning, order: ChangeableOrder, additions: Sequence[tuple[str, int]]
) -> tuple[tuple[OfferedSku, int], ...] | Refused:
    found: list[tuple[OfferedSku, int]] = []
    for sku, quantity in additions:
        target = await offered(at.session, at.shop, sku, order.order.currency)
        if target is None or target.price is None:
            return refuse(Refusal.UNKNOWN_SKU, "that is not something this shop sells", "店里没有这一款", sku=sku)
        if not 1 <= quantity <= MOST:
            return _bad_quantity()
        found.append((target, quantity))
    return tuple(found)


def _wanted(order: ChangeableOrder, quantities: Sequence[tuple[int, int]], more: bool) -> dict[int, int] | Refused:
    now = {line.line_no: line.quantity for line in order.lines}
    wanted = dict(now)
    for line_no, quantity in quantities:
        if line_no not in now:
            return unknown_line(line_no)
        if not 0 <= quantity <= MOST:
            return _bad_quantity()
        wanted[line_no] = quantity
    if not any(wanted.values()) and not more:
        return refuse(
            Refusal.BAD_QUANTITY,
            "then nothing is left; it can be cancelled instead",
            "那就什么都不剩了，可以直接取消订单",
        )
    if wanted == now and not more:
        return refuse(Refusal.NOTHING_CHOSEN, "it is like that already", "现在就是这样的")
    return wanted


def _bad_quantity() -> Refused:
    return refuse(Refusal.BAD_QUANTITY, "how many should it be?", "要几件呢？")


def _priced(order: ChangeableOrder, wanted: dict[int, int], added: tuple[tuple[OfferedSku, int], ...]) -> Relined:
    currency = order.order.currency
    first = max(wanted, default=0) + 1
    before = [goods(order, line) for line in order.lines]
    after = [Goods(old.line_id, old.sku, wanted[int(old.line_id)], old.unit_price) for old in before]
    after = [line for line in after if line.quantity]
    for place, (target, quantity) in enumerate(added):
        unit = Money(target.price or 0, currency)
        after.append(Goods(str(first + place), target.sku.id, quantity, unit))
    if order.coupons:
        change = reprice(
            before, after, Money(order.order.shipping, currency), [coupon(c, currency) for c in order.coupons]
        )
        discounts = {int(g.line_id): g.gross.minor_units - change.after.nets[g.line_id].minor_units for g in after}
        return Relined(order, wanted, added, discounts, change.difference, change.lost)
    discounts = {line.line_no: _kept_discount(line, wanted[line.line_no]) for line in order.lines}
    discounts.update({first + place: 0 for place in range(len(added))})
    old = sum(line.unit_price * line.quantity - line.discount for line in order.lines)
    new = sum(line.gross.minor_units - discounts[int(line.line_id)] for line in after)
    return Relined(order, wanted, added, discounts, Money(new - old, currency), ())


def _kept_discount(line: OrderLine, quantity: int) -> int:
    """A discount that no coupon explains stays with the pieces it was given for."""
    if quantity >= line.quantity:
        return line.discount
    return apportion(line.discount, [quantity, line.quantity - quantity])[0]


async def _moves(
    at: Planning, relined: Relined, method_id: str | None, terms: Terms
) -> tuple[MoneyMove, ...] | Refused:
    """What is charged or given back; nothing while nothing was paid."""
    order, difference = relined.order, relined.difference
    paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
    if not paid or not difference:
        return ()
    if difference.minor_units < 0:
        return refund_moves(-difference, paid, terms)
    method = await method_for(at, order, method_id)
    if isinstance(method, Refused):
        return method
    move = difference_move(difference, method, terms)
    return move if isinstance(move, Refused) else (move,)


async def _carry_out(change: Change, relined: Relined, moves: tuple[MoneyMove, ...], sold_under: str) -> Done | Refused:
    stock = await _move_stock(change, relined)
    if isinstance(stock, Refused):
        return stock
    told = await _write_lines(change, relined, sold_under)
    if refused := await pay(change, relined.order, moves):
        return refused
    return Done(
        moves,
        (*movements_of(moves), *stock),
        (Errand("wms", "change_lines"), Errand("erp", "order_changed"), *payment_errands(moves, relined.order)),
        told,
    )


async def _move_stock(change: Change, relined: Relined) -> tuple[Movement, ...] | Refused:
    needs: dict[str, int] = {}
    for line in relined.order.lines:
        needs[line.sku_id] = needs.get(line.sku_id, 0) + relined.quantities[line.line_no] - line.quantity
    for target, quantity in relined.added:
        needs[target.sku.id] = needs.get(target.sku.id, 0) + quantity
    for sku, more in sorted(needs.items()):
        if more > 0 and not await take(change.session, change.shop, sku, more):
            return SOLD_OUT
        if more < 0:
            await give_back(change.session, change.shop, sku, -more)
    return tuple(Movement("stock", sku, -more) for sku, more in sorted(needs.items()) if more)


async def _write_lines(change: Change, relined: Relined, sold_under: str) -> dict[str, object]:
    told: dict[str, object] = {}
    for line in relined.order.lines:
        quantity = relined.quantities[line.line_no]
        if quantity != line.quantity:
            told[f"line {line.line_no}"] = {"was": line.quantity, "is": quantity}
        if quantity:
            line.quantity, line.discount = quantity, relined.discounts[line.line_no]
        else:
            await change.session.delete(line)
    for place, (target, quantity) in enumerate(relined.added):
        number = relined.number_of(place)
        told[f"line {number}"] = {"sku": target.sku.id, "is": quantity}
        change.session.add(
            OrderLine(
                shop_id=change.shop.id,
                order_id=relined.order.order.id,
                line_no=number,
                product_id=target.product.id,
                sku_id=target.sku.id,
                name_en=target.product.name_en,
                name_zh=target.product.name_zh,
                options=dict(target.sku.options),
                unit_price=target.price or 0,
                quantity=quantity,
                discount=relined.discounts[number],
                policy_set=sold_under,
            )
        )
    return told
