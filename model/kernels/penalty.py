"""Presence, frequency and repetition penalties of tokens already seen, in place.

One thread to a seen token. Presence and frequency are subtracted first, then the repetition
penalty divides a positive logit or multiplies a negative one (the order MLC's libraries have).
"""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


def penalty(threads: int) -> PrimFunc:
    """f(logits[batch, vocab], row[s], slot[n], token[n], count[n], penalties[s, 3]).

    A slot is a line of `row` and `penalties` (presence, frequency, repetition).
    """

    @T.prim_func(s_tir=True, private=True)
    def apply(
        logits_h: T.handle,
        rows_h: T.handle,
        slots_h: T.handle,
        tokens_h: T.handle,
        counts_h: T.handle,
        penalties_h: T.handle,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        batch, vocab, seen, sequences = T.int32(), T.int32(), T.int32(), T.int32()
        logits = T.match_buffer(logits_h, (batch, vocab), "float32")
        rows = T.match_buffer(rows_h, (sequences,), "int32")
        slots = T.match_buffer(slots_h, (seen,), "int32")
        tokens = T.match_buffer(tokens_h, (seen,), "int32")
        counts = T.match_buffer(counts_h, (seen,), "int32")
        penalties = T.match_buffer(penalties_h, (sequences, 3), "float32")
        for block in T.thread_binding((seen + threads - 1) // threads, "blockIdx.x"):
            for thread in T.thread_binding(threads, "threadIdx.x"):
                with T.sblock("penalty"):
                    k = T.axis.spatial(seen, block * threads + thread)
                    T.where(block * threads + thread < seen)
                    logit = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    logit[0] = logits[rows[slots[k]], tokens[k]] - (
                        penalties[slots[k], 0]
                        + T.Cast("float32", counts[k]) * penalties[slots[k], 1]
                    )
                    logits[rows[slots[k]], tokens[k]] = T.if_then_else(
                        logit[0] < T.float32(0),
                        logit[0] * penalties[slots[k], 2],
                        logit[0] / penalties[slots[k], 2],
                    )

    return apply
