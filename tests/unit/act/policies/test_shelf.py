from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path

import pytest

from orderline.act.policies import SHIPPED_SETS, LivePolicies, PolicyShelf, load_policy_sets
from orderline.errors import ConfigurationError
from orderline.orders.policy.evaluate import evaluate
from orderline.orders.policy.facts import RuleKind

pytestmark = pytest.mark.unit

HEAD = """
id: {id}
version: "1"
effective_from: 2026-01-01
"""
RULES = """
rules:
  return_item:
    - id: late
      priority: 10
      when: {days.since_signed: {from: 8}}
      decide: deny
      because: {en: too late, zh: 超过期限}
      cite: shop terms 1
    - id: open
      priority: 20
      decide: allow
      deadline: {days: 7, since: signed}
      because: {en: in time, zh: 期限之内}
      cite: shop terms 1
"""


@pytest.fixture(scope="module")
def shipped() -> PolicyShelf:
    return load_policy_sets(SHIPPED_SETS)


def write(folder: Path, set_id: str, text: str, stamp: int = 0) -> Path:
    path = folder / f"{set_id}.yaml"
    path.write_text(HEAD.format(id=set_id) + text, encoding="utf-8")
    os.utime(path, ns=(stamp, stamp))
    return path


def fifteen() -> str:
    return RULES.replace("from: 8", "from: 16").replace("days: 7", "days: 15")


def test_an_edited_file_holds_from_the_next_look_and_old_orders_keep_theirs(tmp_path: Path) -> None:
    sets, archive = tmp_path / "sets", tmp_path / "archive"
    sets.mkdir()
    write(sets, "shop", RULES)
    live = LivePolicies(sets, archive)
    old = live.shelf().current["shop"].address

    write(sets, "shop", fifteen(), stamp=1)
    new = live.shelf().current["shop"]
    sold_under = live.shelf().at(old)

    assert sold_under is not None
    assert evaluate(new, RuleKind.RETURN_ITEM, {"days.since_signed": 10}).allowed
    assert not evaluate(sold_under, RuleKind.RETURN_ITEM, {"days.since_signed": 10}).allowed
    assert LivePolicies(sets, archive).shelf().at(old) == sold_under, "a restart forgets no version"


async def test_a_running_line_sees_an_edit_without_a_restart(tmp_path: Path) -> None:
    write(tmp_path, "shop", RULES)
    live = LivePolicies(tmp_path)
    before = await live.current()
    assert await live.current() is before
    write(tmp_path, "shop", fifteen(), stamp=1)
    first, second = await asyncio.gather(live.current(), live.current())
    assert first is second
    assert first.current["shop"] != before.current["shop"]


def test_a_new_number_leaves_orders_of_the_old_one_alone_and_a_correction_does_not(tmp_path: Path) -> None:
    sets, archive = tmp_path / "sets", tmp_path / "archive"
    sets.mkdir()
    path = write(sets, "shop", RULES)
    live = LivePolicies(sets, archive)
    write(sets, "shop", fifteen(), stamp=1)
    corrected = live.shelf().at("shop@1")
    path.write_text(path.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    assert live.shelf().current["shop"].version.startswith("2+")
    assert live.shelf().at("shop@1") == corrected == LivePolicies(sets, archive).shelf().at("shop@1")
    assert corrected is not None
    assert evaluate(corrected, RuleKind.RETURN_ITEM, {"days.since_signed": 10}).allowed


def test_a_broken_edit_leaves_the_last_good_sets_in_force(tmp_path: Path) -> None:
    write(tmp_path, "shop", RULES)
    live = LivePolicies(tmp_path)
    before = live.shelf()
    write(tmp_path, "shop", RULES.replace("from: 8", "from: soon"), stamp=1)
    assert live.shelf() is before
    assert live.problem is not None
    assert "days.since_signed" in live.problem.what
    write(tmp_path, "shop", fifteen(), stamp=2)
    assert live.shelf().current["shop"] != before.current["shop"]
    assert live.problem is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (RULES.replace("days.since_signed", "days.since_sined"), "there is no fact 'days.since_sined'"),
        (RULES.replace("decide: deny", "decide: never"), "rules.return_item.0.decide"),
        (RULES.replace("zh: 超过期限", "de: zu spät"), "because.zh"),
        (RULES.replace("priority: 10", "prio: 10"), "priority"),
        (RULES.replace("from: 8", "after: 8"), "days.since_signed has no test ['after']"),
        (RULES.replace("return_item", "return_items"), "return_items"),
        ("extends: shop\n" + RULES, "the sets shop → shop extend each other in a ring"),
        ("extends: ghost\n" + RULES, "there is no set 'ghost' to extend"),
        ("floor: ghost\n" + RULES, "there is no floor 'ghost'"),
        (
            "terms:\n  a: {is: b}\n  b: {is_not: [c]}\n  c: {is: a}\n" + RULES,
            "the named conditions a → b → c → a need each other in a ring",
        ),
        ("terms:\n  a: {is: b}\n" + RULES, "there is no named condition 'b'"),
        (RULES.replace("{days.since_signed: {from: 8}}", "{is: late}"), "there is no named condition 'late'"),
        (RULES.replace("from: 8", "from: 0"), "shop/open: it is unreachable"),
        ("rules: [", "it cannot be read"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    write(tmp_path, "shop", text)
    with pytest.raises(ConfigurationError) as caught:
        load_policy_sets(tmp_path)
    assert named in str(caught.value)


def test_a_ring_of_sets_that_extend_each_other_is_named(tmp_path: Path) -> None:
    write(tmp_path, "one", "extends: two\n" + RULES)
    write(tmp_path, "two", "extends: one\n" + RULES)
    with pytest.raises(ConfigurationError, match="one → two → one"):
        load_policy_sets(tmp_path)


def test_two_files_of_one_set_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "shop", RULES)
    (tmp_path / "copy.yaml").write_text((tmp_path / "shop.yaml").read_text(), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"copy.yaml and shop.yaml"):
        load_policy_sets(tmp_path)


def test_a_shop_set_below_the_law_is_refused_at_load(tmp_path: Path) -> None:
    for name in ("cn_law", "house", "cn"):
        text = (SHIPPED_SETS / f"{name}.yaml").read_text(encoding="utf-8")
        if name == "cn":
            text = text.replace("days.since_signed: {from: 8}", "days.since_signed: {from: 7}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(
        ConfigurationError, match=r"cn/return_too_late: it says deny where the law allows: 消费者权益保护法第25条"
    ):
        load_policy_sets(tmp_path)


@pytest.mark.parametrize(
    ("shop", "jurisdiction", "expected"),
    [
        ("demo", "CN", "cn"),
        ("demo", "EU", "eu"),
        ("demo", "US", "us_demo"),
        ("tau-retail", "US", "tau_retail"),
        ("ecom-bench-zh", "CN", "ecom_bench_zh"),
    ],
)
def test_the_set_for_a_sale_is_that_of_its_shop_and_law(
    shipped: PolicyShelf, shop: str, jurisdiction: str, expected: str
) -> None:
    found = shipped.in_force(shop, "app", jurisdiction, date(2026, 6, 1))
    assert found is not None
    assert found.set_id == expected


def test_before_its_first_day_no_set_is_in_force(shipped: PolicyShelf) -> None:
    assert shipped.in_force("demo", "app", "CN", date(2025, 12, 31)) is None


def test_a_version_is_found_by_number_and_by_exact_edit(shipped: PolicyShelf) -> None:
    cn = shipped.current["cn"]
    assert shipped.at("cn") == shipped.at("cn@1") == shipped.at(cn.address) == cn
    assert shipped.at("cn@9") is None
    assert shipped.at("nowhere@1") is None
