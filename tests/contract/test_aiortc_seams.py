"""Private names of aiortc 1.16 and pipecat 1.14 that the line stands on. A failure means: look before upgrading."""

import inspect

import pytest
from aiortc import RTCPeerConnection
from aiortc.codecs import get_encoder
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from pipecat.transports.smallwebrtc import transport as smallwebrtc
from pipecat.transports.smallwebrtc.transport import SmallWebRTCClient

from orderline.channels.webrtc import transport as our_transport
from orderline.channels.webrtc.incoming import VoiceJitterBuffer, install
from orderline.channels.webrtc.outgoing import RTP_STEP, VoiceTrack

pytestmark = pytest.mark.contract


async def test_a_receiver_takes_our_jitter_buffer() -> None:
    peer = RTCPeerConnection()
    receiver = peer.addTransceiver("audio").receiver
    assert isinstance(receiver._RTCRtpReceiver__jitter_buffer, JitterBuffer)  # type: ignore[attr-defined]
    install(receiver)
    assert isinstance(receiver._RTCRtpReceiver__jitter_buffer, VoiceJitterBuffer)  # type: ignore[attr-defined]
    await peer.close()


def test_our_buffer_is_called_as_aiortcs_own() -> None:
    theirs = inspect.signature(JitterBuffer.add)
    ours = inspect.signature(VoiceJitterBuffer.add)
    assert list(theirs.parameters) == list(ours.parameters)


async def test_aiortc_sends_our_packets_as_they_are_with_our_timestamps() -> None:
    track = VoiceTrack()
    encoder = get_encoder(RTCRtpCodecParameters(mimeType="audio/opus", clockRate=48000, channels=2, payloadType=111))
    sent = [encoder.pack(await track.recv()) for _ in range(3)]
    assert [timestamp for _, timestamp in sent] == [0, RTP_STEP, 2 * RTP_STEP]
    assert all(len(payloads) == 1 and payloads[0] for payloads, _ in sent)
    track.stop()


def test_pipecat_makes_its_outgoing_track_by_the_name_we_replace() -> None:
    assert "RawAudioTrack(" in inspect.getsource(SmallWebRTCClient._handle_client_connected)
    assert vars(smallwebrtc)["RawAudioTrack"] is vars(our_transport)["VoiceTrack"] is VoiceTrack


async def test_sound_that_is_queued_leaves_and_says_so() -> None:
    track = VoiceTrack()
    done = track.add_audio_bytes(b"\x10\x20" * 480)
    assert track.queued_ms == 40
    await track.recv()
    assert not done.done()
    await track.recv()
    assert done.done()
    track.stop()


async def test_a_track_that_stops_lets_go_of_who_waits() -> None:
    track = VoiceTrack()
    done = track.add_audio_bytes(bytes(6400))
    track.stop()
    assert done.done()
    assert track.add_audio_bytes(bytes(640)).done()


async def test_sound_that_waits_too_long_is_dropped_from_the_front() -> None:
    track = VoiceTrack()
    track.add_audio_bytes(bytes(640 * 10))
    track.drop_oldest(keep_ms=60)
    assert track.queued_ms == 60
    track.stop()
