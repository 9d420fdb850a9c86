"""Prefill's matrix product without barriers or shared memory: a thread makes a tile of outputs.

For software rendering, where TVM's shared-memory product spends its time in barriers. A value of x
is loaded once for all columns of the tile and a nibble unpacked once for all of its rows; sums sit
in registers, never in an array with a moving index. The loop over a word's nibbles stays a loop:
SwiftShader needs minutes for bodies of many hundred statements and Chromium's watchdog then ends
the GPU process.
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


@lru_cache
def matrix_product_tile(
    task: FusedProduct, tile_rows: int = 4, tile_columns: int = 4, threads: int = 16
) -> PrimFunc:
    """f(x[1, n, n_in], q_weight, q_scale, norm?, bias?, residual?, out[1, n, n_out]), any n."""
    n_in, n_out = task.n_in, task.n_out
    dtype, out_dtype = task.dtype, task.out_dtype
    height, groups = task.weight_rows, task.n_in // GROUP_SIZE
    columns = tile_columns // 2 if task.gated else tile_columns
    blocks = -(-n_out // (columns * threads))
    normed, epsilon = task.norm_epsilon is not None, task.norm_epsilon or 0.0
    bias, residual, gated = task.bias, task.residual, task.gated

    def weight_row(first, index):  # noqa: ANN001, ANN202
        """Row of tile column `index`; columns past the end repeat the last and write nothing."""
        return T.min(first + index % columns, n_out - 1) + index // columns * n_out

    @T.prim_func(s_tir=True, private=True)
    def matrix_product(
        x_handle: T.handle,
        q_weight: T.Buffer((height, n_in // NIBBLES_PER_WORD), "uint32"),
        q_scale: T.Buffer((height, groups), dtype),
        norm: T.Buffer((n_in,), dtype),
        bias_vector: T.Buffer((height,), dtype),
        residual_vector: T.handle,
        out_handle: T.handle,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        rows = T.int64()
        x = T.match_buffer(x_handle, (1, rows, n_in), dtype)
        if residual:
            added = T.match_buffer(residual_vector, (1, rows, n_out), dtype)
        out = T.match_buffer(out_handle, (1, rows, n_out), out_dtype)
        for block_y in T.thread_binding((rows + tile_rows - 1) // tile_rows, "blockIdx.y"):
            for block_x in T.thread_binding(blocks, "blockIdx.x"):
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("tile"):
                        T.reads()
                        T.writes()
                        total = T.sblock_alloc_buffer(
                            (tile_rows * tile_columns,), "float32", scope="local"
                        )
                        part = T.sblock_alloc_buffer(
                            (tile_rows * tile_columns,), "float32", scope="local"
                        )
                        word = T.sblock_alloc_buffer((tile_columns,), "uint32", scope="local")
                        level = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        value = T.sblock_alloc_buffer((tile_rows,), "float32", scope="local")
                        group_sum = T.sblock_alloc_buffer((tile_rows,), "float32", scope="local")
                        squares = T.sblock_alloc_buffer((tile_rows,), "float32", scope="local")
                        row_at = T.sblock_alloc_buffer((tile_rows,), "int32", scope="local")
                        first = T.sblock_alloc_buffer((1,), "int32", scope="local")
                        first[0] = (block_x * threads + thread) * columns
                        for r in T.unroll(tile_rows):
                            squares[r] = T.float32(0)
                            row_at[r] = T.Cast("int32", T.min(block_y * tile_rows + r, rows - 1))
                        for i in T.unroll(tile_rows * tile_columns):
                            total[i] = T.float32(0)
                        for g in range(groups):
                            for r in T.unroll(tile_rows):
                                group_sum[r] = T.float32(0)
                            for i in T.unroll(tile_rows * tile_columns):
                                part[i] = T.float32(0)
                            for w in range(WORDS):
                                for c in T.unroll(tile_columns):
                                    word[c] = q_weight[weight_row(first[0], c), g * WORDS + w]
                                for j in range(NIBBLES_PER_WORD):
                                    for r in T.unroll(tile_rows):
                                        value[r] = T.Cast(
                                            "float32",
                                            x[
                                                0,
                                                row_at[r],
                                                (g * WORDS + w) * NIBBLES_PER_WORD + j,
                                            ],
                                        )
                                    if normed:
                                        level[0] = T.Cast(
                                            "float32", norm[(g * WORDS + w) * NIBBLES_PER_WORD + j]
                                        )
                                        for r in T.unroll(tile_rows):
                                            squares[r] += value[r] * value[r]
                                            value[r] = value[r] * level[0]
                                    for r in T.unroll(tile_rows):
                                        group_sum[r] += value[r]
                                    for c in T.unroll(tile_columns):
                                        level[0] = T.Cast("float32", nibble(word[c], j))
                                        for r in T.unroll(tile_rows):
                                            part[c * tile_rows + r] += value[r] * level[0]
                            for c in T.unroll(tile_columns):
                                level[0] = T.Cast("float32", q_scale[weight_row(first[0], c), g])
                                for r in T.unroll(tile_rows):
                                    total[c * tile_rows + r] += (
                                        part[c * tile_rows + r]
                                        - group_sum[r] * T.float32(ZERO_POINT)
                                    ) * level[0]
                        if normed:
                            for r in T.unroll(tile_rows):
                                squares[r] = T.rsqrt(
                                    squares[r] * T.float32(1.0 / n_in) + T.float32(epsilon)
                                )
                            for c in T.unroll(tile_columns):
                                for r in T.unroll(tile_rows):
                                    total[c * tile_rows + r] = total[c * tile_rows + r] * squares[r]
                        if bias:
                            for c in T.unroll(tile_columns):
                                level[0] = T.Cast("float32", bias_vector[weight_row(first[0], c)])
                                for r in T.unroll(tile_rows):
                                    total[c * tile_rows + r] += level[0]
                        for r in T.unroll(tile_rows):
                            for c in T.unroll(columns):
                                if block_y * tile_rows + r < rows and first[0] + c < n_out:
                                    if gated:
                                        total[c * tile_rows + r] = (
                                            total[c * tile_rows + r]
                                            / (
                                                T.float32(1)
                                                + T.exp(T.float32(0) - total[c * tile_rows + r])
                                            )
                                            * total[(c + columns) * tile_rows + r]
                                        )
                                    if residual:
                                        total[c * tile_rows + r] += T.Cast(
                                            "float32",
                                            added[0, block_y * tile_rows + r, first[0] + c],
                                        )
                                    out[0, block_y * tile_rows + r, first[0] + c] = T.Cast(
                                        out_dtype, total[c * tile_rows + r]
                                    )

    return without_parameters(matrix_product, task.unused_parameters())
