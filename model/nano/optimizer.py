"""Muon for the layers' matrices and AdamW for everything else.

Muon (Jordan et al. 2024): momentum whose matrix is replaced by the nearest orthogonal one, found
by five Newton-Schulz steps. Its update is scaled to a root mean square of 0.2, that of Adam's, so
that both share one learning rate (Moonlight, Liu et al. 2025).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jax import Array

from model.nano.network import MATRICES, Params

State = dict[str, Any]
MUON_MOMENTUM = 0.95
ADAM_MOMENTUM, ADAM_SQUARES, ADAM_EPSILON = 0.9, 0.98, 1e-8
WEIGHT_DECAY = 0.1
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


def start(params: Params) -> State:
    """The state of a fresh run: momentum for all, squares only where AdamW needs them."""
    return {
        "step": jnp.zeros((), jnp.int32),
        "momentum": {name: jnp.zeros_like(value) for name, value in params.items()},
        "squares": {
            name: jnp.zeros_like(value) for name, value in params.items() if name not in MATRICES
        },
    }


def orthogonalise(matrices: Array) -> Array:
    """Five Newton-Schulz steps towards the nearest orthogonal matrix of each of [L, a, b]."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.swapaxes(1, 2) if tall else matrices
    x = x / (jnp.sqrt((x * x).sum((1, 2), keepdims=True)) + 1e-7)
    first, third, fifth = NEWTON_SCHULZ
    for _ in range(5):
        square = x @ x.swapaxes(1, 2)
        x = first * x + (third * square + fifth * square @ square) @ x
    return x.swapaxes(1, 2) if tall else x


def update(
    params: Params,
    gradients: Params,
    state: State,
    rate: Array,
    orthogonal: Callable[[dict[str, Array]], dict[str, Array]],
) -> tuple[Params, State]:
    """One step at learning rate `rate`; `orthogonal` maps named stacks [L, a, b] to theirs."""
    step = state["step"] + 1
    momentum, squares, updates = {}, {}, {}
    looked_ahead = {}
    for name, gradient in gradients.items():
        old = state["momentum"][name]
        if name in MATRICES:
            momentum[name] = MUON_MOMENTUM * old + gradient
            looked_ahead[name] = gradient + MUON_MOMENTUM * momentum[name]
            continue
        momentum[name] = ADAM_MOMENTUM * old + (1 - ADAM_MOMENTUM) * gradient
        squares[name] = ADAM_SQUARES * state["squares"][name] + (1 - ADAM_SQUARES) * gradient**2
        mean = momentum[name] / (1 - ADAM_MOMENTUM**step)
        updates[name] = mean / (jnp.sqrt(squares[name] / (1 - ADAM_SQUARES**step)) + ADAM_EPSILON)
    for name, matrices in orthogonal(looked_ahead).items():
        updates[name] = matrices * (0.2 * max(matrices.shape[1:]) ** 0.5)
    changed = {}
    for name, value in params.items():
        decay = WEIGHT_DECAY if name in MATRICES or name == "embed" else 0.0
        changed[name] = value - rate * (updates[name] + decay * value)
    return changed, {"step": step, "momentum": momentum, "squares": squares}
