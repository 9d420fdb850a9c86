"""The quantised token embedding, which may serve as the head as well."""

from __future__ import annotations

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op

from model.architectures.projection import Build, RMSNorm, Weight, project_fused
from model.kernels.embedding import embedding_expression
from model.kernels.fused_product import FusedProduct
from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD


class Embedding(nn.Module):
    """A table [vocab, hidden] in 4 bit."""

    def __init__(self, build: Build, vocab_size: int, hidden_size: int) -> None:
        super().__init__()
        self.build, self.vocab_size, self.hidden_size = build, vocab_size, hidden_size
        self.q_weight = nn.Parameter((vocab_size, hidden_size // NIBBLES_PER_WORD), "uint32")
        self.q_scale = nn.Parameter((vocab_size, hidden_size // GROUP_SIZE), build.dtype)

    def forward(self, ids: Tensor) -> Tensor:
        """ids [n] int32 to [n, hidden]."""
        return op.tensor_expr_op(
            lambda ids, q_weight, q_scale: embedding_expression(
                ids, q_weight, q_scale, self.build.dtype
            ),
            "embed",
            [ids, self.q_weight, self.q_scale],
        )

    def project(self, x: Tensor, norm: RMSNorm) -> Tensor:
        """Logits [1, 1, vocab] float32 of x [1, 1, hidden] before its last norm (a tied head)."""
        task = FusedProduct(
            n_in=self.hidden_size,
            n_out=self.vocab_size,
            dtype=self.build.dtype,
            out_dtype="float32",
            norm_epsilon=norm.epsilon,
        )
        weight = Weight(self.q_weight, self.q_scale, None)
        return project_fused(self.build, task, x, weight, norm, None)
