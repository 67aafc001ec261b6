"""What the line can say: every sentence by key and language. Read-only once it is loaded (`wording.load`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orderline.errors import ConfigurationError
from orderline.events.decision import Value
from orderline.orders.identifiers import Language
from orderline.speak.wording.template import Template


@dataclass(frozen=True, slots=True)
class Wording:
    """One key in one language: its variants, and those for a count of one where it has them."""

    key: str
    """`<task>.<name>`"""
    language: Language
    file: str
    """Path below the wording folder, e.g. `en/track_order.yaml`."""
    line: int
    """Line of the key in its file, from 1."""
    variants: tuple[Template, ...]
    """Said in turn; at least one."""
    one: tuple[Template, ...] = ()
    """Said instead where the value of `by` is 1; empty where the number does not matter."""
    by: str | None = None
    """Name of the value that is counted; None where `one` is empty."""
    must_hear: bool = False
    unknown_fields: tuple[str, ...] = ()
    """Fields of the file that mean nothing here; reported by lint."""

    @property
    def templates(self) -> tuple[Template, ...]:
        """Every text that may be said under this key."""
        return (*self.one, *self.variants)

    @property
    def slots(self) -> frozenset[str]:
        """Every value that some text of this key needs."""
        return frozenset().union(*(self.needed(template) for template in self.templates))

    def needed(self, template: Template) -> frozenset[str]:
        """The values that saying `template` needs: its slots and the value counted."""
        return template.slots | {self.by} if self.by else template.slots

    def choose(self, values: Mapping[str, Value], times_said: int) -> Template:
        """The text to say after this key was said `times_said` times: variants take turns."""
        variants = self.one if self.by and values.get(self.by) == 1 else self.variants
        return variants[times_said % len(variants)]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every wording there is."""

    wordings: Mapping[tuple[Language, str], Wording]
    """By language and key, in the order of the files."""

    @classmethod
    def of(cls, wordings: tuple[Wording, ...]) -> Catalogue:
        """From wordings with distinct language and key."""
        return cls(MappingProxyType({(wording.language, wording.key): wording for wording in wordings}))

    def wording(self, key: str, language: Language) -> Wording:
        """The wording of `key` in `language`.

        Raises:
            ConfigurationError: there is none.
        """
        found = self.wordings.get((language, key))
        if found is None:
            task, _, name = key.partition(".")
            raise ConfigurationError(
                f"The wording {key!r} is missing in language {language!r}.",
                "The line cannot say this sentence.",
                f"Add {name!r} to wording/{language}/{task}.yaml and run `orderline wording lint`.",
            )
        return found
