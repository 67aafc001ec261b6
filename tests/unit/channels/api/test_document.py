"""The OpenAPI document lists every route, and whatever is refused is said in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from orderline.act.intake.intake import TAKES
from orderline.act.intake.refused import BAD_ROWS, BadRow
from orderline.act.policies import LivePolicies
from orderline.act.services.wishes import WISHES
from orderline.act.systems.port import SYSTEMS
from orderline.channels.api.app import PROBLEMS, create_api
from orderline.channels.api.parts import ApiParts
from orderline.channels.api.problems import WORDS, ApiRefusal
from orderline.channels.api.pushed import KINDS
from orderline.channels.api.pushing import SENDS
from orderline.clock import VirtualClock
from orderline.orders.identifiers import ShopId
from orderline.orders.quote import Refusal
from orderline.store.session import Database

pytestmark = pytest.mark.unit
ROUTES = {
    "POST /push/orders", "POST /push/products", "POST /push/stock", "POST /push/shipments", "POST /push/scans",
    "POST /push/payments", "POST /push/arrivals", "POST /webhooks/{system}", "GET /orders", "GET /orders/{number}",
    "GET /after-sales",
    "GET /receipts", "GET /receipts/{action_id}", "GET /audit", "GET /pickup-slots", "POST /orders/{number}/quotes",
    "POST /customers/{customer}/quotes", "POST /quotes/{quote}/confirm", "POST /customers/{customer}/codes",
    "POST /customers/{customer}/codes/check",
}  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAGE = Path(__file__).parents[4] / "docs" / "channels" / "api.md"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('never') / 'opened.db'}")
    api: FastAPI = create_api(ApiParts(database, VirtualClock(), LivePolicies(), ShopId("demo"), ""))
    return api.openapi()


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_is_in_the_document_and_on_the_page(document: dict[str, Any]) -> None:
    assert set(operations(document)) == ROUTES
    page = PAGE.read_text("utf-8")
    missing = [route for route in ROUTES if f"`{route.replace(' ', ' /v1')}`" not in page]
    assert missing == []


def test_every_route_says_how_it_refuses(document: dict[str, Any]) -> None:
    for route, operation in operations(document).items():
        assert operation["summary"], route
        for status in PROBLEMS:
            schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ProblemBody"}, (route, status)
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["properties"]["name"]["enum"]) == {*Refusal, *ApiRefusal}
    assert document["components"]["schemas"]["Words"]["required"] == ["en", "zh"]


def test_every_refusal_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(ApiRefusal)
    assert set(BAD_ROWS) == set(BadRow)
    for words in [*(words for _, words in WORDS.values()), *BAD_ROWS.values()]:
        assert words.en.isascii() or "…" in words.en
        assert CHINESE.search(words.zh)


def test_every_service_can_be_asked_for_by_name(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"].values()
    actions = {part["properties"]["action"].get("const") for part in schemas if part["title"].startswith("Asked")
               and "action" in part["properties"]}  # fmt: skip
    assert actions == set(WISHES)


def test_what_can_be_pushed_has_one_name_all_the_way() -> None:
    assert set(KINDS) == set(TAKES)
    assert set(SENDS) == set(SYSTEMS)
    assert frozenset().union(*SENDS.values()) <= set(KINDS)


def test_no_route_but_messages_is_without_a_key(document: dict[str, Any]) -> None:
    open_routes = {route for route, operation in operations(document).items() if not operation.get("security")}
    assert open_routes == {"POST /webhooks/{system}"}
