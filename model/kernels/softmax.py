"""Probabilities from logits at a temperature, one workgroup to a row.

The vocabulary is read three times (greatest, sum, result) instead of being stored in between; the
partial results cross by shared memory once each, and every thread folds them itself.
"""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


def softmax_with_temperature(threads: int) -> PrimFunc:
    """The kernel f(logits[batch, 1, vocab], temperature[batch], out[batch, 1, vocab])."""

    @T.prim_func(s_tir=True, private=True)
    def softmax(logits_handle: T.handle, temperature_handle: T.handle, out_handle: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        batch, vocab = T.int64(), T.int64()
        logits = T.match_buffer(logits_handle, (batch, 1, vocab), "float32")
        temperature = T.match_buffer(temperature_handle, (batch,), "float32")
        out = T.match_buffer(out_handle, (batch, 1, vocab), "float32")
        for row in T.thread_binding(batch, "blockIdx.x"):
            with T.sblock("row"):
                T.reads()
                T.writes()
                greatest = T.sblock_alloc_buffer((threads,), "float32", scope="shared")
                mass = T.sblock_alloc_buffer((threads,), "float32", scope="shared")
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("find_greatest"):
                        T.reads()
                        T.writes()
                        top = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        top[0] = T.min_value("float32")
                        for step in range((vocab + threads - 1) // threads):
                            if step * threads + thread < vocab:
                                top[0] = T.max(top[0], logits[row, 0, step * threads + thread])
                        greatest[thread] = top[0]
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("add_up"):
                        T.reads()
                        T.writes()
                        top = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        part = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        top[0] = greatest[0]
                        for other in range(threads):
                            top[0] = T.max(top[0], greatest[other])
                        part[0] = T.float32(0)
                        for step in range((vocab + threads - 1) // threads):
                            if step * threads + thread < vocab:
                                part[0] += T.exp(
                                    (logits[row, 0, step * threads + thread] - top[0])
                                    / temperature[row]
                                )
                        mass[thread] = part[0]
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("divide"):
                        T.reads()
                        T.writes()
                        top = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        top[0] = greatest[0]
                        total[0] = T.float32(0)
                        for other in range(threads):
                            top[0] = T.max(top[0], greatest[other])
                            total[0] += mass[other]
                        for step in range((vocab + threads - 1) // threads):
                            if step * threads + thread < vocab:
                                out[row, 0, step * threads + thread] = (
                                    T.exp(
                                        (logits[row, 0, step * threads + thread] - top[0])
                                        / temperature[row]
                                    )
                                    / total[0]
                                )

    return softmax
