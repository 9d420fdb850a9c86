"""Writes small GGUF files, as llama.cpp's converter would, for tests of reading them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.config import ModelConfig
from model.gguf.weights import _OF_A_LAYER, _WHOLE
from model.tests.random_weights import Tensors

F32, ALIGNMENT = 0, 32


def write_gguf(
    path: Path, values: dict[str, Any], tensors: dict[str, tuple[int, tuple[int, ...], bytes]]
) -> Path:
    """`tensors`: ggml's type, shape (slowest axis first) and raw bytes by name."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values))
    for key, value in values.items():
        head += _string(key) + _value(value)
    data = b""
    for name, (kind, shape, raw) in tensors.items():
        axes = struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))
        head += _string(name) + axes + struct.pack("<IQ", kind, len(data))
        data += raw + bytes(-len(raw) % ALIGNMENT)
    path.write_bytes(head + bytes(-len(head) % ALIGNMENT) + data)
    return path


def write_model(path: Path, config: ModelConfig, tensors: Tensors, tokens: list[str]) -> Path:
    """A whole model in float32 with `tokens` as its byte-level vocabulary."""
    name = config.architecture
    values = {
        "general.architecture": name,
        f"{name}.block_count": config.num_hidden_layers,
        f"{name}.context_length": config.max_position_embeddings,
        f"{name}.embedding_length": config.hidden_size,
        f"{name}.feed_forward_length": config.intermediate_size,
        f"{name}.attention.head_count": config.num_attention_heads,
        f"{name}.attention.head_count_kv": config.num_key_value_heads,
        f"{name}.attention.key_length": config.head_dim,
        f"{name}.attention.layer_norm_rms_epsilon": config.rms_norm_eps,
        f"{name}.rope.freq_base": config.rope_theta,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3 if token.startswith("<|") else 1 for token in tokens],
        "tokenizer.ggml.merges": ["a b"],
        "tokenizer.ggml.eos_token_id": tokens.index("<|im_end|>"),
    }
    stored = {}
    for key, array in tensors.items():
        array = _swap_rows(key, array, config)
        stored[_rename(key)] = (F32, array.shape, array.astype("<f4").tobytes())
    return write_gguf(path, values, stored)


def _swap_rows(name: str, array: NDArray[Any], config: ModelConfig) -> NDArray[Any]:
    """What llama.cpp's converter does: row j and row j + half of a head come to lie together."""
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    part = name.split(".")[-2]
    if config.architecture != "llama" or part not in heads:
        return array
    swapped = np.empty_like(array)
    size = config.head_dim
    for head in range(heads[part]):
        for j in range(size // 2):
            for k in range(2):
                swapped[head * size + 2 * j + k] = array[head * size + j + k * size // 2]
    return swapped


def _rename(name: str) -> str:
    part, _, kind = name.rpartition(".")
    for theirs, ours in _WHOLE.items():
        if part == ours:
            return f"{theirs}.{kind}"
    _, _, layer, *rest = part.split(".")
    (theirs,) = (key for key, ours in _OF_A_LAYER.items() if ours == ".".join(rest))
    return f"blk.{layer}.{theirs}.{kind}"


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(value: Any) -> bytes:  # noqa: ANN401
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    if isinstance(value, list):
        items = [_value(item) for item in value]
        return (
            struct.pack("<I", 9)
            + items[0][:4]
            + struct.pack("<Q", len(items))
            + b"".join(item[4:] for item in items)
        )
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    return struct.pack("<II", 4, value)
