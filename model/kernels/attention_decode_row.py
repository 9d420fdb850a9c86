"""Attention of one new token over the paged cache, for software rendering.

One workgroup to a query head; its threads take turns at blocks of four keys and meet once, to merge
their sums. `attention_row.py` has the reason.
"""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc

from model.kernels.attention_row import KEYS, make_attend

PAGE = 16


def attention_decode_row(
    heads: int, key_value_heads: int, head_dim: int, dtype: str, threads: int = 16
) -> PrimFunc:
    """The kernel with the parameters of TVM's paged decode attention, for a single sequence."""
    group = heads // key_value_heads
    start, attend = make_attend(head_dim)
    page_stride, half_stride = (
        2 * key_value_heads * PAGE * head_dim,
        (key_value_heads * PAGE * head_dim),
    )

    @T.prim_func(s_tir=True, private=True)
    def decode(
        query_h: T.handle,
        pages_h: T.handle,
        page_start_h: T.handle,
        page_list_h: T.handle,
        last_page_length_h: T.handle,
        key_offset_h: T.handle,
        query_position_h: T.handle,
        out_h: T.handle,
        lse_h: T.handle,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        factor: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True})
        batch, page_count, page_total = T.int32(), T.int32(), T.int32()
        offsets = T.int64()
        offset_1, offset_2, offset_3 = T.int32(), T.int32(), T.int32()
        offset_4, offset_5 = T.int32(), T.int32()
        query = T.match_buffer(query_h, (batch, heads, head_dim), dtype)
        pages = T.match_buffer(
            pages_h,
            (page_total, 2, key_value_heads, PAGE, head_dim),
            dtype,
            elem_offset=offsets,
        )
        page_start = T.match_buffer(page_start_h, (batch + 1,), "int32", elem_offset=offset_1)
        page_list = T.match_buffer(page_list_h, (page_count,), "int32", elem_offset=offset_2)
        last_page_length = T.match_buffer(
            last_page_length_h, (batch,), "int32", elem_offset=offset_3
        )
        key_offset = T.match_buffer(key_offset_h, (batch,), "int32", elem_offset=offset_4)
        query_position = T.match_buffer(query_position_h, (batch,), "int32", elem_offset=offset_5)
        out = T.match_buffer(out_h, (batch, heads, head_dim), dtype)
        lse = T.match_buffer(lse_h, (batch, heads), "float32")
        flat = T.decl_buffer(
            (page_total * page_stride,), dtype, data=pages.data, elem_offset=offsets
        )
        for row in T.thread_binding(batch, "blockIdx.x"):
            for head in T.thread_binding(heads, "blockIdx.y"):
                with T.sblock("head"):
                    T.reads()
                    T.writes()
                    state = T.sblock_alloc_buffer((threads, 2), "float32", scope="shared")
                    share = T.sblock_alloc_buffer((threads, head_dim), "float32", scope="shared")
                    for thread in T.thread_binding(threads, "threadIdx.x"):
                        with T.sblock("attend"):
                            T.reads()
                            T.writes()
                            own = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                            sums = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                            score = T.sblock_alloc_buffer((6,), "float32", scope="local")
                            m_d = T.sblock_alloc_buffer((2,), "float32", scope="local")
                            key_at = T.sblock_alloc_buffer((KEYS,), "int32", scope="local")
                            value_at = T.sblock_alloc_buffer((KEYS,), "int32", scope="local")
                            length = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            count = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            length[0] = (
                                page_start[row + 1] - page_start[row] - 1
                            ) * PAGE + last_page_length[row]
                            for e in range(head_dim):
                                own[e] = T.Cast("float32", query[row, head, e])
                            start(m_d, sums)
                            for step in range((length[0] + KEYS * threads - 1) // (KEYS * threads)):
                                count[0] = length[0] - (step * threads + thread) * KEYS
                                if count[0] > 0:
                                    for i in T.unroll(KEYS):
                                        # A block of keys never crosses a page; slots of the page
                                        # past the end may hold anything and are not read.
                                        key_at[i] = (
                                            page_list[
                                                page_start[row]
                                                + (step * threads + thread) * KEYS // PAGE
                                            ]
                                            * page_stride
                                            + (
                                                head // group * PAGE
                                                + (step * threads + thread) * KEYS % PAGE
                                                + T.min(i, count[0] - 1)
                                            )
                                            * head_dim
                                        )
                                        value_at[i] = key_at[i] + half_stride
                                    attend(
                                        own,
                                        flat,
                                        flat,
                                        key_at,
                                        value_at,
                                        count[0],
                                        factor,
                                        score,
                                        m_d,
                                        sums,
                                    )
                            state[thread, 0] = m_d[0]
                            state[thread, 1] = m_d[1]
                            for e in range(head_dim):
                                share[thread, e] = sums[e]
                    for thread in T.thread_binding(threads, "threadIdx.x"):
                        with T.sblock("combine"):
                            T.reads()
                            T.writes()
                            weight = T.sblock_alloc_buffer((threads,), "float32", scope="local")
                            top = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            mixed = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            top[0] = state[0, 0]
                            for other in range(threads):
                                top[0] = T.max(top[0], state[other, 0])
                            total[0] = T.float32(0)
                            for other in range(threads):
                                weight[other] = T.exp2(state[other, 0] - top[0])
                                total[0] += weight[other] * state[other, 1]
                            for e in range((head_dim + threads - 1) // threads):
                                if e * threads + thread < head_dim:
                                    mixed[0] = T.float32(0)
                                    for other in range(threads):
                                        mixed[0] += (
                                            weight[other] * share[other, e * threads + thread]
                                        )
                                    out[row, head, e * threads + thread] = T.Cast(
                                        dtype, mixed[0] / total[0]
                                    )
                            if thread == 0:
                                lse[row, head] = top[0] + T.log2(total[0])

    return decode
