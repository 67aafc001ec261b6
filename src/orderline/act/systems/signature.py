"""Signatures of messages and webhooks, both ways: HMAC-SHA256 over id, time and body (Standard Webhooks, version 1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

TOLERANCE_S = 300
"""How far a webhook's time may be from ours. Source: reference/ecosystem S12."""


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a signed message."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_digest(secret, message_id, stamp, body)}",
    }


def verified(secret: str, message_id: str, stamp: str, signatures: str, body: bytes, now: datetime) -> bool:
    """Whether one of the space-separated `signatures` is ours, and the message is not old or from the future."""
    if not stamp.isdigit() or abs(int(stamp) - now.timestamp()) > TOLERANCE_S:
        return False
    expected = _digest(secret, message_id, stamp, body)
    given = (signature.removeprefix("v1,") for signature in signatures.split(" ") if signature.startswith("v1,"))
    return any(hmac.compare_digest(expected, one) for one in given)


def _digest(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    signed = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
