"""The data set's file: checked for what the import needs, everything else left as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orderline.errors import ConfigurationError
from orderline.qa.conformance.tau_retail.shape import read_json

Number = int | float


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Address(_Row):
    """Of a user or an order."""

    country: str = Field(alias="国家")
    region: str = Field(alias="省份")
    city: str = Field(alias="城市")
    district: str = Field(alias="区县")
    line1: str = Field(alias="详细地址")
    recipient: str | None = Field(None, alias="收件人姓名")
    phone: str | None = Field(None, alias="电话号码")


class User(_Row):
    """One user."""

    user_id: str = Field(alias="用户ID")
    name: str = Field(alias="用户姓名")
    phone: str = Field(alias="电话号码")
    balance: Number = Field(alias="电子卡余额")
    address: Address = Field(alias="地址信息")


class Item(_Row):
    """One line of an order."""

    sku: str = Field(alias="商品ID")
    price: Number = Field(alias="单价")
    quantity: int = Field(alias="数量")


class Order(_Row):
    """One order."""

    order_id: str = Field(alias="订单ID")
    user_id: str = Field(alias="用户ID")
    status: str = Field(alias="订单状态")
    total: Number = Field(alias="订单总金额")
    urgent: bool = Field(alias="是否加急")
    items: list[Item] = Field(alias="订单商品列表")
    address: Address = Field(alias="收货地址")
    payment: str = Field(alias="支付方式")


class Substitute(_Row):
    """Something a product may be exchanged for."""

    sku: str = Field(alias="商品ID")
    description: str = Field(alias="商品描述")
    status: str = Field(alias="商品状态")


class Product(_Row):
    """One product, which is its only variant."""

    sku: str = Field(alias="商品ID")
    name: str = Field(alias="商品名称")
    status: str = Field(alias="商品状态")
    price: Number = Field(alias="商品价格")
    substitutes: list[Substitute] = Field(alias="可换货商品")


class Data(_Row):
    """What the import needs: by platform, shop, user and order."""

    orders: dict[str, dict[str, dict[str, dict[str, Order]]]]
    products: dict[str, dict[str, dict[str, Product]]]
    users_info: dict[str, User]


class Action(_Row):
    """One reference action."""

    name: str
    arguments: dict[str, Any]


class Change(_Row):
    """One change of the final state."""

    path: list[str]
    before: Any = Field(alias="from")
    after: Any = Field(alias="to")


class Task(_Row):
    """One task."""

    id: int
    user_id: str
    actions: list[Action]
    final_state_changes: list[Change]


class Bench(_Row):
    """The whole file."""

    data: Data
    tasks: list[Task]


def read_bench(path: Path) -> tuple[Bench, dict[str, Any]]:
    """The file checked, and its data as they stand. Raises ConfigurationError."""
    raw = read_json(path)
    try:
        bench = Bench.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"{path.name} is no ecom-bench file: at {place}: {first['msg']} (and {error.error_count() - 1} more).",
            "Nothing was imported.",
        ) from error
    return bench, raw["data"]
