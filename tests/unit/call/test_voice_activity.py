"""Sound of any piece size leaves as whole 20 ms frames, each with how surely it is speech."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipecat.frames.frames import InputAudioRawFrame, VADUserStartedSpeakingFrame, VADUserStoppedSpeakingFrame
from tests.unit.call.pipe import running

from orderline.call.voice_activity import SPEECH_PROBABILITY, VoiceActivity
from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ

pytestmark = pytest.mark.unit


@dataclass
class LoudnessDetector:
    """Calls speech what is not digital silence."""

    taken: list[bytes] = field(default_factory=list)

    def speech_probability(self, frame: bytes) -> float:
        assert len(frame) == FRAME_BYTES
        self.taken.append(frame)
        return 1.0 if any(frame) else 0.0

    def reset(self) -> None:
        self.taken.clear()


def activity(detector: LoudnessDetector) -> VoiceActivity:
    return VoiceActivity(detector, threshold=0.5, start_s=0.12)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 2000), max_size=30))
async def test_sound_in_any_pieces_leaves_whole_in_order_and_judged(sizes: list[int]) -> None:
    whole = bytes(at % 251 for at in range(2 * sum(sizes)))
    detector = LoudnessDetector()
    async with running(activity(detector)) as pipe:
        at = 0
        for size in sizes:
            await pipe.send(InputAudioRawFrame(whole[at : at + 2 * size], SAMPLE_RATE_HZ, 1))
            at += 2 * size
        await pipe.settled()
    frames = pipe.of(InputAudioRawFrame)
    assert b"".join(frame.audio for frame in frames) == whole[: len(whole) // FRAME_BYTES * FRAME_BYTES]
    assert [frame.audio for frame in frames] == detector.taken
    assert all(frame.metadata[SPEECH_PROBABILITY] in (0.0, 1.0) for frame in frames)


async def test_pipecats_own_observers_learn_of_speech() -> None:
    loud, quiet = b"\x10\x10" * 320, bytes(FRAME_BYTES)
    async with running(activity(LoudnessDetector())) as pipe:
        for pcm in [quiet] * 5 + [loud] * 20 + [quiet] * 30:
            await pipe.send(InputAudioRawFrame(pcm, SAMPLE_RATE_HZ, 1))
        await pipe.settled()
    assert len(pipe.of(VADUserStartedSpeakingFrame)) == 1
    assert len(pipe.of(VADUserStoppedSpeakingFrame)) == 1
