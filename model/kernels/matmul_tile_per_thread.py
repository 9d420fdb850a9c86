"""Prefill without barriers or shared memory: each thread makes a tile of rows x columns.

For software rendering, where TVM's shared-memory matrix product spends its time in barriers. The
weights of a tile are unpacked once into registers and used for every row. Unrolling is kept to the
tile: SwiftShader needs minutes for larger bodies and Chromium's watchdog then ends the GPU process.
"""

from __future__ import annotations

from tvm import s_tir, tirx
from tvm.s_tir.dlight.base import ScheduleRule
from tvm.target import Target

from model.kernels.threads import has_block

ROWS, COLUMNS, THREADS, DEPTH = 4, 4, 16, 8


class TilePerThread(ScheduleRule):
    """Schedules the tensor expression of `matmul.py` where the number of rows is dynamic."""

    def apply(self, func: object, target: Target, _: bool) -> s_tir.Schedule | None:
        if not isinstance(func, tirx.PrimFunc) or not has_block(func, "NT_matmul"):
            return None
        schedule = s_tir.Schedule(func)
        product = schedule.get_sblock("NT_matmul")
        schedule.pad_einsum(product, [1, ROWS, 1, 1])
        producers = schedule.get_producers(product)
        padding = [each for each in producers if "pad" in schedule.get(each).name_hint]
        batch, row, column, k = schedule.get_loops(product)
        block_y, inner_row = schedule.split(schedule.fuse(batch, row), [None, ROWS])
        block_x, thread, inner_column = schedule.split(column, [None, THREADS, COLUMNS])
        outer_k, inner_k = schedule.split(k, [None, DEPTH])
        schedule.reorder(block_y, block_x, thread, outer_k, inner_k, inner_row, inner_column)
        schedule.bind(block_y, "blockIdx.y")
        schedule.bind(block_x, "blockIdx.x")
        schedule.bind(thread, "threadIdx.x")
        for block in [schedule.get_sblock("dequantize"), *padding]:
            schedule.compute_at(block, outer_k)
            schedule.set_scope(block, 0, "local")
        sums = schedule.cache_write(product, 0, "local")
        schedule.reverse_compute_at(sums, thread)
        while consumers := schedule.get_consumers(sums):
            schedule.reverse_compute_inline(consumers[0])
        for loop in (inner_row, inner_column):
            schedule.unroll(loop)
        schedule.decompose_reduction(product, outer_k)
        return schedule

