"""RMS norm of many rows (prefill; decode has it inside the matrix-vector product).

One workgroup to a row. Every thread adds up all partial sums itself, in the same order: one
barrier instead of a tree of them and one more to hand the root round.
"""

from __future__ import annotations

from functools import lru_cache

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


@lru_cache
def rms_norm(hidden_size: int, epsilon: float, dtype: str, threads: int) -> PrimFunc:
    """The kernel f(x[1, rows, hidden], weight[hidden], out[1, rows, hidden])."""
    steps = -(-hidden_size // threads)

    @T.prim_func(s_tir=True, private=True)
    def normalize(
        x_handle: T.handle, weight: T.Buffer((hidden_size,), dtype), out_handle: T.handle
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        rows = T.int64()
        x = T.match_buffer(x_handle, (1, rows, hidden_size), dtype)
        out = T.match_buffer(out_handle, (1, rows, hidden_size), dtype)
        for row in T.thread_binding(rows, "blockIdx.x"):
            with T.sblock("row"):
                T.reads()
                T.writes()
                share = T.sblock_alloc_buffer((threads,), "float32", scope="shared")
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("squares"):
                        T.reads()
                        T.writes()
                        part = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        part[0] = T.float32(0)
                        for step in range(steps):
                            if step * threads + thread < hidden_size:
                                part[0] += T.Cast(
                                    "float32", x[0, row, step * threads + thread]
                                ) * T.Cast("float32", x[0, row, step * threads + thread])
                        share[thread] = part[0]
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("scale"):
                        T.reads()
                        T.writes()
                        root = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        root[0] = T.float32(0)
                        for other in range(threads):
                            root[0] += share[other]
                        root[0] = T.rsqrt(
                            root[0] * T.float32(1.0 / hidden_size) + T.float32(epsilon)
                        )
                        for step in range(steps):
                            if step * threads + thread < hidden_size:
                                out[0, row, step * threads + thread] = T.Cast(
                                    dtype,
                                    T.Cast("float32", x[0, row, step * threads + thread])
                                    * root[0]
                                    * T.Cast("float32", weight[step * threads + thread]),
                                )

    return normalize
