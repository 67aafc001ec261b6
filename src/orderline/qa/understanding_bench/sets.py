"""The sentences that are measured on: our own blind set, and public sets mapped to our wishes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import Language
from orderline.understand.normal import normalise, words_of

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what it asks for."""

    said: str
    language: Language
    intents: frozenset[str]
    """Any of them is right; `other` alone: out of scope."""

    @property
    def in_scope(self) -> bool:
        """Whether the line is for it."""
        return self.intents != {OTHER}


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath with several wishes, or with one that is denied."""

    said: str
    language: Language
    wishes: tuple[str, ...]
    """In the order said."""


@dataclass(frozen=True, slots=True)
class Blind:
    """Our own sentences of one language that nothing was tuned on."""

    sentences: tuple[Sentence, ...]
    breaths: tuple[Breath, ...]
    known: int
    """Sentences left out because an example is word for word the same."""


def load_blind(file: Path, language: Language, examples: frozenset[str]) -> Blind:
    """Read a blind file; `examples` are the words of every example.

    Raises:
        ConfigurationError: the file is not there, or no such file.
    """
    try:
        said: dict[str, list[Any]] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    except OSError as fault:
        raise ConfigurationError(
            f"There are no blind sentences at {file.name}.", do="Run from the checkout."
        ) from fault
    several = [Breath(one["said"], language, tuple(one["parts"])) for one in said.pop("several", [])]
    denied = [Breath(one["said"], language, (one["intent"],)) for one in said.pop("negated", [])]
    everything = [Sentence(one, language, frozenset({intent})) for intent, ones in said.items() for one in ones]
    kept = tuple(one for one in everything if words_of(normalise(one.said)) not in examples)
    return Blind(kept, (*several, *denied), len(everything) - len(kept))


_BITEXT: dict[str, frozenset[str]] = {
    "cancel_order": frozenset({"cancel_order"}),
    "change_order": frozenset({"change_item", "add_line", "remove_line", "change_quantity"}),
    "change_shipping_address": frozenset({"change_address", "change_default_address"}),
    "set_up_shipping_address": frozenset({"change_default_address", "change_address"}),
    "check_cancellation_fee": frozenset({"explain_policy"}),
    "check_payment_methods": frozenset({"explain_policy"}),
    "check_refund_policy": frozenset({"explain_policy"}),
    "delivery_options": frozenset({"explain_policy"}),
    "payment_issue": frozenset({"explain_payment", "refund_duplicate", "refund_charge"}),
    "complaint": frozenset({"complaint"}),
    "contact_customer_service": frozenset({"ask_for_person"}),
    "contact_human_agent": frozenset({"ask_for_person"}),
    "delivery_period": frozenset({"track_order", "explain_policy"}),
    "get_refund": frozenset({"return_item", "refund_status", "explain_policy"}),
    "place_order": frozenset({"place_order"}),
    "track_order": frozenset({"track_order"}),
    "track_refund": frozenset({"refund_status"}),
    **dict.fromkeys(
        (
            "create_account",
            "delete_account",
            "edit_account",
            "switch_account",
            "recover_password",
            "registration_problems",
            "newsletter_subscription",
            "review",
        ),
        frozenset({OTHER}),
    ),
}
"""Invoices (`check_invoice`, `get_invoice`) are left out: whether the line is for them is a question of taste."""
_CLINC: dict[str, frozenset[str]] = {
    "order_status": frozenset({"track_order"}),
    "order": frozenset({"place_order"}),
    "repeat": frozenset({"repeat"}),
    "greeting": frozenset({"greeting"}),
    "goodbye": frozenset({"goodbye"}),
}
_CLINC_FAR = frozenset(
    {"translate", "transfer", "timer", "definition", "insurance", "restaurant_reviews", "flip_coin", "weather"}
    | {"recipe", "alarm", "calories", "book_flight", "spelling", "plug_type", "credit_score", "bill_balance"}
    | {"car_rental", "pto_balance", "play_music", "jump_start", "mortgage", "direct_deposit", "fun_fact", "time"}
    | {"tire_change", "tell_joke", "date", "travel_suggestion", "next_song", "traffic"}
)
_BANKING: dict[str, frozenset[str]] = {
    "transaction_charged_twice": frozenset({"refund_duplicate"}),
    "declined_card_payment": frozenset({"explain_payment"}),
    "Refund_not_showing_up": frozenset({"refund_status"}),
    **dict.fromkeys(
        (
            "change_pin",
            "exchange_rate",
            "activate_my_card",
            "age_limit",
            "atm_support",
            "automatic_top_up",
            "country_support",
            "edit_personal_details",
            "lost_or_stolen_phone",
            "passcode_forgotten",
            "top_up_limits",
            "transfer_timing",
            "verify_my_identity",
            "why_verify_identity",
            "terminate_account",
        ),
        frozenset({OTHER}),
    ),
}
"""A bank's own wishes that no shop's order line is for; its cards on their way and payments abroad are left out."""


def load_outside(folder: Path) -> dict[str, tuple[Sentence, ...]]:
    """The public sets in `folder`, by name, every third sentence; sets that are not there are left out."""
    found = {"bitext": _bitext(folder), "clinc": _clinc(folder), "banking77": _banking(folder)}
    return {name: sentences for name, rows in found.items() if (sentences := tuple(rows)[::3])}


def _bitext(folder: Path) -> Iterator[Sentence]:
    for row in _rows(folder / "bitext_train.csv"):
        if row["intent"] in _BITEXT:
            yield Sentence(row["utterance"], "en", _BITEXT[row["intent"]])


def _banking(folder: Path) -> Iterator[Sentence]:
    for row in _rows(folder / "banking77_train.csv"):
        if row["category"] in _BANKING:
            yield Sentence(row["text"], "en", _BANKING[row["category"]])


def _clinc(folder: Path) -> Iterator[Sentence]:
    file = folder / "clinc_train.json"
    if not file.is_file():
        return
    sets = json.loads(file.read_text("utf-8"))
    for said, intent in (*sets["train"], *sets["val"]):
        if intent in _CLINC:
            yield Sentence(said, "en", _CLINC[intent])
        elif intent in _CLINC_FAR:
            yield Sentence(said, "en", frozenset({OTHER}))
    for said, _ in (*sets["oos_train"], *sets["oos_val"]):
        yield Sentence(said, "en", frozenset({OTHER}))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
