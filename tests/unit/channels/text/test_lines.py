from __future__ import annotations

import io

import pytest

from orderline.channels.text.lines import LONGEST_LINE, read_line, read_lines

pytestmark = pytest.mark.unit


def test_lines_come_stripped_and_the_end_is_the_end() -> None:
    source = io.BytesIO(b"hello \r\n\nlast")
    assert [read_line(source) for _ in range(4)] == ["hello", "", "last", None]


def test_bytes_that_are_not_text_do_not_stop_the_reading() -> None:
    assert read_line(io.BytesIO(b"\xff\xfehello\n")) == "\ufffd\ufffdhello"


def test_an_endless_line_is_cut_and_the_next_one_is_whole() -> None:
    source = io.BytesIO(b"x" * (3 * LONGEST_LINE) + b"\nnext\n")
    assert read_line(source) == "x" * LONGEST_LINE
    assert read_line(source) == "next"


async def test_every_line_is_read_in_order() -> None:
    assert [line async for line in read_lines(io.BytesIO(b"one\ntwo\nthree\n"))] == ["one", "two", "three"]
