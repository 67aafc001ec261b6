from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.speak.tts.wire import (
    HEADER,
    MAX_PAYLOAD_BYTES,
    Kind,
    Message,
    OutOfStep,
    asked,
    decode_header,
    encode,
    speak,
)

pytestmark = pytest.mark.unit


@given(st.sampled_from(Kind), st.integers(0, 2**32 - 1), st.binary(max_size=200))
def test_every_message_comes_back_as_it_went(kind: Kind, request: int, payload: bytes) -> None:
    data = encode(Message(kind, request, payload))
    assert decode_header(data[: HEADER.size]) == (kind, request, len(payload))
    assert data[HEADER.size :] == payload


@given(st.text(), st.sampled_from(["en", "zh"]))
def test_text_and_language_come_back_as_they_went(text: str, language: str) -> None:
    assert asked(speak(1, text, language)) == (text, language)


@pytest.mark.parametrize("header", [HEADER.pack(0, 1, 0), HEADER.pack(99, 1, 0), HEADER.pack(2, 1, 2**31)])
def test_bytes_that_are_no_message_are_out_of_step(header: bytes) -> None:
    with pytest.raises(OutOfStep):
        decode_header(header)


def test_a_payload_over_the_limit_is_not_sent() -> None:
    with pytest.raises(OutOfStep):
        encode(Message(Kind.SPEAK, 1, bytes(MAX_PAYLOAD_BYTES + 1)))
