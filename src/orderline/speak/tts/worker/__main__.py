"""Entry of the worker: load one engine, then serve until stdin closes."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from orderline.speak.tts.worker.engine import Engine
from orderline.speak.tts.worker.serve import Pipes, serve


def main() -> None:
    """Run the worker; exit status 1 where the engine cannot be loaded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is the line's to handle; it closes stdin
    pipes = Pipes.take()
    try:
        engine = _engine(_arguments())
    except Exception as fault:  # noqa: BLE001 - whatever it is, the line must be told
        pipes.failed(0, f"{type(fault).__name__}: {fault}")
        sys.exit(1)
    serve(engine, pipes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="orderline.speak.tts.worker", description=__doc__)
    engines = parser.add_subparsers(dest="engine", required=True)
    espeak = engines.add_parser("espeak")
    espeak.add_argument("--voice", nargs=3, action="append", metavar=("LANGUAGE", "NAME", "PACE"), required=True)
    piper = engines.add_parser("piper")
    piper.add_argument(
        "--voice", nargs=4, action="append", metavar=("LANGUAGE", "MODEL", "CONFIG", "PACE"), required=True
    )
    return parser.parse_args()


def _engine(arguments: argparse.Namespace) -> Engine:
    if arguments.engine == "espeak":
        from orderline.speak.tts.worker.espeak_ng import EspeakNg

        return EspeakNg({language: (name, float(pace)) for language, name, pace in arguments.voice})
    from orderline.speak.tts.worker.piper_onnx import PiperOnnx

    return PiperOnnx(
        {language: (Path(model), Path(config), float(pace)) for language, model, config, pace in arguments.voice}
    )


main()
