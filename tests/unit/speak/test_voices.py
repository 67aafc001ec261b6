from __future__ import annotations

from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.speak.voices import load_voice, load_voices

pytestmark = pytest.mark.unit

SHIPPED = Path(__file__).parents[3] / "voices"
GOOD = """
engine = "piper"
model = "en_GB-somebody-low"
language = "en"
rate_hz = 16000
licence = "CC0"
source = "https://example.org"
sample = "Hello."
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir()
    (folder / name / "voice.toml").write_text(text, encoding="utf-8")


def test_the_shipped_voices_are_whole_and_cover_both_languages_twice() -> None:
    voices = load_voices(SHIPPED)
    assert {(voice.engine, voice.language) for voice in voices} == {
        ("piper", "en"),
        ("piper", "zh"),
        ("espeak", "en"),
        ("espeak", "zh"),
    }


def test_a_voice_is_named_by_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "somebody", GOOD)
    voice = load_voice(tmp_path, "somebody")
    assert voice is not None
    assert (voice.name, voice.model, voice.pace) == ("somebody", "en_GB-somebody-low", 1.0)


def test_a_voice_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert load_voice(tmp_path, "nobody") is None
    assert load_voices(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("name", ["", "..", "../secrets", "/etc", "a/b"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="not the name of a voice"):
        load_voice(tmp_path, name)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('engine = "piper"', 'engine = "robot"', "engine"),
        ('language = "en"', 'language = "fr"', "language"),
        ("rate_hz = 16000", "rate_hz = 1", "rate_hz"),
        ('licence = "CC0"', "", "licence"),
        ('sample = "Hello."', 'sample = " "', "sample"),
        ('model = "en_GB-somebody-low"', 'modle = "x"', "modle"),
        ("rate_hz = 16000", "rate_hz = ", "cannot be read"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    write(tmp_path, "wrong", GOOD.replace(old, new))
    with pytest.raises(ConfigurationError, match=says):
        load_voices(tmp_path)
