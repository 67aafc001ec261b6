from __future__ import annotations

from datetime import timedelta

import pytest

from orderline.act.systems.signature import TOLERANCE_S, sign, verified
from orderline.clock import VirtualClock

pytestmark = pytest.mark.unit
NOW = VirtualClock().now()
SIGNED = sign("secret", "m-1", NOW, b"{}")


def check(secret: str = "secret", body: bytes = b"{}", later_s: int = 0, **changed: str) -> bool:
    headers = {**SIGNED, **{name.replace("_", "-"): value for name, value in changed.items()}}
    given = [headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")]
    return verified(secret, given[0], given[1], given[2], body, NOW + timedelta(seconds=later_s))


def test_a_signed_message_is_verified_also_among_other_signatures() -> None:
    assert check()
    assert check(webhook_signature=f"v1,AAAA v2,BBBB {SIGNED['webhook-signature']}")


def test_anything_altered_is_not() -> None:
    assert not check(secret="other")
    assert not check(body=b"{} ")
    assert not check(webhook_id="m-2")
    assert not check(webhook_timestamp=str(int(SIGNED["webhook-timestamp"]) + 1))
    assert not check(webhook_timestamp="soon")
    assert not check(webhook_signature="")


def test_an_old_message_or_one_from_the_future_is_not() -> None:
    assert check(later_s=TOLERANCE_S)
    assert not check(later_s=TOLERANCE_S + 1)
    assert not check(later_s=-TOLERANCE_S - 1)
