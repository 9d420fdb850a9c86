"""Attention of a prefill chunk, for software rendering: one thread to a query row and head.

Two kernels with the parameters of TVM's own, for a single sequence: over the chunk itself (causal)
and over the paged history before it (all of it visible). `attention_row.py` has the reason.
"""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc

from model.kernels.attention_row import KEYS, make_attend

PAGE = 16
THREADS = 16


def attention_prefill_chunk_row(
    heads: int, key_value_heads: int, head_dim: int, dtype: str
) -> PrimFunc:
    """The chunk's queries over the chunk's own keys and values; row i sees keys 0 to i."""
    group = heads // key_value_heads
    start, attend = make_attend(head_dim)

    @T.prim_func(s_tir=True, private=True)
    def prefill_chunk(
        query_h: T.handle,
        query_start_h: T.handle,
        key_h: T.handle,
        value_h: T.handle,
        key_start_h: T.handle,
        query_position_h: T.handle,
        key_offset_h: T.handle,
        out_h: T.handle,
        lse_h: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        factor: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True})
        batch, rows, keys = T.int32(), T.int32(), T.int32()
        offset_1, offset_2, offset_3 = T.int32(), T.int32(), T.int32()
        offset_4 = T.int32()
        query = T.match_buffer(query_h, (rows, heads, head_dim), dtype)
        query_start = T.match_buffer(query_start_h, (batch + 1,), "int32", elem_offset=offset_1)
        key = T.match_buffer(key_h, (keys, key_value_heads, head_dim), dtype)
        value = T.match_buffer(value_h, (keys, key_value_heads, head_dim), dtype)
        key_start = T.match_buffer(key_start_h, (batch + 1,), "int32", elem_offset=offset_2)
        query_position = T.match_buffer(query_position_h, (rows,), "int32", elem_offset=offset_3)
        key_offset = T.match_buffer(key_offset_h, (batch,), "int32", elem_offset=offset_4)
        out = T.match_buffer(out_h, (rows, heads, head_dim), dtype)
        lse = T.match_buffer(lse_h, (rows, heads), "float32")
        flat_key = T.decl_buffer((keys * key_value_heads * head_dim,), dtype, data=key.data)
        flat_value = T.decl_buffer((keys * key_value_heads * head_dim,), dtype, data=value.data)
        for block in T.thread_binding((rows + THREADS - 1) // THREADS, "blockIdx.x"):
            for head in T.thread_binding(heads, "blockIdx.y"):
                for thread in T.thread_binding(THREADS, "threadIdx.x"):
                    with T.sblock("row"):
                        T.reads()
                        T.writes()
                        own = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        sums = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        score = T.sblock_alloc_buffer((6,), "float32", scope="local")
                        m_d = T.sblock_alloc_buffer((2,), "float32", scope="local")
                        at = T.sblock_alloc_buffer((KEYS,), "int32", scope="local")
                        length = T.sblock_alloc_buffer((1,), "int32", scope="local")
                        if block * THREADS + thread < rows:
                            length[0] = T.if_then_else(
                                causal > 0, block * THREADS + thread + 1, keys
                            )
                            for e in range(head_dim):
                                own[e] = T.Cast("float32", query[block * THREADS + thread, head, e])
                            start(m_d, sums)
                            for step in range((length[0] + KEYS - 1) // KEYS):
                                for i in T.unroll(KEYS):
                                    at[i] = (
                                        T.min(step * KEYS + i, length[0] - 1) * key_value_heads
                                        + head // group
                                    ) * head_dim
                                attend(
                                    own,
                                    flat_key,
                                    flat_value,
                                    at,
                                    at,
                                    length[0] - step * KEYS,
                                    factor,
                                    score,
                                    m_d,
                                    sums,
                                )
                            for e in range(head_dim):
                                out[block * THREADS + thread, head, e] = T.Cast(
                                    dtype, sums[e] / m_d[1]
                                )
                            lse[block * THREADS + thread, head] = m_d[0] + T.log2(m_d[1])

    return prefill_chunk


def attention_prefill_history_row(
    heads: int, key_value_heads: int, head_dim: int, dtype: str
) -> PrimFunc:
    """The chunk's queries over everything that the cache held before the chunk."""
    group = heads // key_value_heads
    start, attend = make_attend(head_dim)
    half_stride = key_value_heads * PAGE * head_dim
    page_stride = 2 * half_stride

    @T.prim_func(s_tir=True, private=True)
    def prefill_history(
        query_h: T.handle,
        query_start_h: T.handle,
        pages_h: T.handle,
        page_start_h: T.handle,
        page_list_h: T.handle,
        last_page_length_h: T.handle,
        key_offset_h: T.handle,
        query_position_h: T.handle,
        out_h: T.handle,
        lse_h: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        factor: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True})
        batch, rows, page_count, page_total = T.int32(), T.int32(), T.int32(), T.int32()
        offsets = T.int64()
        offset_1, offset_2, offset_3 = T.int32(), T.int32(), T.int32()
        offset_4, offset_5, offset_6 = T.int32(), T.int32(), T.int32()
        query = T.match_buffer(query_h, (rows, heads, head_dim), dtype)
        query_start = T.match_buffer(query_start_h, (batch + 1,), "int32", elem_offset=offset_1)
        pages = T.match_buffer(
            pages_h,
            (page_total, 2, key_value_heads, PAGE, head_dim),
            dtype,
            elem_offset=offsets,
        )
        page_start = T.match_buffer(page_start_h, (batch + 1,), "int32", elem_offset=offset_2)
        page_list = T.match_buffer(page_list_h, (page_count,), "int32", elem_offset=offset_3)
        last_page_length = T.match_buffer(
            last_page_length_h, (batch,), "int32", elem_offset=offset_4
        )
        key_offset = T.match_buffer(key_offset_h, (batch,), "int32", elem_offset=offset_5)
        query_position = T.match_buffer(query_position_h, (rows,), "int32", elem_offset=offset_6)
        out = T.match_buffer(out_h, (rows, heads, head_dim), dtype)
        lse = T.match_buffer(lse_h, (rows, heads), "float32")
        flat = T.decl_buffer(
            (page_total * page_stride,), dtype, data=pages.data, elem_offset=offsets
        )
        for block in T.thread_binding((rows + THREADS - 1) // THREADS, "blockIdx.x"):
            for head in T.thread_binding(heads, "blockIdx.y"):
                for thread in T.thread_binding(THREADS, "threadIdx.x"):
                    with T.sblock("row"):
                        T.reads()
                        T.writes()
                        own = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        sums = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        score = T.sblock_alloc_buffer((6,), "float32", scope="local")
                        m_d = T.sblock_alloc_buffer((2,), "float32", scope="local")
                        key_at = T.sblock_alloc_buffer((KEYS,), "int32", scope="local")
                        value_at = T.sblock_alloc_buffer((KEYS,), "int32", scope="local")
                        length = T.sblock_alloc_buffer((1,), "int32", scope="local")
                        if block * THREADS + thread < rows:
                            length[0] = T.if_then_else(
                                page_start[1] == page_start[0],
                                0,
                                (page_start[1] - page_start[0] - 1) * PAGE + last_page_length[0],
                            )
                            for e in range(head_dim):
                                own[e] = T.Cast("float32", query[block * THREADS + thread, head, e])
                            start(m_d, sums)
                            for step in range((length[0] + KEYS - 1) // KEYS):
                                for i in T.unroll(KEYS):
                                    key_at[i] = (
                                        page_list[page_start[0] + step * KEYS // PAGE] * page_stride
                                        + (
                                            head // group * PAGE
                                            + step * KEYS % PAGE
                                            + T.min(i, length[0] - 1 - step * KEYS)
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
                                    length[0] - step * KEYS,
                                    factor,
                                    score,
                                    m_d,
                                    sums,
                                )
                            for e in range(head_dim):
                                out[block * THREADS + thread, head, e] = T.Cast(
                                    dtype, sums[e] / m_d[1]
                                )
                            lse[block * THREADS + thread, head] = m_d[0] + T.log2(m_d[1])

    return prefill_history
