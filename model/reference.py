"""The forward pass of a quantised model in NumPy: slow, plain, and what every library must equal.

Everything is float32 except the angles of RoPE, which are taken in float64: at position 30,000
a float32 angle is already off by 1e-3.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from model.chat_config import read_model_config
from model.config import ModelConfig
from model.quantization import Quantization
from model.rope import inverse_frequencies
from model.weights.errors import WeightsError
from model.weights.pack import TensorSource, pack_parameters
from model.weights.parameters import get_family
from model.weights.tensor_cache import read_tensor_cache
from model.weights.unpack import unpack_parameters

Floats = NDArray[np.float32]


class ReferenceModel:
    """A model with a KV cache for one sequence.

    `prefill` may be called again on a kept cache: a second chunk or a second turn.
    """

    def __init__(self, config: ModelConfig, parameters: Mapping[str, NDArray[Any]]) -> None:
        """`parameters` are the packed ones, by MLC's names, as `pack_parameters` yields them."""
        self.config = config
        self.family = get_family(config)
        self.weights = unpack_parameters(config, parameters)
        self.reset()

    @classmethod
    def from_tensors(
        cls, config: ModelConfig, quantization: Quantization, tensors: TensorSource
    ) -> Self:
        """Quantise float weights (Hugging Face names, [out, in]) and take the result."""
        return cls(config, dict(pack_parameters(config, quantization, tensors)))

    @classmethod
    def from_folder(cls, folder: Path) -> Self:
        """Take a converted folder: the one that holds `mlc-chat-config.json`."""
        try:
            chat_config = json.loads((folder / "mlc-chat-config.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise WeightsError(f"Cannot read the config in {folder}: {error}.") from error
        return cls(read_model_config(chat_config), read_tensor_cache(folder))

    def reset(self) -> None:
        """Forget every token."""
        shape = (0, self.config.num_key_value_heads, self.config.head_dim)
        layers = range(self.config.num_hidden_layers)
        self.keys = [np.empty(shape, np.float32) for _ in layers]
        self.values = [np.empty(shape, np.float32) for _ in layers]

    @property
    def position(self) -> int:
        """How many tokens the KV cache holds."""
        return len(self.keys[0])

    def prefill(self, ids: Iterable[int]) -> Floats:
        """Append `ids` [n] to the cache; logits [n, vocab] after each of them."""
        tokens = np.asarray(list(ids), np.int64)
        positions = np.arange(self.position, self.position + len(tokens))
        hidden = self.weights["model.embed_tokens"][tokens]
        for layer in range(self.config.num_hidden_layers):
            prefix = f"model.layers.{layer}."
            hidden = hidden + self._attend(layer, prefix, hidden, positions)
            hidden = hidden + self._feed_forward(prefix, hidden)
        head = "model.embed_tokens" if self.config.tie_word_embeddings else "lm_head"
        return self._project(self._normalize(hidden, "model.norm.weight"), head)

    def decode(self, token: int) -> Floats:
        """Append one token; logits [vocab] after it."""
        logits: Floats = self.prefill([token])[0]
        return logits

    def generate(self, ids: Iterable[int], limit: int, stop: Collection[int]) -> list[int]:
        """Continue `ids` greedily: at most `limit` tokens, ending with the first one in `stop`."""
        logits = self.prefill(ids)[-1]
        reply: list[int] = []
        while len(reply) < limit:
            reply.append(int(logits.argmax()))
            if reply[-1] in stop:
                break
            logits = self.decode(reply[-1])
        return reply

    def _attend(
        self, layer: int, prefix: str, hidden: Floats, positions: NDArray[np.int64]
    ) -> Floats:
        config = self.config
        normal = self._normalize(hidden, f"{prefix}input_layernorm.weight")
        query, key, value = self._project_heads(f"{prefix}self_attn.", normal)
        query, key = (self._rotate(heads, positions) for heads in (query, key))
        keys = self.keys[layer] = np.concatenate([self.keys[layer], key])
        values = self.values[layer] = np.concatenate([self.values[layer], value])
        # Query heads [n, kv, group, d]: each group shares one key and value head.
        grouped = query.reshape(len(query), config.num_key_value_heads, -1, config.head_dim)
        scores = np.einsum("nkgd,mkd->kgnm", grouped, keys, optimize=True)
        scores *= np.float32(config.head_dim**-0.5)
        scores[..., np.arange(len(keys)) > positions[:, None]] = -np.inf
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = np.einsum("kgnm,mkd->nkgd", scores, values, optimize=True)
        return self._project(mixed.reshape(len(query), -1), f"{prefix}self_attn.o_proj")

    def _project_heads(self, prefix: str, normal: Floats) -> tuple[Floats, Floats, Floats]:
        """Query [n, heads, d], key and value [n, kv heads, d] of `normal` [n, hidden]."""
        fused = f"{prefix}{self.family.fused_attention}"
        joined = self._project(normal, fused)
        if self.family.attention_bias:
            joined = joined + self.weights[f"{fused}.bias"]
        ends = np.cumsum([self.config.query_size, self.config.key_value_size])
        parts = np.split(joined, ends, axis=-1)
        query, key, value = (part.reshape(len(normal), -1, self.config.head_dim) for part in parts)
        if self.family.query_key_norm:
            query = self._normalize(query, f"{prefix}q_norm.weight")
            key = self._normalize(key, f"{prefix}k_norm.weight")
        return query, key, value

    def _feed_forward(self, prefix: str, hidden: Floats) -> Floats:
        normal = self._normalize(hidden, f"{prefix}post_attention_layernorm.weight")
        joined = self._project(normal, f"{prefix}mlp.gate_up_proj")
        gate, up = np.split(joined, 2, axis=-1)
        with np.errstate(over="ignore"):
            gated = gate / (1 + np.exp(-gate)) * up
        return self._project(gated, f"{prefix}mlp.down_proj")

    def _project(self, rows: Floats, name: str) -> Floats:
        """`rows` [n, in] through the matrix `name` [out, in]."""
        products: Floats = rows @ self.weights[name].T
        return products

    def _normalize(self, hidden: Floats, name: str) -> Floats:
        mean_square = (hidden * hidden).mean(-1, keepdims=True)
        scale = np.sqrt(mean_square + np.float32(self.config.rms_norm_eps))
        normal: Floats = hidden / scale * self.weights[name]
        return normal

    def _rotate(self, heads: Floats, positions: NDArray[np.int64]) -> Floats:
        """RoPE in the half-split form of Hugging Face; `heads` [n, heads, d], `positions` [n]."""
        half, scaling = heads.shape[-1] // 2, self.config.rope_scaling
        angles = positions[:, None] * inverse_frequencies(
            heads.shape[-1], self.config.rope_theta, scaling
        )
        factor = 1.0 if scaling is None else scaling.attention_factor
        cosine = (np.cos(angles) * factor).astype(np.float32)[:, None]
        sine = (np.sin(angles) * factor).astype(np.float32)[:, None]
        first, second = heads[..., :half], heads[..., half:]
        turned = (first * cosine - second * sine, second * cosine + first * sine)
        return np.concatenate(turned, -1)
