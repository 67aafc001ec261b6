"""Pushed rows are read beside the event loop: everybody's audio is paced on it, and a thousand rows take 60 ms.

One row after the other, so that the loop gets its turn in between: a validator holds the interpreter until it is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Annotated, Any, get_args

from fastapi.exceptions import RequestValidationError
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from orderline.act.intake.rows import PushedRow
from orderline.channels.api.fields import MOST_ROWS
from orderline.channels.api.pushed import KINDS, pushed_row

_READER = ThreadPoolExecutor(1, "pushed-rows")


class _Unread:
    """A list taken as it comes, and documented as what it has to be."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.list_schema(core_schema.any_schema(), min_length=1, max_length=MOST_ROWS)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(TypeAdapter(self._rows).core_schema)


def unread(kind: str) -> Any:
    """The type of a request's body: the rows of `kind`, not read yet."""
    return Annotated[list[Any], _Unread(KINDS[kind][0])]


async def read_rows(kind: str, given: Sequence[Any], place: tuple[str, ...] = ("body",)) -> list[PushedRow]:
    """The rows. Raises RequestValidationError: what does not fit, by row and field; `place` is where the rows stand."""
    return await asyncio.get_running_loop().run_in_executor(_READER, _read, kind, given, place)


def _read(kind: str, given: Sequence[Any], place: tuple[str, ...]) -> list[PushedRow]:
    rows: list[PushedRow] = []
    errors: list[dict[str, Any]] = []
    for index, row in enumerate(given):
        try:
            rows.append(pushed_row(kind, _row_type(kind).validate_python(row)))
        except ValidationError as wrong:
            found = wrong.errors(include_input=False, include_url=False)
            errors += [{**error, "loc": (*place, index, *error["loc"])} for error in found]
    if errors:
        raise RequestValidationError(errors)
    return rows


@cache
def _row_type(kind: str) -> TypeAdapter[Any]:
    rows = get_args(KINDS[kind][0])[0]
    return TypeAdapter(get_args(rows)[0])
