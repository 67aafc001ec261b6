"""What a shop sells, as words: what callers may name, and nothing about prices or stock."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.orders.order import Text


@dataclass(frozen=True, slots=True)
class SoldProduct:
    """One product with every word it goes by."""

    product_id: str
    name: Text
    aliases: tuple[str, ...] = ()
    """Other words callers use, in either language."""
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Option name and its values over all variants, as the shop writes them."""


@dataclass(frozen=True, slots=True)
class ShopWords:
    """The words of one state of a shop's catalogue."""

    products: tuple[SoldProduct, ...] = ()
    version: int = 0
    """Grows with every change of the catalogue; see `store.repositories.products.catalogue_version`."""
