"""The quantised linear layer: a weight [n_out, n_in] in 4 bit, and what may be fused around it."""

from __future__ import annotations

from dataclasses import dataclass

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op

from model.kernels.matmul import matmul_expression
from model.kernels.schedules import Schedule
from model.kernels.vector_matmul import VectorMatmul
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
        """x [1, rows, size], normalised in a kernel of its own (prefill)."""
        kernel = self.build.schedule.rms_norm(self.size, self.epsilon, self.build.dtype)
        out = Tensor.placeholder(x.shape, self.build.dtype)
        return op.tensor_ir_op(kernel, "rms_norm", [x, self.weight], out)


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
        """x [1, rows, n_in]; one row takes one fused kernel, many rows take several.

        `norm` is applied to x first, `residual` is added last; `gated` reads the weight as gate
        above up and gives silu(gate) * up of half the width.
        """
        arguments = (self.q_weight, self.q_scale, self.bias)
        if x.shape[1] == 1:
            task = VectorMatmul(
                n_in=self.n_in,
                n_out=self.n_out // 2 if gated else self.n_out,
                dtype=self.build.dtype,
                out_dtype=self.out_dtype,
                norm_epsilon=None if norm is None else norm.epsilon,
                bias=self.bias is not None,
                residual=residual is not None,
                gated=gated,
            )
            return project_row(self.build, task, x, arguments, norm, residual)
        y = project_rows(
            self.build, x if norm is None else norm(x), arguments, None if gated else residual
        )
        if gated:
            gate, up = op.split(y, 2, axis=-1)
            y = op.silu(gate) * up
        return y


def project_row(
    build: Build,
    task: VectorMatmul,
    x: Tensor,
    weight: tuple[Tensor, Tensor, Tensor | None],
    norm: RMSNorm | None,
    residual: Tensor | None,
) -> Tensor:
    """One fused matrix-vector kernel; x [1, 1, n_in] gives [1, 1, n_out]."""
    q_weight, q_scale, bias = weight
    optional = [None if norm is None else norm.weight, bias, residual]
    arguments = [x, q_weight, q_scale, *(each for each in optional if each is not None)]
    out = Tensor.placeholder((1, 1, task.n_out), task.out_dtype)
    return op.tensor_ir_op(build.schedule.vector_matmul(task), "vector_matmul", arguments, out)


def project_rows(
    build: Build,
    x: Tensor,
    weight: tuple[Tensor, Tensor, Tensor | None],
    residual: Tensor | None,
) -> Tensor:
    """The matrix product of prefill; x [1, rows, n_in] gives [1, rows, n_out]."""
    q_weight, q_scale, bias = weight
    has_bias, has_residual = bias is not None, residual is not None

    def expression(*tensors):  # noqa: ANN002, ANN202
        rest = list(tensors[3:])
        bias_tensor = rest.pop(0) if has_bias else None
        residual_tensor = rest.pop(0) if has_residual else None
        return matmul_expression(*tensors[:3], bias_tensor, residual_tensor, build.dtype)

    arguments = [x, q_weight, q_scale, *(each for each in (bias, residual) if each is not None)]
    return op.tensor_expr_op(expression, "matmul", arguments)
