"""Events as JSON and back, derived from their types: a new event needs nothing here.

Every dataclass becomes an object with its class name under `is`; so do dates, and enumeration members where only their
type tells them from a string (inside `Say.values`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from orderline.errors import OrderlineError
from orderline.events import decision, happening, meaning, outcome, reply, speech
from orderline.orders import order

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
_MODULES: tuple[ModuleType, ...] = (speech, meaning, decision, outcome, happening, reply, order)


class BadEvent(OrderlineError):
    """JSON that is not an event of this version."""


def encode(value: object) -> Json:
    """`value`, an event or a part of one, as JSON.

    Raises:
        TypeError: nothing that an event may hold.
    """
    if isinstance(value, Mapping):
        return {"is": "Mapping", "items": {str(key): _tagged(item) for key, item in value.items()}}
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, **{f.name: encode(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return {"is": "datetime" if isinstance(value, datetime) else "date", "at": value.isoformat()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} is no part of an event")


def _tagged(value: object) -> Json:
    return {"is": type(value).__name__, "value": str(value.value)} if isinstance(value, Enum) else encode(value)


def decode(data: Json) -> Any:
    """The event that `encode` made `data` of.

    Raises:
        BadEvent: an unknown class, or fields that do not fit it.
    """
    if isinstance(data, list):
        return tuple(decode(item) for item in data)
    if not isinstance(data, dict):
        return data
    name = data.get("is")
    rest = {key: item for key, item in data.items() if key != "is"}
    try:
        return _build(str(name), rest)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadEvent(f"A recorded {name} cannot be read.", do="It was written by another version.") from error


def _build(name: str, rest: dict[str, Json]) -> Any:
    if name == "Mapping":
        items = rest["items"]
        return {key: decode(item) for key, item in items.items()} if isinstance(items, dict) else {}
    if name == "datetime":
        return datetime.fromisoformat(str(rest["at"]))
    if name == "date":
        return date.fromisoformat(str(rest["at"]))
    known = classes()[name]
    if issubclass(known, Enum):
        return known(rest["value"])
    return _adapter(name).validate_python({key: decode(item) for key, item in rest.items()})


@cache
def classes() -> dict[str, type]:
    """Every dataclass and enumeration that an event may hold, by name."""
    found = {
        name: member
        for module in _MODULES
        for name, member in vars(module).items()
        if isinstance(member, type) and (is_dataclass(member) or issubclass(member, Enum))
    }
    return {name: member for name, member in found.items() if member.__module__.startswith("orderline.")}


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(classes()[name])
