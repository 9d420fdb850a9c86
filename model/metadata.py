"""What a library says about itself: WebLLM's own keys, and the figures baked into its kernels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from model.config import ModelConfig
from model.quantization import Quantization
from model.rope import describe_scaling
from model.weights.parameters import get_family

VERSION = 1
_DESCRIPTION = (
    "version",
    "model_type",
    "quantization",
    "schedule",
    "context_window_size",
    "prefill_chunk_size",
    "architecture",
)


def create_metadata(
    config: ModelConfig,
    quantization: Quantization,
    parameters: Sequence[tuple[str, Any]],
    *,
    context_window_size: int,
    prefill_chunk_size: int,
    schedule: str,
) -> dict[str, Any]:
    """The JSON of `_metadata()`; sizes are tokens.

    WebLLM takes its own keys and ignores the others. The chunk is the library's to say; the context
    is not (WebLLM makes the KV cache as long as it is asked for) and stands here for people.
    """
    return {
        "version": VERSION,
        "model_type": config.architecture,
        "quantization": quantization.name,
        "schedule": schedule,
        "context_window_size": context_window_size,
        "prefill_chunk_size": prefill_chunk_size,
        "architecture": describe_architecture(config),
        "sliding_window_size": -1,
        "attention_sink_size": -1,
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
    }


def describe_architecture(config: ModelConfig) -> dict[str, Any]:
    """What a library cannot change after compiling, by Hugging Face's names.

    Loading compares it with the weights' own configuration and refuses a mismatch by name.
    Raises WeightsError for an unknown architecture.
    """
    family = get_family(config)
    return {
        "hidden_size": config.hidden_size,
        "intermediate_size": config.intermediate_size,
        "num_hidden_layers": config.num_hidden_layers,
        "num_attention_heads": config.num_attention_heads,
        "num_key_value_heads": config.num_key_value_heads,
        "head_dim": config.head_dim,
        "vocab_size": config.vocab_size,
        "rms_norm_eps": config.rms_norm_eps,
        "rope_theta": config.rope_theta,
        "rope_scaling": describe_scaling(config.rope_scaling),
        "tie_word_embeddings": config.tie_word_embeddings,
        "attention_bias": family.attention_bias,
        "query_key_norm": family.query_key_norm,
    }


def describe_library(metadata: Mapping[str, Any]) -> bytes:
    """What can be read without running the library: `metadata` less what only WebLLM needs.

    The bytes of the file beside it and of the section inside it (`model.runtime.section`).
    """
    description = {name: metadata[name] for name in _DESCRIPTION}
    return (json.dumps(description, indent=1) + "\n").encode()


def place_description(library: Path) -> Path:
    """Where the description of `library` lies: beside it."""
    return library.with_name(f"{library.name}.json")
