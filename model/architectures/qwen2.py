"""Qwen2 (and R1-Distill-Qwen): grouped attention with biases on query, key and value."""

from __future__ import annotations

from model.architectures.attention import FusedAttention
from model.architectures.projection import Build
from model.config import ModelConfig


def attention(build: Build, config: ModelConfig) -> FusedAttention:
    """One layer's attention."""
    return FusedAttention(build, config, "c_attn", bias=True)
