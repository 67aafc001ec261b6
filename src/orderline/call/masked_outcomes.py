"""What is hidden in the answers of services before a journal keeps them: by field, wherever in an answer it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_type_hints

from orderline.events.answer import HistoryEvent
from orderline.events.book import Book, BookAddress
from orderline.events.outcome import BookRead, CodeSent, Outcome, Tracked
from orderline.orders.identifiers import OrderNumber
from orderline.orders.quote import Receipt
from orderline.privacy import mask

T = TypeVar("T")
Hide = Callable[[str], str]


def digits_of(number: str) -> str:
    """Its digits alone."""
    return "".join(character for character in number if character.isdigit())


def own_numbers(outcome: Outcome) -> set[str]:
    """The digits of the number of every order that the outcome tells of."""
    match outcome:
        case Tracked(orders):
            return {digits_of(order.number) for order in orders}
        case BookRead(Book(orders=own)):
            return {digits_of(order.number) for order in own}
        case _:
            return set()


def with_hidden(value: T, mark: Hide) -> T:
    """`value`, an outcome or a part of one, with order numbers and references by their last four, and what else may
    name, find or pass for a person hidden; `mark` gives what stands for words that must stay comparable.
    """
    if isinstance(value, tuple):
        return cast(T, tuple(with_hidden(part, mark) for part in value))
    if not dataclasses.is_dataclass(value) or isinstance(value, type) or not _touched(cast(type, type(value))):
        return value
    hidden = dict(_hidden_fields(value, mark))
    return cast(T, dataclasses.replace(value, **hidden)) if hidden else value


def _hidden_fields(value: Any, mark: Hide) -> Iterator[tuple[str, Any]]:
    for name, hint in _hints(cast(type, type(value))).items():
        kept = getattr(value, name)
        how = _how(type(value), name, hint)
        if kept is not None and how is not None:
            yield name, _HOW[how](kept, mark)
        elif isinstance(kept, tuple) or dataclasses.is_dataclass(kept):
            yield name, with_hidden(kept, mark)


_HOW: Mapping[str, Callable[[str, Hide], str]] = {
    "tail": lambda words, _: mask(words),
    "length": lambda words, _: mask(words, keep=0),
    "mark": lambda words, mark: mark(words),
}
_FIELDS: Mapping[tuple[type, str], str] = {
    (BookAddress, "city"): "mark",
    (BookAddress, "street"): "mark",
    (CodeSent, "to_last4"): "length",
    (HistoryEvent, "reference"): "tail",
    (Receipt, "reference"): "tail",
}
"""By class and field; besides these, every `OrderNumber` keeps its tail."""


def _how(cls: type, name: str, hint: Any) -> str | None:
    return "tail" if hint is OrderNumber else _FIELDS.get((cls, name))


@cache
def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


@cache
def _touched(cls: type) -> bool:
    """Whether anything is hidden in objects of this class, or in what they hold."""
    return any(
        _how(cls, name, hint) is not None or any(_touched(part) for part in _classes(hint))
        for name, hint in _hints(cls).items()
    )


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _classes(part)
