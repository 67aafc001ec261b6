"""A line listens beyond this machine only when that is safe."""

import pytest

from orderline.errors import ConfigurationError
from orderline.server import check_exposure
from orderline.settings import DeskSettings, LineSettings, Settings

pytestmark = pytest.mark.unit

OPEN = LineSettings(host="0.0.0.0", origins=("https://phone.example.com",))


def test_a_line_on_this_machine_needs_nothing() -> None:
    check_exposure(Settings())


def test_a_line_on_the_network_without_a_desk_key_does_not_start() -> None:
    with pytest.raises(ConfigurationError, match="desk has no key"):
        check_exposure(Settings(line=OPEN))


def test_a_line_on_the_network_without_an_origin_does_not_start() -> None:
    with pytest.raises(ConfigurationError, match="no origin"):
        check_exposure(Settings(line=LineSettings(host="0.0.0.0"), desk=DeskSettings(key="long secret")))


def test_a_line_on_the_network_with_both_starts() -> None:
    check_exposure(Settings(line=OPEN, desk=DeskSettings(key="long secret")))
