"""Which architectures can be compiled: `model_type` of a config.json to its attention block."""

from __future__ import annotations

from tvm.target import Target

from model.architectures import llama, qwen2, qwen3
from model.architectures.decoder import AttentionFactory, CausalLanguageModel
from model.architectures.projection import Build
from model.config import ConfigError, ModelConfig

ATTENTION: dict[str, AttentionFactory] = {
    "llama": llama.attention,
    "qwen2": qwen2.attention,
    "qwen3": qwen3.attention,
}


def create_model(build: Build, config: ModelConfig, target: Target) -> CausalLanguageModel:
    """The model to trace. Raises ConfigError for an architecture that is not known."""
    attention = ATTENTION.get(config.architecture)
    if attention is None:
        known = ", ".join(sorted(ATTENTION))
        raise ConfigError(f"Cannot compile model_type {config.architecture!r}; known: {known}.")
    return CausalLanguageModel(build, config, attention, target)
