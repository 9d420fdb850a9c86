"""4-bit rounding inside training, on the grid of the q4 layouts of `model.quantization`.

value = (nibble - 7) * scale, nibble 0..15, groups of 32 along the input axis. The exported weights
lie on this grid, so converting them loses nothing.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import Array

from model.nano.network import MATRICES, Params
from model.quantization import GROUP_SIZE, ZERO_POINT

LARGEST = 15 - ZERO_POINT


def round_to_grid(weights: Array, axis: int) -> Array:
    """`weights` with each group of 32 along `axis` rounded to its grid of 16 values.

    The scale is the smallest that clips nothing: the grid reaches from -7 to +8 scales.
    """
    axis %= weights.ndim
    shape = weights.shape
    groups = (*shape[:axis], shape[axis] // GROUP_SIZE, GROUP_SIZE, *shape[axis + 1 :])
    x = weights.reshape(groups)
    high = x.max(axis + 1, keepdims=True) / LARGEST
    low = -x.min(axis + 1, keepdims=True) / ZERO_POINT
    scale = jnp.maximum(jnp.maximum(high, low), 1e-8)
    return (jnp.clip(jnp.round(x / scale), -ZERO_POINT, LARGEST) * scale).reshape(shape)


def quantised(params: Params) -> Params:
    """All matrices on the grid: layers [L, in, out] along `in`, the embedding [V, h] along h."""
    rounded = {name: round_to_grid(params[name], 1) for name in MATRICES}
    return {**params, **rounded, "embed": round_to_grid(params["embed"], 1)}


def straight_through(params: Params) -> Params:
    """`quantised` in the forward pass, the identity in the backward pass."""
    passed: Params = jax.tree.map(
        lambda exact, rounded: exact + jax.lax.stop_gradient(rounded - exact),
        params,
        quantised(params),
    )
    return passed
