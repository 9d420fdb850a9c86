"""The q4f*_1 layouts: which figures the compiler, the converter and the reference must agree on.

Groups of 32 weights along the input axis share one scale; eight nibbles lie in a uint32, lowest
first; value = (nibble - 7) * scale. This is MLC's layout, so published MLC weights fit.
"""

from __future__ import annotations

from dataclasses import dataclass

GROUP_SIZE = 32
NIBBLES_PER_WORD = 8
ZERO_POINT = 7


@dataclass(frozen=True)
class Quantization:
    """A named layout; `dtype` is the type of scales, activations and the KV cache."""

    name: str
    dtype: str


QUANTIZATIONS = {
    "q4f32_1": Quantization("q4f32_1", "float32"),
    "q4f16_1": Quantization("q4f16_1", "float16"),
}
