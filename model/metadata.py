"""What a library says about itself: WebLLM's own keys, and the figures baked into its kernels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from model.config import ModelConfig
from model.quantization import Quantization


def create_metadata(
    config: ModelConfig,
    quantization: Quantization,
    parameters: Sequence[tuple[str, Any]],
    *,
    context_window_size: int,
    prefill_chunk_size: int,
    schedule: str,
) -> dict[str, Any]:
    """The JSON of `_metadata()`.

    `architecture` holds what a library cannot change after compiling: loading compares it with
    the weights' own configuration and refuses a mismatch by name.
    """
    return {
        "model_type": config.architecture,
        "quantization": quantization.name,
        "context_window_size": context_window_size,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": prefill_chunk_size,
        "tensor_parallel_shards": 1,
        "pipeline_parallel_stages": 1,
        "kv_state_kind": "kv_cache",
        "max_batch_size": 1,
        "params": [
            {
                "name": name,
                "shape": [int(size) for size in parameter.shape],
                "dtype": str(parameter.dtype),
                "preprocs": [],
            }
            for name, parameter in parameters
        ],
        "schedule": schedule,
        "architecture": {
            "hidden_size": config.hidden_size,
            "intermediate_size": config.intermediate_size,
            "num_hidden_layers": config.num_hidden_layers,
            "num_attention_heads": config.num_attention_heads,
            "num_key_value_heads": config.num_key_value_heads,
            "head_dim": config.head_dim,
            "vocab_size": config.vocab_size,
            "rms_norm_eps": config.rms_norm_eps,
            "rope_theta": config.rope_theta,
            "rope_scaling": None,
            "tie_word_embeddings": config.tie_word_embeddings,
        },
    }
