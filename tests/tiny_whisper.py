"""A CTranslate2 Whisper with random weights, a few megabytes, built in a second without torch.

Every line of faster-whisper and CTranslate2 runs on it as on a real model; what it hears is nonsense.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WIDTH = 16
HEADS = 2
LAYERS = 1
MELS = 80
KERNEL = 3
TEXT_TOKENS = 50_257
LANGUAGES = 99
TIMESTAMPS = 1501
VOCABULARY = 51_865


def build(folder: Path, seed: int = 0) -> Path:
    """Write a model into `folder` (made if absent) and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _tokens()
    spec = ctranslate2.specs.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    weights = _Weights(seed)
    _fill_encoder(spec.encoder, weights)
    _fill_decoder(spec.decoder, weights)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [tokens.index("<|endoftext|>")]
    spec.config.lang_ids = list(range(TEXT_TOKENS + 2, TEXT_TOKENS + 2 + LANGUAGES))
    spec.config.alignment_heads = [[0, 0]]
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.save(str(folder))
    _save_tokenizer(tokens, folder / "tokenizer.json")
    return folder


class _Weights:
    """Small random numbers in the shapes that are asked for."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def array(self, *shape: int) -> Any:
        return self._random.normal(0.0, 0.3, shape).astype(np.float32)

    def linear(self, layer: Any, outputs: int, inputs: int) -> None:
        layer.weight = self.array(outputs, inputs)
        layer.bias = self.array(outputs)

    def norm(self, layer: Any) -> None:
        layer.gamma = np.ones(WIDTH, np.float32)
        layer.beta = np.zeros(WIDTH, np.float32)

    def self_attention(self, attention: Any) -> None:
        self.norm(attention.layer_norm)
        self.linear(attention.linear[0], 3 * WIDTH, WIDTH)
        self.linear(attention.linear[1], WIDTH, WIDTH)

    def cross_attention(self, attention: Any) -> None:
        self.norm(attention.layer_norm)
        self.linear(attention.linear[0], WIDTH, WIDTH)
        self.linear(attention.linear[1], 2 * WIDTH, WIDTH)
        self.linear(attention.linear[2], WIDTH, WIDTH)

    def feed_forward(self, ffn: Any) -> None:
        self.norm(ffn.layer_norm)
        self.linear(ffn.linear_0, 4 * WIDTH, WIDTH)
        self.linear(ffn.linear_1, WIDTH, 4 * WIDTH)


def _fill_encoder(encoder: Any, weights: _Weights) -> None:
    encoder.conv1.weight, encoder.conv1.bias = weights.array(WIDTH, MELS, KERNEL), weights.array(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = weights.array(WIDTH, WIDTH, KERNEL), weights.array(WIDTH)
    encoder.position_encodings.encodings = weights.array(1500, WIDTH)
    weights.norm(encoder.layer_norm)
    for layer in encoder.layer:
        weights.self_attention(layer.self_attention)
        weights.feed_forward(layer.ffn)


def _fill_decoder(decoder: Any, weights: _Weights) -> None:
    decoder.embeddings.weight = weights.array(VOCABULARY, WIDTH)
    decoder.position_encodings.encodings = weights.array(448, WIDTH)
    weights.norm(decoder.layer_norm)
    decoder.projection.weight = decoder.embeddings.weight
    for layer in decoder.layer:
        weights.self_attention(layer.self_attention)
        weights.cross_attention(layer.attention)
        weights.feed_forward(layer.ffn)


def _languages() -> list[str]:
    known = ["en", "zh"]
    return known + [f"x{index:02d}" for index in range(LANGUAGES - len(known))]


def _tokens() -> list[str]:
    """The layout of the multilingual Whisper vocabulary, its words replaced by made-up ones."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = letters + [f"Ġw{index}" for index in range(TEXT_TOKENS - len(letters) - 1)]
    words.append("")  # the last text token of the multilingual vocabulary: CTranslate2 knows such a model by it
    special = ["endoftext", "startoftranscript", *_languages(), "translate", "transcribe"]
    special += ["startoflm", "startofprev", "nospeech", "notimestamps"]
    tokens = words + [f"<|{name}|>" for name in special]
    return tokens + [f"<|{index * 0.02:.2f}|>" for index in range(TIMESTAMPS)]


def _save_tokenizer(tokens: list[str], path: Path) -> None:
    tokenizer = Tokenizer(models.BPE(vocab={token: at for at, token in enumerate(tokens[:TEXT_TOKENS])}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in tokens[TEXT_TOKENS:]])
    tokenizer.save(str(path))
    assert json.loads(path.read_text(encoding="utf-8"))["added_tokens"][0]["id"] == TEXT_TOKENS
