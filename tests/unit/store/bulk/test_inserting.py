from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite.aiosqlite import dialect

from orderline.store.bulk.inserting import _sqlite_instant
from orderline.store.models.base import UtcDateTime

pytestmark = pytest.mark.unit
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(hours=9, minutes=30))])


@given(st.datetimes(datetime(1970, 1, 3), datetime(9000, 1, 1), timezones=ZONES))  # noqa: DTZ001 - its own zones
def test_an_instant_is_written_as_the_column_writes_it(instant: datetime) -> None:
    sqlite = dialect()
    convert = UtcDateTime().dialect_impl(sqlite).bind_processor(sqlite)
    assert convert is not None
    assert _sqlite_instant(instant) == convert(instant)


def test_no_instant_is_none() -> None:
    assert _sqlite_instant(None) is None
