"""Wording files read into a catalogue: one YAML file a task and language, `<language>/<task>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NoReturn

import yaml

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.speak.wording.catalogue import Catalogue, Wording
from orderline.speak.wording.template import Template, parse_template

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLURAL = ("one", "other", "by")
_FIELDS = frozenset({"text", "must_hear", *_PLURAL})
_TRUTH = {"true": True, "false": False}


def load_catalogue(root: Traversable | None = None) -> Catalogue:
    """Read every wording file below `root`, a folder with one folder a language (default: the line's own wording).

    Raises:
        ConfigurationError: a file that cannot be understood; names file, key and line.
    """
    root = root or files("orderline.speak.wording")
    return Catalogue.of(tuple(wording for language in LANGUAGES for wording in _folder(root, language)))


def _folder(root: Traversable, language: Language) -> Iterator[Wording]:
    folder = root.joinpath(language)
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            yield from _File(language, path).wordings()


class _File:
    """One file being read; knows its name, so that every fault can tell it."""

    def __init__(self, language: Language, path: Traversable) -> None:
        self.language = language
        self.path = path
        self.name = f"{language}/{path.name}"
        self.task = path.name.removesuffix(".yaml")

    def wordings(self) -> Iterator[Wording]:
        if not _NAME.fullmatch(self.task):
            self._fault(None, "The file's name is not a task's name: small letters, digits and underscores only.")
        document = self._document()
        if document is None:
            return
        if not isinstance(document, yaml.MappingNode):
            self._fault(document, "The file is not a list of `key: text` lines.")
        seen: set[str] = set()
        for key_node, node in document.value:
            key = self._scalar(key_node, "A key")
            if not _NAME.fullmatch(key):
                self._fault(key_node, f"The key {key!r} may hold small letters, digits and underscores only.")
            if key in seen:
                self._fault(key_node, f"The key {key!r} stands there twice.")
            seen.add(key)
            yield self._wording(key, key_node.start_mark.line + 1, node)

    def _document(self) -> yaml.Node | None:
        try:
            return yaml.compose(self.path.read_text(encoding="utf-8"), Loader=_LOADER)
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            where = f", line {mark.line + 1}" if mark else ""
            raise self._error(where, f"It is not YAML: {fault.problem or fault.context}.") from fault
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise self._error("", f"It is not YAML in UTF-8: {fault}.") from fault

    def _wording(self, key: str, line: int, node: yaml.Node) -> Wording:
        full = f"{self.task}.{key}"
        if not isinstance(node, yaml.MappingNode):
            return Wording(full, self.language, self.name, line, self._texts(key, node))
        fields = {self._scalar(name, f"{key}: a field's name"): value for name, value in node.value}
        unknown = tuple(sorted(fields.keys() - _FIELDS))
        must_hear = self._truth(key, fields["must_hear"]) if "must_hear" in fields else False
        if "text" in fields and not fields.keys() & set(_PLURAL):
            texts = self._texts(key, fields["text"])
            return Wording(full, self.language, self.name, line, texts, (), None, must_hear, unknown)
        if "text" in fields or not fields.keys() >= set(_PLURAL):
            self._fault(node, f"{key}: give either `text`, or all of `one`, `other` and `by`.")
        by = self._scalar(fields["by"], f"{key}: `by`")
        if not _NAME.fullmatch(by):
            self._fault(fields["by"], f"{key}: `by` names the slot that is counted, without braces.")
        other, one = self._texts(key, fields["other"]), self._texts(key, fields["one"])
        return Wording(full, self.language, self.name, line, other, one, by, must_hear, unknown)

    def _texts(self, key: str, node: yaml.Node) -> tuple[Template, ...]:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not nodes:
            self._fault(node, f"{key}: the list of variants is empty.")
        return tuple(self._template(key, each) for each in nodes)

    def _template(self, key: str, node: yaml.Node) -> Template:
        try:
            return parse_template(self._scalar(node, f"{key}: a text"), self.language)
        except ValueError as fault:
            self._fault(node, f"{key}: {fault}.")

    def _truth(self, key: str, node: yaml.Node) -> bool:
        value = self._scalar(node, f"{key}: `must_hear`")
        if value not in _TRUTH:
            self._fault(node, f"{key}: `must_hear` is true or false, not {value!r}.")
        return _TRUTH[value]

    def _scalar(self, node: yaml.Node, what: str) -> str:
        """The text exactly as written: `yes` stays "yes" and `on` stays "on"."""
        if not isinstance(node, yaml.ScalarNode):
            self._fault(node, f"{what} must be plain text; a text with a colon or a brace at its start needs quotes.")
        return str(node.value)

    def _fault(self, node: yaml.Node | None, problem: str) -> NoReturn:
        raise self._error(f", line {node.start_mark.line + 1}" if node else "", problem)

    def _error(self, where: str, problem: str) -> ConfigurationError:
        return ConfigurationError(
            f"The wording file {self.name}{where} cannot be used.",
            problem,
            "Mend it and run `orderline wording lint`.",
        )
