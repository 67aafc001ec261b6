"""Tokens: signed and short-lived; a call's is good for one call, a desk's for one person's shift."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

import jwt

from orderline.clock import Clock

Purpose = Literal["call", "desk"]

DESK_S = 12 * 3600.0
"""Life of a desk's token: a shift. Source: reference/ecosystem S11."""

TOKENS_A_MINUTE = 30
"""Tokens one address gets in a minute. Source: reference/ecosystem S1 asks for 10; a QA machine rings more often."""
ADDRESSES = 10_000
"""Addresses remembered for that count; the longest silent are forgotten first."""


@dataclass
class Tokens:
    """Makes and takes tokens. The key lives as long as the process: a restart voids every open token."""

    life_s: float
    clock: Clock
    _key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _used: dict[str, float] = field(default_factory=dict)
    _asked: dict[str, deque[float]] = field(default_factory=dict)

    def for_call(self) -> str:
        """A new token for one call."""
        return self._make("call", self.life_s)

    def for_desk(self) -> str:
        """A new token for one person at the desk."""
        return self._make("desk", DESK_S)

    def take_call(self, token: str) -> bool:
        """Use a call's token up: True once, False for a used, expired, forged or foreign one."""
        claims = self._read(token, "call")
        if claims is None:
            return False
        now = self.clock.now().timestamp()
        self._used = {jti: exp for jti, exp in self._used.items() if exp > now}
        if claims["jti"] in self._used:
            return False
        self._used[claims["jti"]] = float(claims["exp"])
        return True

    def agent(self, token: str) -> str | None:
        """Whose desk a token opens, as often as it is shown; None for an expired, forged or foreign one."""
        claims = self._read(token, "desk")
        return None if claims is None else str(claims["jti"])

    def _make(self, purpose: Purpose, life_s: float) -> str:
        claims = {
            "aud": purpose,
            "jti": secrets.token_urlsafe(16),
            "exp": self.clock.now() + timedelta(seconds=life_s),
        }
        return jwt.encode(claims, self._key, algorithm="HS256")

    def _read(self, token: str, purpose: Purpose) -> dict[str, Any] | None:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                audience=purpose,
                options={"require": ["exp", "jti"], "verify_exp": False},
            )
        except jwt.InvalidTokenError:
            return None
        return claims if claims["exp"] > self.clock.now().timestamp() else None

    def may_ask(self, address: str) -> bool:
        """Count one request from `address`; False when it asks more often than `TOKENS_A_MINUTE`."""
        now = self.clock.monotonic_ms()
        asked = self._asked.pop(address, deque())
        while asked and now - asked[0] > 60_000:
            asked.popleft()
        allowed = len(asked) < TOKENS_A_MINUTE
        if allowed:
            asked.append(now)
        self._asked[address] = asked
        while len(self._asked) > ADDRESSES:
            self._asked.pop(next(iter(self._asked)))
        return allowed
