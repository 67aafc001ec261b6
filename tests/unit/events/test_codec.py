"""Every event survives the way through JSON, whatever its fields hold."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from importlib import import_module
from inspect import isclass
from itertools import product
from pkgutil import iter_modules
from typing import Any, ForwardRef, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest

from orderline import events
from orderline.events import happening
from orderline.events.codec import NotAnEvent, from_json, to_json
from orderline.events.decision import AskQuote, Digits, Listed, Listen, Say
from orderline.events.happening import CallStarted, OutcomeArrived
from orderline.events.meaning import Meaning
from orderline.events.outcome import CallerUnknown
from orderline.events.speech import Expect
from orderline.orders import money, order, quote
from orderline.orders.identifiers import CustomerId
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel, Text

pytestmark = pytest.mark.unit

STAGES = [import_module(f"{events.__name__}.{found.name}") for found in iter_modules(events.__path__)]
MODULES = (*STAGES, order, money, quote)
EVENTS = [
    cls
    for module in MODULES
    for cls in vars(module).values()
    if isclass(cls) and dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__
]
GIVEN: dict[Any, list[Any]] = {
    str: ["", "where's my order? 我的订单", "2026-11-24"],
    int: [0, 7],
    float: [0.0, 0.25],
    bool: [False, True],
    date: [date(2026, 11, 24)],
    datetime: [datetime(2026, 11, 24, 8, 30, 1, 5, tzinfo=UTC)],
    types.NoneType: [None],
    Money: [Money(24292, "USD"), Money(-5, "JPY")],
    tuple[Meaning, ...]: [(), (Meaning("and then", "en", ()),)],
}
"""Values of the types that cannot be made of any values of their parts, or would not end."""


def samples(hint: Any) -> list[Any]:
    """Values of a type: each member of a union, each value of an enum, tuples of none, one and many."""
    if isinstance(hint, NewType):
        return samples(hint.__supertype__)
    if isinstance(hint, ForwardRef):  # a value of the kind it stands in; one deep is enough
        return ["inside"]
    if hint in GIVEN:
        return GIVEN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return [value for argument in arguments for value in samples(argument)]
    if origin is Literal:
        return list(arguments)
    if origin is tuple and arguments[-1] is ...:
        items = samples(arguments[0])
        return [(), (items[0],), tuple(items)]
    if origin is tuple:
        return [tuple(samples(argument)[0] for argument in arguments)]
    if origin is not None and issubclass(origin, Mapping):
        return [{}, {f"slot{i}": value for i, value in enumerate(samples(arguments[1]))}]
    if issubclass(hint, Enum):
        return list(hint)
    return list(instances(hint))


def instances(cls: type) -> Iterator[Any]:
    """Events of one class: every field at each of its values in turn, then every field at its last."""
    if cls in GIVEN:
        yield from GIVEN[cls]
        return
    hints = get_type_hints(cls)
    values = {field.name: samples(hints[field.name]) for field in dataclasses.fields(cls)}
    first = {name: options[0] for name, options in values.items()}
    yield cls(**first)
    for name, options in values.items():
        for option in options[1:]:
            yield cls(**{**first, name: option})
    yield cls(**{name: options[-1] for name, options in values.items()})


def there_and_back(event: object) -> Any:
    return from_json(json.loads(json.dumps(to_json(event), ensure_ascii=False)))


def typed(value: Any) -> Any:
    """A value with the type of everything in it, since `1 == True` and a date equals no moment by luck."""
    if dataclasses.is_dataclass(value):
        return (type(value), [typed(getattr(value, field.name)) for field in dataclasses.fields(value)])
    if isinstance(value, tuple):
        return (tuple, [typed(item) for item in value])
    if isinstance(value, Mapping):
        return (dict, {name: typed(item) for name, item in value.items()})
    return (type(value), value)


@pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: cls.__name__)
def test_every_event_comes_back_equal_in_value_and_type(cls: type) -> None:
    for event in instances(cls):
        back = there_and_back(event)
        assert back == event
        assert typed(back) == typed(event)


SMALL = [cls for cls in EVENTS if len(dataclasses.fields(cls)) <= 8 and cls not in GIVEN]


@pytest.mark.parametrize("cls", SMALL, ids=lambda cls: cls.__name__)
def test_every_combination_of_given_and_missing_optional_fields_comes_back(cls: type) -> None:
    hints = get_type_hints(cls)
    options = [[samples(hints[field.name])[0], samples(hints[field.name])[-1]] for field in dataclasses.fields(cls)]
    for chosen in product(*options):
        event = cls(*chosen)
        assert typed(there_and_back(event)) == typed(event)


def test_no_two_events_share_a_name() -> None:
    assert len({cls.__name__ for cls in EVENTS}) == len(EVENTS)


def test_what_a_sentence_is_filled_with_keeps_its_type() -> None:
    say = Say(
        "track_order.in_transit",
        {
            "text": "2026-11-24",
            "day": date(2026, 11, 24),
            "at": datetime(2026, 11, 24, tzinfo=UTC),
            "digits": Digits("4821"),
            "carrier": Text("Yunda", "韵达"),
            "channel": SalesChannel.DOUYIN,
            "item": ItemView(Text("mug", "杯子"), 2, (("color", "blue"),)),
            "count": 3,
        },
    )
    assert typed(there_and_back(say)) == typed(say)


def test_a_wish_keeps_its_pairs() -> None:
    asked = AskQuote(
        CustomerId("c-1"), "exchange_item", {"order_id": "o-1", "swaps": ((1, "sku-2"), (2, "sku-3")), "reason": None}
    )
    assert to_json(asked)["wish"]["swaps"] == [[1, "sku-2"], [2, "sku-3"]]
    assert typed(there_and_back(asked)) == typed(asked)


def test_a_list_keeps_the_type_of_each_value() -> None:
    listed = Listed(("mug", Text("lamp", "台灯"), Money(24292, "USD"), 2, Digits("4821")))
    assert typed(there_and_back(Say("x.y", {"items": listed})).values["items"]) == typed(listed)


def test_json_names_the_class_and_keeps_simple_fields_simple() -> None:
    assert to_json(Listen(Expect.PHONE_TAIL, 4)) == {"type": "Listen", "expect": "phone_tail", "digits": 4}
    assert to_json(OutcomeArrived(CallerUnknown())) == {"type": "OutcomeArrived", "outcome": {"type": "CallerUnknown"}}


def test_a_field_that_an_older_version_did_not_write_takes_its_default() -> None:
    assert from_json({"type": "Listen", "expect": "open"}) == Listen(Expect.OPEN)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (None, "does not belong"),
        ({}, "knows no"),
        ({"type": "Refund"}, "knows no 'Refund'"),
        ({"type": "date", "value": "2026-11-24"}, "knows no 'date'"),
        ({"type": "Listen"}, "expect"),
        ({"type": "Listen", "expect": "song"}, "event.expect: 'song' is no Expect"),
        ({"type": "Listen", "expect": 4}, "event.expect"),
        ({"type": "Listen", "expect": "open", "digits": "4"}, "event.digits"),
        ({"type": "Listen", "expect": "open", "volume": 11}, "not a Listen of this version"),
        ({"type": "OutcomeArrived", "outcome": {"type": "HangUp"}}, "event.outcome"),
        ({"type": "Say", "key": "a.b", "values": {"day": {"type": "date", "value": "soon"}}}, "event.values.day"),
        ({"type": "Say", "key": "a.b", "values": {"day": {"type": "date"}}}, "event.values.day"),
        ({"type": "Say", "key": "a.b", "values": []}, "event.values"),
        ({"type": "SwitchLanguage", "language": "fr"}, "event.language"),
        ({"type": "ItemView", "name": {"en": "a", "zh": "b"}, "quantity": 1, "options": [["x"]]}, "wrong shape"),
    ],
)
def test_json_that_is_no_event_is_told_by_its_place(data: object, complaint: str) -> None:
    with pytest.raises(NotAnEvent, match=complaint):
        from_json(data)


def test_something_that_is_no_event_is_not_written() -> None:
    with pytest.raises(TypeError, match="not an event"):
        to_json(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError, match="not an event"):
        to_json(Expect.OPEN)


def test_a_meaning_stands_inside_a_happening_without_its_name() -> None:
    said = happening.CallerSaid(Meaning("hi", "en", ()), 0.5)
    assert "type" not in to_json(said)["meaning"]
    assert there_and_back(said) == said
    assert there_and_back(CallStarted("zh", datetime(2026, 1, 1, tzinfo=UTC))).at.tzinfo is not None
