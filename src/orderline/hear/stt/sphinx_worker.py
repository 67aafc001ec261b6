"""One pocketsphinx decoder in a process of its own, because it holds the interpreter lock while it decodes.

In a thread it stops every call's audio for up to 746 ms (Source: reference/browser-calls section E). Sound is decoded
as it arrives, so that only the end of the search is left when a transcript is asked for. The process ends when its
standard input does: it never outlives the line.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from orderline.hear.stt import sphinx_wire as wire

FRAME_SAMPLES = 160
"""pocketsphinx counts time in frames of 10 ms."""
FLOOR_RMS = 104
"""-50 dB of full scale: noise added so that digital silence does not break the cepstral mean; lifts digit strings
from .24 to .33 (Source: reference/speech-and-nlu section 4b)."""
FLOOR_SEED = 1
CEPSTRAL_MEAN = "54.55,-1.89,3.99,8.52,0.68,-0.92,0.93,-3.36,-3.33,-1.55,1.73,2.11,2.09"
"""Mean of the speech in tests/fixtures/audio (synthetic, 24 sentences, 3 voices, with the noise floor): set before
every utterance, so that the first one is not cold and no caller's voice is carried over to the next."""
MAX_ALTERNATIVES = 5
MAX_PATHS = 40
"""Paths looked at for alternatives: many differ in fillers only. 40 take about 1 ms."""


class Utterance:
    """One decoder, one utterance at a time. The only place that imports pocketsphinx: never in the line's process."""

    def __init__(self, folder: Path, hmm: Path) -> None:
        import pocketsphinx

        searches = sorted(path.stem for path in folder.glob("*.arpa"))
        self._decoder = pocketsphinx.Decoder(
            hmm=str(hmm), dict=str(folder / "words.dict"), lm=None, loglevel="FATAL", logfn="/dev/null"
        )
        for search in searches:
            self._decoder.add_lm_file(search, str(folder / f"{search}.arpa"))
        noise = np.random.default_rng(FLOOR_SEED).standard_normal(16_000) * FLOOR_RMS
        self._floor: npt.NDArray[np.int32] = noise.astype(np.int32)
        self._samples = 0
        self._decoding = False
        self._warm_up(searches)

    def _warm_up(self, searches: list[str]) -> None:
        """Touch every page that a first utterance would touch: half a second of noise through each search."""
        for search in searches:
            self.start(search)
            self.feed(bytes(16_000))
            self.hear()

    def start(self, search: str) -> None:
        """Forget the last utterance; the next one is heard with `search`."""
        if self._decoding:
            self._decoder.end_utt()
            self._decoding = False
        self._samples = 0
        self._decoder.activate_search(search)

    def feed(self, pcm: bytes) -> None:
        """Decode more sound of the utterance."""
        if not self._decoding:
            self._decoder.set_cmn(CEPSTRAL_MEAN)
            self._decoder.start_utt()
            self._decoding = True
        self._decoder.process_raw(self._with_floor(pcm, self._samples))
        self._samples += len(pcm) // 2

    def _with_floor(self, pcm: bytes, at: int) -> bytes:
        """Add the noise floor; the same sample gets the same noise however the sound was cut."""
        samples = np.frombuffer(pcm, np.int16).astype(np.int32)
        noise = np.take(self._floor, np.arange(at, at + len(samples)), mode="wrap")
        mixed: bytes = np.clip(samples + noise, -32768, 32767).astype(np.int16).tobytes()
        return mixed

    def hear(self) -> dict[str, Any]:
        """End the utterance: text, words, alternatives, and the raw figures that confidence is made from."""
        frames = max(1, self._samples // FRAME_SAMPLES)
        if self._decoding:
            self._decoder.end_utt()
            self._decoding = False
        best = self._decoder.hyp() if self._samples else None
        if best is None or not best.hypstr:
            return {"text": "", "score": -1.0, "fit": 0.0, "words": [], "alternatives": []}
        return {
            "text": best.hypstr,
            "score": math.log(best.score) / frames if best.score > 0 else -1.0,
            "fit": self._fit(),
            "words": self._words(),
            "alternatives": self._alternatives(best.hypstr),
        }

    def _words(self) -> list[tuple[str, float, int, int]]:
        """Word, posterior, start and end in ms; fillers and sentence marks left out, variants `(2)` stripped."""
        return [
            (segment.word.split("(")[0], segment.prob, segment.start_frame * 10, (segment.end_frame + 1) * 10)
            for segment in self._spoken()
        ]

    def _spoken(self) -> list[Any]:
        """The segments that are words."""
        return [segment for segment in self._decoder.seg() if segment.word[0] not in "<[+"]

    def _fit(self) -> float:
        """Mean log acoustic score a frame, over the words: how well the sound fits them, without the language model."""
        total = frames = 0.0
        for segment in self._spoken():
            total += math.log(max(segment.ascore, sys.float_info.min))
            frames += segment.end_frame - segment.start_frame + 1
        return total / frames if frames else 0.0

    def _alternatives(self, best: str) -> list[tuple[str, float]]:
        """Other readings, best first, with their scores."""
        found: dict[str, float] = {}
        for count, path in enumerate(self._decoder.nbest()):
            if count == MAX_PATHS or len(found) == MAX_ALTERNATIVES:
                break
            if path.hypstr and path.hypstr != best:
                found.setdefault(path.hypstr, path.score)
        return list(found.items())


def serve(folder: Path, hmm: Path, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until `source` ends."""

    def reply(number: int, answer: dict[str, Any]) -> None:
        sink.write(wire.message(wire.REPLY, json.dumps({"number": number, **answer}).encode()))
        sink.flush()

    utterance = Utterance(folder, hmm)
    reply(wire.READY, {})
    while len(header := source.read(wire.HEADER.size)) == wire.HEADER.size:
        kind, length = wire.HEADER.unpack(header)
        payload = source.read(length)
        if kind == wire.START:
            utterance.start(payload.decode())
        elif kind == wire.FEED:
            utterance.feed(payload)
        else:
            reply(int(payload), utterance.hear())


def main() -> None:
    """Run as a process: `<folder of the domain> <acoustic model>`."""
    serve(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
