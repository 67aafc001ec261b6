"""Where the caller's next orders go: the address in their profile. Orders already placed stay as they are."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.resolve_address import address_key, address_slots, address_words, new_address

CHANGE_DEFAULT_ADDRESS = ChangeForm(
    name="change_default_address",
    slots=address_slots(),
    values=lambda ground: {"address": address_words(ground)},
    keeps=new_address,
    wish=lambda ground: {"address_id": address_key(ground)},
)
