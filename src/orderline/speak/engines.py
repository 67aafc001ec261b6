"""Which engine speaks each language, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orderline.errors import EngineUnavailable
from orderline.events.engines import EngineChoice
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.settings import Settings
from orderline.speak.tts.espeak import BUILT_IN, EspeakSynthesizer, EspeakVoice
from orderline.speak.tts.per_language import PerLanguage
from orderline.speak.tts.piper_local import PiperSynthesizer, PiperVoiceFiles
from orderline.speak.tts.port import Synthesizer
from orderline.speak.voices import Voice, load_voice

FindModel = Callable[[str], Path | None]
"""From a voice's model name to the folder that holds `<name>.onnx` and `<name>.onnx.json`, verified; else None."""

_PHONEMES = ("espeak", "text")
"""Kinds of phonemes that Piper makes without fetching anything; the others need models of their own."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What speaks one language."""

    language: Language
    voice: EspeakVoice | PiperVoiceFiles
    why: str


def choose_synthesizer(settings: Settings, find_model: FindModel) -> tuple[Synthesizer, EngineChoice]:
    """The synthesiser that `settings.speak` asks for, not started and without a cache, and the reason for it.

    `auto`: for each language Piper, where its voice's files are there and whole, else espeak-ng. `espeak`: espeak-ng
    for all. `piper`: Piper for all, or nothing.

    Raises:
        EngineUnavailable: `piper` is asked for, and a voice's files are not there or not whole.
        ConfigurationError: a voice's own file says something that cannot be.
    """
    chosen = [_choose(settings, find_model, language) for language in LANGUAGES]
    piper = {one.language: one.voice for one in chosen if isinstance(one.voice, PiperVoiceFiles)}
    espeak = {one.language: one.voice for one in chosen if isinstance(one.voice, EspeakVoice)}
    workers, deadline_ms = settings.speak.workers, settings.speak.deadline_ms
    engines: dict[Language, Synthesizer] = {}
    if piper:
        engines |= dict.fromkeys(piper, PiperSynthesizer(piper, workers=workers, deadline_ms=deadline_ms))
    if espeak:
        engines |= dict.fromkeys(espeak, EspeakSynthesizer(espeak, workers=workers, deadline_ms=deadline_ms))
    synthesizer = PerLanguage(engines)
    why = " ".join(one.why for one in chosen)
    return synthesizer, EngineChoice("synthesis", synthesizer.name, why, tuple(sorted(synthesizer.languages)))


def _choose(settings: Settings, find_model: FindModel, language: Language) -> _Chosen:
    name = settings.speak.voice_en if language == "en" else settings.speak.voice_zh
    folder = settings.models.voices_dir
    voice = load_voice(folder, name)
    files = _piper_voice(settings, find_model, name, voice, language)
    if isinstance(files, PiperVoiceFiles):
        return _Chosen(language, files, f"{language}: piper, voice {name}.")
    if settings.speak.engine == "piper":
        raise EngineUnavailable(
            f"Piper cannot speak {language}: {files}.",
            "The settings allow no other engine.",
            'Run `orderline models pull`, or set speak.engine to "auto".',
        )
    own = _espeak_voice(voice, language) or _espeak_voice(load_voice(folder, f"espeak-{language}"), language)
    return _Chosen(language, own or BUILT_IN[language], f"{language}: espeak, {files}.")


def _espeak_voice(voice: Voice | None, language: Language) -> EspeakVoice | None:
    if voice is None or voice.engine != "espeak" or voice.language != language:
        return None
    return EspeakVoice(voice.model, voice.pace)


def _piper_voice(
    settings: Settings, find_model: FindModel, name: str, voice: Voice | None, language: Language
) -> PiperVoiceFiles | str:
    """The files to speak `language` with, or why Piper does not speak it."""
    if settings.speak.engine == "espeak":
        return "the settings ask for it"
    if voice is None:
        return f"there is no voice {name} in the folder of voices"
    if voice.language != language:
        return f"the voice {name} speaks {voice.language}"
    if voice.engine != "piper":
        return f"the voice {name} is espeak-ng's own"
    return _piper_files(voice, find_model)


def _piper_files(voice: Voice, find_model: FindModel) -> PiperVoiceFiles | str:
    """The voice's files, or why they cannot be used."""
    folder = find_model(voice.model)
    if folder is None:
        return f"the files of {voice.name} are not there (`orderline models pull` fetches them)"
    model, config = folder / f"{voice.model}.onnx", folder / f"{voice.model}.onnx.json"
    try:
        if model.stat().st_size == 0:
            return f"{model.name} is empty (`orderline models pull` fetches it again)"
        said = json.loads(config.read_text(encoding="utf-8"))
        phonemes, rate_hz = said.get("phoneme_type", "espeak"), said["audio"]["sample_rate"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return f"the files of {voice.name} are not whole (`orderline models pull` fetches them again)"
    if phonemes not in _PHONEMES:
        return f"{voice.name} needs phonemes of kind {phonemes}, for which no model is here"
    if rate_hz != voice.rate_hz:
        return f"{voice.name} speaks at {rate_hz} Hz, its voice.toml says {voice.rate_hz}"
    return PiperVoiceFiles(model, config, voice.pace)
