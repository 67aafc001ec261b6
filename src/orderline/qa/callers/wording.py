"""A caller's words: the same thing in several ways, taken in an order that the seed decides."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from orderline.orders.identifiers import Language
from orderline.qa.callers.script import Method, OrderRef, Place, Script, Thing, Wish


@cache
def _words(language: Language) -> Mapping[str, Any]:
    text = resources.files("orderline.qa.callers").joinpath("words", f"{language}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


class Wording:
    """The words of one caller in one call. Asked twice for the same thing, it says it in other words."""

    def __init__(self, script: Script, seed: int) -> None:
        self._script = script
        self._words = _words(script.language)
        self._seed = seed
        self._used: Counter[str] = Counter()

    def wish(self, wish: Wish, first: bool) -> str:
        """The wish, in the next of its wordings; `first`: it opens the call."""
        said = self._fill(f"wishes.{wish.task}", **self._pieces(wish))
        if wish.method is not None and wish.names_method:
            between = " " if self._script.language == "en" else ""
            said += between + self._fill(f"with_method.{wish.task}", method=self.method(wish.method))
        if first:
            return said
        return self._fill("next", wish=said)

    def answer(self, what: str, wish: Wish | None = None, /, **more: str) -> str:
        """An answer, in the next of its wordings."""
        facts = self._script.facts
        slots = {
            "name": facts.name if self._script.language == "en" else f"{facts.last_name}{facts.first_name}",
            "postcode": facts.postcode,
            "email": facts.email,
            "tail": facts.phone[-4:],
            "number": facts.order_number.lstrip("#"),
        }
        return self._fill(f"answers.{what}", **slots, **(self._pieces(wish) if wish else {}), **more)

    def to(self, thing: Thing, options: Mapping[str, str] | None = None) -> str:
        """Options in words."""
        chosen = thing.to if options is None else options
        return str(self._words["options"]["and"]).join(self._option(name, value) for name, value in chosen.items())

    def method(self, method: Method) -> str:
        """A payment method in words; a card by its end where that is known and the seed says so."""
        by_end = method.several or self._pick(f"by_end.{method.kind}", (True, False))
        name = f"{method.kind}_last4" if method.last4 and by_end else ""
        key = name if name in self._words["methods"] else method.kind
        return self._fill(f"methods.{key}", last4=method.last4)

    def reason(self, code: str) -> str:
        """A reason in words."""
        return self._fill(f"reasons.{code if code in self._words['reasons'] else 'other'}")

    def place(self, place: Place) -> str:
        """An address: the first time as the caller thinks of it, then in full."""
        if place.on_file and not self._used["place"] and self._seed % 2:
            self._used["place"] += 1
            return self._fill("places.default" if place.on_file == "default" else "places.on_file", city=place.city)
        full = str(self._words["places"]["full"]).format(**place.model_dump())
        phone = str(self._words["places"]["phone"]).format(phone=place.phone) if place.phone else ""
        return full.replace(", ,", ",") + phone

    def number(self, quantity: int) -> str:
        """A small whole number in words."""
        numbers = self._words["numbers"]
        return str(numbers[quantity]) if quantity < len(numbers) else str(quantity)

    def _pieces(self, wish: Wish) -> dict[str, str]:
        order, things = wish.order, wish.things
        items = self._items(things)
        to = "; ".join(self.to(thing, thing.to or thing.whole) for thing in things)
        method = self.method(wish.method) if wish.method else ""
        reason = self.reason(wish.reason or "no_longer_needed")
        return {
            "items": items,
            "Items": _capital(items),
            "plain": things[0].name if things else "",
            "swaps": self._join([self._swap(thing) for thing in things], str(self._words["pieces"]["and"])),
            "buying": self._join([self._buy(thing) for thing in things]),
            "order": self._fill("pieces.order_known", number=order.said) if order and order.known else "",
            "order_front": self._front(order),
            "with": self._with(wish),
            "in_order": self._in_order(wish),
            "order_tail": order.tail if order else "",
            "to": to,
            "To": _capital(to),
            "method": method,
            "Method": _capital(method),
            "place": self.place(wish.place) if wish.place else "",
            "reason": reason,
            "because": reason,
            "Reason": _capital(reason),
            "quantity": self.number(things[0].quantity) if things else "",
        }

    def _front(self, order: OrderRef | None) -> str:
        known = order is not None and order.known and "order_front" in self._words["pieces"]
        return self._fill("pieces.order_front", number=order.said) if order and known else ""

    def _with(self, wish: Wish) -> str:
        """What is in the order, where the number is not at hand."""
        if wish.order is None or wish.order.known or not wish.order.items:
            return ""
        names = list(dict.fromkeys(wish.order.items))[:2]
        if len(names) == 1:
            return self._fill("pieces.with_one", item=self._lower(names[0]))
        return self._fill("pieces.with_many", items=self._join([self._lower(name) for name in names]))

    def _in_order(self, wish: Wish) -> str:
        if wish.order is None:
            return self._items(wish.things)
        names = [self._lower(name) for name in wish.order.items[:2]] or [self._lower(t.name) for t in wish.things]
        article = "the " if self._script.language == "en" else ""
        return article + self._join(names)

    def _items(self, things: tuple[Thing, ...]) -> str:
        article = "the " if self._script.language == "en" else ""
        return self._join([f"{article}{self._item(thing)}" for thing in things])

    def _item(self, thing: Thing) -> str:
        if not thing.mention:
            return self._lower(thing.name)
        named = {name: thing.now[name] for name in thing.mention if name in thing.now}
        options = " ".join(self._mentioned(name, value) for name, value in named.items())
        return str(self._words["pieces"]["mention"]).format(options=options, item=self._lower(thing.name))

    def _mentioned(self, name: str, value: str) -> str:
        """An option before the name: "the 32GB laptop"; with its own name where it says nothing alone."""
        return self._option(name, value) if value.isdigit() or value in ("yes", "no", "none") else value

    def _swap(self, thing: Thing) -> str:
        if not thing.to:
            return self._fill("pieces.swap_same", item=self._item(thing))
        return self._fill("pieces.swap", item=self._item(thing), to=self.to(thing))

    def _buy(self, thing: Thing) -> str:
        form = str(self._words["pieces"]["buy"])
        return form.format(number=self.number(thing.quantity), item=self._item(thing))

    def _option(self, name: str, value: str) -> str:
        words = self._words["options"]
        if value in ("yes", "no", "none"):
            is_adjective = value == "no" and name in words["adjectives"]
            return str(words["not" if is_adjective else value]).format(name=name)
        if value in words["sizes"]:
            return str(self._pick(f"size.{value}", tuple(words["sizes"][value])))
        if value.isdigit():
            return str(words["numbers" if name.endswith("s") else "number"]).format(name=name, value=value)
        if value in words["generic"]:
            return str(words["numbers"]).format(name=name, value=value)
        if name in words["alone"] or value.startswith("not "):
            return value
        return str(self._pick(f"named.{name}", tuple(words["named"]))).format(name=name, value=value)

    def _join(self, parts: list[str], last: str | None = None) -> str:
        if len(parts) <= 1:
            return "".join(parts)
        between = ", " if self._script.language == "en" else "、"
        return between.join(parts[:-1]) + (last or str(self._words["pieces"]["last_and"])) + parts[-1]

    def _lower(self, name: str) -> str:
        """A product as it is spoken of: "E-Reader" stays, "Desk Lamp" is "desk lamp"."""
        return " ".join(word if any(char.isupper() for char in word[1:]) else word.lower() for word in name.split(" "))

    def _fill(self, key: str, /, **slots: str) -> str:
        """The next wording of `key`, filled."""
        found: Any = self._words
        for part in key.split("."):
            found = found[part]
        ways = list(found)
        random.Random(f"{self._seed}/{self._script.name}/{key}").shuffle(ways)
        chosen = ways[self._used[key] % len(ways)]
        self._used[key] += 1
        return str(chosen).format(**slots)

    def _pick(self, key: str, ways: tuple[Any, ...]) -> Any:
        """One of `ways`; the same all through a call."""
        return random.Random(f"{self._seed}/{self._script.name}/{key}").choice(ways)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
