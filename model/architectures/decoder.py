"""The pre-norm decoder that every supported architecture is, and the functions it exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache
from tvm.target import Target

from model.architectures.embedding import Embedding
from model.architectures.feed_forward import GatedFeedForward
from model.architectures.key_value_cache import create_key_value_cache
from model.architectures.projection import Build, Projection, RMSNorm
from model.config import ModelConfig

AttentionFactory = Callable[[Build, ModelConfig], nn.Module]


class DecoderLayer(nn.Module):
    """Attention and feed-forward, each behind an RMS norm and added to the residual stream."""

    def __init__(self, build: Build, config: ModelConfig, attention: AttentionFactory) -> None:
        super().__init__()
        size, epsilon = config.hidden_size, config.rms_norm_eps
        self.self_attn = attention(build, config)
        self.mlp = GatedFeedForward(build, config)
        self.input_layernorm = RMSNorm(build, size, epsilon)
        self.post_attention_layernorm = RMSNorm(build, size, epsilon)

    def forward(self, x: Tensor, cache: PagedKVCache, layer: int) -> Tensor:
        x = self.self_attn(x, self.input_layernorm, cache, layer)
        return self.mlp(x, self.post_attention_layernorm)


class DecoderBody(nn.Module):
    """Embedding, layers and the last norm (`model.` in parameter names)."""

    def __init__(self, build: Build, config: ModelConfig, attention: AttentionFactory) -> None:
        super().__init__()
        self.embed_tokens = Embedding(build, config.vocab_size, config.hidden_size)
        layers = [DecoderLayer(build, config, attention) for _ in range(config.num_hidden_layers)]
        self.layers = nn.ModuleList(layers)
        self.norm = RMSNorm(build, config.hidden_size, config.rms_norm_eps)

    def forward(self, x: Tensor, cache: PagedKVCache) -> Tensor:
        for index, layer in enumerate(self.layers):
            x = layer(x, cache, index)
        return x


class CausalLanguageModel(nn.Module):
    """A decoder with a head; its methods are the functions that WebLLM calls."""

    def __init__(
        self, build: Build, config: ModelConfig, attention: AttentionFactory, target: Target
    ) -> None:
        super().__init__()
        self.build, self.config, self.target = build, config, target
        self.model = DecoderBody(build, config, attention)
        self.lm_head = (
            None
            if config.tie_word_embeddings
            else Projection(build, config.hidden_size, config.vocab_size, out_dtype="float32")
        )

    def embed(self, input_ids: Tensor) -> Tensor:
        """ids [n] to vectors [n, hidden]."""
        return self.model.embed_tokens(input_ids)

    def prefill(self, input_embed: Tensor, paged_kv_cache: PagedKVCache) -> tuple[Any, ...]:
        """Append a chunk [1, n, hidden]; logits [1, 1, vocab] after its last token."""
        hidden = self.model(input_embed, paged_kv_cache)
        return self._logits(_last_row(hidden)), paged_kv_cache

    def decode(self, input_embed: Tensor, paged_kv_cache: PagedKVCache) -> tuple[Any, ...]:
        """Append one token [1, 1, hidden]; logits [1, 1, vocab] after it."""
        return self._logits(self.model(input_embed, paged_kv_cache)), paged_kv_cache

    def create_tir_paged_kv_cache(
        self,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ) -> PagedKVCache:
        """An empty cache; the arguments are shape values that the caller chooses at run time."""
        sizes = [
            max_batch_size,
            max_total_seq_len,
            prefill_chunk_size,
            page_size,
            support_sliding_window,
        ]
        return create_key_value_cache(self.build, self.config, self.target, sizes)

    def _logits(self, hidden: Tensor) -> Tensor:
        if self.lm_head is None:
            return self.model.embed_tokens.project(hidden, self.model.norm)
        return self.lm_head(hidden, norm=self.model.norm)

    def specification(self) -> nn.spec.ModuleSpec:
        """The exported functions with the types of their arguments."""
        cache = nn.spec.Object(object_type=PagedKVCache)
        packed = {"param_mode": "packed", "effect_mode": "none"}
        hidden, dtype = self.config.hidden_size, self.build.dtype
        sizes = (
            "max_batch_size",
            "max_total_seq_len",
            "prefill_chunk_size",
            "page_size",
            "support_sliding_window",
        )
        functions = {
            "embed": {"input_ids": nn.spec.Tensor(["seq_len"], "int32"), "$": packed},
            "prefill": {
                "input_embed": nn.spec.Tensor([1, "seq_len", hidden], dtype),
                "paged_kv_cache": cache,
                "$": packed,
            },
            "decode": {
                "input_embed": nn.spec.Tensor([1, 1, hidden], dtype),
                "paged_kv_cache": cache,
                "$": packed,
            },
            "create_tir_paged_kv_cache": {
                **dict.fromkeys(sizes, int),
                "$": {"param_mode": "none", "effect_mode": "none"},
            },
        }
        return nn.spec.ModuleSpec.from_raw(functions, self)


def _last_row(x: Tensor) -> Tensor:
    def expression(rows: te.Tensor) -> te.Tensor:
        shape = (1, 1, rows.shape[2])
        return te.compute(shape, lambda _, __, k: rows[0, rows.shape[1] - 1, k], name="last_row")

    return op.tensor_expr_op(expression, "last_row", [x])
