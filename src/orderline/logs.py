"""Logging: one loguru sink, no personal data, and the standard library's loggers led into it."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from loguru import logger

from orderline.privacy import mask_text

if TYPE_CHECKING:
    from loguru import Record

    from orderline.settings import Settings

FORMAT = "{time:YYYY-MM-DD HH:mm:ss.SSS} {level: <7} {extra[masked]} ({name})\n{extra[trace]}"
QUIET = ("pipecat",)
"""Libraries that write transcripts at DEBUG and INFO; only their warnings pass (reference/pipecat-1.14, 7)."""
EXPECTED = ("No video transceiver", "No screen video transceiver")
"""What pipecat warns of in every call: a phone line has no picture."""


class _IntoLoguru(logging.Handler):
    """aiortc and uvicorn log through the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(depth=6, exception=record.exc_info).log(record.levelname, record.getMessage())


def configure(settings: Settings) -> None:
    """Send every log line to standard error, masked. Call once, before anything else logs."""
    level = settings.line.log_level

    def passes(record: Record) -> bool:
        record["extra"]["masked"] = mask_text(record["message"]).replace("\n", " ")
        record["extra"]["trace"] = _masked_trace(record)
        if record["message"].startswith(EXPECTED):
            return False
        loud = record["level"].no >= logger.level("WARNING").no
        return loud or not str(record["name"]).startswith(QUIET)

    logger.remove()
    # The format is a function, so that loguru adds no traceback of its own, which nobody would have masked.
    logger.add(sys.stderr, level=level, format=lambda _: FORMAT, filter=passes, diagnose=False, backtrace=False)
    logging.basicConfig(handlers=[_IntoLoguru()], level=logging.WARNING, force=True)


def _masked_trace(record: Record) -> str:
    """The traceback of a logged fault, its numbers masked: what was raised may quote what a caller said."""
    fault = record["exception"]
    if fault is None or fault.value is None:
        return ""
    return mask_text("".join(traceback.format_exception(fault.value)))
