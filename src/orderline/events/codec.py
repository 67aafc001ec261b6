"""Every event as JSON and back, derived from the types of its fields; nothing is written by hand per event.

An object says its class under `type` wherever the field alone does not: at the top, and inside a union of several
classes. Dates, moments and enums are plain strings where the field can hold nothing else, and
`{"type": "date", "value": "2026-11-24"}` where it can (`Say.values`), so that a date comes back as a date. A tuple is a
list wherever it stands: no field may hold two kinds of them.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from inspect import isclass
from typing import Any, ForwardRef, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

from orderline import events
from orderline.orders import money, order, quote

_PLAIN = (str, int, float, bool, types.NoneType)


class NotAnEvent(ValueError):
    """JSON that is no event of this version: says where in it, and why."""


def to_json(event: object) -> dict[str, Any]:
    """`event`, an instance of any dataclass of `orderline.events` or of `orders` that stands in them, as JSON.

    Raises TypeError for anything else.
    """
    if _named().get(type(event).__name__) is not type(event) or not dataclasses.is_dataclass(event):
        raise TypeError(f"{type(event).__name__} is not an event")
    return cast(dict[str, Any], _tagged(event))


def from_json(data: object) -> Any:
    """The event that `to_json` made `data` of, equal to it in value and in type.

    A field that is missing takes its default, so that an older event is still read. Raises NotAnEvent.
    """
    return _untagged(data, tuple(cls for cls in _named().values() if dataclasses.is_dataclass(cls)), "event")


@cache
def _modules() -> tuple[types.ModuleType, ...]:
    """Where the classes are that an event may hold."""
    stages = (name for _, name, _ in pkgutil.iter_modules(events.__path__, "orderline.events.") if name != __name__)
    return (*map(importlib.import_module, stages), order, money, quote)


@cache
def _named() -> Mapping[str, type]:
    """Every class that may stand under `type`, by its name."""
    own = {
        name: cls
        for module in _modules()
        for name, cls in vars(module).items()
        if isclass(cls) and cls.__module__ == module.__name__
        if dataclasses.is_dataclass(cls) or issubclass(cls, Enum)
    }
    return {**own, "date": date, "datetime": datetime}


@cache
def _fields(cls: type) -> Mapping[str, Any]:
    """The type of each field of a dataclass."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


@cache
def _members(hint: Any) -> tuple[Any, ...]:
    """The types a field may hold: one, or those of a union, None included."""
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    if isinstance(hint, ForwardRef):  # a type that holds itself: `decision.Plain`
        hint = next(vars(module)[hint.__forward_arg__] for module in _modules() if hint.__forward_arg__ in vars(module))
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(member for part in get_args(hint) for member in _members(part))
    return (hint,)


def _tagged(value: object) -> Any:
    """`value` with its class beside it, unless JSON has a type of its own for it."""
    if type(value) in _PLAIN:
        return value
    body = _encoded(value, type(value))
    return {"type": type(value).__name__, **(body if isinstance(body, dict) else {"value": body})}


def _encoded(value: Any, hint: Any) -> Any:
    """`value` as the JSON of a field of type `hint`."""
    return None if value is None else _encoder(hint)(value)


@cache
def _encoder(hint: Any) -> Callable[[Any], Any]:
    """What makes JSON of a value of type `hint`. Found once a type: a caller's book has thousands of values."""
    members = tuple(member for member in _members(hint) if member is not types.NoneType)
    items = next((member for member in members if get_origin(member) is tuple), None)
    if len(members) > 1:
        return lambda value: _listed(value, items) if isinstance(value, tuple) else _tagged(value)
    kind = members[0]
    if dataclasses.is_dataclass(kind):
        return _fields_of
    if items is not None:
        return lambda value: _listed(value, items)
    if get_origin(kind) in (dict, Mapping):
        return lambda value: {name: _encoded(item, get_args(kind)[1]) for name, item in value.items()}
    if isclass(kind) and issubclass(kind, Enum):
        return lambda value: value.value
    if isclass(kind) and issubclass(kind, date):
        return lambda value: value.isoformat()
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _fields_of(value: Any) -> dict[str, Any]:
    encoded = {}
    for name, encode in _field_encoders(cast(type, type(value))):
        kept = getattr(value, name)
        encoded[name] = kept if kept is None or encode is _as_it_is else encode(kept)
    return encoded


@cache
def _field_encoders(cls: type) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((name, _encoder(hint)) for name, hint in _fields(cls).items())


def _listed(value: tuple[Any, ...], kind: Any) -> list[Any]:
    return [_encoded(item, part) for item, part in zip(value, _parts(kind, len(value)), strict=True)]


def _parts(hint: Any, length: int) -> tuple[Any, ...]:
    """The type of each item of a tuple; empty where `hint` fixes another length."""
    arguments = get_args(hint)
    return (arguments[0],) * length if arguments[-1:] == (...,) else arguments


def _untagged(data: object, allowed: tuple[Any, ...], where: str) -> Any:
    """The value of `data`, whose class it names itself; one of `allowed`."""
    if not isinstance(data, dict):
        if type(data) in allowed:
            return data
        raise NotAnEvent(f"{where}: {type(data).__name__} does not belong here")
    cls = _named().get(str(data.get("type")))
    if cls is None or cls not in allowed:
        raise NotAnEvent(f"{where}: this version knows no {data.get('type')!r} here")
    body = {name: value for name, value in data.items() if name != "type"}
    return _decoded(body if dataclasses.is_dataclass(cls) else body.get("value"), cls, where)


def _decoded(data: Any, hint: Any, where: str) -> Any:
    """The value of a field of type `hint` from its JSON."""
    members = _members(hint)
    if data is None and types.NoneType in members:
        return None
    present = tuple(member for member in members if member is not types.NoneType)
    if isinstance(data, list):
        present = tuple(member for member in present if get_origin(member) is tuple) or present
    if len(present) > 1:
        return _untagged(data, present, where)
    kind = present[0]
    if dataclasses.is_dataclass(kind):
        return _object(data, cast(type, kind), where)
    if get_origin(kind) is tuple and isinstance(data, list):
        parts = _parts(kind, len(data))
        if len(parts) == len(data):
            pairs = enumerate(zip(data, parts, strict=True))
            return tuple(_decoded(item, part, f"{where}[{i}]") for i, (item, part) in pairs)
    elif get_origin(kind) in (dict, Mapping) and isinstance(data, dict):
        return {str(name): _decoded(item, get_args(kind)[1], f"{where}.{name}") for name, item in data.items()}
    else:
        return _scalar(data, kind, where)
    raise NotAnEvent(f"{where}: wrong shape")


def _object(data: Any, cls: type, where: str) -> Any:
    """A dataclass from the JSON of its fields."""
    fields = _fields(cls)
    if not isinstance(data, dict) or not data.keys() <= fields.keys():
        raise NotAnEvent(f"{where}: not a {cls.__name__} of this version")
    values = {name: _decoded(item, fields[name], f"{where}.{name}") for name, item in data.items()}
    try:
        return cls(**values)
    except TypeError as missing:
        raise NotAnEvent(f"{where}: {missing}") from None


def _scalar(data: Any, kind: Any, where: str) -> Any:
    """A string, number, date or enum."""
    if get_origin(kind) is Literal:
        if data in get_args(kind):
            return data
    elif isclass(kind) and issubclass(kind, Enum | date):
        try:
            return kind.fromisoformat(data) if issubclass(kind, date) else kind(data)
        except (ValueError, TypeError):
            raise NotAnEvent(f"{where}: {data!r} is no {kind.__name__}") from None
    elif type(data) is kind:
        return data
    elif kind is float and type(data) is int:
        return float(data)
    raise NotAnEvent(f"{where}: {type(data).__name__} does not belong here")
