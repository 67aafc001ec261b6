"""Where it should go: an address given in parts, or one on file: the default, the other one, that of another order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from orderline.decide.forms.form import KEPT_ADDRESS, Slot
from orderline.decide.forms.ground import Found, Ground, order_of
from orderline.events.book import BookAddress, BookOrder
from orderline.events.decision import Listed, Say
from orderline.events.meaning import Entity, EntityKind, Role
from orderline.events.speech import Expect
from orderline.orders.order import Text

DEFAULT, OTHER, OF_ORDER = "default", "other", "order"
"""Values of `EntityKind.ADDRESS` that name an address on file."""
_ON_FILE = frozenset({DEFAULT, OTHER, OF_ORDER})
_MOST_NAMED = 4
"""Addresses named in one question. Source: own choice: more are not remembered by ear."""
_POSTED = frozenset({EntityKind.POSTCODE, EntityKind.DIGITS})
_HAN = "\u4e00", "\u9fff"

Parts = Mapping[str, str]


def address_slots() -> tuple[Slot, ...]:
    """The address, then what it still lacks, field by field: the city, and the postcode where there is one to give.

    The slot `address` holds a key of the caller's file, or the parts that were said.
    """
    return (
        _slot("address", _which_address, clears=("city", "postcode", KEPT_ADDRESS)),
        _slot("city", _part("city"), clears=(KEPT_ADDRESS,)),
        _slot("postcode", _postcode, clears=(KEPT_ADDRESS,), default=""),
    )


def _slot(
    name: str, resolve: Callable[[Ground], Found], *, clears: tuple[str, ...], default: str | None = None
) -> Slot:
    said = frozenset({EntityKind.ADDRESS})
    return Slot(
        name=name,
        resolve=resolve,
        kinds=said | _POSTED if name == "postcode" else said,
        corrected_by=said,
        ask=f"address.ask_{name}",
        hint=f"address.{name}_hint",
        keypad=f"address.{name}_again",
        expect=Expect.ADDRESS,
        whole=True,
        clears=clears,
        default=default,
    )


def new_address(ground: Ground) -> Parts | None:
    """The parts of an address that the shop may not know yet; None where the caller names one on file."""
    if not isinstance(ground["address"], tuple):
        return None
    more = {name: ground.text(name) or "" for name in ("city", "postcode")}
    return {name: part for name, part in {**_said(ground), **more}.items() if part}


def address_key(ground: Ground) -> str | None:
    """Its key: of the one on file, or of the one just kept."""
    return ground.text("address") if isinstance(ground["address"], str) else ground.text(KEPT_ADDRESS)


def address_words(ground: Ground) -> Text:
    """As it is read back: a new one in full with its unit, one on file by street and city."""
    parts = new_address(ground)
    if parts is not None:
        return in_full(parts)
    found = next((one for one in ground.book.addresses if one.address_id == ground["address"]), None)
    return on_file(found) if found is not None else Text("your address on file", "您留的地址")


def in_full(parts: Parts) -> Text:
    """Every part, in the order in which it is said where the address is; the postcode digit by digit."""
    code = " ".join(parts.get("postcode", ""))
    region = "" if parts.get("region") == parts.get("city") else parts.get("region", "")
    if any(_HAN[0] <= letter <= _HAN[1] for letter in parts.get("line1", "")):
        there = "".join((region, *(parts.get(name, "") for name in ("city", "district", "line1", "line2"))))
        return Text(f"{there}, {code}" if code else there, f"{there}，邮编{code}" if code else there)
    here = [parts[name] for name in ("line1", "line2", "district", "city") if parts.get(name)]
    there = ", ".join([*here, *([region] if region else [])])
    return Text(f"{there}, zip code {code}" if code else there, f"{there}，邮编{code}" if code else there)


def on_file(address: BookAddress) -> Text:
    """An address on file, told by so little that it may be said."""
    your_en = "your default address" if address.is_default else "your address"
    your_zh = "您的默认地址" if address.is_default else "您的地址"
    told_en = ", ".join(part for part in (address.street, address.city) if part)
    told_zh = "".join(part for part in (address.city, address.street) if part)
    return Text(f"{your_en} on {told_en}" if told_en else your_en, f"{your_zh}{told_zh}")


def _which_address(ground: Ground) -> Found:
    named = ground.of(EntityKind.ADDRESS, roles=(Role.ANY, Role.TO))
    if ground.order is None:
        named = tuple(one for one in named if one.value != DEFAULT)  # it is what changes, never what it becomes
    if not named and ground.order is None and any(one.value == "same" for one in ground.of(EntityKind.CHOICE)):
        return _of_those(_on_file(ground, OF_ORDER))
    if not named:
        return Found()
    if named[-1].value in _ON_FILE:
        return _of_those(_on_file(ground, named[-1].value))
    parts = _said(ground)
    if "line1" in parts:
        return Found(tuple(sorted(parts.items())), said=True)
    there = tuple(one for one in _elsewhere(ground) if parts.get("city") and _alike(one.city, parts["city"]))
    return _of_those(there) if there else Found(ask="address.ask_street")


def _of_those(fitting: tuple[BookAddress, ...]) -> Found:
    if len(fitting) == 1:
        return Found(fitting[0].address_id, said=True)
    if not fitting:
        return Found(but=(Say("address.none_such"),))
    named = fitting[:_MOST_NAMED]
    told = Listed(tuple(Text(f"{one.street}, {one.city}", f"{one.city}{one.street}") for one in named))
    offered = tuple(one.address_id for one in named)
    return Found(offered=offered, ask="address.which_address", values={"addresses": told})


def _on_file(ground: Ground, which: str) -> tuple[BookAddress, ...]:
    if which == DEFAULT:
        return tuple(one for one in ground.book.addresses if one.is_default)
    elsewhere = _elsewhere(ground)
    if which == OTHER:
        return elsewhere
    keys = {order.address_id for order in _named_orders(ground)} or {one.address_id for one in ground.book.orders}
    return tuple(one for one in elsewhere if one.address_id in keys)


def _elsewhere(ground: Ground) -> tuple[BookAddress, ...]:
    """The addresses on file but the one that is to be changed."""
    now = ground.order.address_id if ground.order is not None else None
    return tuple(
        one
        for one in ground.book.addresses
        if (one.address_id != now if ground.order is not None else not one.is_default)
    )


def _named_orders(ground: Ground) -> tuple[BookOrder, ...]:
    """Orders whose address is meant: those named beside the one that is changed, else the one spoken of last."""
    products = ground.of(EntityKind.PRODUCT)
    numbers = ground.of(EntityKind.ORDER_NUMBER)
    named = tuple(
        order
        for order in ground.book.orders
        if order.order_id != ground["order"]
        and (any(_has(order, one) for one in products) or any(_numbered(order, one) for one in numbers))
    )
    if named or ground.order is not None:
        return named
    focus = order_of(ground.book, ground.state.focus)
    return (focus,) if focus is not None else ()


def _has(order: BookOrder, product: Entity) -> bool:
    return any(line.product_id in (product.value, *product.alternatives) for line in order.lines)


def _numbered(order: BookOrder, number: Entity) -> bool:
    digits = "".join(letter for letter in order.number if letter.isdigit())
    return any(reading and digits.endswith(reading) for reading in (number.value, *number.alternatives))


def _said(ground: Ground) -> dict[str, str]:
    """The parts said so far, later ones in the place of earlier ones; a whole address takes the place of all."""
    parts: dict[str, str] = {}
    for entity in ground.of(EntityKind.ADDRESS, roles=(Role.ANY, Role.TO)):
        said = {} if entity.value in _ON_FILE else json.loads(entity.value)
        if entity.value in _ON_FILE or {"line1", "city"} <= said.keys():
            parts = {}
        parts |= said
    return parts


def _part(name: str) -> Callable[[Ground], Found]:
    def resolve(ground: Ground) -> Found:
        if isinstance(ground["address"], str):
            return Found("")
        part = _said(ground).get(name)
        return Found(part, said=True) if part else Found()

    return resolve


def _postcode(ground: Ground) -> Found:
    """Given, or not asked for: an address in China goes without."""
    found = _part("postcode")(ground)
    if found.value is not None:
        return found
    if any(_HAN[0] <= letter <= _HAN[1] for letter in _said(ground).get("line1", "")):
        return Found("")
    if ground.frame.asking == "postcode" and ground.heard:
        codes = [entity.value for entity in ground.heard[-1] if entity.kind in _POSTED]
        return Found(codes[0], said=True) if codes else Found()
    return Found()


def _alike(one: str, other: str) -> bool:
    return one.casefold().removesuffix("市") == other.casefold().removesuffix("市")
