"""The Qwen2 decoder in JAX, laid out for training a tiny model on a CPU.

Sizes in shapes: B rows, T positions, h hidden, n query heads, k key/value heads, g = n/k, d head
size, f intermediate, V vocabulary, L layers. Parameters of all layers are stacked on a leading L
axis, matrices as [in, out]. Activations stay [B*T, h]: XLA's CPU backend computes the weight
gradients of 3-D operands 2.5 times slower.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

Params = dict[str, Array]
Saved = tuple[Any, ...]
"""What a forward pass keeps for its backward pass."""
MATRICES = ("q", "k", "v", "o", "gate", "up", "down")
QUERY_BLOCK = 64
MASKED = -1e9


@dataclass(frozen=True)
class NanoConfig:
    """Sizes of a model; hashable, so that it can be a static argument of compiled functions."""

    hidden: int
    layers: int
    heads: int
    key_value_heads: int
    head_dim: int
    intermediate: int
    vocabulary: int
    epsilon: float = 1e-6
    rope_theta: float = 10000.0


def initialise(config: NanoConfig, seed: int) -> Params:
    """Random parameters; matrices have variance 1/in, those that write the residual 1/(2 L in)."""
    generator = np.random.default_rng(seed)
    h, f, layers = config.hidden, config.intermediate, config.layers
    query, key = config.heads * config.head_dim, config.key_value_heads * config.head_dim

    def normal(*shape: int, scale: float) -> Array:
        return jnp.asarray(generator.standard_normal(shape) * scale, jnp.float32)

    def matrix(inputs: int, outputs: int, scale: float = 1.0) -> Array:
        return normal(layers, inputs, outputs, scale=scale / inputs**0.5)

    residual = (2 * layers) ** -0.5
    return {
        "embed": normal(config.vocabulary, h, scale=h**-0.5),
        "norm": jnp.ones(h),
        "attention_norm": jnp.ones((layers, h)),
        "mlp_norm": jnp.ones((layers, h)),
        "q": matrix(h, query),
        "k": matrix(h, key),
        "v": matrix(h, key),
        "q_bias": jnp.zeros((layers, query)),
        "k_bias": jnp.zeros((layers, key)),
        "v_bias": jnp.zeros((layers, key)),
        "o": matrix(query, h, residual),
        "gate": matrix(h, f),
        "up": matrix(h, f),
        "down": matrix(f, h, residual),
    }


def rms_norm(x: Array, weight: Array, epsilon: float) -> Array:
    """Root mean square normalisation over the last axis."""
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + epsilon) * weight


def rope_tables(positions: Array, config: NanoConfig) -> tuple[Array, Array]:
    """Cosines and sines [..., d] of the rotary embedding at `positions` [...]."""
    d = config.head_dim
    frequencies = config.rope_theta ** (-jnp.arange(0, d, 2, dtype=jnp.float32) / d)
    angles = positions[..., None].astype(jnp.float32) * frequencies
    return jnp.tile(jnp.cos(angles), 2), jnp.tile(jnp.sin(angles), 2)


def rotate(x: Array, cos: Array, sin: Array) -> Array:
    """Rotary embedding over halves of the last axis (GPT-NeoX's order, as Qwen2 has it)."""
    first, second = jnp.split(x, 2, -1)
    return x * cos + jnp.concatenate([-second, first], -1) * sin


def _blocks(length: int) -> list[tuple[int, int]]:
    """Query ranges; keys past a range's end are never computed, as the causal mask drops them."""
    return [(at, min(at + QUERY_BLOCK, length)) for at in range(0, length, QUERY_BLOCK)]


@jax.custom_vjp
def attend(q: Array, k: Array, v: Array, bias: Array) -> Array:
    """Causal attention. q [B, k, g, T, d] already scaled, k and v [B, k, T, d], bias [B, T, T].

    The bias is 0 or MASKED and must hold the causal mask too. Returns [B, k, g, T, d].
    """
    return _attend_forward(q, k, v, bias)[0]


def _attend_forward(q: Array, k: Array, v: Array, bias: Array) -> tuple[Array, Saved]:
    batch, heads, group, length, d = q.shape
    outputs, kept = [], []
    for start, end in _blocks(length):
        rows = q[:, :, :, start:end].reshape(batch, heads, -1, d)
        scores = jnp.einsum("bkid,bkjd->bkij", rows, k[:, :, :end])
        mask = jnp.tile(bias[:, None, start:end, :end], (1, 1, group, 1))
        scores = scores + mask
        weights = jnp.exp(scores - scores.max(-1, keepdims=True))
        scale = 1 / weights.sum(-1, keepdims=True)
        out = jnp.einsum("bkij,bkjd->bkid", weights, v[:, :, :end]) * scale
        outputs.append(out.reshape(batch, heads, group, end - start, d))
        kept.append((weights, scale, out))
    return jnp.concatenate(outputs, 3), (q, k, v, tuple(kept))


def _attend_backward(saved: Saved, gradient: Array) -> tuple[Array, Array, Array, None]:
    q, k, v, kept = saved
    batch, heads, group, length, d = q.shape
    q_gradients = []
    k_gradient, v_gradient = jnp.zeros_like(k), jnp.zeros_like(v)
    for (start, end), (weights, scale, out) in zip(_blocks(length), kept, strict=True):
        rows = q[:, :, :, start:end].reshape(batch, heads, -1, d)
        wanted = gradient[:, :, :, start:end].reshape(batch, heads, -1, d)
        scaled = wanted * scale
        v_part = jnp.einsum("bkij,bkid->bkjd", weights, scaled)
        along = jnp.einsum("bkid,bkjd->bkij", scaled, v[:, :, :end])
        scores = weights * (along - (scaled * out).sum(-1, keepdims=True))
        q_part = jnp.einsum("bkij,bkjd->bkid", scores, k[:, :, :end])
        q_gradients.append(q_part.reshape(batch, heads, group, end - start, d))
        k_part = jnp.einsum("bkij,bkid->bkjd", scores, rows)
        rest = ((0, 0), (0, 0), (0, length - end), (0, 0))
        k_gradient = k_gradient + jnp.pad(k_part, rest)
        v_gradient = v_gradient + jnp.pad(v_part, rest)
    return jnp.concatenate(q_gradients, 3), k_gradient, v_gradient, None


attend.defvjp(_attend_forward, _attend_backward)


def forward(params: Params, tokens: Array, segments: Array, config: NanoConfig) -> Array:
    """Hidden states [B*T, h] after the last norm, for `tokens` [B, T] (int32).

    A position sees earlier positions of its own segment (`segments` [B, T]). Positions run through
    the whole row: RoPE is relative, so packing does not change what a segment computes.
    """
    batch, length = tokens.shape
    n, k, d = config.heads, config.key_value_heads, config.head_dim
    cos, sin = rope_tables(jnp.arange(length), config)
    seen = (segments[:, None, :] == segments[:, :, None]) & jnp.tril(
        jnp.ones((length, length), bool)
    )
    bias = jnp.where(seen, 0.0, MASKED)

    def heads(y: Array, layer: int, name: str, *shape: int) -> Array:
        out = y @ params[name][layer] + params[f"{name}_bias"][layer]
        return jnp.moveaxis(out.reshape(batch, length, *shape, d), 1, -2)

    x = params["embed"][tokens.reshape(-1)]
    for layer in range(config.layers):
        y = rms_norm(x, params["attention_norm"][layer], config.epsilon)
        query = rotate(heads(y, layer, "q", k, n // k), cos, sin) * d**-0.5
        key = rotate(heads(y, layer, "k", k), cos, sin)
        mixed = attend(query, key, heads(y, layer, "v", k), bias)
        mixed = jnp.moveaxis(mixed, 3, 1).reshape(batch * length, n * d)
        x = x + mixed @ params["o"][layer]
        y = rms_norm(x, params["mlp_norm"][layer], config.epsilon)
        y = jax.nn.silu(y @ params["gate"][layer]) * (y @ params["up"][layer])
        x = x + y @ params["down"][layer]
    return rms_norm(x, params["norm"], config.epsilon)


@jax.custom_vjp
def token_losses(logits: Array, targets: Array) -> Array:
    """Cross-entropy in nats [N] of `logits` [N, V] against `targets` [N].

    The gradient is written out so that no scatter is needed.
    """
    return _losses_forward(logits, targets)[0]


def _is_target(logits: Array, targets: Array) -> Array:
    return jax.lax.broadcasted_iota(jnp.int32, logits.shape, 1) == targets[:, None]


def _losses_forward(logits: Array, targets: Array) -> tuple[Array, Saved]:
    total = jax.nn.logsumexp(logits, -1)
    own = jnp.where(_is_target(logits, targets), logits, 0.0).sum(-1)
    return total - own, (logits, targets, total)


def _losses_backward(saved: Saved, gradient: Array) -> tuple[Array, None]:
    logits, targets, total = saved
    chance = jnp.exp(logits - total[:, None])
    return (chance - _is_target(logits, targets)) * gradient[:, None], None


token_losses.defvjp(_losses_forward, _losses_backward)


@partial(jax.jit, static_argnames="config")
def logits_of(params: Params, tokens: Array, segments: Array, config: NanoConfig) -> Array:
    """Logits [B, T, V]; the head is the transposed embedding."""
    hidden = forward(params, tokens, segments, config)
    return (hidden @ params["embed"].T).reshape(*tokens.shape, -1)
