"""Matrix-vector product for real GPUs: several rows to a workgroup, vector loads, one barrier.

Decode reads every weight once a token, so the way from memory is all that counts. TVM's default
gives a row to a workgroup of 64 and loads word by word. Here `lanes` neighbouring threads read
neighbouring groups of a row, each a whole group of 32 weights with one 16-byte load (16 lanes: 256
bytes in a run); a workgroup holds 64 / lanes such sets, and a thread makes several rows so that the
loads of x serve them all. Lanes meet once, in shared memory: no subgroup operations, which not
every device has. Lanes are 16 for short rows and 32 for long ones, because the published models'
rows (48, 112, 128, 280, 448, 592 groups) then leave at most 3 % of the threads idle.
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
THREADS = 64
LONG_ROW = 256  # groups
SUMS = 4
VECTOR = 4


@lru_cache
def vector_product_workgroup(task: FusedProduct) -> PrimFunc:
    """The kernel f(x[1, 1, n_in], q_weight, q_scale, norm?, bias?, residual?, out[1, 1, n_out])."""
    n_in, n_out = task.n_in, task.n_out
    dtype, out_dtype = task.dtype, task.out_dtype
    height, groups = task.weight_rows, task.n_in // GROUP_SIZE
    lanes = 32 if groups >= LONG_ROW else 16
    rows = SUMS // 2 if task.gated else SUMS
    sets = THREADS // lanes
    steps, blocks = -(-groups // lanes), -(-n_out // (rows * sets))
    normed, epsilon = task.norm_epsilon is not None, task.norm_epsilon or 0.0
    bias, residual, gated = task.bias, task.residual, task.gated

    def weight_row(block, thread, index):  # noqa: ANN001, ANN202
        """Row of sum `index`; threads past the end repeat the last row and write nothing."""
        row = (block * sets + thread // lanes) * rows + index % rows
        return T.min(row, n_out - 1) + index // rows * n_out

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
            with T.sblock("rows"):
                T.reads()
                T.writes()
                share = T.sblock_alloc_buffer((SUMS, THREADS), "float32", scope="shared")
                square_share = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
                for thread in T.thread_binding(THREADS, "threadIdx.x"):
                    with T.sblock("gather"):
                        T.reads()
                        T.writes()
                        total = T.sblock_alloc_buffer((SUMS,), "float32", scope="local")
                        part = T.sblock_alloc_buffer((SUMS,), "float32", scope="local")
                        word = T.sblock_alloc_buffer((SUMS * WORDS,), "uint32", scope="local")
                        x_four = T.sblock_alloc_buffer((VECTOR,), dtype, scope="local")
                        norm_four = T.sblock_alloc_buffer((VECTOR,), dtype, scope="local")
                        value = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        group_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        squares = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        squares[0] = T.float32(0)
                        for r in T.unroll(SUMS):
                            total[r] = T.float32(0)
                        for step in range(steps):
                            if step * lanes + thread % lanes < groups:
                                group_sum[0] = T.float32(0)
                                for r in T.unroll(SUMS):
                                    part[r] = T.float32(0)
                                for r in T.unroll(SUMS):
                                    for w in T.vectorized(WORDS):
                                        word[r * WORDS + w] = q_weight[
                                            weight_row(block, thread, r),
                                            (step * lanes + thread % lanes) * WORDS + w,
                                        ]
                                for q in T.unroll(GROUP_SIZE // VECTOR):
                                    for v in T.vectorized(VECTOR):
                                        x_four[v] = x[
                                            0,
                                            0,
                                            (step * lanes + thread % lanes) * GROUP_SIZE
                                            + q * VECTOR
                                            + v,
                                        ]
                                    if normed:
                                        for v in T.vectorized(VECTOR):
                                            norm_four[v] = norm[
                                                (step * lanes + thread % lanes) * GROUP_SIZE
                                                + q * VECTOR
                                                + v
                                            ]
                                    for u in T.unroll(VECTOR):
                                        value[0] = T.Cast("float32", x_four[u])
                                        if normed:
                                            squares[0] += value[0] * value[0]
                                            value[0] = value[0] * T.Cast("float32", norm_four[u])
                                        group_sum[0] += value[0]
                                        for r in T.unroll(SUMS):
                                            part[r] += value[0] * T.Cast(
                                                "float32",
                                                nibble(
                                                    word[
                                                        r * WORDS
                                                        + (q * VECTOR + u) // NIBBLES_PER_WORD
                                                    ],
                                                    (q * VECTOR + u) % NIBBLES_PER_WORD,
                                                ),
                                            )
                                for r in T.unroll(SUMS):
                                    total[r] += (
                                        part[r] - group_sum[0] * T.float32(ZERO_POINT)
                                    ) * T.Cast(
                                        "float32",
                                        q_scale[
                                            weight_row(block, thread, r),
                                            step * lanes + thread % lanes,
                                        ],
                                    )
                        for r in T.unroll(SUMS):
                            share[r, thread] = total[r]
                        if normed:
                            square_share[thread] = squares[0]
                for thread in T.thread_binding(THREADS, "threadIdx.x"):
                    with T.sblock("finish"):
                        T.reads()
                        T.writes()
                        # Thread t finishes output t of the group: row t % rows of set t // rows.
                        first = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        second = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        root = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        at = T.sblock_alloc_buffer((1,), "int32", scope="local")
                        at[0] = block * sets * rows + thread
                        if thread < sets * rows and at[0] < n_out:
                            first[0] = T.float32(0)
                            second[0] = T.float32(0)
                            root[0] = T.float32(0)
                            for lane in range(lanes):
                                first[0] += share[thread % rows, thread // rows * lanes + lane]
                                if gated:
                                    second[0] += share[
                                        thread % rows + rows, thread // rows * lanes + lane
                                    ]
                                if normed:
                                    root[0] += square_share[lane]
                            if normed:
                                root[0] = T.rsqrt(
                                    root[0] * T.float32(1.0 / n_in) + T.float32(epsilon)
                                )
                                first[0] = first[0] * root[0]
                                second[0] = second[0] * root[0]
                            if bias:
                                first[0] += T.Cast("float32", bias_vector[at[0]])
                            if bias and gated:
                                second[0] += T.Cast("float32", bias_vector[at[0] + n_out])
                            if gated:
                                first[0] = (
                                    first[0]
                                    / (T.float32(1) + T.exp(T.float32(0) - first[0]))
                                    * second[0]
                                )
                            if residual:
                                first[0] += T.Cast("float32", residual_vector[0, 0, at[0]])
                            out[0, 0, at[0]] = T.Cast(out_dtype, first[0])

    return without_parameters(vector_product, task.unused_parameters())
