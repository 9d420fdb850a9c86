"""The architecture figures of a model, read from a Hugging Face style `config.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.config_error import ConfigError as ConfigError
from model.rope import RopeScaling, parse_scaling


@dataclass(frozen=True)
class ModelConfig:
    """Sizes of a decoder-only transformer: plain counts, and `rope_theta`, the RoPE base.

    `max_position_embeddings`: the longest context, in tokens, that the model was trained for.
    """

    architecture: str
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    vocab_size: int
    rms_norm_eps: float
    rope_theta: float
    tie_word_embeddings: bool
    max_position_embeddings: int
    rope_scaling: RopeScaling | None = None

    @property
    def query_size(self) -> int:
        return self.num_attention_heads * self.head_dim

    @property
    def key_value_size(self) -> int:
        return self.num_key_value_heads * self.head_dim


_REQUIRED = (
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "vocab_size",
)


def parse_config(raw: dict[str, Any]) -> ModelConfig:
    """Turn the parsed JSON of a `config.json` into a `ModelConfig`.

    Raises ConfigError when a figure is missing or the sizes contradict each other.
    """
    if "model_type" not in raw:
        raise ConfigError("config.json does not say its model_type.")
    for name in _REQUIRED:
        if not isinstance(raw.get(name), int) or raw[name] <= 0:
            raise ConfigError(f"config.json has no usable {name}: {raw.get(name)!r}.")
    _refuse_variants(raw)
    heads = raw["num_attention_heads"]
    key_value_heads = raw.get("num_key_value_heads", heads)
    if heads % key_value_heads:
        raise ConfigError(f"{heads} attention heads cannot share {key_value_heads} KV heads.")
    # Since version 5, transformers keeps base and scaling together.
    rope = raw.get("rope_parameters") or {}
    return ModelConfig(
        architecture=raw["model_type"],
        hidden_size=raw["hidden_size"],
        intermediate_size=raw["intermediate_size"],
        num_hidden_layers=raw["num_hidden_layers"],
        num_attention_heads=heads,
        num_key_value_heads=key_value_heads,
        head_dim=raw.get("head_dim") or raw["hidden_size"] // heads,
        vocab_size=raw["vocab_size"],
        rms_norm_eps=float(raw.get("rms_norm_eps", 1e-6)),
        rope_theta=float(rope.get("rope_theta") or raw.get("rope_theta") or 10000.0),
        tie_word_embeddings=bool(raw.get("tie_word_embeddings", False)),
        max_position_embeddings=int(raw.get("max_position_embeddings", 2048)),
        rope_scaling=parse_scaling(raw.get("rope_scaling") or rope),
    )


def _refuse_variants(raw: dict[str, Any]) -> None:
    """Raise ConfigError for what some models of these families have and ours do not compute."""
    if raw.get("use_sliding_window"):
        raise ConfigError("Sliding-window attention is not supported.")
    if raw.get("hidden_act", "silu") != "silu":
        raise ConfigError(f"The activation {raw['hidden_act']!r} is not supported.")
    # Qwen2 has biases on query, key and value without saying so.
    if raw.get("mlp_bias") or (raw.get("attention_bias") and raw["model_type"] != "qwen2"):
        raise ConfigError(f"Biases in a {raw['model_type']} model are not supported.")


def load_config(path: Path) -> ModelConfig:
    """Read and parse `config.json` at `path`. Raises ConfigError with one sentence."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"Cannot read {path.name}: {error}.") from error
    if not isinstance(raw, dict):
        raise ConfigError(f"{path.name} is not a JSON object.")
    return parse_config(raw)
