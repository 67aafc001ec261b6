"""Every number a shop may change, in one frozen tree. The only module that reads the environment.

`orderline.toml` in the working folder, then `ORDERLINE_…` variables over it (`ORDERLINE_LINE__PORT=8000`).
Unknown keys are errors. `docs/settings.md` is made from this tree by `orderline doctor --settings`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from orderline.errors import ConfigurationError
from orderline.events.decision import Fact
from orderline.orders.identifiers import Language


def shipped(name: str) -> Path:
    """A file or folder that comes with the line: in the working folder, else in the checkout, else in the package."""
    here = Path(name)
    places = (here, Path(__file__).parents[2] / name, Path(__file__).parent / "shipped" / name)
    return next((place for place in places if place.exists()), here)


class Section(BaseModel):
    """A frozen group of settings; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LineSettings(Section):
    """Where the line answers, and how many at once."""

    host: str = "127.0.0.1"
    """Address to listen on. Anything but loopback needs `desk.key` and `line.origins`."""
    port: int = Field(7860, ge=0, le=65535)
    """Port of the pages and the signalling; 0 takes any free one."""
    origins: tuple[str, ...] = ()
    """Exact web origins that may call; empty: the line's own address only."""
    max_calls: int = Field(12, ge=1)
    """Calls at once; the next one hears that the line is full.
    Source: reference/browser-calls C, at most 15 calls a process."""
    max_call_s: float = Field(1800.0, gt=0)
    """Longest call in seconds."""
    vanished_s: float = Field(15.0, gt=0)
    """Time without one packet of sound after which the caller has gone. A muted microphone still sends packets.
    Source: reference/ecosystem R2 and R3: a 10 s blackout must heal, a client that is gone be freed within 20 s."""
    end_deadline_s: float = Field(5.0, gt=0)
    """How long a call may take to end before it is dropped."""
    token_s: float = Field(60.0, gt=0)
    """Life of a call token in seconds; it works once. Source: reference/ecosystem S1."""
    max_offer_bytes: int = 16_384
    """Largest session description taken. Source: reference/ecosystem S3."""
    max_candidates: int = 20
    """Most addresses an offer may name. Source: reference/ecosystem S3."""
    allow_private_candidates: bool = True
    """Whether callers on this machine's own networks may call (a shop's LAN). False on a public line."""
    data_dir: Path = Path("orderline-data")
    """Where journals, caches and the SQLite database live."""
    language: Language = "en"
    """Language of the first sentence, where the caller chose none."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least level that is logged; no level logs what callers say."""


class StoreSettings(Section):
    """The database."""

    url: str = ""
    """SQLAlchemy address; empty: SQLite in `line.data_dir`."""
    lock_timeout_ms: int = Field(2000, ge=0)
    """How long a statement waits for a lock before the caller is told."""
    shop: str = "demo"
    """Which shop of the database this line answers for."""


class HearSettings(Section):
    """Voice activity and recognition."""

    engine: Literal["auto", "whisper", "sphinx"] = "auto"
    whisper_model: str = "whisper-tiny"
    """Role of the model in models.txt."""
    workers: int = Field(4, ge=1)
    """Callers heard at once; more wait for a free worker, their sound kept. One thread each, which beats two
    (reference/browser-calls E); 6 were enough for 15 calls there (section C), so 4 for 10."""
    deadline_ms: int = Field(4000, gt=0)
    """Longest wait for one transcript."""
    speech_threshold: float = Field(0.5, ge=0, le=1)
    """Silero probability over which a frame is speech. Source: reference/speech-and-nlu section 1."""
    barge_in_threshold: float = Field(0.7, ge=0, le=1)
    """Silero probability over which a frame is speech while the line itself speaks. Source: as above."""
    webrtcvad_mode: int = Field(3, ge=0, le=3)
    """How strict the gate is: 3 lets the least noise pass. Source: reference/browser-calls B."""
    gate_rms: float = Field(150.0, ge=0)
    """Root mean square (of 32767) under which a frame is silence. Source: reference/browser-calls B."""


class EndpointingSettings(Section):
    """When a turn is over. All in milliseconds of sound, so that a recording and a call behave alike.

    Source: reference/speech-and-nlu sections 1 and 5, reference/browser-calls B.
    """

    start_ms: int = 120
    """Unbroken speech that opens a turn."""
    barge_in_ms: int = 300
    """Unbroken speech over the line's own voice that stops it."""
    speculate_ms: int = 120
    """Silence after which the line starts to work out an answer, without committing to it."""
    resume_ms: int = 60
    """Unbroken speech that takes a silence back; shorter is a click. Three frames: the shortest spoken digits are
    voiced for 224 ms. Source: reference/speech-and-nlu section 1."""
    yes_no_ms: int = 300
    """Wait after a complete yes or no."""
    digits_complete_ms: int = 360
    """Wait after a number of the length asked for."""
    complete_ms: int = 500
    """Wait after a sentence that is understood."""
    open_ms: int = 800
    """Wait after a sentence that is not."""
    digits_partial_ms: int = 1500
    """Wait after half a number."""
    unfinished_ms: int = 1600
    """Wait after a filler or a trailing "and"."""
    max_turn_ms: int = 30_000
    """Longest turn; a caller who goes on is answered then."""
    preroll_ms: int = 300
    """Sound kept from before speech was noticed."""


class SpeakSettings(Section):
    """Synthesis."""

    engine: Literal["auto", "piper", "espeak"] = "auto"
    voice_en: str = "en_US-lessac-medium"
    """English voice: a folder below `voices/`."""
    voice_zh: str = "zh_CN-huayan-medium"
    """Chinese voice: a folder below `voices/`."""
    workers: int = Field(2, ge=1)
    """Synthesis processes at once."""
    deadline_ms: int = Field(4000, gt=0)
    """Longest wait for the first sound of a sentence."""
    cache_mb: int = Field(64, ge=1)
    """Sound kept of sentences already spoken; the least recently spoken go first."""


class DialogueSettings(Section):
    """When to act, ask again, or bring in a person."""

    act_at: float = Field(0.6, ge=0, le=1)
    """Confidence at or over which a reading question is answered without asking back."""
    confirm_at: float = Field(0.35, ge=0, le=1)
    """Confidence at or over which the line asks "is that right?"; under it, it asks again."""
    failures: int = Field(2, ge=1)
    """Failures in a row at the same thing that bring in a person. Source: design section 1, rule 6."""
    silence_s: float = Field(8.0, gt=0)
    """Silence after a question before the line asks "are you there?"."""


SUFFICIENT = (
    (Fact.ORDER_NUMBER, Fact.PHONE_TAIL),
    (Fact.ORDER_NUMBER, Fact.POSTCODE),
    (Fact.NAME, Fact.POSTCODE),
    (Fact.NAME, Fact.PHONE_TAIL),
    (Fact.EMAIL, Fact.POSTCODE),
    (Fact.EMAIL, Fact.PHONE_TAIL),
    (Fact.ORDER_NUMBER, Fact.NAME),
)
"""Sets of facts that identify a caller where a shop says nothing else."""


class IdentitySettings(Section):
    """What proves who calls."""

    sufficient: tuple[tuple[Fact, ...], ...] = SUFFICIENT
    """Sets of facts that identify a caller for reading: two each, unless the shop says otherwise (`["email"]` alone).
    A shop that keeps days of birth may add sets with `birth_date`."""


class SystemsSettings(Section):
    """The shop's other systems. One without an address is simulated in the line's own database."""

    erp_url: str = ""
    """Base address of the order book's REST adapter; `act.systems.rest` says what it is sent."""
    wms_url: str = ""
    """The same of the warehouse."""
    crm_url: str = ""
    """The same of the customer directory."""
    payment_url: str = ""
    """The same of the payment gateway."""
    carrier_url: str = ""
    """The same of the carrier."""
    secret: str = ""
    """Signs what is sent to them and checks what they send; needed as soon as one has an address."""
    timeout_s: float = Field(5.0, gt=0)
    """Longest wait for one answer."""


class DeskSettings(Section):
    """The people who take over."""

    key: str = ""
    """Secret that opens /desk; may be empty only while the line listens on loopback."""
    ring_s: float = Field(45.0, gt=0)
    """How long a call rings at the desk before the line takes it back."""


class PrivacySettings(Section):
    """What is kept, and for how long."""

    journal_days: int = Field(30, ge=0)
    """Age in days at which a call's journal is deleted at start; 0 keeps none after the call."""
    record_audio: bool = False
    """Whether calls are recorded at all; callers are told when they are."""


class ModelSettings(Section):
    """Model files."""

    list_file: Path = Field(default_factory=lambda: shipped("models.txt"))
    """The list of model files."""
    dir: Path = Path("models")
    """Where they lie once pulled."""
    voices_dir: Path = Field(default_factory=lambda: shipped("voices"))
    """One folder a voice."""
    hub: str = "https://huggingface.co"
    """Where `orderline models pull` fetches from; nothing else ever does."""
    timeout_s: float = Field(20.0, gt=0)
    """Longest silence of the hub before a try is given up."""


class Settings(BaseSettings):
    """The whole tree."""

    model_config = SettingsConfigDict(
        env_prefix="ORDERLINE_",
        env_nested_delimiter="__",
        toml_file="orderline.toml",
        frozen=True,
        extra="forbid",
    )

    line: LineSettings = LineSettings()
    store: StoreSettings = StoreSettings()
    hear: HearSettings = HearSettings()
    endpointing: EndpointingSettings = EndpointingSettings()
    speak: SpeakSettings = SpeakSettings()
    dialogue: DialogueSettings = DialogueSettings()
    identity: IdentitySettings = IdentitySettings()
    systems: SystemsSettings = SystemsSettings()
    desk: DeskSettings = DeskSettings()
    privacy: PrivacySettings = PrivacySettings()
    models: ModelSettings = ModelSettings()

    @classmethod
    def load(cls) -> Settings:
        """Read file and environment.

        Raises:
            ConfigurationError: names the setting, and what is wrong with it.
        """
        try:
            return cls()
        except ValidationError as fault:
            wrong = "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in fault.errors())
            raise ConfigurationError(
                f"A setting cannot be: {wrong}.",
                "Nothing was started.",
                "Correct orderline.toml or the ORDERLINE_ variable; docs/settings.md lists them all.",
            ) from fault

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
