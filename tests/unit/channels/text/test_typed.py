"""Whatever is typed or piped in becomes bounded, readable lines."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from orderline.channels.text.typed import LINE_CHARS, TypedLine, typed_line, typed_lines

pytestmark = pytest.mark.unit


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe's two ends; the reading end is closed by the test's end."""
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


async def read_all(descriptor: int) -> list[TypedLine]:
    return [line async for line in typed_lines(descriptor)]


def test_a_line_is_taken_as_it_is_typed() -> None:
    assert typed_line("  我的订单到哪了\r".encode()) == TypedLine("我的订单到哪了")


@pytest.mark.parametrize("raw", [b"", b"  ", b"\r", b"\t "])
def test_a_line_without_anything_is_blank(raw: bytes) -> None:
    assert typed_line(raw) == TypedLine("", blank=True)


def test_bytes_that_are_no_text_become_marks_and_are_told() -> None:
    line = typed_line(b"where \xff\xfe is it")
    assert line.text == "where \ufffd\ufffd is it"
    assert line.problems == ("Bytes that are no UTF-8 were replaced.",)


def test_nul_bytes_are_left_out_and_are_not_silence() -> None:
    assert typed_line(b"\0\0") == TypedLine("", ("NUL bytes were left out.",))
    assert typed_line(b"wh\0ere").text == "where"


def test_control_characters_become_blanks() -> None:
    assert typed_line(b"\x1b[31mred\x07\tone").text == "[31mred  one"


def test_a_byte_order_mark_is_no_word() -> None:
    assert typed_line("\ufeffhello".encode()) == TypedLine("hello")


def test_ten_thousand_words_are_cut() -> None:
    line = typed_line(b"order " * 10_000)
    assert len(line.text) == LINE_CHARS
    assert line.problems == (f"The line was cut at {LINE_CHARS} characters.",)


async def test_lines_arrive_as_they_are_written_and_a_last_one_needs_no_end(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, "one\n\nzwei ü\n最".encode()[:-1])
    lines = typed_lines(reading)
    assert [(await anext(lines)).text for _ in range(3)] == ["one", "", "zwei ü"]
    os.write(writing, "最".encode()[-1:] + b" last")
    os.close(writing)
    assert [line.text async for line in lines] == ["最 last"]


async def test_a_file_can_be_read_like_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"a\nb\n")
    with (tmp_path / "lines").open() as file:
        assert [line.text for line in await read_all(file.fileno())] == ["a", "b"]


async def test_an_endless_line_is_cut_and_the_next_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes("订".encode() * 200_000 + b"\nnext\n")
    with (tmp_path / "lines").open() as file:
        first, second = await read_all(file.fileno())
    assert first.text == "订" * LINE_CHARS
    assert f"The line was cut at {LINE_CHARS} characters." in first.problems
    assert second == TypedLine("next")


async def test_many_lines_wait_in_the_pipe_and_none_is_lost(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"".join(b"%d\n" % number for number in range(500)))
    with (tmp_path / "lines").open() as file:
        taken = []
        async for line in typed_lines(file.fileno()):
            await asyncio.sleep(0)
            taken.append(line.text)
    assert taken == [str(number) for number in range(500)]


def test_reading_stops_with_the_loop(pipe: tuple[int, int]) -> None:
    reading, writing = pipe

    async def first() -> str:
        os.write(writing, b"a\nb\nc\n")
        async for line in typed_lines(reading):
            return line.text
        return ""

    assert asyncio.run(first()) == "a"
    os.close(writing)
