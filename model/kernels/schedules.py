"""How kernels are laid over threads: one named choice of shapes for each kind of device.

`software`: tiny models and WebGPU rendered on a CPU, where barriers and dispatches are dear.
`gpu`: real graphics processors, where the weights' way from memory is what counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tvm.tirx import PrimFunc

from model.kernels.attention import AttentionFactory, row_attention, tiled_attention
from model.kernels.fused_product import FusedProduct
from model.kernels.matrix_product_tile import matrix_product_tile
from model.kernels.vector_product_row import vector_product_row
from model.kernels.vector_product_workgroup import vector_product_workgroup

ProductFactory = Callable[[FusedProduct], PrimFunc]


@dataclass(frozen=True)
class Schedule:
    """`vector_product` serves decode. `matrix_product` serves prefill; None: the product is a
    tensor expression with its surroundings in kernels of their own, scheduled by TVM.

    `row_threads` work on one row of a reduction, `elementwise_threads` on a flat range.
    """

    name: str
    vector_product: ProductFactory
    matrix_product: ProductFactory | None
    attention: AttentionFactory
    row_threads: int
    elementwise_threads: int


SCHEDULES = {
    "software": Schedule(
        name="software",
        vector_product=vector_product_row,
        matrix_product=matrix_product_tile,
        attention=row_attention,
        row_threads=16,
        elementwise_threads=64,
    ),
    "gpu": Schedule(
        name="gpu",
        vector_product=vector_product_workgroup,
        matrix_product=None,
        attention=tiled_attention,
        row_threads=256,
        elementwise_threads=256,
    ),
}
