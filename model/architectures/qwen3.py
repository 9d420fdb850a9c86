"""Qwen3 (and R1-0528-Qwen3): grouped attention with an RMS norm on each query and key head."""

from __future__ import annotations

from model.architectures.attention import FusedAttention
from model.architectures.projection import Build
from model.config import ModelConfig


def attention(build: Build, config: ModelConfig) -> FusedAttention:
    """One layer's attention."""
    return FusedAttention(build, config, "c_attn", bias=False, query_key_norm=True)
