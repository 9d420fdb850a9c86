"""Merges two partial attention results in place; TVM's own kernel has a data race here.

In TVM 0.27 all threads of a head read S and then store the merged S, with no barrier between them:
a later subgroup of the same workgroup reads the new value. It runs whenever attention has a
history (a second prefill chunk, a later turn). A lockstep 32-lane GPU may hide it; narrower
subgroups do not. Here one thread of a head alone touches S in global memory and hands its share on
through shared memory. TVM's kernel also halves the number of heads until it fits and so drops
heads where an odd count is met; here the number always divides.
"""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc


def merge_state(heads: int, head_dim: int, dtype: str, max_threads: int) -> PrimFunc:
    """f(v[n, heads, head_dim], s[n, heads], v_other, s_other); v and s become the merged state.

    `s` is the base-2 logarithm of the softmax denominator, as TVM's attention kernels leave it.
    """
    vector = min(max(4, head_dim // 32), 4)
    threads_x = head_dim // vector
    fitting = (n for n in range(1, heads + 1) if heads % n == 0 and n * threads_x <= max_threads)
    threads_y = max(fitting)
    blocks_y = heads // threads_y

    @T.prim_func(s_tir=True, private=True)
    def merge(v_h: T.handle, s_h: T.handle, v_other_h: T.handle, s_other_h: T.handle):
        T.func_attr({"tirx.is_scheduled": True})
        tokens = T.int32()
        v = T.match_buffer(v_h, (tokens, heads, head_dim), dtype)
        s = T.match_buffer(s_h, (tokens, heads), "float32")
        v_other = T.match_buffer(v_other_h, (tokens, heads, head_dim), dtype)
        s_other = T.match_buffer(s_other_h, (tokens, heads), "float32")
        for bx in T.thread_binding(tokens, "blockIdx.x"):
            for by in T.thread_binding(blocks_y, "blockIdx.y"):
                with T.sblock("merge"):
                    T.reads()
                    T.writes()
                    share = T.sblock_alloc_buffer((threads_y,), "float32", scope="shared")
                    for ty in T.thread_binding(threads_y, "threadIdx.y"):
                        for tx in T.thread_binding(threads_x, "threadIdx.x"):
                            with T.sblock("weigh"):
                                T.reads()
                                T.writes()
                                lse = T.sblock_alloc_buffer((3,), "float32", scope="local")
                                if tx == 0:
                                    lse[0] = s[bx, ty + by * threads_y]
                                    lse[1] = s_other[bx, ty + by * threads_y]
                                    lse[2] = T.max(lse[0], lse[1])
                                    lse[0] = T.exp2(lse[0] - lse[2])
                                    lse[1] = T.exp2(lse[1] - lse[2])
                                    share[ty] = lse[0] / (lse[0] + lse[1])
                                    s[bx, ty + by * threads_y] = T.log2(lse[0] + lse[1]) + lse[2]
                    # Said outright: TVM sees the same index written and read, takes it for the
                    # same thread's and would leave the barrier out.
                    T.tvm_storage_sync("shared")
                    for ty in T.thread_binding(threads_y, "threadIdx.y"):
                        for tx in T.thread_binding(threads_x, "threadIdx.x"):
                            with T.sblock("blend"):
                                T.reads()
                                T.writes()
                                for i in T.serial(vector):
                                    v[bx, ty + by * threads_y, tx * vector + i] = T.Cast(
                                        dtype,
                                        T.Cast(
                                            "float32",
                                            v[bx, ty + by * threads_y, tx * vector + i],
                                        )
                                        * share[ty]
                                        + T.Cast(
                                            "float32",
                                            v_other[bx, ty + by * threads_y, tx * vector + i],
                                        )
                                        * (T.float32(1) - share[ty]),
                                    )

    return merge
