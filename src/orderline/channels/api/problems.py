"""How the API says no: always the same body, with a name to act upon and words in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from orderline.act.intake.refused import BadRow, RowRefused
from orderline.orders.order import Text
from orderline.orders.quote import Asks, Refusal, Refused

MOST_ROWS_TOLD = 100
"""Bad rows named in one answer; there may be more."""


class ApiRefusal(StrEnum):
    """Refusals of the API itself; those of the services are in `orders.quote.Refusal`."""

    NO_KEY = "no_key"
    WRONG_SCOPE = "wrong_scope"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_LARGE = "too_large"
    BAD_REQUEST = "bad_request"
    BAD_ROWS = "bad_rows"
    BAD_CURSOR = "bad_cursor"
    BAD_SIGNATURE = "bad_signature"
    NO_ACTION_ID = "no_action_id"
    FACT_NEEDED = "fact_needed"
    UNKNOWN_CUSTOMER = "unknown_customer"
    UNKNOWN_CURRENCY = "unknown_currency"
    UNKNOWN_RECEIPT = "unknown_receipt"
    WRONG_SYSTEM = "wrong_system"
    NOT_FOUND = "not_found"
    CLOSED = "closed"
    UNAVAILABLE = "unavailable"


_A = ApiRefusal
WORDS: Mapping[ApiRefusal, tuple[int, Text]] = {
    _A.NO_KEY: (401, Text("send a key in force as `Authorization: Bearer …`", "请用 Authorization: Bearer 提供密钥")),
    _A.WRONG_SCOPE: (403, Text("this key may not do that", "此密钥没有该权限")),
    _A.TOO_MANY_REQUESTS: (429, Text("too many requests; wait and try again", "请求过多，请稍后再试")),
    _A.TOO_LARGE: (413, Text("the request is too large; send it in parts", "请求过大，请分批发送")),
    _A.BAD_REQUEST: (422, Text("the request cannot be read as it is", "请求内容无效")),
    _A.BAD_ROWS: (422, Text("some rows cannot be taken, so none was", "部分行无效，因此全部未写入")),
    _A.BAD_CURSOR: (422, Text("that cursor was not given by this route", "游标无效")),
    _A.BAD_SIGNATURE: (401, Text("the signature does not fit the message or its time", "签名与内容或时间不符")),
    _A.NO_ACTION_ID: (422, Text("send an `Idempotency-Key` of 8 to 64 letters, digits, `.`, `_`, `:` or `-`",
                                "请提供 8 至 64 位的 Idempotency-Key")),
    _A.FACT_NEEDED: (422, Text("the policy needs to know more", "政策还需要了解更多信息")),
    _A.UNKNOWN_CUSTOMER: (404, Text("the shop has no such customer", "店铺没有这位顾客")),
    _A.UNKNOWN_CURRENCY: (422, Text("the line does not know this currency", "不支持这种货币")),
    _A.UNKNOWN_RECEIPT: (404, Text("there is no receipt of such an action", "没有这个操作的回执")),
    _A.WRONG_SYSTEM: (422, Text("that system does not send this", "该系统不能发送此类内容")),
    _A.NOT_FOUND: (404, Text("there is nothing here", "此处没有内容")),
    _A.CLOSED: (404, Text("the API is closed: the shop has no key for it", "接口未开放：店铺尚未创建密钥")),
    _A.UNAVAILABLE: (503, Text("the database does not answer; nothing was written", "数据库没有响应，未写入任何内容")),
}  # fmt: skip
"""Status and words of each."""
WRONG_ASKED = frozenset(
    {
        Refusal.UNKNOWN_ORDER, Refusal.UNKNOWN_LINE, Refusal.UNKNOWN_SKU, Refusal.UNKNOWN_METHOD,
        Refusal.COUNT_MISMATCH, Refusal.BAD_ADDRESS, Refusal.BAD_QUANTITY, Refusal.NOTHING_CHOSEN,
        Refusal.UNKNOWN_QUOTE, Refusal.UNKNOWN_SLOT,
    }
)  # fmt: skip
"""Refusals of what was asked (422); the others are of how things stand (409)."""


class Words(BaseModel):
    """The same words in every language of the line."""

    en: str
    zh: str


class Row(BaseModel):
    """One bad row of a request."""

    index: int
    """From 0."""
    field: str
    name: BadRow
    reason: Words
    says: str


class Problem(BaseModel):
    """Why not. Nothing was written."""

    name: str = Field(json_schema_extra={"enum": sorted({*Refusal, *ApiRefusal})})
    reason: Words
    cite: str = ""
    """The clause behind a policy's refusal."""
    rule: str = ""
    details: dict[str, Any] = Field(default_factory=dict)
    rows: list[Row] = Field(default_factory=list)


class ProblemBody(BaseModel):
    """Every answer that is not 2xx."""

    error: Problem


@dataclass(eq=False)
class ApiRefused(Exception):
    """Carries a refusal of the API out of a route."""

    name: ApiRefusal
    details: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[RowRefused] = ()


def api_refused(refused: ApiRefused) -> JSONResponse:
    """The answer for a refusal of the API itself."""
    status, words = WORDS[refused.name]
    problem = Problem(
        name=refused.name,
        reason=_words(words),
        details=dict(refused.details),
        rows=[
            Row(index=row.index, field=row.field, name=row.name, reason=_words(row.because), says=row.says)
            for row in refused.rows[:MOST_ROWS_TOLD]
        ],
    )
    return _answer(status, problem, refused.headers)


def service_refused(refused: Refused | Asks) -> JSONResponse:
    """The answer for a service's refusal, or for a fact that its policy asks for."""
    if isinstance(refused, Asks):
        details = {"fact": refused.fact, "choices": list(refused.choices)}
        status, words = WORDS[ApiRefusal.FACT_NEEDED]
        return _answer(
            status, Problem(name=ApiRefusal.FACT_NEEDED, reason=_words(words), rule=refused.rule_id, details=details)
        )
    problem = Problem(
        name=refused.code,
        reason=_words(refused.because),
        cite=refused.cite,
        rule=refused.rule_id,
        details=dict(refused.details),
    )
    return _answer(422 if refused.code in WRONG_ASKED else 409, problem)


def _answer(status: int, problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": problem.model_dump()}, status_code=status, headers=dict(headers or {}))


def _words(text: Text) -> Words:
    return Words(en=text.en, zh=text.zh)
