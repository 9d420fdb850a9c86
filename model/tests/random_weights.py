"""A small architecture and random weights for it, as a training run would leave them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.config import ModelConfig
from model.weights.parameters import list_parameters

SMALL = {
    "architectures": ["Qwen2ForCausalLM"],
    "model_type": "qwen2",
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "vocab_size": 80,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000,
    "tie_word_embeddings": True,
    "max_position_embeddings": 256,
}


# RoPE stretched, with an original context that a test's tokens go beyond.
LLAMA3_SCALING = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}
YARN_SCALING = {
    "rope_type": "yarn",
    "factor": 4.0,
    "original_max_position_embeddings": 32,
    "beta_fast": 4,
    "beta_slow": 1,
}


Tensors = dict[str, NDArray[Any]]


def draw_tensors(config: ModelConfig, seed: int = 0) -> Tensors:
    """Float32 tensors by their Hugging Face names, of a size that keeps activations near one."""
    rng = np.random.default_rng(seed)
    tensors = {}
    for parameter in list_parameters(config):
        for source in parameter.sources:
            spread = rng.normal(size=source.shape)
            if source.name.endswith("norm.weight"):
                tensors[source.name] = 1 + 0.2 * spread
            elif len(source.shape) == 1:
                tensors[source.name] = 0.3 * spread
            else:
                tensors[source.name] = spread / np.sqrt(source.shape[1]) * 1.5
    return {name: array.astype(np.float32) for name, array in tensors.items()}
