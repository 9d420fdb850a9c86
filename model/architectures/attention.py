"""Self-attention over the paged KV cache, with grouped query heads."""

from __future__ import annotations

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache

from model.architectures.projection import Build, Projection, RMSNorm
from model.config import ModelConfig
from model.kernels.head_norm import head_norm


class FusedAttention(nn.Module):
    """Joined query, key and value projection, attention, output projection.

    `fused_name` is MLC's name of the joined projection in this architecture (`c_attn`,
    `qkv_proj`); heads * head_dim need not equal the hidden size. `query_key_norm`: each query and
    key head passes an RMS norm of its own before it is turned.
    """

    def __init__(
        self,
        build: Build,
        config: ModelConfig,
        fused_name: str,
        *,
        bias: bool,
        query_key_norm: bool = False,
    ) -> None:
        super().__init__()
        self.heads, self.key_value_heads = config.num_attention_heads, config.num_key_value_heads
        self.head_dim = config.head_dim
        joined = config.query_size + 2 * config.key_value_size
        self.fused_name = fused_name
        setattr(self, fused_name, Projection(build, config.hidden_size, joined, bias=bias))
        self.o_proj = Projection(build, config.query_size, config.hidden_size)
        self.q_norm: RMSNorm | None = None
        self.k_norm: RMSNorm | None = None
        if query_key_norm:
            self.q_norm = RMSNorm(build, config.head_dim, config.rms_norm_eps)
            self.k_norm = RMSNorm(build, config.head_dim, config.rms_norm_eps)

    def forward(self, x: Tensor, norm: RMSNorm, cache: PagedKVCache, layer: int) -> Tensor:
        """x + attention(norm(x)); x [1, rows, hidden]."""
        _, rows, _ = x.shape
        all_heads = self.heads + 2 * self.key_value_heads
        joined = getattr(self, self.fused_name)(x, norm=norm)
        joined = op.reshape(joined, (1, rows, all_heads, self.head_dim))
        if self.q_norm is not None and self.k_norm is not None:
            joined = _normalize_heads(joined, self.q_norm, self.k_norm, self.heads)
        mixed = cache.attention_with_fused_qkv(
            layer, joined, self.heads, sm_scale=self.head_dim**-0.5
        )
        mixed = op.reshape(mixed, (1, rows, self.heads * self.head_dim))
        return self.o_proj(mixed, residual=x)


def _normalize_heads(joined: Tensor, query: RMSNorm, key: RMSNorm, heads: int) -> Tensor:
    """joined [1, rows, heads + 2 kv, head_dim] with its query and key heads normalised."""
    _, _, all_heads, head_dim = joined.shape
    kernel = head_norm(
        heads,
        (int(all_heads) - heads) // 2,
        int(head_dim),
        query.epsilon,
        query.build.dtype,
        query.build.schedule.row_threads,
    )
    out = Tensor.placeholder(joined.shape, query.build.dtype)
    return op.tensor_ir_op(kernel, "head_norm", [joined, query.weight, key.weight], out)
