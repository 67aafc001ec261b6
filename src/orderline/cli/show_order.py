"""What `orderline shop show` prints."""

from __future__ import annotations

from orderline.act.services.track_order import track_order
from orderline.clock import SystemClock
from orderline.errors import OrderlineError
from orderline.events.decision import TrackOrder
from orderline.orders.identifiers import ShopId
from orderline.orders.order import TrackedOrder
from orderline.privacy import mask
from orderline.settings import Settings
from orderline.store.address import database_url
from orderline.store.repositories.orders import order_numbered
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database


async def show_order(number: str, url: str) -> str:
    """The order as text. Raises OrderlineError where there is no such order."""
    settings = Settings()
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    try:
        async with database.reading() as session:
            shop = await shop_facts(session, ShopId(settings.store.shop))
            found = await order_numbered(session, shop, number)
            if found is None:
                raise OrderlineError(f"There is no order {mask(number)} in shop `{shop.id}`.")
            today = shop.day(SystemClock().now())
            tracked = await track_order(session, shop, TrackOrder(found.customer_id, found.order_id), today)
    finally:
        await database.close()
    return "\n".join(f"{name:<13} {value}" for name, value in _lines(tracked.orders[0]))


def _lines(order: TrackedOrder) -> list[tuple[str, str]]:
    lines = [
        ("order", mask(order.number)),
        ("placed", f"{order.placed_at:%Y-%m-%d %H:%M} UTC, {order.channel}"),
        ("state", order.state.value),
    ]
    lines += [
        ("item", f"{item.quantity} x {item.name.en} / {item.name.zh} {', '.join(value for _, value in item.options)}")
        for item in order.items
    ]
    if order.warehouse_step is not None:
        lines.append(("warehouse", order.warehouse_step.value))
    if order.carrier is not None:
        lines.append(("carrier", f"{order.carrier.en} / {order.carrier.zh}"))
    if order.last_scan is not None:
        place = order.last_scan.place
        lines.append(("last scan", f"{place.en} / {place.zh}, {order.last_scan.at:%Y-%m-%d %H:%M} UTC"))
    lines.append(("promised", _known(order.promised_on)))
    lines.append(("expected", _known(order.expected_on)))
    if order.late is not None:
        reason = order.late.reason.value if order.late.reason else "no reason recorded"
        lines.append(("late", f"{order.late.days} days, {reason}"))
    return lines


def _known(value: object | None) -> str:
    return "unknown" if value is None else str(value)
