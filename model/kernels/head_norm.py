"""RMS norm of each query and key head (Qwen3), between the projection and RoPE.

One workgroup to a head of a row; as in `rms_norm.py` every thread adds up all partial sums itself.
Value heads pass as they are.
"""

from __future__ import annotations

from functools import lru_cache

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


@lru_cache
def head_norm(
    heads: int, key_value_heads: int, head_dim: int, epsilon: float, dtype: str, row_threads: int
) -> PrimFunc:
    """The kernel f(joined[1, rows, heads + 2 kv, head_dim], query_weight, key_weight, out)."""
    fused = heads + 2 * key_value_heads
    threads = min(row_threads, head_dim)
    steps = -(-head_dim // threads)

    @T.prim_func(s_tir=True, private=True)
    def normalize_heads(
        joined_handle: T.handle,
        query_weight: T.Buffer((head_dim,), dtype),
        key_weight: T.Buffer((head_dim,), dtype),
        out_handle: T.handle,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        rows = T.int64()
        joined = T.match_buffer(joined_handle, (1, rows, fused, head_dim), dtype)
        out = T.match_buffer(out_handle, (1, rows, fused, head_dim), dtype)
        for block in T.thread_binding(rows * fused, "blockIdx.x"):
            with T.sblock("head"):
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
                            if step * threads + thread < head_dim:
                                part[0] += T.Cast(
                                    "float32",
                                    joined[
                                        0, block // fused, block % fused, step * threads + thread
                                    ],
                                ) * T.Cast(
                                    "float32",
                                    joined[
                                        0, block // fused, block % fused, step * threads + thread
                                    ],
                                )
                        share[thread] = part[0]
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("scale"):
                        T.reads()
                        T.writes()
                        root = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        value = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        root[0] = T.float32(0)
                        for other in range(threads):
                            root[0] += share[other]
                        root[0] = T.rsqrt(root[0] * T.float32(1.0 / head_dim) + T.float32(epsilon))
                        for step in range(steps):
                            if step * threads + thread < head_dim:
                                value[0] = T.Cast(
                                    "float32",
                                    joined[
                                        0, block // fused, block % fused, step * threads + thread
                                    ],
                                )
                                if block % fused < heads:
                                    value[0] = (
                                        value[0]
                                        * root[0]
                                        * T.Cast("float32", query_weight[step * threads + thread])
                                    )
                                elif block % fused < heads + key_value_heads:
                                    value[0] = (
                                        value[0]
                                        * root[0]
                                        * T.Cast("float32", key_weight[step * threads + thread])
                                    )
                                out[0, block // fused, block % fused, step * threads + thread] = (
                                    T.Cast(dtype, value[0])
                                )

    return normalize_heads
