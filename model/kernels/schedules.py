"""How kernels are laid over threads: one named choice of shapes for each kind of device.

`software`: tiny models and WebGPU rendered on a CPU, where barriers and dispatches are dear.
`gpu`: real graphics processors, where the weights' way from memory is what counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tvm.s_tir import dlight
from tvm.s_tir.dlight.base import ScheduleRule
from tvm.tirx import PrimFunc

from model.kernels.matmul_tile_per_thread import TilePerThread
from model.kernels.rms_norm import rms_norm
from model.kernels.vector_matmul import VectorMatmul
from model.kernels.vector_matmul_row_per_thread import row_per_thread


@dataclass(frozen=True)
class Schedule:
    """`row_threads` work on one row of a reduction, `elementwise_threads` on a flat range."""

    name: str
    vector_matmul: Callable[[VectorMatmul], PrimFunc]
    matmul: ScheduleRule
    row_threads: int
    elementwise_threads: int

    def rms_norm(self, size: int, epsilon: float, dtype: str) -> PrimFunc:
        """The kernel for rows of `size` elements."""
        return rms_norm(size, epsilon, dtype, self.row_threads)


SCHEDULES = {
    "software": Schedule("software", row_per_thread, TilePerThread(), 16, 64),
    "gpu": Schedule("gpu", row_per_thread, dlight.gpu.Matmul(), 256, 256),
}
