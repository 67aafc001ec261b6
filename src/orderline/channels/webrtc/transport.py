"""pipecat's SmallWebRTC transport with our sound on both sides of it.

pipecat makes its outgoing track by the module's own name, and leaves the receiver's buffer as aiortc made it; both are
replaced here, and nowhere else. tests/contract/test_aiortc_seams.py fails when either seam moves.
"""

from __future__ import annotations

import asyncio

from aiortc import RTCPeerConnection
from loguru import logger
from pipecat.transports.base_transport import TransportParams
from pipecat.transports.smallwebrtc import transport as smallwebrtc
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport

from orderline.channels.webrtc.incoming import install
from orderline.channels.webrtc.outgoing import VoiceTrack
from orderline.errors import CallRefused
from orderline.events.speech import SAMPLE_RATE_HZ
from orderline.speak.tts.port import OUTPUT_RATE_HZ

smallwebrtc.RawAudioTrack = VoiceTrack  # type: ignore[assignment, misc]  # same constructor and add_audio_bytes

CHUNKS_10MS = 2
"""Sound handed to the track at a time: 20 ms, so that a cut is heard at once. Source: reference/pipecat-1.14, 4."""
WRITE_TIMEOUT_S = 0.5
"""Longest wait for one chunk to leave. pipecat's 10 s mute a reconnected call (reference/pipecat-1.14, 5)."""
ANSWER_S = 5.0
"""Longest time to answer an offer; without STUN it takes milliseconds."""


async def answered(sdp: str, connecting_s: float) -> SmallWebRTCConnection:
    """Make the line's side of a connection from a checked offer.

    Raises:
        CallRefused: the offer cannot be answered.
    """
    connection = SmallWebRTCConnection(ice_servers=[], connection_timeout_secs=int(connecting_s))
    try:
        await asyncio.wait_for(connection.initialize(sdp=sdp, type="offer"), ANSWER_S)
    except Exception as fault:
        await connection.pc.close()
        raise CallRefused("The offer could not be answered.", "", "Offer again from a WebRTC client.") from fault
    _keep_what_arrives(connection.pc)
    return connection


def voice_transport(connection: SmallWebRTCConnection) -> SmallWebRTCTransport:
    """The transport of one leg: 16 kHz mono both ways."""
    transport = SmallWebRTCTransport(
        connection,
        TransportParams(
            audio_in_enabled=True,
            audio_in_sample_rate=SAMPLE_RATE_HZ,
            audio_out_enabled=True,
            audio_out_sample_rate=OUTPUT_RATE_HZ,
            audio_out_10ms_chunks=CHUNKS_10MS,
            audio_out_write_timeout_secs=WRITE_TIMEOUT_S,
            audio_out_end_silence_secs=0,
        ),
    )
    output = transport.output()

    async def usable_again(*_: object) -> None:
        # One slow write must not mute the call for good.
        if not output.is_usable:
            await output.set_usable(True)

    output.add_event_handler("on_usable_changed", usable_again)
    return transport


def answer_of(connection: SmallWebRTCConnection) -> str:
    """The session description that answers the offer."""
    answer = connection.pc.localDescription
    assert answer is not None
    return str(answer.sdp)


async def close(connection: SmallWebRTCConnection, deadline_s: float) -> None:
    """Close a connection; one that does not close in time is left to the collector, and said so."""
    try:
        await asyncio.wait_for(connection.disconnect(), deadline_s)
    except TimeoutError:
        logger.error("a connection did not close within {} s", deadline_s)


def sound_of(transport: SmallWebRTCTransport) -> VoiceTrack:
    """The outgoing track of a connected transport."""
    track = transport._client._audio_output_track
    assert isinstance(track, VoiceTrack)
    return track


def _keep_what_arrives(peer: RTCPeerConnection) -> None:
    for transceiver in peer.getTransceivers():
        if transceiver.kind == "audio":
            install(transceiver.receiver)
