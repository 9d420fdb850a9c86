"""Weights of one vocabulary carried over to another: pieces keep what they have learnt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer


def carry_over(
    embedding: NDArray[np.float32], before: Tokenizer, after: Tokenizer
) -> NDArray[np.float32]:
    """The embedding [V, h] with its rows in the order of `after`.

    A piece that is new starts as the mean of the tokens that it was made of before, so that the
    first steps of training find it near its meaning.
    """
    known = before.get_vocab()
    rows = []
    for piece, _ in sorted(after.get_vocab().items(), key=lambda entry: entry[1]):
        if piece in known:
            rows.append(embedding[known[piece]])
            continue
        parts = before.encode(after.decoder.decode([piece]), add_special_tokens=False).ids
        rows.append(embedding[parts].mean(0))
    return np.stack(rows)
