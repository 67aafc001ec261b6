"""Claim a parcel that is stuck or lost: once a parcel, with a number to quote."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Claim, ParcelScan, Shipment
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import changeable


@dataclass(frozen=True, slots=True)
class ClaimParcel:
    """Open a claim with the carrier."""

    order_id: str
    parcel: int = 1
    """The order's parcels are numbered from 1."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        key = (at.shop.id, self.order_id, self.parcel)
        parcel = await at.session.get(Shipment, key)
        facts = await order_facts(at, order)
        moved = await _last_moved(at, parcel) if parcel is not None else None
        if moved is not None:
            facts["order.stuck_days"] = (at.today - at.shop.day(moved)).days
        decision = judge(at, order, RuleKind.CLAIM_PARCEL, facts)
        if stop := verdict(decision):
            return stop
        if await at.session.get(Claim, key) is not None:
            return refuse(Refusal.ALREADY_DONE, "there is a claim for it already", "已经申请过理赔了")

        async def carry_out(change: Change) -> Done | Refused:
            return _claim(change, self)

        return Plan((OrderId(self.order_id),), decision, carry_out)


async def _last_moved(at: Planning, parcel: Shipment) -> datetime | None:
    """The carrier's last scan, or the hand-over where there is none."""
    own = (ParcelScan.shop_id == parcel.shop_id, ParcelScan.order_id == parcel.order_id)
    last = select(func.max(ParcelScan.at)).where(*own, ParcelScan.shipment_seq == parcel.seq)
    return await at.session.scalar(last) or parcel.handed_over_at


def _claim(change: Change, wish: ClaimParcel) -> Done:
    reference = str(int(hashlib.sha256(change.action_id.encode()).hexdigest()[:12], 16) % 10**6).zfill(6)
    change.session.add(
        Claim(
            shop_id=change.shop.id,
            order_id=wish.order_id,
            shipment_seq=wish.parcel,
            reference=reference,
            reason="stuck",
            state="open",
            action_id=change.action_id,
            at=change.now,
        )
    )
    errands = (Errand("carrier", "claim", {"claim": reference}), Errand("crm", "claim_opened", {"claim": reference}))
    return Done(errands=errands, told={"claim": reference, "parcel": wish.parcel}, reference=reference)
