"""Where the time of one turn went, stage by stage, on one clock.

caller's last sound ── waited ──> committed ── decided ──> spoken ── queued ──> first sound sent
        └── heard (transcript) ──┘
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass
class TurnTimes:
    """Moments of one turn in milliseconds of the process's monotonic clock; None until it happened."""

    speech_ended: float | None = None
    """When the last speech frame was taken in."""
    speculated: float | None = None
    """When the line began to work out an answer."""
    transcribed: float | None = None
    """When the transcript it used was there."""
    decided: float | None = None
    """When the answer's words were known."""
    committed: float | None = None
    """When the turn was over."""
    synthesised: float | None = None
    """When the first sound of the answer was made."""
    sent: float | None = None
    """When it left."""
    withdrawn: int = 0
    """Answers worked out for this turn and thrown away, because the caller went on."""

    def since_speech_ended(self) -> dict[str, float]:
        """Milliseconds from the caller's last sound to each moment that happened; may be negative for early ones."""
        if self.speech_ended is None:
            return {}
        return {
            moment.name: round(value - self.speech_ended, 1)
            for moment in fields(self)
            if moment.name not in ("speech_ended", "withdrawn") and (value := getattr(self, moment.name)) is not None
        }
