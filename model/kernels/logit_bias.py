"""Adds a given amount to given logits in place: one thread to a change."""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


def logit_bias(threads: int) -> PrimFunc:
    """The kernel f(logits[batch, vocab], row[n], token[n], amount[n])."""

    @T.prim_func(s_tir=True, private=True)
    def apply(logits_h: T.handle, rows_h: T.handle, tokens_h: T.handle, amounts_h: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        batch, vocab, count = T.int32(), T.int32(), T.int32()
        logits = T.match_buffer(logits_h, (batch, vocab), "float32")
        rows = T.match_buffer(rows_h, (count,), "int32")
        tokens = T.match_buffer(tokens_h, (count,), "int32")
        amounts = T.match_buffer(amounts_h, (count,), "float32")
        for block in T.thread_binding((count + threads - 1) // threads, "blockIdx.x"):
            for thread in T.thread_binding(threads, "threadIdx.x"):
                with T.sblock("bias"):
                    change = T.axis.spatial(count, block * threads + thread)
                    T.where(block * threads + thread < count)
                    logits[rows[change], tokens[change]] += amounts[change]

    return apply
