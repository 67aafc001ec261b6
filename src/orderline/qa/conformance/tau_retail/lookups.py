"""The data set's look-ups: only whether they find something matters here."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.qa.conformance.tau_retail.words import SHOP
from orderline.store.models import Address, Base, Customer, Order, Product, Sku

Arguments = Mapping[str, Any]

_ARITHMETIC = re.compile(r"[0-9+\-*/(). ]+")
_OPERATORS: Mapping[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}

_TABLES: Mapping[str, type[Base]] = {"order": Order, "product": Product, "item": Sku, "user": Customer}
ALWAYS_FINE = frozenset({"list_all_product_types", "transfer_to_human_agents", "think"})


async def look_up(session: AsyncSession, tool: str, given: Arguments) -> str | None:
    """Why the look-up is refused; None: it finds something. Raises KeyError for a tool that looks nothing up."""
    if tool in ALWAYS_FINE:
        return None
    if tool == "calculate":
        return _calculation_refused(str(given.get("expression", "")))
    what, condition = _condition(tool, given)
    table = _TABLES[what].__table__
    query = select(func.count()).select_from(table).where(table.c.shop_id == SHOP, condition)
    if tool == "find_user_id_by_name_zip":
        query = query.join(Address, (Address.shop_id == Customer.shop_id) & (Address.customer_id == Customer.id))
    return None if await session.scalar(query) else f"{what} not found"


def _condition(tool: str, given: Arguments) -> tuple[str, ColumnElement[bool]]:
    if tool == "get_order_details":
        return "order", Order.id == str(given.get("order_id"))
    if tool == "get_product_details":
        return "product", Product.id == str(given.get("product_id"))
    if tool == "get_item_details":
        return "item", Sku.id == str(given.get("item_id"))
    if tool == "get_user_details":
        return "user", is_user(str(given.get("user_id")))
    if tool == "find_user_id_by_email":
        return "user", func.lower(Customer.email) == str(given.get("email")).lower()
    if tool == "find_user_id_by_name_zip":
        first, last = str(given.get("first_name")).lower(), str(given.get("last_name")).lower()
        named = (func.lower(Customer.given_name) == first) & (func.lower(Customer.family_name) == last)
        return "user", named & Address.is_default & (Address.postcode == str(given.get("zip")))
    raise KeyError(tool)


def is_user(user_id: str) -> ColumnElement[bool]:
    """The customer that is this user there."""
    same: ColumnElement[bool] = Customer.extra["user_id"].as_string() == user_id
    return same


def _calculation_refused(expression: str) -> str | None:
    if not _ARITHMETIC.fullmatch(expression):
        return "invalid characters in expression"
    try:
        _value(ast.parse(expression, mode="eval").body)
    except (SyntaxError, ZeroDivisionError, KeyError, OverflowError) as error:
        return str(error)
    return None


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](_value(node.operand))
    raise SyntaxError("not a sum")
