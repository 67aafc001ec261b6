"""While two people talk, each one's sound goes to the other and no further; a stall never becomes delay."""

import pytest
from pipecat.frames.frames import InputAudioRawFrame, LLMFullResponseEndFrame
from tests.unit.call.cast import silence
from tests.unit.call.pipe import running

from orderline.call.bridge import BACKLOG_MS, Bridge
from orderline.channels.webrtc.outgoing import VoiceTrack
from orderline.clock import VirtualClock
from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ

pytestmark = pytest.mark.unit


async def test_without_a_peer_everything_passes() -> None:
    bridge = Bridge(VirtualClock())
    async with running(bridge) as pipe:
        await pipe.send(*silence(100), LLMFullResponseEndFrame())
        await pipe.until(lambda: pipe.of(LLMFullResponseEndFrame))
        await pipe.until(lambda: len(pipe.of(InputAudioRawFrame)) == 5)


async def test_with_a_peer_sound_goes_there_and_the_rest_passes() -> None:
    bridge, peer = Bridge(VirtualClock()), VoiceTrack()
    bridge.connect(peer)
    async with running(bridge) as pipe:
        await pipe.send(*silence(60), LLMFullResponseEndFrame())
        await pipe.settled()
        assert peer.queued_ms == 60
        bridge.disconnect()
        await pipe.send(*silence(20))
        await pipe.settled()
    assert len(pipe.of(InputAudioRawFrame)) == 1
    assert len(pipe.of(LLMFullResponseEndFrame)) == 1
    peer.stop()


async def test_sound_that_nobody_fetches_goes_the_oldest_first() -> None:
    bridge, peer = Bridge(VirtualClock()), VoiceTrack()
    bridge.connect(peer)
    async with running(bridge) as pipe:
        await pipe.send(*silence(1000))
        await pipe.settled()
    assert peer.queued_ms == BACKLOG_MS
    peer.stop()


async def test_sound_that_comes_in_odd_pieces_arrives_without_holes() -> None:
    """A resampler's first frames are shorter; a piece padded with silence would be heard as a click."""
    bridge, peer = Bridge(VirtualClock()), VoiceTrack()
    bridge.connect(peer)
    async with running(bridge) as pipe:
        for size in (608, 672, 640):
            await pipe.send(InputAudioRawFrame(b"\x01\x00" * (size // 2), SAMPLE_RATE_HZ, 1))
        await pipe.settled()
    assert peer.queued_ms == 60
    assert b"".join(pcm for pcm, _ in peer._frames) == b"\x01\x00" * (3 * FRAME_BYTES // 2)
    peer.stop()


async def test_a_leg_knows_how_long_it_has_been_without_sound() -> None:
    clock = VirtualClock()
    bridge = Bridge(clock)
    async with running(bridge) as pipe:
        clock.advance(2500)
        assert bridge.silent_for_s == 2.5
        await pipe.send(*silence(20))
        await pipe.settled()
    assert bridge.silent_for_s == 0
