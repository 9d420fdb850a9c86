"""Greedy decoding of many prompts at once, with a KV cache.

Prompts are sorted by length and decoded in chunks. A chunk's prompts are read position by position
with the same compiled step that writes: at these sizes a separate prefill is not worth a compile.
Positions and rows are rounded up to buckets, so that few shapes are compiled; the cache grows by
buckets too, as attention over empty places would dominate.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from model.nano.network import MASKED, NanoConfig, Params, rms_norm, rope_tables, rotate

ROWS = (8, 32, 128)
BUCKET = 64
Cache = tuple[Array, Array]
Carry = tuple[Array, Array, Array, Cache]


def _next_logits(
    params: Params, tokens: Array, at: Array, cache: Cache, config: NanoConfig
) -> tuple[Array, Cache]:
    """Logits [B, V] after reading `tokens` [B] at position `at`; cache [L, B, k, P, d] twice."""
    rows, (n, k, d) = len(tokens), (config.heads, config.key_value_heads, config.head_dim)
    keys, values = cache
    cos, sin = rope_tables(at, config)
    bias = jnp.where(jnp.arange(keys.shape[3]) <= at, 0.0, MASKED)
    x = params["embed"][tokens]
    for layer in range(config.layers):
        y = rms_norm(x, params["attention_norm"][layer], config.epsilon)
        query, key, value = (
            y @ params[name][layer] + params[f"{name}_bias"][layer] for name in ("q", "k", "v")
        )
        query = rotate(query.reshape(rows, k, n // k, d), cos, sin) * d**-0.5
        key = rotate(key.reshape(rows, k, 1, d), cos, sin)[None]
        value = value.reshape(rows, k, 1, d)[None]
        place = (layer, 0, 0, at, 0)
        keys = jax.lax.dynamic_update_slice(keys, key, place)
        values = jax.lax.dynamic_update_slice(values, value, place)
        weights = jax.nn.softmax(jnp.einsum("bkgd,bkpd->bkgp", query, keys[layer]) + bias, -1)
        mixed = jnp.einsum("bkgp,bkpd->bkgd", weights, values[layer])
        x = x + mixed.reshape(rows, n * d) @ params["o"][layer]
        y = rms_norm(x, params["mlp_norm"][layer], config.epsilon)
        y = jax.nn.silu(y @ params["gate"][layer]) * (y @ params["up"][layer])
        x = x + y @ params["down"][layer]
    return rms_norm(x, params["norm"], config.epsilon) @ params["embed"].T, (keys, values)


@partial(jax.jit, static_argnames=("config", "stop_id"), donate_argnames=("text", "cache"))
def _extend(
    params: Params,
    text: Array,
    lengths: Array,
    first: Array,
    finished: Array,
    cache: Cache,
    config: NanoConfig,
    stop_id: int,
) -> tuple[Array, Array, Array, Cache]:
    """Write positions first+1 .. P-1 of `text` [B, P], stopping early when every row has ended.

    `lengths` [B] are the prompts'; given tokens are kept. Returns text, the position reached,
    which rows have ended and the cache.
    """

    def going(carry: Carry) -> Array:
        at, _, ended, _ = carry
        return (at + 1 < text.shape[1]) & ~ended.all()

    def body(carry: Carry) -> Carry:
        at, written, ended, stored = carry
        logits, stored = _next_logits(params, written[:, at], at, stored, config)
        chosen = jnp.argmax(logits, -1).astype(jnp.int32)
        given = at + 1 < lengths
        chosen = jnp.where(given, written[:, at + 1], jnp.where(ended, stop_id, chosen))
        ended = ended | (~given & (chosen == stop_id))
        return at + 1, written.at[:, at + 1].set(chosen), ended, stored

    at, text, finished, cache = jax.lax.while_loop(going, body, (first, text, finished, cache))
    return text, at, finished, cache


def _round_up(size: int, step: int) -> int:
    return -(-size // step) * step


def _decode_chunk(
    params: Params,
    config: NanoConfig,
    prompts: Sequence[list[int]],
    stop_id: int,
    max_new_tokens: int,
) -> list[list[int]]:
    rows = next(size for size in ROWS if size >= len(prompts))
    lengths = np.array([len(p) for p in prompts] + [1] * (rows - len(prompts)), np.int32)
    limit = int(lengths.max()) + max_new_tokens
    places = _round_up(int(lengths.max()) + 1, BUCKET)
    text = np.full((rows, places), stop_id, np.int32)
    for row, prompt in enumerate(prompts):
        text[row, : len(prompt)] = prompt
    shape = (config.layers, rows, config.key_value_heads, places, config.head_dim)
    cache = (jnp.zeros(shape), jnp.zeros(shape))
    finished = jnp.asarray(np.arange(rows) >= len(prompts))
    written, first = jnp.asarray(text), jnp.int32(0)
    while True:
        written, first, finished, cache = _extend(
            params, written, jnp.asarray(lengths), first, finished, cache, config, stop_id
        )
        if bool(finished.all()) or places >= limit:
            break
        places += BUCKET
        written = jnp.pad(written, ((0, 0), (0, BUCKET)), constant_values=stop_id)
        more = ((0, 0), (0, 0), (0, 0), (0, BUCKET), (0, 0))
        cache = (jnp.pad(cache[0], more), jnp.pad(cache[1], more))
    replies = []
    for row, prompt in zip(np.asarray(written), prompts, strict=False):
        reply = row[len(prompt) : len(prompt) + max_new_tokens].tolist()
        replies.append(reply[: reply.index(stop_id) + 1] if stop_id in reply else reply)
    return replies


def greedy(
    params: Params,
    config: NanoConfig,
    prompts: Sequence[list[int]],
    stop_id: int,
    max_new_tokens: int,
) -> list[list[int]]:
    """The most likely continuation of each prompt, token ids in, token ids out.

    A reply ends with `stop_id`, or has `max_new_tokens` tokens without it. Prompts must not be
    empty. Rows that have ended wait for their chunk, so similar prompts decode best together.
    """
    if any(not prompt for prompt in prompts):
        raise ValueError("A prompt to decode holds no tokens.")
    order = sorted(range(len(prompts)), key=lambda index: len(prompts[index]))
    replies: list[list[int]] = [[] for _ in prompts]
    for start in range(0, len(order), ROWS[-1]):
        chosen = order[start : start + ROWS[-1]]
        chunk = [prompts[index] for index in chosen]
        decoded = _decode_chunk(params, config, chunk, stop_id, max_new_tokens)
        for index, reply in zip(chosen, decoded, strict=True):
            replies[index] = reply
    return replies
