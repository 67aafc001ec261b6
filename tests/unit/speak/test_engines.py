from __future__ import annotations

import json
from pathlib import Path

import pytest

from orderline.errors import ConfigurationError, EngineUnavailable
from orderline.settings import ModelSettings, Settings, SpeakSettings
from orderline.speak.engines import choose_synthesizer
from orderline.speak.tts.espeak import BUILT_IN, EspeakVoice

pytestmark = pytest.mark.unit

VOICES = Path(__file__).parents[3] / "voices"
EN, ZH = "en_US-lessac-medium", "zh_CN-huayan-medium"


def settings(speak: SpeakSettings | None = None, voices: Path = VOICES) -> Settings:
    return Settings(speak=speak or SpeakSettings(), models=ModelSettings(voices_dir=voices))


def files(folder: Path, name: str, **config: object) -> None:
    (folder / f"{name}.onnx").write_bytes(b"a model")
    said = {"audio": {"sample_rate": 22_050}, **config}
    (folder / f"{name}.onnx.json").write_text(json.dumps(said), encoding="utf-8")


def nothing(_: str) -> Path | None:
    return None


def test_without_model_files_espeak_speaks_both_languages() -> None:
    synthesizer, choice = choose_synthesizer(settings(), nothing)
    assert synthesizer.languages == {"en", "zh"}
    assert (choice.port, choice.engine, choice.languages) == ("synthesis", "espeak", ("en", "zh"))
    assert "orderline models pull" in choice.why


def test_with_all_model_files_piper_speaks_both_languages(tmp_path: Path) -> None:
    for name in (EN, ZH):
        files(tmp_path, name)
    _, choice = choose_synthesizer(settings(), lambda _: tmp_path)
    assert choice.engine == "piper"
    assert EN in choice.why


def test_each_language_gets_the_best_there_is(tmp_path: Path) -> None:
    files(tmp_path, EN)
    synthesizer, choice = choose_synthesizer(settings(), lambda name: tmp_path if name == EN else None)
    assert (synthesizer.name, choice.engine) == ("espeak+piper", "espeak+piper")
    assert f"en: piper, voice {EN}." in choice.why
    assert f"zh: espeak, the files of {ZH} are not there" in choice.why


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("no model", "not whole"),
        ("empty model", "empty"),
        ("no config", "not whole"),
        ("broken config", "not whole"),
        ("other config", "not whole"),
        ("phonemes", "phonemes of kind pinyin"),
        ("rate", "16000 Hz"),
    ],
)
def test_files_that_are_not_whole_are_not_used(tmp_path: Path, spoil: str, why: str) -> None:
    files(tmp_path, EN)
    model, config = tmp_path / f"{EN}.onnx", tmp_path / f"{EN}.onnx.json"
    if spoil == "no model":
        model.unlink()
    elif spoil == "empty model":
        model.write_bytes(b"")
    elif spoil == "no config":
        config.unlink()
    elif spoil == "broken config":
        config.write_text("{", encoding="utf-8")
    elif spoil == "other config":
        config.write_text("[]", encoding="utf-8")
    elif spoil == "phonemes":
        files(tmp_path, EN, phoneme_type="pinyin")
    else:
        files(tmp_path, EN, audio={"sample_rate": 16_000})
    _, choice = choose_synthesizer(settings(), lambda name: tmp_path if name == EN else None)
    assert choice.engine == "espeak"
    assert why in choice.why


def test_espeak_is_used_where_it_is_asked_for(tmp_path: Path) -> None:
    files(tmp_path, EN)
    _, choice = choose_synthesizer(settings(SpeakSettings(engine="espeak")), lambda _: tmp_path)
    assert choice.engine == "espeak"


def test_piper_alone_is_refused_without_its_files() -> None:
    with pytest.raises(EngineUnavailable, match="orderline models pull"):
        choose_synthesizer(settings(SpeakSettings(engine="piper")), nothing)


def test_an_espeak_voice_can_be_the_shops_own_choice() -> None:
    speak = SpeakSettings(voice_en="espeak-en", voice_zh="espeak-zh")
    _, choice = choose_synthesizer(settings(speak), nothing)
    assert choice.engine == "espeak"
    assert "the voice espeak-en is espeak-ng's own" in choice.why


def test_without_a_folder_of_voices_the_built_in_ones_speak(tmp_path: Path) -> None:
    _, choice = choose_synthesizer(settings(voices=tmp_path / "none"), nothing)
    assert choice.engine == "espeak"
    assert "there is no voice" in choice.why


def test_a_voice_of_another_language_is_not_used() -> None:
    _, choice = choose_synthesizer(settings(SpeakSettings(voice_en=ZH)), nothing)
    assert f"the voice {ZH} speaks zh" in choice.why


def test_a_broken_voice_file_is_told(tmp_path: Path) -> None:
    (tmp_path / EN).mkdir()
    (tmp_path / EN / "voice.toml").write_text("engine = 1", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="is not a voice"):
        choose_synthesizer(settings(voices=tmp_path), nothing)


def test_the_shipped_espeak_voices_are_the_built_in_ones() -> None:
    assert {"en": EspeakVoice("en-us", 0.9), "zh": EspeakVoice("cmn", 1.0)} == BUILT_IN
