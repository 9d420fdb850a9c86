"""The compiled training step: data parallel over the XLA devices of one process.

Each device is one core (see `cores.py`), which beats threads inside operations: those wait for each
other hundreds of times in a step, devices only when gradients are summed.
"""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
from jax import Array
from jax.sharding import Mesh
from jax.sharding import PartitionSpec as Spec

from model.nano.fake_quantization import straight_through
from model.nano.network import NanoConfig, Params, forward, token_losses
from model.nano.optimizer import State, orthogonalise, update

LARGEST_NORM = 1.0


def summed_loss(
    params: Params,
    tokens: Array,
    segments: Array,
    weights: Array,
    config: NanoConfig,
    quantise: bool,
) -> Array:
    """Weighted sum of the losses in nats; `weights` [B, T] is that of predicting each token."""
    if quantise:
        params = straight_through(params)
    hidden = forward(params, tokens, segments, config)
    following = jnp.roll(tokens, -1, 1).reshape(-1)
    loss_weights = jnp.roll(weights.at[:, 0].set(0.0), -1, 1).reshape(-1)
    return (token_losses(hidden @ params["embed"].T, following) * loss_weights).sum()


def _orthogonal_shared(stacks: dict[str, Array], devices: int) -> dict[str, Array]:
    """Each device orthogonalises its share of the layers, then all exchange the results."""
    layers = next(iter(stacks.values())).shape[0]
    share = -(-layers // devices)
    first = jax.lax.axis_index("core") * share
    result = {}
    for name, stack in stacks.items():
        padded = jnp.pad(stack, ((0, share * devices - layers), (0, 0), (0, 0)))
        own = orthogonalise(jax.lax.dynamic_slice_in_dim(padded, first, share))
        result[name] = jax.lax.all_gather(own, "core", tiled=True)[:layers]
    return result


def _step(
    params: Params,
    state: State,
    tokens: Array,
    segments: Array,
    weights: Array,
    rate: Array,
    *,
    config: NanoConfig,
    quantise: bool,
    devices: int,
) -> tuple[Params, State, dict[str, Array]]:
    loss_of = partial(summed_loss, config=config, quantise=quantise)
    loss, gradients = jax.value_and_grad(loss_of)(params, tokens, segments, weights)
    loss, gradients, count = jax.lax.psum((loss, gradients, weights[:, 1:].sum()), "core")
    gradients = jax.tree.map(lambda x: x / count, gradients)
    norm = jnp.sqrt(sum((x * x).sum() for x in jax.tree.leaves(gradients)))
    finite = jnp.isfinite(norm) & jnp.isfinite(loss)
    clipping = jnp.minimum(1.0, LARGEST_NORM / (norm + 1e-9))
    gradients = jax.tree.map(lambda x: jnp.where(finite, x * clipping, 0.0), gradients)
    changed, moved = update(
        params, gradients, state, rate, partial(_orthogonal_shared, devices=devices)
    )

    def keep(new: Array, old: Array) -> Array:
        return jnp.where(finite, new, old)

    params, state = jax.tree.map(keep, (changed, moved), (params, state))
    return params, state, {"loss": loss / count, "norm": norm, "finite": finite}


def compile_step(config: NanoConfig, quantise: bool, mesh: Mesh) -> jax.stages.Wrapped:
    """The step for batches whose rows divide by the mesh's devices.

    Called with (params, state, tokens, segments, weights, rate); gives new params and state (the
    old ones are donated) and the scalars `loss` per weighted token, `norm` of the gradient before
    clipping and `finite`. A step that is not finite changes nothing.
    """
    local = partial(_step, config=config, quantise=quantise, devices=mesh.size)
    rows = Spec("core")
    shared = jax.shard_map(
        local,
        mesh=mesh,
        in_specs=(Spec(), Spec(), rows, rows, rows, Spec()),
        out_specs=Spec(),
        check_vma=False,
    )
    return jax.jit(shared, donate_argnums=(0, 1))
