"""Matrix-vector product without barriers: a thread makes `rows` whole outputs.

For software rendering and tiny models. There a barrier costs more than the arithmetic (each
subgroup of four lanes is a coroutine that must be parked), and so does every load (bounds are
checked lane by lane): hence no shared memory, one word of weights read once for eight products,
x read four at a time, and several rows to a thread so that they share those loads.
"""

from __future__ import annotations

from functools import lru_cache

from tvm.script import tirx as T
from tvm.tirx import PrimFunc

from model.kernels.dequantize import nibble
from model.kernels.fused_product import FusedProduct
from model.kernels.threads import without_parameters
from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD, ZERO_POINT

WORDS = GROUP_SIZE // NIBBLES_PER_WORD
VECTOR = 4


@lru_cache
def vector_product_row(task: FusedProduct, rows: int = 4, threads: int = 16) -> PrimFunc:
    """The kernel f(x[1, 1, n_in], q_weight, q_scale, norm?, bias?, residual?, out[1, 1, n_out])."""
    n_in, n_out = task.n_in, task.n_out
    dtype, out_dtype = task.dtype, task.out_dtype
    height, groups = task.weight_rows, task.n_in // GROUP_SIZE
    blocks = -(-n_out // (rows * threads))
    sums = rows * (2 if task.gated else 1)
    normed, epsilon = task.norm_epsilon is not None, task.norm_epsilon or 0.0
    bias, residual, gated = task.bias, task.residual, task.gated

    def weight_row(first, index):  # noqa: ANN001, ANN202
        """Row of sum `index`; threads past the end repeat the last row and write nothing."""
        return T.min(first + index % rows, n_out - 1) + index // rows * n_out

    @T.prim_func(s_tir=True, private=True)
    def vector_product(
        x: T.Buffer((1, 1, n_in), dtype),
        q_weight: T.Buffer((height, n_in // NIBBLES_PER_WORD), "uint32"),
        q_scale: T.Buffer((height, groups), dtype),
        norm: T.Buffer((n_in,), dtype),
        bias_vector: T.Buffer((height,), dtype),
        residual_vector: T.Buffer((1, 1, n_out), dtype),
        out: T.Buffer((1, 1, n_out), out_dtype),
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        for block in T.thread_binding(blocks, "blockIdx.x"):
            for thread in T.thread_binding(threads, "threadIdx.x"):
                with T.sblock("rows"):
                    T.reads()
                    T.writes()
                    total = T.sblock_alloc_buffer((sums,), "float32", scope="local")
                    part = T.sblock_alloc_buffer((sums,), "float32", scope="local")
                    word = T.sblock_alloc_buffer((sums,), "uint32", scope="local")
                    x_four = T.sblock_alloc_buffer((VECTOR,), dtype, scope="local")
                    norm_four = T.sblock_alloc_buffer((VECTOR,), dtype, scope="local")
                    value = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    group_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    squares = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    squares[0] = T.float32(0)
                    for r in T.unroll(sums):
                        total[r] = T.float32(0)
                    for g in range(groups):
                        group_sum[0] = T.float32(0)
                        for r in T.unroll(sums):
                            part[r] = T.float32(0)
                        for w in range(WORDS):
                            for r in T.unroll(sums):
                                word[r] = q_weight[
                                    weight_row((block * threads + thread) * rows, r),
                                    g * WORDS + w,
                                ]
                            for q in T.unroll(NIBBLES_PER_WORD // VECTOR):
                                for v in T.vectorized(VECTOR):
                                    x_four[v] = x[
                                        0,
                                        0,
                                        (g * WORDS + w) * NIBBLES_PER_WORD + q * VECTOR + v,
                                    ]
                                if normed:
                                    for v in T.vectorized(VECTOR):
                                        norm_four[v] = norm[
                                            (g * WORDS + w) * NIBBLES_PER_WORD + q * VECTOR + v
                                        ]
                                for u in T.unroll(VECTOR):
                                    value[0] = T.Cast("float32", x_four[u])
                                    if normed:
                                        squares[0] += value[0] * value[0]
                                        value[0] = value[0] * T.Cast("float32", norm_four[u])
                                    group_sum[0] += value[0]
                                    for r in T.unroll(sums):
                                        part[r] += value[0] * T.Cast(
                                            "float32", nibble(word[r], q * VECTOR + u)
                                        )
                        for r in T.unroll(sums):
                            total[r] += (part[r] - group_sum[0] * T.float32(ZERO_POINT)) * T.Cast(
                                "float32",
                                q_scale[weight_row((block * threads + thread) * rows, r), g],
                            )
                    if normed:
                        squares[0] = T.rsqrt(
                            squares[0] * T.float32(1.0 / n_in) + T.float32(epsilon)
                        )
                        for r in T.unroll(sums):
                            total[r] = total[r] * squares[0]
                    if bias:
                        for r in T.unroll(sums):
                            total[r] += T.Cast(
                                "float32",
                                bias_vector[weight_row((block * threads + thread) * rows, r)],
                            )
                    for r in T.unroll(rows):
                        if (block * threads + thread) * rows + r < n_out:
                            if gated:
                                out[0, 0, (block * threads + thread) * rows + r] = T.Cast(
                                    out_dtype,
                                    total[r]
                                    / (T.float32(1) + T.exp(T.float32(0) - total[r]))
                                    * total[r + rows],
                                )
                            elif residual:
                                out[0, 0, (block * threads + thread) * rows + r] = T.Cast(
                                    out_dtype,
                                    total[r]
                                    + T.Cast(
                                        "float32",
                                        residual_vector[
                                            0, 0, (block * threads + thread) * rows + r
                                        ],
                                    ),
                                )
                            else:
                                out[0, 0, (block * threads + thread) * rows + r] = T.Cast(
                                    out_dtype, total[r]
                                )

    return without_parameters(vector_product, task.unused_parameters())
