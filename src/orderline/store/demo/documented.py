"""The demo orders that README and tests rely on, whatever the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from orderline.orders.order import DelayReason, OrderState, SalesChannel, Text, WarehouseStep
from orderline.store.demo.journey import Journey, at
from orderline.store.demo.people import DemoPerson

NO_OPTIONS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class DemoLine:
    """One line: a product's key, the options wanted, how many."""

    product: str
    options: dict[str, str]
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """One order of the demo shop, before it is turned into rows."""

    number: str
    person: DemoPerson
    channel: SalesChannel
    state: OrderState
    lines: tuple[DemoLine, ...]
    journey: Journey


def _us(key: str, name: str, phone: str, line1: str, city: str, region: str, postcode: str) -> DemoPerson:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return DemoPerson(key, name, email, phone, "en", line1, "", city, region, postcode, "USA")


EMMA = _us("c-0001", "Emma Chen", "4155557350", "88 Brannan St", "San Francisco", "CA", "94107")
NOAH = _us("c-0002", "Noah Miller", "2065551162", "1420 Pine St", "Seattle", "WA", "98101")
GRACE = _us("c-0003", "Grace Lopez", "3035559004", "77 Cedar Ln", "Denver", "CO", "80203")
CHEN_WEI = DemoPerson(
    "c-0004", "陈伟", "chenwei@example.cn", "13800138866", "zh", "浦东新区人民路120号", "3栋1502室",
    "上海市", "上海市", "200120", "中国",
)  # fmt: skip
HENRY = _us("c-0005", "Henry Walker", "5125552718", "305 Lakeview Dr", "Austin", "TX", "78704")
CHLOE = _us("c-0006", "Chloe Baker", "3125555521", "9 Oak St", "Chicago", "IL", "60614")
DOCUMENTED_PEOPLE = (EMMA, NOAH, GRACE, CHEN_WEI, HENRY, CHLOE)


def documented_orders(today: date) -> tuple[DemoOrder, ...]:
    """The six orders, as they stand on `today`."""

    def day(offset: int) -> date:
        return today + timedelta(days=offset)

    return (
        DemoOrder(
            "204821", EMMA, SalesChannel.WEB, OrderState.SHIPPED,
            (DemoLine("kettle", {"color": "blue", "capacity": "1 l"}), DemoLine("mug", {"color": "white"}, 2)),
            Journey(
                at(day(-4), 2, 14), day(1), day(1), None, WarehouseStep.LEFT, at(day(-3), 9),
                Text("UPS", "UPS"), "790350204821",
                ((Text("Louisville", "路易斯维尔"), at(day(-2), 6)), (Text("Oakland", "奥克兰"), at(day(-1), 18, 40))),
            ),
        ),
        DemoOrder(
            "317745", NOAH, SalesChannel.APP, OrderState.PREPARING,
            (DemoLine("jacket", {"color": "blue", "size": "M"}),),
            Journey(
                at(day(-8), 5, 3), day(-2), day(5), None, WarehouseStep.QUEUED, at(day(-3), 11),
                delay=DelayReason.OUT_OF_STOCK, restock_on=day(3),
            ),
        ),
        DemoOrder(
            "408213", GRACE, SalesChannel.WEB, OrderState.SHIPPED, (DemoLine("lamp", {"color": "green"}),),
            Journey(
                at(day(-9), 3, 30), day(-3), None, None, WarehouseStep.LEFT, at(day(-7), 9),
                Text("USPS", "美国邮政"), "940011408213", ((Text("Dallas", "达拉斯"), at(day(-5), 20, 5)),),
            ),
        ),
        DemoOrder(
            "526630", CHEN_WEI, SalesChannel.DOUYIN, OrderState.SHIPPED,
            (DemoLine("rice-cooker", {"color": "grey"}), DemoLine("tea", NO_OPTIONS, 2)),
            Journey(
                at(day(-3), 4, 20), day(2), day(1), None, WarehouseStep.LEFT, at(day(-2), 9),
                Text("SF Express", "顺丰"), "SF1526630886",
                ((Text("Guangzhou", "广州"), at(day(-2), 15)), (Text("Wuhan", "武汉"), at(day(-1), 21, 10))),
            ),
        ),
        DemoOrder(
            "615902", HENRY, SalesChannel.APP, OrderState.DELIVERED,
            (DemoLine("earphones", {"color": "black"}), DemoLine("socks", {"size": "L"})),
            Journey(
                at(day(-8), 6, 45), day(-3), day(-3), at(day(-3), 15, 20), WarehouseStep.LEFT, at(day(-6), 9),
                Text("UPS", "UPS"), "790350615902", ((Text("Dallas", "达拉斯"), at(day(-4), 20)),),
            ),
        ),
        DemoOrder(
            "730164", CHLOE, SalesChannel.WEB, OrderState.PREPARING, (DemoLine("teapot", {"capacity": "1 l"}),),
            Journey(at(day(-2), 7, 12), day(0), day(0), None, WarehouseStep.PICKING, at(day(-1), 22, 30)),
        ),
    )  # fmt: skip
