"""Greedy decoding that is told what the reply probably is, and reads it instead of writing it.

Reading a guess takes one forward pass over all of its positions, writing takes one per token. A
token of the guess stands as long as it is the most likely one at its place, so what comes out is
what greedy decoding gives; only the rest after the first wrong guess is written token by token.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from model.nano.decode import greedy
from model.nano.network import NanoConfig, Params, forward

ROWS = 16
BUCKET = 64


@partial(jax.jit, static_argnames=("config",))
def _most_likely(params: Params, tokens: Array, config: NanoConfig) -> Array:
    """The most likely next token [B, T] after each position of `tokens` [B, T]."""
    hidden = forward(params, tokens, jnp.ones_like(tokens), config)
    return jnp.argmax(hidden @ params["embed"].T, -1).reshape(tokens.shape)


def count_matches(
    params: Params,
    config: NanoConfig,
    prompts: Sequence[list[int]],
    guesses: Sequence[list[int]],
) -> list[int]:
    """How many tokens at the start of each guess greedy decoding would write after its prompt."""
    texts = [prompt + guess for prompt, guess in zip(prompts, guesses, strict=True)]
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    counts = [0] * len(texts)
    for start in range(0, len(order), ROWS):
        chosen = order[start : start + ROWS]
        width = -(-max(len(texts[index]) for index in chosen) // BUCKET) * BUCKET
        tokens = np.zeros((ROWS, width), np.int32)
        for row, index in enumerate(chosen):
            tokens[row, : len(texts[index])] = texts[index]
        likely = np.asarray(_most_likely(params, jnp.asarray(tokens), config))
        for row, index in enumerate(chosen):
            first, guess = len(prompts[index]), guesses[index]
            same = likely[row, first - 1 : first - 1 + len(guess)] == guess
            counts[index] = len(guess) if same.all() else int(same.argmin())
    return counts


def greedy_after_guesses(
    params: Params,
    config: NanoConfig,
    prompts: Sequence[list[int]],
    guesses: Sequence[list[int]],
    stop_id: int,
    max_new_tokens: int,
) -> list[list[int]]:
    """The replies of `greedy`; a guess is what a reply may be, its stop token included."""
    cut = [guess[:max_new_tokens] for guess in guesses]
    counts = count_matches(params, config, prompts, cut)
    replies = [guess[:count] for guess, count in zip(cut, counts, strict=True)]
    unfinished = [
        index
        for index, reply in enumerate(replies)
        if len(reply) < max_new_tokens and reply[-1:] != [stop_id]
    ]
    begun = [list(prompts[index]) + replies[index] for index in unfinished]
    for index, rest in zip(
        unfinished, greedy(params, config, begun, stop_id, max_new_tokens), strict=True
    ):
        replies[index] = (replies[index] + rest)[:max_new_tokens]
    return replies
