"""The path of the caller's voice, as one list. Read it from top to bottom to follow a call."""

from __future__ import annotations

from pipecat.processors.frame_processor import FrameProcessor
from pipecat.transports.base_transport import BaseTransport

from orderline.call.bridge import Bridge
from orderline.call.dialogue import Dialogue
from orderline.call.heard import Heard
from orderline.call.listening import Listener
from orderline.call.speaking import Speaker
from orderline.call.voice_activity import VoiceActivity


def voice_path(
    transport: BaseTransport,
    *,
    bridge: Bridge,
    voice_activity: VoiceActivity,
    listener: Listener,
    dialogue: Dialogue,
    speaker: Speaker,
    heard: Heard,
) -> list[FrameProcessor]:
    """String one call together."""
    return [
        transport.input(),  # the caller's sound, 16 kHz
        bridge,  # while a person has the call, it goes to them and no further
        voice_activity,  # which 20 ms are speech
        listener,  # when the caller has finished, and what they said
        dialogue,  # what is decided, and what is said of it
        speaker,  # sentences to sound
        transport.output(),  # to the caller, paced
        heard,  # what really left
    ]


def person_path(transport: BaseTransport, bridge: Bridge) -> list[FrameProcessor]:
    """String an agent's leg together: sound in goes to the caller, the caller's comes out."""
    return [transport.input(), bridge, transport.output()]
