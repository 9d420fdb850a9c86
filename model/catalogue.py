"""The models that the app's catalogue offers, each with its own architecture figures.

By the names of their `config.json`; what is not named there has transformers' default. None is
borrowed from a sister model: R1-Distill-Qwen has another RoPE base and another head than Qwen2,
R1-0528-Qwen3 another RoPE than Qwen3-8B. Loading compares a library with the weights' own
configuration, so a wrong figure here is refused there and does not think in wrong positions.
"""

from __future__ import annotations

from typing import Any

from model.config import ModelConfig, parse_config

_QWEN2: dict[str, Any] = {
    "model_type": "qwen2",
    "num_hidden_layers": 28,
    "head_dim": 128,
    "rms_norm_eps": 1e-6,
    # Qwen2.5-Math's, from which both were trained; the Qwen2 Instruct models have 1,000,000.
    "rope_theta": 10_000,
    "tie_word_embeddings": False,
    "max_position_embeddings": 131_072,
}

_QWEN3: dict[str, Any] = {
    "model_type": "qwen3",
    "num_key_value_heads": 8,
    "head_dim": 128,
    "vocab_size": 151_936,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1_000_000,
    "max_position_embeddings": 40_960,
}

_QWEN3_8B: dict[str, Any] = {
    **_QWEN3,
    "hidden_size": 4096,
    "intermediate_size": 12_288,
    "num_hidden_layers": 36,
    "num_attention_heads": 32,
    "tie_word_embeddings": False,
}

CONFIGS: dict[str, dict[str, Any]] = {
    "DeepSeek-R1-Distill-Qwen-1.5B": {
        **_QWEN2,
        "hidden_size": 1536,
        "intermediate_size": 8960,
        "num_attention_heads": 12,
        "num_key_value_heads": 2,
        "vocab_size": 151_936,
    },
    "DeepSeek-R1-Distill-Qwen-7B": {
        **_QWEN2,
        "hidden_size": 3584,
        "intermediate_size": 18_944,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "vocab_size": 152_064,
    },
    "DeepSeek-R1-Distill-Llama-8B": {
        "model_type": "llama",
        "hidden_size": 4096,
        "intermediate_size": 14_336,
        "num_hidden_layers": 32,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "head_dim": 128,
        "vocab_size": 128_256,
        "rms_norm_eps": 1e-5,
        "rope_theta": 500_000,
        "rope_scaling": {
            "rope_type": "llama3",
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        },
        "tie_word_embeddings": False,
        "max_position_embeddings": 131_072,
    },
    "DeepSeek-R1-0528-Qwen3-8B": {
        **_QWEN3_8B,
        "rope_scaling": {
            "rope_type": "yarn",
            "factor": 4.0,
            "original_max_position_embeddings": 32_768,
            "attn_factor": 0.8782488562869419,
        },
        "max_position_embeddings": 131_072,
    },
    "Qwen3-0.6B": {
        **_QWEN3,
        "hidden_size": 1024,
        "intermediate_size": 3072,
        "num_hidden_layers": 28,
        "num_attention_heads": 16,
        "tie_word_embeddings": True,
    },
    "Qwen3-1.7B": {
        **_QWEN3,
        "hidden_size": 2048,
        "intermediate_size": 6144,
        "num_hidden_layers": 28,
        "num_attention_heads": 16,
        "tie_word_embeddings": True,
    },
    "Qwen3-4B": {
        **_QWEN3,
        "hidden_size": 2560,
        "intermediate_size": 9728,
        "num_hidden_layers": 36,
        "num_attention_heads": 32,
        "tie_word_embeddings": True,
    },
    "Qwen3-8B": _QWEN3_8B,
}


def read_catalogue() -> dict[str, ModelConfig]:
    """Each model's figures by its name."""
    return {name: parse_config(raw) for name, raw in CONFIGS.items()}


def name_build(model: str, quantization: str) -> str:
    """The id that the app's catalogue gives to one build of a model."""
    return f"{model}-{quantization}-MLC"
