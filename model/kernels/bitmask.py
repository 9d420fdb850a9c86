"""Forbids the tokens whose bit is 0 (constrained output), in place: one thread to a logit."""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


def bitmask(threads: int) -> PrimFunc:
    """f(logits[batch, vocab], row[s], mask[batch, ceil(vocab / 32)] int32, lowest bit first)."""

    @T.prim_func(s_tir=True, private=True)
    def apply(logits_h: T.handle, rows_h: T.handle, mask_h: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        batch, vocab, sequences = T.int32(), T.int32(), T.int32()
        logits = T.match_buffer(logits_h, (batch, vocab), "float32")
        rows = T.match_buffer(rows_h, (sequences,), "int32")
        mask = T.match_buffer(mask_h, (batch, (vocab + 31) // 32), "int32")
        for block in T.thread_binding((sequences * vocab + threads - 1) // threads, "blockIdx.x"):
            for thread in T.thread_binding(threads, "threadIdx.x"):
                with T.sblock("mask"):
                    s = T.axis.spatial(sequences, (block * threads + thread) // vocab)
                    token = T.axis.spatial(vocab, (block * threads + thread) % vocab)
                    T.where(block * threads + thread < sequences * vocab)
                    logits[rows[s], token] = T.if_then_else(
                        (mask[rows[s], token // 32] >> (token % 32)) & 1 == 1,
                        logits[rows[s], token],
                        T.min_value("float32"),
                    )

    return apply
