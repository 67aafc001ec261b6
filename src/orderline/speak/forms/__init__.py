"""How values look and sound: one class a language."""

from __future__ import annotations

from orderline.orders.identifiers import Language
from orderline.speak.forms.en import EnglishForms
from orderline.speak.forms.values import Forms, When
from orderline.speak.forms.zh import ChineseForms

__all__ = ["Forms", "When", "forms_for"]

_FORMS: dict[Language, Forms] = {"en": EnglishForms(), "zh": ChineseForms()}


def forms_for(language: Language) -> Forms:
    """The forms of `language`; the same object every time."""
    return _FORMS[language]
