"""Quantised matrix product for prefill: y[i, o] = sum over k of x[i, k] * w[o, k], many rows i.

A tensor expression; how it is laid over threads is the schedule's business. Bias or residual are
added in the same kernel, and sums are float32 whatever the weights' type is.
"""

from __future__ import annotations

from tvm import te

from model.kernels.dequantize import dequantize_element
from model.quantization import GROUP_SIZE


def matrix_product_expression(
    x: te.Tensor,
    q_weight: te.Tensor,
    q_scale: te.Tensor,
    bias: te.Tensor | None,
    residual: te.Tensor | None,
    dtype: str,
) -> te.Tensor:
    """x [1, rows, n_in] times the transposed weight [n_out, n_in]; the result [1, rows, n_out]."""
    n_out, n_in = q_weight.shape[0], q_scale.shape[1] * GROUP_SIZE
    weight = te.compute(
        (n_out, n_in),
        lambda row, column: dequantize_element(q_weight, q_scale, row, column, dtype),
        name="dequantize",
    )
    k = te.reduce_axis((0, n_in), name="k")
    y = te.compute(
        (x.shape[0], x.shape[1], n_out),
        lambda b, i, o: te.sum(
            x[b, i, k].astype("float32") * weight[o, k].astype("float32"), axis=k
        ),
        name="NT_matmul",
    )
    if bias is not None:
        product = y
        y = te.compute(
            y.shape,
            lambda b, i, o: product[b, i, o] + bias[o].astype("float32"),
            name="add_bias",
        )
    if residual is not None:
        inner = y
        y = te.compute(
            y.shape,
            lambda b, i, o: inner[b, i, o] + residual[b, i, o].astype("float32"),
            name="add_residual",
        )
    if dtype == "float32":
        return y
    exact = y
    return te.compute(y.shape, lambda b, i, o: exact[b, i, o].astype(dtype), name="round")
