"""What the demo shop sells: forty made-up products, named in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product as combinations

from orderline.orders.order import Text

Axis = tuple[str, tuple[str, ...]]
COLORS: Axis = ("color", ("blue", "black", "white", "red"))
TONES: Axis = ("color", ("grey", "green"))
SIZES: Axis = ("size", ("S", "M", "L", "XL"))
SHOES: Axis = ("size", ("38", "39", "40", "41", "42"))
VOLUME: Axis = ("capacity", ("500 ml", "1 l", "1.5 l"))
ONE: tuple[Axis, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product of the demo shop."""

    key: str
    name: Text
    usd: int
    """Cents."""
    tags: tuple[str, ...] = ()
    axes: tuple[Axis, ...] = ONE
    aliases: tuple[str, ...] = ()

    @property
    def cny(self) -> int:
        """Fen: about seven times the dollar price, ending in 9 yuan."""
        return (self.usd * 7 // 1000) * 1000 + 900

    def variants(self) -> tuple[dict[str, str], ...]:
        """Options of every variant, in a fixed order."""
        names = [name for name, _ in self.axes]
        return tuple(
            dict(zip(names, values, strict=True)) for values in combinations(*(values for _, values in self.axes))
        )


def _row(
    key: str, en: str, zh: str, usd: int, tags: str = "", axes: tuple[Axis, ...] = ONE, aliases: str = ""
) -> DemoProduct:
    return DemoProduct(key, Text(en, zh), usd, tuple(tags.split()), axes, tuple(filter(None, aliases.split("|"))))


PRODUCTS: tuple[DemoProduct, ...] = (
    _row("kettle", "electric kettle", "电热水壶", 4590, "device", (COLORS, VOLUME), "kettle|水壶|烧水壶"),
    _row("mug", "stoneware mug", "陶瓷马克杯", 1290, "fragile", (COLORS,), "mug|cup|杯子|马克杯"),
    _row("engraved-mug", "engraved mug", "刻字马克杯", 2190, "fragile custom", (COLORS,), "刻字杯"),
    _row("teapot", "glass teapot", "玻璃茶壶", 3290, "fragile", (VOLUME,), "茶壶"),
    _row("tea", "jasmine tea", "茉莉花茶", 1590, "", ONE, "tea|花茶|茶叶"),
    _row("rice-cooker", "rice cooker", "电饭煲", 8990, "device", (TONES,), "电饭锅"),
    _row("wok", "cast iron wok", "铸铁炒锅", 5990, "", ONE, "wok|炒锅"),
    _row("knife", "kitchen knife", "菜刀", 4290, "", ONE, "knife"),
    _row("bottle", "water bottle", "保温水杯", 2490, "", (COLORS, VOLUME), "flask|保温杯|水杯"),
    _row("lunch-box", "lunch box", "便当盒", 1990, "", (TONES,), "饭盒"),
    _row("t-shirt", "cotton T-shirt", "纯棉T恤", 1890, "", (COLORS, SIZES), "tee|shirt|T恤|短袖"),
    _row("jacket", "rain jacket", "冲锋衣", 8990, "", (COLORS, SIZES), "jacket|coat|外套|夹克"),
    _row("sweater", "wool sweater", "羊毛衫", 6990, "", (TONES, SIZES), "sweater|毛衣"),
    _row("jeans", "straight jeans", "直筒牛仔裤", 5490, "", (SIZES,), "jeans|牛仔裤"),
    _row("socks", "wool socks, three pairs", "羊毛袜三双装", 1490, "hygiene", (SIZES,), "socks|袜子"),
    _row("scarf", "cashmere scarf", "羊绒围巾", 7990, "", (TONES,), "scarf|围巾"),
    _row("pyjamas", "silk pyjamas", "真丝睡衣", 9900, "hygiene", (SIZES,), "pajamas|睡衣"),
    _row("sneakers", "running shoes", "跑步鞋", 7990, "", (COLORS, SHOES), "sneakers|shoes|运动鞋|跑鞋"),
    _row("sandals", "leather sandals", "皮凉鞋", 4590, "", (SHOES,), "sandals|凉鞋"),
    _row("backpack", "travel backpack", "旅行背包", 6490, "", (TONES,), "backpack|bag|背包|双肩包"),
    _row("suitcase", "cabin suitcase", "登机箱", 11990, "", (TONES,), "suitcase|行李箱|箱子"),
    _row("umbrella", "folding umbrella", "折叠雨伞", 1690, "", (COLORS,), "umbrella|雨伞"),
    _row("earphones", "wireless earphones", "无线耳机", 8990, "device hygiene", (COLORS,), "earbuds|headphones|耳机"),
    _row("speaker", "Bluetooth speaker", "蓝牙音箱", 5990, "device", (COLORS,), "speaker|音响|音箱"),
    _row("charger", "fast charger", "快充充电器", 2290, "device", ONE, "charger|充电头"),
    _row("power-bank", "power bank", "充电宝", 3990, "device", (TONES,), "移动电源"),
    _row("lamp", "desk lamp", "台灯", 4990, "device", (TONES,), "lamp|灯"),
    _row("keyboard", "mechanical keyboard", "机械键盘", 9990, "device", (TONES,), "keyboard|键盘"),
    _row("mouse", "wireless mouse", "无线鼠标", 2990, "device", (COLORS,), "mouse|鼠标"),
    _row("watch", "sports watch", "运动手表", 14990, "device", (COLORS,), "watch|手表"),
    _row("yoga-mat", "yoga mat", "瑜伽垫", 3490, "", (TONES,), "mat|垫子"),
    _row("dumbbells", "dumbbell pair", "哑铃一对", 5990, "oversized", ONE, "dumbbells|哑铃"),
    _row("pillow", "latex pillow", "乳胶枕", 4990, "hygiene", ONE, "pillow|枕头"),
    _row("duvet", "down duvet", "羽绒被", 15990, "oversized", ONE, "duvet|quilt|被子"),
    _row("towels", "bath towels, set of two", "浴巾两条装", 2990, "hygiene", (TONES,), "towels|毛巾|浴巾"),
    _row("cherries", "fresh cherries, 2 kg", "车厘子两公斤", 3990, "fresh perishable", ONE, "cherries|樱桃|车厘子"),
    _row("mooncakes", "mooncake gift box", "月饼礼盒", 4490, "perishable", ONE, "mooncakes|月饼"),
    _row("face-cream", "face cream", "面霜", 3290, "hygiene", ONE, "cream|护肤霜"),
    _row("notebook", "dotted notebook", "点阵笔记本", 1190, "", (COLORS,), "notebook|本子|笔记本"),
    _row("gift-card", "e-gift card", "电子礼品卡", 5000, "digital gift_card", ONE, "gift card|礼品卡"),
)
BY_KEY = {product.key: product for product in PRODUCTS}


def sku_key(product: DemoProduct, variant: int) -> str:
    """The key of the `variant`-th variant, e.g. `kettle-03`."""
    return f"{product.key}-{variant + 1:02d}"
