"""Splits the joined projection into query, key and value and turns query and key (RoPE).

WGSL's sin and cos may be off by 2^-11, and SwiftShader uses 1.9e-4 of it: enough to move logits by
1e-2. So angles come from constants and polynomials: theta^(-2i/d) is a product of constants picked
by the bits of i; sine and cosine are Cody-Waite reduction (pi/2 in three parts) and the minimax
polynomials of Cephes' sinf and cosf. Exact to about 2e-7 for angles below 1e4.
"""

from __future__ import annotations

from tvm import tirx
from tvm.script import tirx as T
from tvm.tirx import Expr, PrimFunc


def _number(value: float) -> Expr:
    return tirx.const(value, "float32")


def inverse_frequency(index: Expr, rotary_dim: int, theta: float) -> Expr:
    """theta^(-2 * index / rotary_dim) for 0 <= index < rotary_dim / 2."""
    product: Expr = _number(1.0)
    bit = 0
    while (1 << bit) < rotary_dim // 2:
        is_set = tirx.bitwise_and(tirx.shift_right(index, tirx.const(bit, "int32")), 1) > 0
        factor = theta ** (-2.0 * (1 << bit) / rotary_dim)
        product = product * tirx.Select(is_set, _number(factor), _number(1.0))
        bit += 1
    return product


def rotary(
    heads: int, key_value_heads: int, head_dim: int, theta: float, dtype: str, threads: int
) -> PrimFunc:
    """f(qkv[n, heads + 2 kv, head_dim], position[n], q, k, v, apply_rope).

    One thread makes a pair (d, d + head_dim / 2), so each angle is computed once.
    """
    fused = heads + 2 * key_value_heads
    half = head_dim // 2

    @T.prim_func(s_tir=True, private=True)
    def split_rotary(
        qkv_h: T.handle,
        position_h: T.handle,
        q_h: T.handle,
        k_h: T.handle,
        v_h: T.handle,
        apply_rope: T.int64,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        tokens, offset = T.int32(), T.int32()
        qkv = T.match_buffer(qkv_h, (tokens, fused, head_dim), dtype)
        q = T.match_buffer(q_h, (tokens, heads, head_dim), dtype)
        k = T.match_buffer(k_h, (tokens, key_value_heads, head_dim), dtype)
        v = T.match_buffer(v_h, (tokens, key_value_heads, head_dim), dtype)
        position = T.match_buffer(position_h, (tokens,), "int32", elem_offset=offset)
        for block in T.thread_binding(
            (tokens * fused * half + threads - 1) // threads, "blockIdx.x"
        ):
            for thread in T.thread_binding(threads, "threadIdx.x"):
                with T.sblock("pair"):
                    T.reads()
                    T.writes()
                    at = T.sblock_alloc_buffer((3,), "int32", scope="local")
                    number = T.sblock_alloc_buffer((8,), "float32", scope="local")
                    quarter = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    if block * threads + thread < tokens * fused * half:
                        at[0] = (block * threads + thread) // (fused * half)
                        at[1] = (block * threads + thread) // half % fused
                        at[2] = (block * threads + thread) % half
                        # number: 0 angle, 1 remainder, 2 its square, 3 sine, 4 cosine, 5-6 pair
                        number[3] = T.float32(0)
                        number[4] = T.float32(1)
                        number[5] = T.Cast("float32", qkv[at[0], at[1], at[2]])
                        number[6] = T.Cast("float32", qkv[at[0], at[1], at[2] + half])
                        if apply_rope > 0 and at[1] < heads + key_value_heads:
                            number[0] = T.Cast("float32", position[at[0]]) * inverse_frequency(
                                at[2], head_dim, theta
                            )
                            number[7] = T.floor(
                                number[0] * T.float32(0.6366197723675814) + T.float32(0.5)
                            )
                            number[1] = number[0] - number[7] * T.float32(1.5703125)
                            number[1] = number[1] - number[7] * T.float32(4.837512969970703125e-4)
                            number[1] = number[1] - number[7] * T.float32(7.54978995489e-8)
                            quarter[0] = T.Cast("int32", number[7])
                            number[2] = number[1] * number[1]
                            number[3] = number[1] + number[1] * number[2] * (
                                T.float32(-1.6666654611e-1)
                                + number[2]
                                * (
                                    T.float32(8.3321608736e-3)
                                    + number[2] * T.float32(-1.9515295891e-4)
                                )
                            )
                            number[4] = (
                                T.float32(1)
                                - T.float32(0.5) * number[2]
                                + number[2]
                                * number[2]
                                * (
                                    T.float32(4.166664568298827e-2)
                                    + number[2]
                                    * (
                                        T.float32(-1.388731625493765e-3)
                                        + number[2] * T.float32(2.443315711809948e-5)
                                    )
                                )
                            )
                            if T.bitwise_and(quarter[0], 1) > 0:
                                number[0] = number[3]
                                number[3] = number[4]
                                number[4] = T.float32(0) - number[0]
                            if T.bitwise_and(quarter[0], 2) > 0:
                                number[3] = T.float32(0) - number[3]
                                number[4] = T.float32(0) - number[4]
                        number[0] = number[5] * number[4] - number[6] * number[3]
                        number[1] = number[6] * number[4] + number[5] * number[3]
                        if at[1] < heads:
                            q[at[0], at[1], at[2]] = T.Cast(dtype, number[0])
                            q[at[0], at[1], at[2] + half] = T.Cast(dtype, number[1])
                        elif at[1] < heads + key_value_heads:
                            k[at[0], at[1] - heads, at[2]] = T.Cast(dtype, number[0])
                            k[at[0], at[1] - heads, at[2] + half] = T.Cast(dtype, number[1])
                        else:
                            v[at[0], at[1] - heads - key_value_heads, at[2]] = qkv[
                                at[0], at[1], at[2]
                            ]
                            v[at[0], at[1] - heads - key_value_heads, at[2] + half] = qkv[
                                at[0], at[1], at[2] + half
                            ]

    return split_rotary
