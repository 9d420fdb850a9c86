"""Llama (and R1-Distill-Llama, SmolLM2): grouped attention without biases."""

from __future__ import annotations

from model.architectures.attention import FusedAttention
from model.architectures.projection import Build
from model.config import ModelConfig


def attention(build: Build, config: ModelConfig) -> FusedAttention:
    """One layer's attention."""
    return FusedAttention(build, config, "qkv_proj", bias=False)
