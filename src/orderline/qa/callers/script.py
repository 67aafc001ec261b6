"""What a caller's file holds: who they are, what they want done, and how they answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import Language


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Facts(_Part):
    """What the caller knows of themselves. What is left out they do not know, and say so."""

    first_name: str = ""
    last_name: str = ""
    postcode: str = ""
    email: str = ""
    phone: str = ""
    """Digits."""
    order_number: str = ""
    """As printed in the confirmation."""

    @property
    def name(self) -> str:
        """The whole name, in the order in which it is said."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class OrderRef(_Part):
    """An order, as the caller can speak of it."""

    number: str
    known: bool = False
    """The caller has the number at hand. Otherwise they describe the order."""
    state: str = ""
    """`paid`, `delivered`, …: what they know of where it is."""
    items: tuple[str, ...] = ()
    """Names of everything in it."""
    city: str = ""
    """Where it goes."""

    @property
    def said(self) -> str:
        """The number as people say it."""
        return self.number.lstrip("#")

    @property
    def tail(self) -> str:
        """The last four digits."""
        return "".join(char for char in self.number if char.isdigit())[-4:]


class Thing(_Part):
    """Something in an order, or to be ordered."""

    name: str
    now: dict[str, str] = Field(default_factory=dict)
    """Options it has."""
    mention: tuple[str, ...] = ()
    """Names of the options without which the name could mean something else of the caller's."""
    to: dict[str, str] = Field(default_factory=dict)
    """Options wanted instead, only those that change; empty: the same again, or nothing to choose."""
    whole: dict[str, str] = Field(default_factory=dict)
    """All options of what is wanted, for when the line asks about one that stays."""
    quantity: int = 1
    product_id: str = ""
    """Where the caller knows a product by its number."""


class Method(_Part):
    """A payment method of the caller's."""

    kind: str
    """`credit_card`, `paypal`, `gift_card`, `alipay`, …"""
    last4: str = ""
    several: bool = False
    """They have another of the kind: it is told by its end."""


class Place(_Part):
    """An address."""

    line1: str = ""
    line2: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""
    on_file: str = ""
    """`default`: it is the one in the profile; a city: that of another order. Empty: the line has never heard it."""


class Refusal(StrEnum):
    """What the caller does when the line will not do it."""

    NEXT = "next"
    """Go on with the next wish."""
    PERSON = "person"
    ACCEPT = "accept"
    """Take what the line offers instead."""


class Wish(_Part):
    """One thing the caller wants."""

    task: str
    """The task's name: `exchange_item`."""
    order: OrderRef | None = None
    other: OrderRef | None = None
    """The second order, where two are meant."""
    things: tuple[Thing, ...] = ()
    whole_order: bool = False
    """Everything in it is meant."""
    method: Method | None = None
    names_method: bool = False
    """The caller says it without being asked, since it is not how they paid."""
    place: Place | None = None
    reason: str = ""
    """In a code of `orders.policy.facts.REASONS`."""
    answers: dict[str, str] = Field(default_factory=dict)
    """What is asked → the answer, in words."""
    if_refused: Refusal = Refusal.NEXT
    hears: tuple[str, ...] = ()
    """What the line must say before it is done: amounts, days."""


class Script(_Part):
    """One caller."""

    name: str
    language: Language = "en"
    facts: Facts = Facts()
    secrets: tuple[str, ...] = ()
    """What the line may not say before it knows who calls."""
    wishes: tuple[Wish, ...] = ()
    patience: int = 40
    """Turns of the line after which the caller hangs up."""


def read_script(path: Path) -> Script:
    """A caller's file. Raises ConfigurationError that names the file and what is wrong."""
    try:
        return Script.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{path} cannot be read as YAML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path.name} is no caller: at {place}: {first['msg']}.") from error


def script_yaml(script: Script) -> str:
    """The file's text: only what is not as usual, in the order of the fields."""
    plain: dict[str, Any] = script.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)


def write_scripts(folder: Path, sets: Mapping[str, Mapping[str, Script]]) -> int:
    """Write `folder/set/task.yaml` for every caller; how many. Raises ConfigurationError."""
    try:
        for name, scripts in sets.items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            for task, script in scripts.items():
                (folder / name / f"{task}.yaml").write_text(script_yaml(script), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{folder} cannot be written ({error.strerror}).") from error
    return sum(len(scripts) for scripts in sets.values())
