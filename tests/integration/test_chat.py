"""`orderline chat` and `orderline replay` as programs: a demo shop in SQLite, standard input and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.understanding import share_trained

from orderline.clock import SystemClock
from orderline.store.demo import create_demo_shop

pytestmark = pytest.mark.integration

DEADLINE_S = 90


class Shop:
    """A demo shop in a folder, and the commands run against it."""

    def __init__(self, folder: Path) -> None:
        share_trained(folder)
        self.folder = folder
        self.url = f"sqlite:///{folder / 'shop.db'}"

    def command(self, *arguments: str) -> dict[str, Any]:
        """What `subprocess` needs to run `orderline` with `arguments`."""
        environment = {
            **os.environ,
            "ORDERLINE_LINE__DATA_DIR": str(self.folder),
            "ORDERLINE_LINE__LOG_LEVEL": "WARNING",
        }
        return {"args": [sys.executable, "-m", "orderline", *arguments], "env": environment, "cwd": self.folder}

    def chat(self, typed: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
        """A whole chat, its input given at once."""
        command = self.command("chat", "--database", self.url, *options)
        return subprocess.run(**command, input=typed, capture_output=True, timeout=DEADLINE_S, check=False)

    def replay(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`orderline replay`."""
        command = self.command("replay", *arguments)
        return subprocess.run(**command, capture_output=True, text=True, timeout=DEADLINE_S, check=False)

    def journal(self, call_id: str) -> Path:
        """A call's journal."""
        return self.folder / "calls" / call_id / "journal.jsonl"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("shop"))
    create_demo_shop(shop.url, SystemClock().now().date(), "demo")
    return shop


@pytest.fixture
def driven(shop: Shop) -> Iterator[subprocess.Popen[str]]:
    """A chat that another program drives line by line."""
    command = shop.command("chat", "--json", "--database", shop.url, "--caller", "+1 (415) 555-7350")
    with subprocess.Popen(
        **command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield process
        process.kill()


def words(data: object) -> list[str]:
    """Every string in JSON; a probability may hold any digits."""
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, Iterable) else ()
    return [word for part in parts for word in words(part)]


def answers(chat: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert chat.returncode == 0, chat.stderr.decode()
    return [json.loads(line) for line in chat.stdout.splitlines()]


def test_another_program_asks_for_an_order_line_by_line(driven: subprocess.Popen[str], shop: Shop) -> None:
    assert driven.stdin is not None
    assert driven.stdout is not None
    greeting = json.loads(driven.stdout.readline())
    assert greeting["say"]
    answer = greeting
    for line in ("Where's my order?", "204821", "7350"):
        driven.stdin.write(f"{line}\n")
        driven.stdin.flush()
        answer = json.loads(driven.stdout.readline())
    assert "4821" in answer["say"]
    assert answer["order"]["number_tail"] == "4821"
    assert answer["handoff"] is None
    assert not answer["ended"]
    driven.stdin.write("no thanks, bye\n")
    driven.stdin.flush()
    assert json.loads(driven.stdout.readline())["ended"]
    assert driven.wait(DEADLINE_S) == 0
    kept = words(json.loads(line) for line in shop.journal(answer["call_id"]).read_text("utf-8").splitlines())
    assert not [word for word in kept if "7350" in word or "204821" in word]
    replayed = shop.replay(answer["call_id"])
    assert replayed.returncode == 0, replayed.stderr
    assert "as it was then" in replayed.stdout


def test_a_chinese_caller_gets_the_same_answer_in_chinese(shop: Shop) -> None:
    chat = shop.chat("我的订单到哪了\n526630\n8866\n".encode(), "--lang", "zh", "--json")
    *_, answer = answers(chat)
    assert "6630" in answer["say"]
    assert answer["language"] == "zh"
    assert answer["order"]["number_tail"] == "6630"


def test_odd_input_gets_an_answer_each_and_ends_nothing(shop: Shop) -> None:
    lines = [
        b"\0\0",
        b"wh\xffere",
        b"order " * 10_000,
        b"/sing",
        b"",
        b"/keys 1#",
        b"I want to talk to a person",
        b"/nobody",
    ]
    chat = shop.chat(b"\n".join(lines), "--json")
    got = answers(chat)
    assert len(got) == len(lines) + 1
    assert [answer["handoff"] is not None for answer in got].count(True) >= 1
    told = chat.stderr.decode()
    assert "cut at 2000 characters" in told
    assert "Traceback" not in told


def test_a_person_reads_the_answer_and_the_card(shop: Shop) -> None:
    chat = shop.chat(b"where is order 204821\n7350\n")
    assert chat.returncode == 0, chat.stderr.decode()
    assert "ending 4821" in chat.stdout.decode()
    assert "Type what you would say" in chat.stderr.decode()


def test_a_language_that_the_line_does_not_speak_is_refused(shop: Shop) -> None:
    chat = shop.chat(b"", "--lang", "fr")
    assert chat.returncode == 2
    assert b"the line speaks en and zh" in chat.stderr


def test_a_call_decided_otherwise_today_is_shown_and_ends_with_status_one(shop: Shop) -> None:
    call_id = "a_call_of_last_year"
    header = {"journal": 1, "call": call_id, "started": "2026-11-21T12:00:00+00:00", "language": "en"}
    greeting = {
        "at": "2026-11-21T12:00:00+00:00",
        "happening": {"type": "CallStarted", "language": "en", "at": "2026-11-21T12:00:00+00:00", "caller_hint": None},
        "actions": [{"type": "Say", "key": "greeting.of_old"}, {"type": "Listen", "expect": "open"}],
    }
    path = shop.journal(call_id)
    path.parent.mkdir(parents=True)
    path.write_text(f"{json.dumps({**header, 'thresholds': {}, 'facts': {}})}\n{json.dumps(greeting)}\n")
    shown = shop.replay(call_id)
    assert shown.returncode == 1
    assert "greeting.of_old" in shown.stdout
    assert "greeting.hello" in shown.stdout
    (difference,) = json.loads(shop.replay(call_id, "--json").stdout)["differences"]
    assert difference["then"][0]["key"] == "greeting.of_old"
    assert difference["now"][0]["key"] == "greeting.hello"


def test_a_call_that_nobody_knows_is_told_in_one_sentence(shop: Shop) -> None:
    shown = shop.replay("nobody-knows-this")
    assert shown.returncode == 1
    assert "There is no journal of a call 'nobody-knows-this'" in shown.stderr
    assert "Traceback" not in shown.stderr
