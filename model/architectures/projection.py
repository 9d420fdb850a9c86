"""The quantised linear layer: a weight [n_out, n_in] in 4 bit, and what may be fused around it."""

from __future__ import annotations

from dataclasses import dataclass

from tvm import te
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op

from model.kernels.fused_product import FusedProduct
from model.kernels.matrix_product import matrix_product_expression
from model.kernels.rms_norm import rms_norm
from model.kernels.schedules import Schedule
from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD


@dataclass(frozen=True)
class Build:
    """What every layer must know to choose its kernels."""

    dtype: str
    schedule: Schedule


class RMSNorm(nn.Module):
    """The weight of an RMS norm; applied by the kernel of the projection behind it."""

    def __init__(self, build: Build, size: int, epsilon: float) -> None:
        super().__init__()
        self.build, self.size, self.epsilon = build, size, epsilon
        self.weight = nn.Parameter((size,), build.dtype)

    def forward(self, x: Tensor) -> Tensor:
        """x [1, rows, size], normalised in a kernel of its own."""
        threads = self.build.schedule.row_threads
        kernel = rms_norm(self.size, self.epsilon, self.build.dtype, threads)
        out = Tensor.placeholder(x.shape, self.build.dtype)
        return op.tensor_ir_op(kernel, "rms_norm", [x, self.weight], out)


@dataclass(frozen=True)
class Weight:
    """The parameters of one product."""

    q_weight: nn.Parameter
    q_scale: nn.Parameter
    bias: nn.Parameter | None


class Projection(nn.Module):
    """y = x @ w.T (+ bias)."""

    def __init__(
        self,
        build: Build,
        n_in: int,
        n_out: int,
        *,
        bias: bool = False,
        out_dtype: str | None = None,
    ) -> None:
        super().__init__()
        self.build, self.n_in, self.n_out = build, n_in, n_out
        self.out_dtype = out_dtype or build.dtype
        self.q_weight = nn.Parameter((n_out, n_in // NIBBLES_PER_WORD), "uint32")
        self.q_scale = nn.Parameter((n_out, n_in // GROUP_SIZE), build.dtype)
        self.bias = nn.Parameter((n_out,), build.dtype) if bias else None

    def forward(
        self,
        x: Tensor,
        *,
        norm: RMSNorm | None = None,
        residual: Tensor | None = None,
        gated: bool = False,
    ) -> Tensor:
        """x [1, rows, n_in] to [1, rows, n_out].

        `norm` is applied to x first, `residual` is added last; `gated` reads the weight as gate
        above up and gives silu(gate) * up of half the width.
        """
        task = FusedProduct(
            n_in=self.n_in,
            n_out=self.n_out // 2 if gated else self.n_out,
            dtype=self.build.dtype,
            out_dtype=self.out_dtype,
            norm_epsilon=None if norm is None else norm.epsilon,
            bias=self.bias is not None,
            residual=residual is not None,
            gated=gated,
        )
        weight = Weight(self.q_weight, self.q_scale, self.bias)
        if x.shape[1] == 1 or self.build.schedule.matrix_product is not None:
            return project_fused(self.build, task, x, weight, norm, residual)
        return _project_in_steps(task, x, weight, norm, residual)


def project_fused(
    build: Build,
    task: FusedProduct,
    x: Tensor,
    weight: Weight,
    norm: RMSNorm | None,
    residual: Tensor | None,
) -> Tensor:
    """One kernel; x [1, rows, n_in] gives [1, rows, n_out]."""
    optional = [None if norm is None else norm.weight, weight.bias, residual]
    parameters = [
        x,
        weight.q_weight,
        weight.q_scale,
        *(each for each in optional if each is not None),
    ]
    out = Tensor.placeholder((1, x.shape[1], task.n_out), task.out_dtype)
    if x.shape[1] == 1:
        kernel, name = build.schedule.vector_product(task), "vector_product"
    else:
        assert build.schedule.matrix_product is not None
        kernel, name = build.schedule.matrix_product(task), "matrix_product"
    return op.tensor_ir_op(kernel, name, parameters, out)


def _project_in_steps(
    task: FusedProduct,
    x: Tensor,
    weight: Weight,
    norm: RMSNorm | None,
    residual: Tensor | None,
) -> Tensor:
    """Norm, product (with bias and residual) and gate as kernels that TVM schedules."""

    def expression(
        rows: te.Tensor, q_weight: te.Tensor, q_scale: te.Tensor, *rest: te.Tensor
    ) -> te.Tensor:
        bias = rest[0] if task.bias else None
        added = rest[-1] if task.residual else None
        return matrix_product_expression(rows, q_weight, q_scale, bias, added, task.dtype)

    x = x if norm is None else norm(x)
    optional = [each for each in (weight.bias, residual) if each is not None]
    parameters = [x, weight.q_weight, weight.q_scale, *optional]
    y = op.tensor_expr_op(expression, "matrix_product", parameters)
    if task.gated:
        gate, up = op.split(y, 2, axis=-1)
        y = op.silu(gate) * up
    return y
