"""Which engine hears, and why. The real one when its model is here and whole, else the embedded one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from orderline.errors import EngineUnavailable
from orderline.events.engines import EngineChoice
from orderline.hear.port import VoiceActivityDetector
from orderline.hear.stt.port import Recognizer
from orderline.hear.stt.sphinx import SphinxRecognizer
from orderline.hear.stt.whisper import WhisperRecognizer
from orderline.hear.vad import GatedVad, load_silero
from orderline.models.store import ModelStore
from orderline.orders.identifiers import Language
from orderline.settings import HearSettings

RECOGNITION = "recognition"
VOICE_ACTIVITY = "voice activity"


def choose_recognizer(
    settings: HearSettings, models: ModelStore, words: Mapping[Language, Sequence[str]] | None = None
) -> tuple[Recognizer, EngineChoice]:
    """The recogniser, not yet started.

    Args:
        settings: `engine` says which; `auto` takes Whisper when its model is whole.
        models: Where models are. Blocks while a changed model is hashed: call it at start only.
        words: Product names from the catalogue, by language.

    Raises:
        EngineUnavailable: the settings insist on Whisper, and its model is not here.
    """
    words = words or {}
    role = settings.whisper_model
    folder = None if settings.engine == "sphinx" else models.find(role)
    if folder is not None:
        whisper = WhisperRecognizer(settings, folder, words)
        return whisper, _choice(whisper, f"The model {role} is here and whole.")
    if settings.engine == "whisper":
        raise EngineUnavailable(
            f"The model {role} is not here, or not whole.",
            "The settings ask for Whisper, and it cannot hear without it.",
            f"Fetch it with `orderline models pull {role}`, or set hear.engine to auto.",
        )
    sphinx = SphinxRecognizer(settings, words.get("en", ()))
    asked = settings.engine == "sphinx"
    why = (
        "The settings ask for it. It hears English only."
        if asked
        else f"The model {role} is not here: `orderline models pull {role}` fetches it. "
        "The embedded recogniser hears English only."
    )
    return sphinx, _choice(sphinx, why)


def _choice(recognizer: Recognizer, why: str) -> EngineChoice:
    return EngineChoice(RECOGNITION, recognizer.name, why, tuple(sorted(recognizer.languages)))


def choose_vad(settings: HearSettings) -> tuple[Callable[[], VoiceActivityDetector], EngineChoice]:
    """What makes a detector for each call. Loads the shared network: call it at start."""
    silero = load_silero()
    if silero is None:
        choice = EngineChoice(
            VOICE_ACTIVITY,
            "webrtcvad",
            "Silero is missing from the faster-whisper package: noise will often be taken for speech.",
        )
    else:
        choice = EngineChoice(
            VOICE_ACTIVITY, "webrtcvad + silero", "webrtcvad gates every frame, Silero judges what passes."
        )
    return lambda: GatedVad(settings, silero), choice
