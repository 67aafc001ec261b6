"""One line for all the calls of these tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.line import line_process

from orderline.channels.recorded.caller import HeadlessCaller
from orderline.channels.recorded.sound import Recording, load
from orderline.clock import SystemClock

SPEECH = Path(__file__).parents[2] / "fixtures" / "audio"


@pytest.fixture(scope="session")
def line_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("line")


@pytest.fixture(scope="session")
def line(line_folder: Path) -> Iterator[str]:
    settings = {
        "ORDERLINE_LINE__MAX_CALLS": "4",
        "ORDERLINE_LINE__VANISHED_S": "3",
        "ORDERLINE_DESK__RING_S": "6",
        "ORDERLINE_DIALOGUE__SILENCE_S": "4",
    }
    with line_process(line_folder, settings) as address:
        yield address


@pytest.fixture
def speech() -> Callable[[str], Recording]:
    return lambda utterance: load(SPEECH / f"{utterance}.slt.ogg")


@pytest.fixture
def ring(line: str) -> Callable[[], HeadlessCaller]:
    return lambda: HeadlessCaller(line, SystemClock())
