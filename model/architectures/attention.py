"""Self-attention over the paged KV cache, with grouped query heads."""

from __future__ import annotations

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache

from model.architectures.projection import Build, Projection, RMSNorm
from model.config import ModelConfig


class FusedAttention(nn.Module):
    """Joined query, key and value projection, attention, output projection.

    `fused_name` is MLC's name of the joined projection in this architecture (`c_attn`,
    `qkv_proj`); heads * head_dim need not equal the hidden size.
    """

    def __init__(self, build: Build, config: ModelConfig, fused_name: str, *, bias: bool) -> None:
        super().__init__()
        self.heads, self.key_value_heads = config.num_attention_heads, config.num_key_value_heads
        self.head_dim = config.head_dim
        joined = config.query_size + 2 * config.key_value_size
        self.fused_name = fused_name
        setattr(self, fused_name, Projection(build, config.hidden_size, joined, bias=bias))
        self.o_proj = Projection(build, config.query_size, config.hidden_size)

    def forward(self, x: Tensor, norm: RMSNorm, cache: PagedKVCache, layer: int) -> Tensor:
        """x + attention(norm(x)); x [1, rows, hidden]."""
        _, rows, _ = x.shape
        all_heads = self.heads + 2 * self.key_value_heads
        joined = getattr(self, self.fused_name)(x, norm=norm)
        joined = op.reshape(joined, (1, rows, all_heads, self.head_dim))
        mixed = cache.attention_with_fused_qkv(
            layer, joined, self.heads, sm_scale=self.head_dim**-0.5
        )
        mixed = op.reshape(mixed, (1, rows, self.heads * self.head_dim))
        return self.o_proj(mixed, residual=x)
