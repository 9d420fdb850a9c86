"""The gated feed-forward block."""

from __future__ import annotations

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor

from model.architectures.projection import Build, Projection, RMSNorm
from model.config import ModelConfig


class GatedFeedForward(nn.Module):
    """down(silu(gate(x)) * up(x)), gate and up in one weight."""

    def __init__(self, build: Build, config: ModelConfig) -> None:
        super().__init__()
        inner = config.intermediate_size
        self.gate_up_proj = Projection(build, config.hidden_size, 2 * inner)
        self.down_proj = Projection(build, inner, config.hidden_size)

    def forward(self, x: Tensor, norm: RMSNorm) -> Tensor:
        """x + feed_forward(norm(x)); x [1, rows, hidden]."""
        return self.down_proj(self.gate_up_proj(x, norm=norm, gated=True), residual=x)
