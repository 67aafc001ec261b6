"""Checks a session description before anything is made of it.

An offer is the one thing a stranger may send: it could name any address for the line to send packets to
(reference/ecosystem, 0.5). So it is bounded, read, and cleaned of every address a caller cannot have.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from aiortc import sdp as session_description

from orderline.errors import CallRefused


@dataclass(frozen=True, slots=True)
class OfferRules:
    """What an offer may hold."""

    max_bytes: int
    max_candidates: int
    allow_private: bool
    """Whether addresses of private networks stay in."""
    allow_loopback: bool
    """Whether addresses of this machine stay in: only where the line itself listens on loopback."""


def checked_offer(sdp: str, rules: OfferRules) -> str:
    """Return `sdp` without the candidates that `rules` forbid.

    Raises:
        CallRefused: too large, not a session description, no audio, no Opus, no SHA-256 fingerprint, or too many
            candidates. The caller reads why.
    """
    if len(sdp.encode("utf-8", "replace")) > rules.max_bytes:
        raise CallRefused("The offer is too large.", f"At most {rules.max_bytes} bytes are taken.")
    try:
        session = session_description.SessionDescription.parse(sdp)
    except Exception as fault:
        raise CallRefused("The offer is not a session description.", "", "Offer again from a WebRTC client.") from fault
    _check_audio(session)
    lines = sdp.splitlines()
    candidates = [line for line in lines if line.startswith("a=candidate:")]
    if len(candidates) > rules.max_candidates:
        raise CallRefused("The offer names too many addresses.", f"At most {rules.max_candidates} are taken.")
    kept = [line for line in lines if not line.startswith("a=candidate:") or _allowed(line, rules)]
    return "\r\n".join(kept) + "\r\n"


def allowed_candidate(candidate: str, rules: OfferRules) -> bool:
    """Whether one trickled candidate (`candidate:…`) may be used."""
    return _allowed(f"a={candidate}" if not candidate.startswith("a=") else candidate, rules)


def _check_audio(session: session_description.SessionDescription) -> None:
    audio = [media for media in session.media if media.kind == "audio"]
    if not audio or session.media[0].kind != "audio":
        raise CallRefused("The offer has no audio track.", "The line only speaks.", "Offer audio first, then the rest.")
    if not any(codec.name.lower() == "opus" for codec in audio[0].rtp.codecs):
        raise CallRefused("The offer has no Opus.", "The line sends and hears Opus.", "Offer opus/48000/2.")
    dtls = audio[0].dtls
    if dtls is None or not any(print_.algorithm.lower() == "sha-256" for print_ in dtls.fingerprints):
        raise CallRefused("The offer has no SHA-256 fingerprint.", "Without one the sound cannot be encrypted.")
    ice = audio[0].ice
    if ice is None or not ice.usernameFragment or not ice.password:
        raise CallRefused("The offer has no ICE credentials.", "", "Offer again from a WebRTC client.")


def _allowed(line: str, rules: OfferRules) -> bool:
    """Whether the address of an `a=candidate:` line is one a caller can have. Names are never looked up."""
    parts = line.split()
    if len(parts) < 8:
        return False
    try:
        address = ipaddress.ip_address(parts[4])
    except ValueError:
        return False
    if address.is_loopback:
        return rules.allow_loopback
    if address.is_unspecified or address.is_multicast or address.is_link_local or address.is_reserved:
        return False
    return rules.allow_private or not address.is_private
