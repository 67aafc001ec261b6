"""Reading the files of a data set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orderline.errors import ConfigurationError


def read_json(path: Path) -> Any:
    """Any JSON file. Raises ConfigurationError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as JSON: {error}.") from error


def write_json(path: Path, value: Any) -> None:
    """Write one JSON file, readable by people. Raises ConfigurationError."""
    try:
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written ({error.strerror}).") from error
