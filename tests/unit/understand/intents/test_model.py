from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from orderline.understand.intents.model import cached, train

pytestmark = pytest.mark.unit

SENTENCES = ["where is it", "where is my order", "track it", "cancel it", "cancel my order", "please cancel"]
LABELS = ["track_order"] * 3 + ["cancel_order"] * 3


def test_probabilities_sum_to_one_and_favour_the_right_wish() -> None:
    model = train(SENTENCES, LABELS, "en")
    shares = model.probabilities("cancel the order please")
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-5)
    assert model.intents[int(shares.argmax())] == "cancel_order"


def test_weights_that_were_kept_say_the_same(tmp_path: Path) -> None:
    first = cached(SENTENCES, LABELS, "en", tmp_path)
    kept = list(tmp_path.glob("*.npz"))
    second = cached(SENTENCES, LABELS, "en", tmp_path)
    assert len(kept) == 1
    np.testing.assert_array_equal(first.probabilities("track my order"), second.probabilities("track my order"))


def test_other_examples_are_trained_anew(tmp_path: Path) -> None:
    cached(SENTENCES, LABELS, "en", tmp_path)
    cached([*SENTENCES, "stop it"], [*LABELS, "cancel_order"], "en", tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 2


def test_a_cache_that_is_broken_is_made_again(tmp_path: Path) -> None:
    cached(SENTENCES, LABELS, "en", tmp_path)
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(b"not an array")
    assert cached(SENTENCES, LABELS, "en", tmp_path).intents == ("cancel_order", "track_order")


def test_words_nobody_wrote_an_example_with_are_not_covered() -> None:
    model = train(SENTENCES, LABELS, "en")
    assert model.coverage("where blorp") == 0.5
    assert model.coverage("") == 0.0
