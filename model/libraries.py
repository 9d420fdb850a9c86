"""Compiles libraries for the R1 distills: `npm run model:libraries`.

The shapes are those of the published configurations (from memory: loading compares them with the
weights' own). The RoPE base is 10,000 and the head is not tied, unlike the sister models whose
libraries WebLLM lends them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from model.compile import compile_library
from model.config import ModelConfig
from model.quantization import QUANTIZATIONS

FOLDER = Path(__file__).resolve().parent / ".cache" / "libraries"
CONTEXT_WINDOW, PREFILL_CHUNK = 4096, 1024


def describe_distill(
    *, hidden: int, inner: int, heads: int, key_value_heads: int, vocab: int
) -> ModelConfig:
    """An R1-Distill-Qwen: 28 layers of heads of 128, RoPE base 10,000, a head of its own."""
    return ModelConfig(
        architecture="qwen2",
        hidden_size=hidden,
        intermediate_size=inner,
        num_hidden_layers=28,
        num_attention_heads=heads,
        num_key_value_heads=key_value_heads,
        head_dim=128,
        vocab_size=vocab,
        rms_norm_eps=1e-6,
        rope_theta=10000.0,
        tie_word_embeddings=False,
        max_position_embeddings=131072,
    )


DISTILLS = {
    "DeepSeek-R1-Distill-Qwen-1.5B": describe_distill(
        hidden=1536, inner=8960, heads=12, key_value_heads=2, vocab=151936
    ),
    "DeepSeek-R1-Distill-Qwen-7B": describe_distill(
        hidden=3584, inner=18944, heads=28, key_value_heads=4, vocab=152064
    ),
}


def main() -> int:
    """Compile each shape in each quantization; print size and time."""
    for name, config in DISTILLS.items():
        for quantization in QUANTIZATIONS.values():
            started = time.monotonic()
            out = FOLDER / f"{name}-{quantization.name}-webgpu.wasm"
            compile_library(
                config,
                quantization,
                out,
                context_window_size=CONTEXT_WINDOW,
                prefill_chunk_size=PREFILL_CHUNK,
                schedule="gpu",
            )
            size, seconds = out.stat().st_size / 1e6, time.monotonic() - started
            print(f"{out.name}: {size:.1f} MB in {seconds:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
