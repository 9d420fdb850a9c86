"""A larger model folder of random weights, for tests of loading: made in seconds, without training.

    python -m model.random_folder --out /somewhere/random

The architecture of the embedded model with its tokenizer, but few and wide layers: 66 MB in 17
shards. The same seed gives the same bytes. It answers nonsense, a few tokens of thought and a few
of answer, for one constant direction of the residual stream speaks for the two tokens that end
them. Its library is compiled once and kept until something it is made of changes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.compile import CompileError, compile_library
from model.config import ModelConfig, parse_config
from model.convert import FAILURES, Conversion, convert
from model.metadata import place_description
from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD, QUANTIZATIONS
from model.runtime.build import RuntimeBuildError
from model.sources import hash_library_sources
from model.tokenizer_files import END_THINK, EOS
from model.weights.parameters import list_stored

CACHE = Path(__file__).parent / ".cache" / "random"
TOKENIZER = Path(__file__).parent / "nano" / "trained" / "tokenizer.json"
QUANTIZATION = QUANTIZATIONS["q4f32_1"]
CONTEXT, CHUNK = 2048, 128
SHARD_BYTES = 4_000_000

SHAPE = {
    "model_type": "qwen2",
    "hidden_size": 1024,
    "intermediate_size": 6656,
    "num_hidden_layers": 5,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 64,
    "vocab_size": 768,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
    "max_position_embeddings": CONTEXT,
}
# Root mean square of the levels -7..7, each as likely as the others.
LEVEL_SPREAD = 4.32
# How far the logits of the two ends stand above the others, whose spread is about one.
END_LOGITS = {END_THINK: 3.2, EOS: 2.4}


def draw_parameters(
    config: ModelConfig, ends: dict[int, float], seed: int
) -> Iterator[tuple[str, NDArray[Any]]]:
    """Packed parameters by name, in the order of the layers; `ends`: logits by token id."""
    rng = np.random.default_rng(seed)
    for name, (shape, dtype) in list_stored(config, QUANTIZATION).items():
        if dtype == "uint32":
            array: NDArray[Any] = _draw_words(rng, shape)
        elif name.endswith("q_scale"):
            n_in = shape[1] * GROUP_SIZE
            gain = 0.5 if name.endswith(("o_proj.q_scale", "down_proj.q_scale")) else 1.0
            array = np.full(shape, gain / (LEVEL_SPREAD * np.sqrt(n_in)), dtype)
        elif name.endswith("bias"):
            array = np.zeros(shape, dtype)
        else:
            array = np.ones(shape, dtype)
        yield name, _speak_for_ends(name, array, ends)


def _draw_words(rng: np.random.Generator, shape: list[int]) -> NDArray[np.uint32]:
    """Eight random nibbles to a word; the level 8 is left out, so that they are zero on average."""
    nibbles = rng.integers(0, 15, (*shape, NIBBLES_PER_WORD), np.uint8).astype(np.uint32)
    shifts = 4 * np.arange(NIBBLES_PER_WORD, dtype=np.uint32)
    words: NDArray[np.uint32] = np.bitwise_or.reduce(nibbles << shifts, axis=-1)
    return words


def _speak_for_ends(name: str, array: NDArray[Any], ends: dict[int, float]) -> NDArray[Any]:
    """Keeps the first 32 dimensions of the residual stream constant and lets them choose `ends`.

    The embedding puts the same number into each, no layer adds to them, the head reads them.
    """
    first = slice(0, GROUP_SIZE)
    if name == "model.embed_tokens.q_weight":
        array[:, : GROUP_SIZE // NIBBLES_PER_WORD] = 0x88888888  # level 1
    elif name == "model.embed_tokens.q_scale":
        array *= np.float32(np.sqrt(array.shape[1] * GROUP_SIZE))  # entries near one
        array[:, 0] = 3.0
    elif name.endswith(("o_proj.q_scale", "down_proj.q_scale")):
        array[first] = 0
    elif name == "lm_head.q_weight":
        array[:, : GROUP_SIZE // NIBBLES_PER_WORD] = 0x88888888
    elif name == "lm_head.q_scale":
        array[:, 0] = 0
        for token, logit in ends.items():
            array[token, 0] = logit / (GROUP_SIZE * 2.0)
    return array


def write_random_folder(out: Path, seed: int = 0) -> str:
    """Write the folder, laid out as `model.manifest` says; returns its revision.

    Raises one of `convert.FAILURES`, CompileError or RuntimeBuildError with one sentence.
    """
    config = parse_config(SHAPE)
    vocabulary = json.loads(TOKENIZER.read_text("utf-8"))["added_tokens"]
    ids = {token["content"]: token["id"] for token in vocabulary}
    ends = {ids[token]: logit for token, logit in END_LOGITS.items()}
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch)
        (source / "config.json").write_text(json.dumps(SHAPE))
        shutil.copy(TOKENIZER, source)
        conversion = Conversion(
            source=source,
            out=out,
            quantization=QUANTIZATION,
            context_window_size=CONTEXT,
            prefill_chunk_size=CHUNK,
            library=compile_cached(config),
            shard_bytes=SHARD_BYTES,
            facts={"seed": seed},
        )
        return convert(conversion, draw_parameters(config, ends, seed))


def compile_cached(config: ModelConfig) -> Path:
    """The library, compiled when none is there that was made of the same sources."""
    library = CACHE / f"{hash_library_sources(Path(__file__))[:16]}.wasm"
    if not library.exists() or not place_description(library).exists():
        print("Compiling its library (once)…", file=sys.stderr)
        for old in CACHE.glob("*.wasm*"):
            old.unlink()
        compile_library(
            config,
            QUANTIZATION,
            library,
            context_window_size=CONTEXT,
            prefill_chunk_size=CHUNK,
            schedule="software",
        )
    return library


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when the folder was written, 1 with one sentence on stderr when not."""
    parser = argparse.ArgumentParser(prog="python -m model.random_folder", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="model folder to write or replace")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other weights")
    given = parser.parse_args(arguments)
    try:
        revision = write_random_folder(given.out, given.seed)
    except (*FAILURES, CompileError, RuntimeBuildError) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in given.out.rglob("*") if file.is_file())
    print(f"Wrote {given.out}, revision {revision}, {size / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
