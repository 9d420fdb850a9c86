"""A small folder as training leaves it: config, random weights, a tokenizer with R1's tokens."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from model.config import ModelConfig, parse_config
from model.metadata import create_metadata, describe_library
from model.quantization import QUANTIZATIONS, Quantization
from model.runtime.section import MAGIC, insert_section
from model.tests.random_weights import SMALL, Tensors, draw_tensors
from model.tokenizer_files import CONTROL_TOKENS
from model.weights.parameters import FAMILIES

VOCABULARY_SIZE = 288


def make_tokenizer(
    words: int = VOCABULARY_SIZE, control_tokens: Sequence[str] = CONTROL_TOKENS
) -> Tokenizer:
    """Byte-level, without merges; unused ids are filled with words."""
    vocabulary = {token: index for index, token in enumerate(control_tokens)}
    for byte in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocabulary[byte] = len(vocabulary)
    while len(vocabulary) < words:
        vocabulary[f"word{len(vocabulary)}"] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in control_tokens])
    return tokenizer


def write_trained(
    folder: Path,
    dtype: type = np.float32,
    change_tensors: Callable[[Tensors], None] | None = None,
    tokenizer: Tokenizer | None = None,
    **config: object,
) -> Path:
    """Write `folder`; `change_tensors` may edit the dict of tensors before it is stored."""
    raw = {**SMALL, "vocab_size": VOCABULARY_SIZE, "eos_token_id": 1, **config}
    folder.mkdir(parents=True, exist_ok=True)
    supported = raw["model_type"] in FAMILIES
    known = parse_config(raw if supported else {**raw, "model_type": "qwen2"})
    tensors: Tensors = {name: array.astype(dtype) for name, array in draw_tensors(known).items()}
    if change_tensors:
        change_tensors(tensors)
    (folder / "config.json").write_text(json.dumps(raw))
    save_file(tensors, folder / "weights.safetensors")
    (tokenizer or make_tokenizer()).save(str(folder / "tokenizer.json"))
    return folder


def write_library(
    path: Path, config: ModelConfig, quantization: Quantization = QUANTIZATIONS["q4f32_1"]
) -> Path:
    """Stands in for a compiled library: it only says that it is one for `config`."""
    metadata = create_metadata(
        config,
        quantization,
        [],
        context_window_size=256,
        prefill_chunk_size=64,
        schedule="software",
    )
    path.write_bytes(insert_section(MAGIC, describe_library(metadata)))
    return path


def read_tree(folder: Path) -> dict[Path, bytes | bool]:
    """Every path under `folder` and, of files, the content."""
    return {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
