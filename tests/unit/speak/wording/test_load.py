from __future__ import annotations

import time
from dataclasses import FrozenInstanceError

import pytest
from tests.unit.speak.conftest import WriteWording

from orderline.errors import ConfigurationError

pytestmark = pytest.mark.unit


def test_a_key_is_named_after_its_file(write_wording: WriteWording) -> None:
    catalogue = write_wording({"en/goodbye.yaml": "bye: Goodbye."})
    assert catalogue.wording("goodbye.bye", "en").variants[0].source == "Goodbye."


def test_words_that_yaml_takes_for_truth_stay_words(write_wording: WriteWording) -> None:
    catalogue = write_wording({"en/confirm.yaml": "yes: Yes\non: 5"})
    assert catalogue.wording("confirm.yes", "en").variants[0].source == "Yes"
    assert catalogue.wording("confirm.on", "en").variants[0].source == "5"


def test_every_form_of_an_entry_is_read(write_wording: WriteWording) -> None:
    catalogue = write_wording(
        {
            "en/a.yaml": """
                plain: "One."
                list: ["One.", "Two."]
                heard: {text: ["One.", "Two."], must_hear: true}
                count: {one: "One.", other: ["{n} of them.", "All {n}."], by: n, must_hear: true}
            """
        }
    )
    assert len(catalogue.wording("a.list", "en").variants) == 2
    assert catalogue.wording("a.heard", "en").must_hear
    count = catalogue.wording("a.count", "en")
    assert (count.by, len(count.one), len(count.variants), count.must_hear) == ("n", 1, 2, True)
    assert count.slots == {"n"}


def test_a_text_may_run_over_several_lines_of_the_file(write_wording: WriteWording) -> None:
    catalogue = write_wording({"en/a.yaml": "long: >\n  One and\n  two.\n"})
    assert catalogue.wording("a.long", "en").variants[0].source == "One and two."


def test_a_file_of_comments_and_a_missing_folder_hold_no_wording(write_wording: WriteWording) -> None:
    assert not write_wording({"en/a.yaml": "# nothing yet\n"}).wordings


def test_files_that_are_not_yaml_are_passed_over(write_wording: WriteWording) -> None:
    assert not write_wording({"en/notes.txt": "not: wording", "en/__init__.py": ""}).wordings


def test_the_catalogue_is_read_only(write_wording: WriteWording) -> None:
    catalogue = write_wording({"en/a.yaml": "b: One."})
    with pytest.raises(FrozenInstanceError):
        catalogue.wordings = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalogue.wordings["en", "a.b"] = catalogue.wording("a.b", "en")  # type: ignore[index]


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        ("good: Yes.\nbad: 'open", r"line 2.*not YAML"),
        ("a: One.\nb: {n} left.", r"line 2.*not YAML"),
        ("- One.\n- Two.", r"line 1.*not a list of `key: text`"),
        ("a: One.\nb: []", r"line 2.*b: the list of variants is empty"),
        ("a: One.\na: Two.", r"line 2.*'a' stands there twice"),
        ("Bad Key: One.", r"line 1.*'Bad Key'"),
        ("a: [[One.]]", r"line 1.*a: a text must be plain text"),
        ("a: {must_hear: true}", r"line 1.*a: give either `text`, or all of `one`, `other` and `by`"),
        ("a: {one: One., by: n}", r"line 1.*a: give either"),
        ("a: {text: One., one: One., other: Two., by: n}", r"line 1.*a: give either"),
        ("a: {one: One., other: Two., by: '{n}'}", r"line 1.*a: `by` names the slot"),
        ("a: {text: One., must_hear: maybe}", r"line 1.*a: `must_hear` is true or false, not 'maybe'"),
        ("x: One.\na: 'It is {Day}.'", r"line 2.*a: a brace is left over"),
        ("a: 'It is {day.'", r"line 1.*a: a brace is left over"),
        ("a: 'It is {day:%d}.'", r"line 1.*a: a brace is left over"),
    ],
)
def test_a_file_that_cannot_be_understood_is_named_with_its_line(
    write_wording: WriteWording, yaml: str, named: str
) -> None:
    with pytest.raises(ConfigurationError, match=rf"(?s)en/track_order\.yaml, {named}"):
        write_wording({"en/track_order.yaml": yaml})


def test_a_file_whose_name_is_no_tasks_name_is_refused(write_wording: WriteWording) -> None:
    with pytest.raises(ConfigurationError, match=r"en/Track-Order\.yaml"):
        write_wording({"en/Track-Order.yaml": "a: One."})


def test_twenty_files_are_read_while_nobody_notices(write_wording: WriteWording) -> None:
    lines = "\n".join(f'key_{n}: ["Sentence {n} about {{slot}}.", "Another. And one."]' for n in range(20))
    files = {f"{language}/task_{n}.yaml": lines for language in ("en", "zh") for n in range(10)}
    started = time.perf_counter()
    assert len(write_wording(files).wordings) == 400
    assert time.perf_counter() - started < 2.0, "goal 0.2 s; ten times that on a busy machine means something broke"
