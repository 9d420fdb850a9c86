"""Splits the joined projection into query, key and value and turns query and key (RoPE).

WGSL's sin and cos may be off by 2^-11, and SwiftShader uses 1.9e-4 of it: enough to move logits by
1e-2. And a float32 angle at position 30,000 is off by 1e-3 before any sine. So angles are counted
in whole numbers, 2^30 to a full turn: each pair has a constant number of them a token, position
times it is exact, and whole turns fall away with the upper bits. What is left, less quarter turns,
goes through the minimax polynomials of Cephes' sinf and cosf. The angle is off by less than
3e-9 radians a position.
"""

from __future__ import annotations

import math

from tvm import tirx
from tvm.script import tirx as T
from tvm.tirx import Expr, PrimFunc

from model.rope import Frequencies

# No product of a position and half the bits of a turn reaches 2^32.
POSITIONS = 1 << 17
TURN_BITS = 30
TURN = 1 << TURN_BITS
LOW_BITS = TURN_BITS // 2
LOW_MASK = (1 << LOW_BITS) - 1
RADIANS = 2 * math.pi / TURN


def turns_a_token(index: Expr, frequencies: Frequencies) -> Expr:
    """uint32: how far pair `index` turns a token, picked from constants by the bits of `index`."""
    counts = [round(frequency / RADIANS) % TURN for frequency in frequencies]
    picked = [tirx.const(count, "uint32") for count in counts]
    bit = 0
    while len(picked) > 1:
        is_set = tirx.bitwise_and(tirx.shift_right(index, tirx.const(bit, "int32")), 1) > 0
        # An odd one out at the end has no partner, and no index asks for one.
        pairs = [picked[i : i + 2] for i in range(0, len(picked), 2)]
        picked = [tirx.Select(is_set, p[1], p[0]) if len(p) == 2 else p[0] for p in pairs]
        bit += 1
    return picked[0]


def rotary(
    heads: int,
    key_value_heads: int,
    frequencies: Frequencies,
    attention_factor: float,
    dtype: str,
    threads: int,
) -> PrimFunc:
    """f(qkv[n, heads + 2 kv, head_dim], position[n], q, k, v, apply_rope).

    `frequencies` are radians a token, one for each of the head_dim / 2 pairs; query and key are
    multiplied by `attention_factor`. One thread makes a pair (d, d + head_dim / 2), so each angle
    is computed once.
    """
    fused = heads + 2 * key_value_heads
    half = len(frequencies)
    head_dim = 2 * half

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
                    number = T.sblock_alloc_buffer((7,), "float32", scope="local")
                    turn = T.sblock_alloc_buffer((3,), "uint32", scope="local")
                    if block * threads + thread < tokens * fused * half:
                        at[0] = (block * threads + thread) // (fused * half)
                        at[1] = (block * threads + thread) // half % fused
                        at[2] = (block * threads + thread) % half
                        # number: 0 spare, 1 angle, 2 its square, 3 sine, 4 cosine, 5-6 the pair
                        number[3] = T.float32(0)
                        number[4] = T.float32(1)
                        number[5] = T.Cast("float32", qkv[at[0], at[1], at[2]])
                        number[6] = T.Cast("float32", qkv[at[0], at[1], at[2] + half])
                        if apply_rope > 0 and at[1] < heads + key_value_heads:
                            # turn: 0 a token, 1 in all, 2 quarters; no product reaches 2^32.
                            turn[0] = turns_a_token(at[2], frequencies)
                            turn[1] = T.Cast("uint32", position[at[0]])
                            turn[2] = T.bitwise_and(
                                turn[1] * T.shift_right(turn[0], T.uint32(LOW_BITS)),
                                T.uint32(LOW_MASK),
                            )
                            turn[1] = T.bitwise_and(
                                turn[1] * T.bitwise_and(turn[0], T.uint32(LOW_MASK)),
                                T.uint32(TURN - 1),
                            ) + T.shift_left(turn[2], T.uint32(LOW_BITS))
                            turn[1] = T.bitwise_and(turn[1], T.uint32(TURN - 1))
                            turn[2] = T.shift_right(
                                turn[1] + T.uint32(TURN // 8), T.uint32(TURN_BITS - 2)
                            )
                            number[1] = T.Cast(
                                "float32",
                                T.Cast("int32", turn[1])
                                - T.Cast("int32", T.shift_left(turn[2], T.uint32(TURN_BITS - 2))),
                            ) * T.float32(RADIANS)
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
                            if T.bitwise_and(turn[2], T.uint32(1)) > T.uint32(0):
                                number[0] = number[3]
                                number[3] = number[4]
                                number[4] = T.float32(0) - number[0]
                            if T.bitwise_and(turn[2], T.uint32(2)) > T.uint32(0):
                                number[3] = T.float32(0) - number[3]
                                number[4] = T.float32(0) - number[4]
                            number[3] = number[3] * T.float32(attention_factor)
                            number[4] = number[4] * T.float32(attention_factor)
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
