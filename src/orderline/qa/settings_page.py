"""docs/settings.md, made from the settings tree, so that it cannot be wrong."""

from __future__ import annotations

import inspect
import json
import re
from typing import get_args

from pydantic_core import PydanticUndefined

from orderline.settings import Section, Settings

HEAD = """# Settings

Made by `orderline doctor --settings`; tests fail when it is out of date. Write them in `orderline.toml`, or set the
variable, which stands over the file. Unknown names are errors.
"""


def settings_page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    for name, field in Settings.model_fields.items():
        section = field.annotation
        assert isinstance(section, type)
        assert issubclass(section, Section)
        parts.append(_section(name, section))
    return "\n".join(parts)


def _section(name: str, section: type[Section]) -> str:
    notes = _notes(section)
    lines = [f"## `[{name}]`", "", inspect.getdoc(section) or "", "", "| setting | default | variable | meaning |"]
    lines.append("| --- | --- | --- | --- |")
    for key, field in section.model_fields.items():
        default = "" if field.default in ("", PydanticUndefined) else f"`{_shown(field.default)}`"
        choices = get_args(field.annotation)
        one_of = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if _is_choice(choices) else ""
        variable = f"`ORDERLINE_{name.upper()}__{key.upper()}`"
        lines.append(f"| `{key}` | {default} | {variable} | {notes.get(key, '')}{one_of} |")
    return "\n".join([*lines, ""])


def _shown(default: object) -> object:
    """A default as a settings file has it: lists of words, not Python's enums."""
    if isinstance(default, tuple) and default:
        return json.dumps(default)
    return default


def _is_choice(choices: tuple[object, ...]) -> bool:
    return bool(choices) and all(isinstance(choice, str) for choice in choices)


def _notes(section: type[Section]) -> dict[str, str]:
    """The string under each field in the source: its documentation."""
    found = re.findall(
        r'^    ([a-z]\w*): [^\n]*\n    """(.*?)"""', inspect.getsource(section), re.MULTILINE | re.DOTALL
    )
    return {key: " ".join(note.split()) for key, note in found}
