"""A small random model compiled for WebGPU with a prefill chunk of 16, and what it must answer.

    python -m model.tests.chunked_library --schedule software --architecture llama

For tests that run the library in a browser. Prints one JSON line: `folder`, the model folder, and
`steps`, tokens to append one step after the other with the reference's logits after each. The
library takes a while to compile and is kept until something it is made of changes. Llama and Qwen3
have a stretched RoPE, and the steps go beyond its original context.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from tvm.relax.frontend.nn.llm import kv_cache as stock
from tvm.tirx import PrimFunc

from model.architectures import key_value_cache
from model.compile import compile_library
from model.config import load_config
from model.convert import Conversion, convert
from model.kernels.schedules import SCHEDULES
from model.manifest import read_manifest
from model.pipeline import create_target
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.sources import hash_library_sources
from model.tests.random_weights import LLAMA3_SCALING, YARN_SCALING
from model.tests.trained_folder import write_trained

CACHE = Path(__file__).parent.parent / ".cache" / "chunked"
CONTEXT, CHUNK = 256, 16
QUANTIZATION = QUANTIZATIONS["q4f32_1"]
# Heads as wide as nano's: the threads of one head do not fit one subgroup.
HEADS, KEY_VALUE_HEADS, HEAD_DIM = 4, 2, 64

ROPE_SCALING = {"llama": LLAMA3_SCALING, "qwen2": None, "qwen3": YARN_SCALING}

# Tokens of each step: prompts of several chunks, single tokens of replies.
FIRST_TURN, SECOND_TURN = (41, 1, 1, 1), (37, 1, 1, 1)


def build_cached(schedule: str, architecture: str, *, tvms_own_merge: bool) -> Path:
    """The model folder, built again when a source of the library or this file has changed."""
    name = f"{architecture}-{schedule}" + ("-tvms-merge" if tvms_own_merge else "")
    folder, stamp = CACHE / name, CACHE / f"{name}.sha256"
    state = hash_library_sources(Path(__file__))
    if folder.exists() and stamp.exists() and stamp.read_text() == state:
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with _tvms_own_merge() if tvms_own_merge else nullcontext():
        build(schedule, architecture, folder)
    stamp.write_text(state)
    return folder


def build(schedule: str, architecture: str, folder: Path) -> None:
    """Draw the weights, compile the library and write the model folder."""
    with tempfile.TemporaryDirectory() as scratch:
        trained = write_trained(
            Path(scratch) / "trained",
            max_position_embeddings=CONTEXT,
            num_attention_heads=HEADS,
            num_key_value_heads=KEY_VALUE_HEADS,
            head_dim=HEAD_DIM,
            model_type=architecture,
            rope_scaling=ROPE_SCALING[architecture],
        )
        library = Path(scratch) / "library.wasm"
        compile_library(
            load_config(trained / "config.json"),
            QUANTIZATION,
            library,
            context_window_size=CONTEXT,
            prefill_chunk_size=CHUNK,
            schedule=schedule,
        )
        convert(
            Conversion(
                source=trained,
                out=folder,
                quantization=QUANTIZATION,
                context_window_size=CONTEXT,
                prefill_chunk_size=CHUNK,
                library=library,
            )
        )


def _tvms_own_merge() -> AbstractContextManager[object]:
    """Compile with the kernel that `model.kernels.merge_state` replaces."""

    def unfixed(heads: int, head_dim: int, dtype: str, _: int) -> PrimFunc:
        return stock._merge_state_inplace(heads, head_dim, dtype, create_target("webgpu"))

    return mock.patch.object(key_value_cache, "merge_state", unfixed)


def answer(folder: Path, lengths: Sequence[int]) -> Iterator[dict[str, Any]]:
    """All on one kept cache: the ids of each step and the logits after the last of them."""
    model = ReferenceModel.from_folder(folder / read_manifest(folder)["base"])
    rng = np.random.default_rng(7)
    for length in lengths:
        ids = rng.integers(0, model.config.vocab_size, length).tolist()
        yield {"ids": ids, "logits": model.prefill(ids)[-1].tolist()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedule", choices=SCHEDULES, required=True)
    parser.add_argument("--architecture", choices=ROPE_SCALING, default="qwen2")
    parser.add_argument(
        "--beyond-context", action="store_true", help="more tokens than it was compiled for"
    )
    parser.add_argument("--tvms-own-merge", action="store_true", help="without our fix")
    given = parser.parse_args()
    folder = build_cached(given.schedule, given.architecture, tvms_own_merge=given.tvms_own_merge)
    lengths: tuple[int, ...] = FIRST_TURN + SECOND_TURN
    if given.beyond_context:
        lengths += (CONTEXT, 1)
    print(json.dumps({"folder": str(folder), "steps": list(answer(folder, lengths))}))


if __name__ == "__main__":
    main()
