"""A Piper voice in a few kilobytes: the shape of a VITS model, with random weights. It speaks noise, for real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

RATE_HZ = 22_050
HOP = 1_024
"""Samples a phoneme: with the pad after each, about 90 ms, as in speech."""
_SYMBOLS = "_^$ abcdefghijklmnopqrstuvwxyzæçðøŋɐɑɒɔəɚɛɜɡɪɫɹɾʃʊʌʒʔθᵻˈˌː.,?!;:-"
"""`_` pads, `^` begins and `$` ends a sentence; then what espeak-ng writes for English."""


def build_tiny_voice(folder: Path, name: str = "tiny", language: str = "en-us", phonemes: str = "espeak") -> Path:
    """Write `<name>.onnx` and `<name>.onnx.json` into `folder`, which must exist; give it back."""
    onnx.save(_model(), folder / f"{name}.onnx")
    config = {
        "audio": {"sample_rate": RATE_HZ},
        "espeak": {"voice": language},
        "phoneme_type": phonemes,
        "num_symbols": len(_SYMBOLS),
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": {symbol: [place] for place, symbol in enumerate(_SYMBOLS)},
        "hop_length": HOP,
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _model() -> onnx.ModelProto:
    """A row of sound for each phoneme, one after the other, cut to the length given, louder with the noise scale."""
    rows = np.random.default_rng(7).normal(0, 0.2, (len(_SYMBOLS), HOP)).astype(np.float32)
    constants: dict[str, NDArray[Any]] = {
        "rows": rows,
        "flat": np.array([1, 1, -1], dtype=np.int64),
        "hop": np.array([HOP], dtype=np.int64),
        "begin": np.array([0], dtype=np.int64),
        "time": np.array([2], dtype=np.int64),
        "first": np.array(0, dtype=np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["rows", "input"], ["embedded"]),
        helper.make_node("Reshape", ["embedded", "flat"], ["laid_out"]),
        helper.make_node("Mul", ["input_lengths", "hop"], ["samples"]),
        helper.make_node("Slice", ["laid_out", "begin", "samples", "time"], ["cut"]),
        helper.make_node("Gather", ["scales", "first"], ["noise_scale"]),
        helper.make_node("Mul", ["cut", "noise_scale"], ["scaled"]),
        helper.make_node("Tanh", ["scaled"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny_vits",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "samples"])],
        [numpy_helper.from_array(array, label) for label, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    model.ir_version = 8  # what every onnxruntime that orderline allows can read
    onnx.checker.check_model(model)
    return model
