from __future__ import annotations

from pathlib import Path

import pytest

from orderline.errors import EngineUnavailable
from orderline.hear.engines import choose_recognizer, choose_vad
from orderline.models.store import ModelStore
from orderline.settings import HearSettings, ModelSettings

pytestmark = pytest.mark.unit


def store(folder: Path, *, present: bool) -> ModelStore:
    list_file = folder / "models.txt"
    list_file.write_text("whisper-tiny model.bin main - - MIT owner/repo\n", encoding="utf-8")
    if present:
        (folder / "models" / "whisper-tiny").mkdir(parents=True)
        (folder / "models" / "whisper-tiny" / "model.bin").write_bytes(b"weights")
    return ModelStore(ModelSettings(list_file=list_file, dir=folder / "models"))


def test_whisper_hears_when_its_model_is_here(tmp_path: Path) -> None:
    recognizer, choice = choose_recognizer(HearSettings(), store(tmp_path, present=True))
    assert (recognizer.name, choice.engine, choice.port) == ("whisper", "whisper", "recognition")
    assert choice.languages == ("en", "zh")


def test_the_embedded_one_hears_when_it_is_not_and_says_what_to_do(tmp_path: Path) -> None:
    recognizer, choice = choose_recognizer(HearSettings(), store(tmp_path, present=False))
    assert (recognizer.name, choice.engine, choice.languages) == ("sphinx", "sphinx", ("en",))
    assert "orderline models pull whisper-tiny" in choice.why
    assert "English only" in choice.why


def test_the_embedded_one_hears_when_the_settings_say_so(tmp_path: Path) -> None:
    recognizer, choice = choose_recognizer(HearSettings(engine="sphinx"), store(tmp_path, present=True))
    assert recognizer.name == "sphinx"
    assert "settings ask" in choice.why


def test_whisper_without_its_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="orderline models pull whisper-tiny"):
        choose_recognizer(HearSettings(engine="whisper"), store(tmp_path, present=False))


async def test_a_whisper_model_that_is_broken_says_how_to_get_it_again(tmp_path: Path) -> None:
    recognizer, _ = choose_recognizer(HearSettings(), store(tmp_path, present=True))
    with pytest.raises(EngineUnavailable, match=r"config.json, tokenizer.json missing.*models pull"):
        await recognizer.start()


def test_each_call_gets_a_detector_of_its_own() -> None:
    make, choice = choose_vad(HearSettings())
    assert make() is not make()
    assert choice.engine == "webrtcvad + silero"
