"""RoPE's frequencies: plain, or stretched for contexts longer than those of the first training.

Two published ways to stretch are known, each by the formula of its authors as transformers'
`modeling_rope_utils` has it (in float64 here). What the kernels use are these numbers themselves,
as constants, so a formula is written down once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.config_error import ConfigError

Frequencies = NDArray[np.float64]


@dataclass(frozen=True)
class Llama3Scaling:
    """Llama 3.1's: long waves are slowed down by `factor`, short ones stay, between them a blend.

    A wave is long when it turns less than `low_freq_factor` times within the original context (in
    tokens), short when more than `high_freq_factor` times. Source: Meta's llama-models,
    `apply_scaling`, and transformers' `rope_type: llama3`.
    """

    factor: float
    low_freq_factor: float
    high_freq_factor: float
    original_max_position_embeddings: int

    @property
    def attention_factor(self) -> float:
        """What cosine and sine are multiplied by."""
        return 1.0

    def stretch(self, frequencies: Frequencies, _: float) -> Frequencies:
        """`frequencies` in radians a token, stretched."""
        turns = self.original_max_position_embeddings * frequencies / (2 * math.pi)
        kept = (turns - self.low_freq_factor) / (self.high_freq_factor - self.low_freq_factor)
        return _blend(frequencies, self.factor, kept)


@dataclass(frozen=True)
class YarnScaling:
    """YaRN (arXiv 2309.00071, "NTK-by-parts" and the attention temperature of its section 3.4).

    Dimensions that turn more than `beta_fast` times within the original context (in tokens) stay,
    those that turn less than `beta_slow` times are slowed down by `factor`; between them it goes
    linearly by dimension, from a whole dimension to a whole one. `attention_factor` multiplies
    cosine and sine. Source: the paper's own code and transformers' `rope_type: yarn`.
    """

    factor: float
    original_max_position_embeddings: int
    attention_factor: float
    beta_fast: float
    beta_slow: float

    def stretch(self, frequencies: Frequencies, theta: float) -> Frequencies:
        """`frequencies` in radians a token for RoPE base `theta`, stretched."""
        half = len(frequencies)

        def dimension(turns: float) -> float:
            """Which pair turns that many times within the original context."""
            length = self.original_max_position_embeddings / (turns * 2 * math.pi)
            return half * math.log(length) / math.log(theta)

        first = max(math.floor(dimension(self.beta_fast)), 0)
        last = min(math.ceil(dimension(self.beta_slow)), 2 * half - 1)
        # One dimension cannot be a range; transformers widens it by as much.
        width = last - first if last != first else 1e-3
        return _blend(frequencies, self.factor, 1 - (np.arange(half) - first) / width)


RopeScaling = Llama3Scaling | YarnScaling


def _blend(frequencies: Frequencies, factor: float, kept: Frequencies) -> Frequencies:
    """Between `frequencies` (kept = 1 or more) and those divided by `factor` (0 or less)."""
    share = np.clip(kept, 0, 1)
    return frequencies * share + frequencies / factor * (1 - share)


def inverse_frequencies(head_dim: int, theta: float, scaling: RopeScaling | None) -> Frequencies:
    """Radians a token of each of the head_dim / 2 pairs: theta^(-2i/head_dim), stretched."""
    half = head_dim // 2
    plain = theta ** (-np.arange(half, dtype=np.float64) / half)
    return plain if scaling is None else scaling.stretch(plain, theta)


def describe_scaling(scaling: RopeScaling | None) -> dict[str, Any] | None:
    """Its figures by Hugging Face's names, every one of them present."""
    if scaling is None:
        return None
    return {"rope_type": "llama3" if isinstance(scaling, Llama3Scaling) else "yarn"} | asdict(
        scaling
    )


def parse_scaling(raw: Mapping[str, Any] | None) -> RopeScaling | None:
    """Read `rope_scaling` of a config.json. Raises ConfigError for a kind or a key not known."""
    if not raw:
        return None
    kind = raw.get("rope_type", raw.get("type"))
    if kind == "default":
        return None
    if kind not in _KEYS:
        raise ConfigError(f"RoPE scaling of the type {kind!r} is not supported.")
    unknown = sorted(raw.keys() - _KEYS[kind] - {"rope_type", "type", "rope_theta"})
    if unknown:
        raise ConfigError(f"RoPE scaling of the type {kind} has an unknown key, {unknown[0]}.")
    if raw.get("truncate", True) is not True:
        raise ConfigError("YaRN without truncated dimensions is not supported.")
    return _parse_llama3(raw) if kind == "llama3" else _parse_yarn(raw)


_KEYS = {
    "llama3": {
        "factor",
        "low_freq_factor",
        "high_freq_factor",
        "original_max_position_embeddings",
    },
    "yarn": {
        "factor",
        "original_max_position_embeddings",
        "attention_factor",
        "attn_factor",
        "beta_fast",
        "beta_slow",
        "truncate",
    },
}


def _parse_llama3(raw: Mapping[str, Any]) -> Llama3Scaling:
    scaling = Llama3Scaling(
        factor=_number(raw, "factor"),
        low_freq_factor=_number(raw, "low_freq_factor"),
        high_freq_factor=_number(raw, "high_freq_factor"),
        original_max_position_embeddings=int(_number(raw, "original_max_position_embeddings")),
    )
    if scaling.high_freq_factor <= scaling.low_freq_factor:
        raise ConfigError("RoPE scaling's high_freq_factor must be above its low_freq_factor.")
    return scaling


def _parse_yarn(raw: Mapping[str, Any]) -> YarnScaling:
    factor = _number(raw, "factor")
    # `attn_factor` is vLLM's and llama.cpp's word, and theirs multiplies the paper's temperature;
    # R1-0528-Qwen3-8B has it: 0.878 * (0.1 ln 4 + 1) = 1.
    suggested = (0.1 * math.log(factor) + 1 if factor > 1 else 1) * _number(raw, "attn_factor", 1)
    return YarnScaling(
        factor=factor,
        original_max_position_embeddings=int(_number(raw, "original_max_position_embeddings")),
        attention_factor=_number(raw, "attention_factor", suggested),
        beta_fast=_number(raw, "beta_fast", 32),
        beta_slow=_number(raw, "beta_slow", 1),
    )


def _number(raw: Mapping[str, Any], name: str, default: float | None = None) -> float:
    value = raw.get(name)
    if value is None:
        value = default
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    if not usable or not 0 < float(value) < math.inf:  # type: ignore[arg-type]
        raise ConfigError(f"RoPE scaling has no usable {name}: {value!r}.")
    return float(value)  # type: ignore[arg-type]
