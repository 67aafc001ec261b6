from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from tests.understanding import packaged_understanding

from orderline.errors import ConfigurationError
from orderline.qa.understanding_bench.diagram import draw
from orderline.qa.understanding_bench.measure import (
    Understood,
    bins,
    breaths,
    calibration_error,
    figures,
    understand,
)
from orderline.qa.understanding_bench.sets import Sentence, load_blind, load_outside
from orderline.settings import shipped

pytestmark = pytest.mark.unit


def _understood(right: bool, confidence: float, *, in_scope: bool = True, wish: bool = True) -> Understood:
    return Understood(in_scope, right, confidence, confidence if wish else -confidence, 1.0)


def test_a_line_that_is_as_right_as_it_is_sure_has_no_calibration_error() -> None:
    found = [_understood(at < 75, 0.75) for at in range(100)]
    assert calibration_error(found) == pytest.approx(0.0)
    assert bins(found) == [(0.75, 0.75, 100)]


def test_figures_of_a_set() -> None:
    wishes = [_understood(True, 0.9)] * 9 + [_understood(False, 0.2)]
    others = [_understood(True, 0.95, in_scope=False, wish=False)] * 5
    by_name = {figure.name: figure for figure in figures("set", [*wishes, *others], goals=True)}
    assert by_name["set: wish right"].value == 0.9
    assert by_name["set: wish right among the surest 90%"].value == 1.0
    assert by_name["set: wish right among the surest 90%"].met
    assert by_name["set: out-of-scope AUROC"].value == 1.0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_blind_sentence_is_trained_on(language: str) -> None:
    file = shipped("tests/benchmarks/understanding") / f"blind.{language}.yaml"
    everything = load_blind(file, "en" if language == "en" else "zh", frozenset())
    assert len(everything.sentences) > 400
    assert len(everything.breaths) > 20


def test_a_blind_sentence_that_is_an_example_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "blind.en.yaml"
    file.write_text("track_order:\n  - Where is it?\n  - Is it here?\nseveral: []\nnegated: []\n", "utf-8")
    blind = load_blind(file, "en", frozenset({"where is it"}))
    assert ([one.said for one in blind.sentences], blind.known) == (["Is it here?"], 1)


def test_a_blind_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"blind\.en\.yaml"):
        load_blind(tmp_path / "blind.en.yaml", "en", frozenset())


def test_public_sets_are_mapped_to_our_wishes(tmp_path: Path) -> None:
    (tmp_path / "bitext_train.csv").write_text(
        "utterance,intent\nwhere is it,track_order\ninvoice please,get_invoice\n", "utf-8"
    )
    (tmp_path / "clinc_train.json").write_text(
        json.dumps({"train": [["bye", "goodbye"]], "val": [], "oos_train": [["hm", "oos"]], "oos_val": []}), "utf-8"
    )
    found = load_outside(tmp_path)
    assert found["bitext"] == (Sentence("where is it", "en", frozenset({"track_order"})),)
    assert found["clinc"][0].intents == {"goodbye"}
    assert "banking77" not in found


def test_sentences_are_understood_and_breaths_counted(tmp_path: Path) -> None:
    file = tmp_path / "blind.en.yaml"
    file.write_text(
        "cancel_order: [please cancel my order]\n"
        "several: [{said: cancel my order and then track my other order, parts: [cancel_order, track_order]}]\n"
        "negated: []\n",
        "utf-8",
    )
    blind = load_blind(file, "en", frozenset())
    understanding = packaged_understanding()
    assert [one.right for one in understand(understanding, blind.sentences)] == [True]
    assert breaths("en", understanding, blind).value == 1.0


def test_the_diagram_is_a_picture(tmp_path: Path) -> None:
    draw({"en": [(0.5, 0.4, 10), (0.9, 0.95, 90)]}, tmp_path / "reliability.png")
    with Image.open(tmp_path / "reliability.png") as picture:
        assert picture.size == (600, 600)
