"""Nothing personal is logged, also not in a traceback."""

import pytest
from loguru import logger

from orderline.logs import configure
from orderline.settings import Settings

pytestmark = pytest.mark.unit


def test_numbers_are_masked_in_messages_and_in_tracebacks(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings())
    logger.info("order {} was asked for", "204821")
    try:
        raise ValueError("cannot read 204821")
    except ValueError:
        logger.exception("a fault with 4155557350")
    logged = capsys.readouterr().err
    assert "204821" not in logged
    assert "4155557350" not in logged
    assert "••4821 was asked for" in logged
    assert "ValueError: cannot read ••4821" in logged


def test_what_a_library_says_below_a_warning_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings())
    logger.patch(lambda record: record.__setitem__("name", "pipecat.services")).info("the caller said: hello")
    assert capsys.readouterr().err == ""
