from __future__ import annotations

import pytest
from tests.unit.speak.conftest import WriteWording

from orderline.speak.wording.lint import lint
from orderline.speak.wording.load import load_catalogue

pytestmark = pytest.mark.unit


def problems(write_wording: WriteWording, english: str, chinese: str) -> list[str]:
    return [str(problem) for problem in lint(write_wording({"en/task.yaml": english, "zh/task.yaml": chinese}))]


def test_good_wording_has_no_problems(write_wording: WriteWording) -> None:
    english = """
        again: "Once more:"
        hello: ["Hello! It's 9:30; “open” (nearly).", "Hi, version 3.5 costs 1,200."]
        late: {one: "It is a day late.", other: "It is {days} days late.", by: days}
    """
    chinese = """
        again: "再说一遍："
        hello: ["您好！现在9:30；“营业”（将近）。", "您好，3.5版卖1,200元。"]
        late: "晚了{days}天。"
    """
    assert problems(write_wording, english, chinese) == []


def test_a_key_of_one_language_only_is_told_in_the_file_that_lacks_it(write_wording: WriteWording) -> None:
    (problem,) = problems(write_wording, "a: One.", "{}")
    assert problem == "zh/task.yaml: task.a: The key stands in en/task.yaml but not here; add it in this language too."


def test_a_slot_of_one_language_only_is_told(write_wording: WriteWording) -> None:
    (problem,) = problems(write_wording, "a: 'It is {day} with {carrier}.'", "a: '{day}送达。'")
    assert problem.startswith("zh/task.yaml:1: task.a: {carrier} is said in en/task.yaml but not here")


def test_a_variant_that_leaves_a_fact_out_is_told(write_wording: WriteWording) -> None:
    (problem,) = problems(write_wording, "a: ['It is {day}.', 'Soon.']", "a: '{day}送达。'")
    assert "'Soon.' lacks {day}" in problem


def test_counting_something_that_is_never_said_is_told(write_wording: WriteWording) -> None:
    found = problems(write_wording, "a: {one: One., other: Many., by: days}", "a: 晚了{days}天。")
    assert any("`by` counts 'days'" in problem for problem in found)


@pytest.mark.parametrize(
    ("english", "chinese", "what"),
    [
        ("a: {text: One., colour: red}", "a: 一。", "en/task.yaml:1: task.a: Unknown field 'colour'"),
        ("a: ''", "a: 一。", "en/task.yaml:1: task.a: The text is empty"),
        ("a: One.", "a: ['一。', '']", "zh/task.yaml:1: task.a: The text is empty"),
        ("a: [One., One.]", "a: 一。", "en/task.yaml:1: task.a: Two variants are the same"),
        ("a: One", "a: 一。", "en/task.yaml:1: task.a: 'One' does not end with one of . ? ! :"),
        ("a: One.", "a: 一", "zh/task.yaml:1: task.a: '一' does not end with one of 。 ？ ！ ："),
        ("a: One。", "a: 一。", "en/task.yaml:1: task.a: '。' is Chinese"),
        ("a: One， two.", "a: 一。", "en/task.yaml:1: task.a: '，' is Chinese"),
        ("a: One 二.", "a: 一。", "en/task.yaml:1: task.a: '二' is Chinese"),
        ("a: One , two.", "a: 一。", "en/task.yaml:1: task.a: A space stands before a punctuation mark"),
        ("a: One..", "a: 一。", "en/task.yaml:1: task.a: '..' is one mark too many"),
        ("a: One.", "a: 一,二。", "zh/task.yaml:1: task.a: ',' is a Western mark; write ， instead"),
        ("a: One.", "a: 一.", "zh/task.yaml:1: task.a: '.' is a Western mark; write 。 instead"),
        ("a: One.", "a: 一?", "zh/task.yaml:1: task.a: '?' is a Western mark; write ？ instead"),
        ("a: One.", "a: 一!", "zh/task.yaml:1: task.a: '!' is a Western mark; write ！ instead"),
        ("a: One.", "a: '第9,次。'", "zh/task.yaml:1: task.a: ',' is a Western mark"),
        ("a: One.", "a: 一 二。", "zh/task.yaml:1: task.a: A space stands beside a Chinese character"),
        ("a: One.", "a: 一，，二。", "zh/task.yaml:1: task.a: '，，' is one mark too many"),
        (f"a: {'word ' * 40}end.", "a: 一。", "en/task.yaml:1: task.a: The text has 204 characters; say it in 160"),
    ],
)
def test_a_mistake_is_told_with_file_line_key_and_what_to_do(
    write_wording: WriteWording, english: str, chinese: str, what: str
) -> None:
    (problem,) = problems(write_wording, english, chinese)
    assert problem.startswith(what)


def test_problems_come_in_the_order_of_the_files(write_wording: WriteWording) -> None:
    found = problems(write_wording, "b: Two\na: One", "b: 二\na: 一")
    assert [problem.split(": ")[0] for problem in found] == [
        "en/task.yaml:1", "en/task.yaml:2", "zh/task.yaml:1", "zh/task.yaml:2",
    ]  # fmt: skip


def test_the_lines_own_wording_has_no_problems() -> None:
    assert [str(problem) for problem in lint(load_catalogue())] == []
