"""What the line answers with: sentences in one language, ready to be spoken."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.orders.identifiers import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, in the form it is shown and the form it is spoken."""

    key: str
    """The wording key it came from."""
    text: str
    """As shown in captions: digits as digits, order numbers by their last four."""
    spoken: str
    """As handed to a synthesiser: numbers and dates in words."""
    must_hear: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One turn of the line."""

    language: Language
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The whole turn as shown."""
        separator = " " if self.language == "en" else ""
        return separator.join(sentence.text for sentence in self.sentences)
