"""Rows of the quantised embedding: one thread for one element, no table of floats anywhere."""

from __future__ import annotations

from tvm import te

from model.kernels.dequantize import dequantize_element
from model.quantization import GROUP_SIZE


def embedding_expression(
    ids: te.Tensor, q_weight: te.Tensor, q_scale: te.Tensor, dtype: str
) -> te.Tensor:
    """ids [n] int32 to vectors [n, hidden]."""
    return te.compute(
        (ids.shape[0], q_scale.shape[1] * GROUP_SIZE),
        lambda i, j: dequantize_element(q_weight, q_scale, ids[i], j, dtype),
        name="embedding",
    )
