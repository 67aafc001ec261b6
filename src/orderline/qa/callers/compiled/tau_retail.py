"""One caller for each task of tau-retail: both shapes of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orderline.orders.identifiers import Language
from orderline.qa.callers.script import Facts, Method, OrderRef, Place, Script, Thing, Wish
from orderline.qa.conformance.json_file import read_json
from orderline.qa.conformance.tau_retail.shape import TauAddress, TauDatabase, TauItem, TauOrder, TauUser
from orderline.qa.conformance.tau_retail.tasks import Call, Task, read_tasks
from orderline.qa.conformance.tau_retail.words import STATES

PATIENCE = 60
TASKS_OF = {
    "cancel_pending_order": "cancel_order",
    "modify_pending_order_items": "change_item",
    "exchange_delivered_order_items": "exchange_item",
    "return_delivered_order_items": "return_item",
    "modify_pending_order_address": "change_address",
    "modify_user_address": "change_default_address",
    "modify_pending_order_payment": "change_payment",
    "transfer_to_human_agents": "ask_for_person",
}
"""Each tool that does something, as the task a caller would ask for."""
_EMAIL = re.compile(r"[\w.]+@[\w.]+\w")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a task's texts tell of its caller."""

    text: str
    user_id: str
    hears: tuple[str, ...]


def callers(data: TauDatabase, files: Sequence[Path], language: Language = "en") -> dict[str, dict[str, Script]]:
    """Set → task id → caller. Raises ConfigurationError for files that are not what they should be."""
    found: dict[str, dict[str, Script]] = {}
    for path in files:
        told = _told(path)
        for name, tasks in read_tasks(path).items():
            found[name] = {
                task.task_id: _caller(data, f"{name}/{task.task_id}", task, told[name, task.task_id], language)
                for task in tasks
            }
    return found


def _told(path: Path) -> dict[tuple[str, str], _Told]:
    raw = read_json(path)
    sets = list(read_tasks(path).items())
    groups = (
        [raw[split] for split in ("train", "test", "dev", "base") if split in raw] if isinstance(raw, dict) else [raw]
    )
    found = {}
    for (name, tasks), group in zip(sets, groups, strict=True):
        for task, entry in zip(tasks, group, strict=True):
            found[name, task.task_id] = _of(entry)
    return found


def _of(entry: Mapping[str, Any]) -> _Told:
    if "user_scenario" not in entry:
        return _Told(str(entry.get("instruction", "")), str(entry.get("user_id", "")), tuple(entry.get("outputs", ())))
    told = entry["user_scenario"]["instructions"]
    parts = ("known_info", "reason_for_call", "task_instructions")
    text = " ".join(str(told.get(part) or "") for part in parts) if isinstance(told, dict) else str(told)
    return _Told(text, "", tuple(entry["evaluation_criteria"].get("communicate_info") or ()))


def _caller(data: TauDatabase, name: str, task: Task, told: _Told, language: Language) -> Script:
    user = data.users[_user_id(data, task, told)]
    orders = [data.orders[order_id] for order_id in user.orders]
    wishes = list(_wishes(data, user, orders, task, told.text))
    if wishes and told.hears:
        wishes[-1] = wishes[-1].model_copy(update={"hears": told.hears})
    secrets = {item.name for order in orders for item in order.items} | {user.address.address1}
    return Script(
        name=name,
        language=language,
        facts=_facts(user, told.text),
        secrets=tuple(sorted(secrets)),
        wishes=tuple(wishes),
        patience=PATIENCE,
    )


def _user_id(data: TauDatabase, task: Task, told: _Told) -> str:
    """Whose call it is: named outright, by the owner of an order that is changed, or by what identifies them."""
    if told.user_id:
        return told.user_id
    for call in task.calls:
        if "user_id" in call.arguments:
            return str(call.arguments["user_id"])
        order = data.orders.get(str(call.arguments.get("order_id", "")))
        if order is not None:
            return order.user_id
    emails = {email.lower() for email in _EMAIL.findall(told.text)}
    for user in data.users.values():
        named = f"{user.name.first_name} {user.name.last_name}" in told.text and user.address.zip in told.text
        if named or user.user_id in told.text or user.email.lower() in emails:
            return user.user_id
    raise KeyError(f"task {task.task_id} names nobody")


def _facts(user: TauUser, text: str) -> Facts:
    """What the text says the caller knows; name and postcode where it names neither a postcode nor an e-mail."""
    email = user.email if user.email.lower() in text.lower() else ""
    postcode = user.address.zip if user.address.zip in text or not email else ""
    if email and not postcode:
        return Facts(first_name=user.name.first_name, last_name=user.name.last_name, email=email)
    return Facts(first_name=user.name.first_name, last_name=user.name.last_name, postcode=postcode, email=email)


def _wishes(data: TauDatabase, user: TauUser, orders: list[TauOrder], task: Task, text: str) -> Iterator[Wish]:
    """The questions first, then what the reference writes, in its order."""
    writes = [call for call in task.calls if call.tool in TASKS_OF]
    changed = {item for call in writes for item in call.arguments.get("item_ids", ())}
    yield from _product_questions(data, task, changed, text)
    for call in writes:
        yield _wish(data, user, orders, call, text)
    if not writes:
        looked = [data.orders[call.arguments["order_id"]] for call in task.calls if call.tool == "get_order_details"
                  and call.arguments["order_id"] in user.orders]  # fmt: skip
        for order in looked[-1:] or orders[:1]:
            yield Wish(task="order_details", order=_order_ref(order, orders, text))


def _product_questions(data: TauDatabase, task: Task, changed: set[str], text: str) -> Iterator[Wish]:
    """Products looked at that are not changed, where the caller speaks of them."""
    looked = [call.arguments.get("product_id", "") for call in task.calls if call.tool == "get_product_details"]
    for product in (data.products[key] for key in dict.fromkeys(looked) if key in data.products):
        if changed & product.variants.keys():
            continue
        if product.name.lower() in text.lower() or product.name.lower().replace("-", "") in text.lower():
            yield Wish(task="product_info", things=(Thing(name=product.name),))


def _wish(data: TauDatabase, user: TauUser, orders: list[TauOrder], call: Call, text: str) -> Wish:
    given, name = call.arguments, TASKS_OF[call.tool]
    if name == "ask_for_person":
        return Wish(task=name)
    if name == "change_default_address":
        place = _place(given, user, orders)
        return Wish(task=name, place=place.model_copy(update={"on_file": place.on_file.removeprefix("default")}))
    order = data.orders[given["order_id"]]
    things = tuple(_things(data, order, orders, given))
    return Wish(
        task=name,
        order=_order_ref(order, orders, text),
        things=things,
        whole_order=name == "cancel_order" or len(things) == len(order.items),
        method=_method(user, given.get("payment_method_id")),
        names_method=given.get("payment_method_id") not in (None, order.payment_history[0].payment_method_id)
        and name != "change_payment",
        place=_place(given, user, orders) if "address1" in given else None,
        reason=str(given.get("reason", "")).replace(" ", "_"),
    )


def _order_ref(order: TauOrder, orders: list[TauOrder], text: str) -> OrderRef:
    """The order, what tells it from the caller's others first."""
    elsewhere = {item.name for other in orders if other is not order for item in other.items}
    return OrderRef(
        number=order.order_id,
        known=order.order_id.lstrip("#W") in text,
        state=STATES[order.status].value,
        items=tuple(sorted((item.name for item in order.items), key=lambda name: name in elsewhere)),
        city=order.address.city,
    )


def _things(data: TauDatabase, order: TauOrder, orders: list[TauOrder], given: Mapping[str, Any]) -> Iterator[Thing]:
    new: Sequence[str] = given.get("new_item_ids", ())
    for place, item_id in enumerate(given.get("item_ids", ())):
        item = next((item for item in order.items if item.item_id == item_id), None)
        if item is None:
            continue
        wanted = _options(data, item, new[place]) if place < len(new) else {}
        yield Thing(
            name=item.name,
            now=item.options,
            mention=_mention(item, orders),
            to={name: value for name, value in wanted.items() if item.options.get(name) != value},
            whole=wanted,
        )


def _options(data: TauDatabase, item: TauItem, new_id: str) -> dict[str, str]:
    variant = data.products[item.product_id].variants.get(new_id)
    return {} if variant is None else variant.options


def _mention(item: TauItem, orders: list[TauOrder]) -> tuple[str, ...]:
    """The fewest options that tell the item from the caller's others of its name; none where it is the only one."""
    others = [
        other.options for order in orders for other in order.items
        if other.name == item.name and other.options != item.options
    ]  # fmt: skip
    named: list[str] = []
    while others:
        best = max(item.options, key=lambda name: sum(options.get(name) != item.options[name] for options in others))
        left = [options for options in others if options.get(best) == item.options[best]]
        if len(left) == len(others):
            break
        named.append(best)
        others = left
    return tuple(named)


def _method(user: TauUser, method_id: str | None) -> Method | None:
    method = user.payment_methods.get(method_id or "")
    if method is None:
        return None
    alike = [other for other in user.payment_methods.values() if other.source == method.source]
    return Method(kind=method.source, last4=method.last_four or "", several=len(alike) > 1)


def _place(given: Mapping[str, Any], user: TauUser, orders: list[TauOrder]) -> Place:
    kept = {field: str(given[field]) for field in ("address1", "address2", "city", "state", "country", "zip")}
    wanted = TauAddress.model_validate(kept)
    on_file = "default" if wanted == user.address else ""
    if not on_file and any(order.address == wanted for order in orders):
        on_file = wanted.city
    return Place(
        line1=wanted.address1, line2=wanted.address2, city=wanted.city, region=wanted.state, postcode=wanted.zip,
        country=wanted.country, on_file=on_file,
    )  # fmt: skip
