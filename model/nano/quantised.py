"""Opens 4-bit weights for the batched decoder: those that training left, packed as shipped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import jax.numpy as jnp
import numpy as np

from model.config import load_config
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.weights.float_weights import FloatWeights

from . import checkpoint
from .evaluate import Decode
from .fake_quantization import quantised
from .guess import greedy_after_guesses
from .network import NanoConfig, Params
from .tokenizer import EOS, load, token_id
from .vocabulary import carry_over

TRAINED = Path(__file__).parent / "trained"


def _decoder(config: NanoConfig, params: Params) -> Decode:
    stop = token_id(load(), EOS)
    return lambda prompts, guesses, most: greedy_after_guesses(
        params, config, prompts, guesses, stop, most
    )


def open_checkpoint(path: Path) -> Decode:
    """A training checkpoint, its matrices rounded to the 4-bit grid."""
    run = checkpoint.load(path)
    return _decoder(run.config, quantised(run.params))


def load_trained(folder: Path = TRAINED) -> tuple[NanoConfig, Params]:
    """The exported weights in the training layout, as the reference unpacks them from q4f32_1.

    Those of a folder with another tokenizer are carried over to today's.
    """
    config = load_config(folder / "config.json")
    tensors = FloatWeights(folder)
    sizes, params = to_params(
        ReferenceModel.from_tensors(config, QUANTIZATIONS["q4f32_1"], tensors)
    )
    before, after = load(folder / "tokenizer.json"), load()
    if before.get_vocab() != after.get_vocab():
        embedding = carry_over(np.asarray(params["embed"]), before, after)
        params = {**params, "embed": jnp.asarray(embedding)}
        sizes = replace(sizes, vocabulary=len(embedding))
    return sizes, params


def open_trained(folder: Path = TRAINED) -> Decode:
    """The exported weights, as the app loads them."""
    return _decoder(*load_trained(folder))


def to_params(reference: ReferenceModel) -> tuple[NanoConfig, Params]:
    """The reference's weights in the training layout: matrices [L, in, out]."""
    sizes, weights = reference.config, reference.weights
    query, key = sizes.query_size, sizes.key_value_size

    def stack(name: str, start: int = 0, end: int | None = None) -> jnp.ndarray:
        layers = [
            weights[f"model.layers.{i}.{name}"][start:end] for i in range(sizes.num_hidden_layers)
        ]
        return jnp.asarray(np.stack([layer.T for layer in layers]))

    fused, half = f"self_attn.{reference.family.fused_attention}", sizes.intermediate_size
    params = {
        "embed": jnp.asarray(weights["model.embed_tokens"]),
        "norm": jnp.asarray(weights["model.norm.weight"]),
        "attention_norm": stack("input_layernorm.weight"),
        "mlp_norm": stack("post_attention_layernorm.weight"),
        "q": stack(fused, 0, query),
        "k": stack(fused, query, query + key),
        "v": stack(fused, query + key),
        "q_bias": stack(f"{fused}.bias", 0, query),
        "k_bias": stack(f"{fused}.bias", query, query + key),
        "v_bias": stack(f"{fused}.bias", query + key),
        "o": stack("self_attn.o_proj"),
        "gate": stack("mlp.gate_up_proj", 0, half),
        "up": stack("mlp.gate_up_proj", half),
        "down": stack("mlp.down_proj"),
    }
    config = NanoConfig(
        sizes.hidden_size,
        sizes.num_hidden_layers,
        sizes.num_attention_heads,
        sizes.num_key_value_heads,
        sizes.head_dim,
        half,
        sizes.vocab_size,
        sizes.rms_norm_eps,
        sizes.rope_theta,
    )
    return config, params
