"""The reference itself, against the same mathematics written out head by head in float64."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.config import ModelConfig, parse_config
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.rope import Llama3Scaling
from model.tests.random_weights import LLAMA3_SCALING, SMALL, YARN_SCALING, Tensors, draw_tensors
from model.weights.errors import WeightsError
from model.weights.pack import pack_parameters
from model.weights.q4 import dequantize, quantize

Q4F32 = QUANTIZATIONS["q4f32_1"]

Vector = NDArray[np.float64]
# The prompt goes beyond the original context of both.
SHORT_LLAMA3 = {**LLAMA3_SCALING, "original_max_position_embeddings": 8}
SHORT_YARN = {**YARN_SCALING, "original_max_position_embeddings": 8, "beta_fast": 1.2}
SHAPES: dict[str, dict[str, Any]] = {
    "grouped heads": {},
    "one key and value head": {"num_key_value_heads": 1},
    "as many key and value heads as heads": {"num_key_value_heads": 4},
    "untied head": {"tie_word_embeddings": False},
    "heads wider than the hidden size": {"head_dim": 32},
    "another RoPE base": {"rope_theta": 1e6},
    "Llama": {"model_type": "llama"},
    "Llama with its RoPE scaling": {"model_type": "llama", "rope_scaling": SHORT_LLAMA3},
    "norms of query and key": {"model_type": "qwen3"},
    "YaRN": {"model_type": "qwen3", "rope_scaling": SHORT_YARN},
}
PROMPT = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]


def build(**changes: object) -> tuple[ModelConfig, Tensors, ReferenceModel]:
    config = parse_config({**SMALL, **changes})
    tensors = draw_tensors(config)
    return config, tensors, ReferenceModel.from_tensors(config, Q4F32, tensors)


def compute_by_definition(config: ModelConfig, tensors: Tensors, ids: list[int]) -> Vector:
    """Logits [n, vocab]: no cache, no joined projection, RoPE as complex rotation."""
    weights = {
        name: dequantize(*quantize(array, "float32")).astype(np.float64)
        if array.ndim == 2
        else array.astype(np.float64)
        for name, array in tensors.items()
    }

    def normalize(vector: Vector, name: str) -> Vector:
        return vector / math.sqrt(np.mean(vector**2) + config.rms_norm_eps) * weights[name]

    scaling = config.rope_scaling
    factor = scaling.attention_factor if scaling else 1.0

    def frequency(i: int, size: int) -> float:
        plain: float = config.rope_theta ** (-2 * i / size)
        if scaling is None:
            return plain
        length = scaling.original_max_position_embeddings / (2 * math.pi)
        if isinstance(scaling, Llama3Scaling):
            low, high = scaling.low_freq_factor, scaling.high_freq_factor
            kept = (length * plain - low) / (high - low)
        else:
            ends = (scaling.beta_fast, scaling.beta_slow)
            places = [
                size * math.log(length / turns) / (2 * math.log(config.rope_theta))
                for turns in ends
            ]
            first, last = max(math.floor(places[0]), 0), math.ceil(places[1])
            kept = 1 - (i - first) / (last - first)
        kept = min(max(kept, 0), 1)
        return plain * kept + plain / scaling.factor * (1 - kept)

    def turn(head: Vector, position: int) -> Vector:
        half = len(head) // 2
        turned = np.empty_like(head)
        for i in range(half):
            angle = position * frequency(i, len(head))
            number = factor * complex(head[i], head[i + half]) * cmath.exp(1j * angle)
            turned[i], turned[i + half] = number.real, number.imag
        return turned

    size, group = config.head_dim, config.num_attention_heads // config.num_key_value_heads
    states = [weights["model.embed_tokens.weight"][i] for i in ids]
    for layer in range(config.num_hidden_layers):
        prefix = f"model.layers.{layer}."
        normal = [normalize(x, f"{prefix}input_layernorm.weight") for x in states]

        def project(part: str, x: Vector, prefix: str = prefix) -> Vector:
            name = f"{prefix}self_attn.{part}_proj"
            projected: Vector = weights[f"{name}.weight"] @ x
            return projected + weights[f"{name}.bias"] if f"{name}.bias" in weights else projected

        def norm_head(head: Vector, part: str, prefix: str = prefix) -> Vector:
            name = f"{prefix}self_attn.{part}_norm.weight"
            return normalize(head, name) if name in weights else head

        queries, keys, values = ([project(part, x) for x in normal] for part in "qkv")
        for position in range(len(ids)):
            mixed = []
            for head in range(config.num_attention_heads):
                mine = slice(head * size, (head + 1) * size)
                shared = slice(head // group * size, (head // group + 1) * size)
                query = turn(norm_head(queries[position][mine], "q"), position)
                scores = [
                    turn(norm_head(keys[past][shared], "k"), past) @ query / math.sqrt(size)
                    for past in range(position + 1)
                ]
                shares = np.exp(scores) / np.sum(np.exp(scores))
                mixed.append(sum(s * values[i][shared] for i, s in enumerate(shares)))
            output = weights[f"{prefix}self_attn.o_proj.weight"]
            states[position] = states[position] + output @ np.concatenate(mixed)
        for position in range(len(ids)):
            wide = normalize(states[position], f"{prefix}post_attention_layernorm.weight")
            gate = weights[f"{prefix}mlp.gate_proj.weight"] @ wide
            up = weights[f"{prefix}mlp.up_proj.weight"] @ wide
            narrow = weights[f"{prefix}mlp.down_proj.weight"]
            states[position] = states[position] + narrow @ (gate / (1 + np.exp(-gate)) * up)
    tied = config.tie_word_embeddings
    table = weights["model.embed_tokens.weight" if tied else "lm_head.weight"]
    return np.stack([table @ normalize(x, "model.norm.weight") for x in states])


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES)
def test_logits_equal_the_definition(changes: dict[str, Any]) -> None:
    config, tensors, model = build(**changes)
    expected = compute_by_definition(config, tensors, PROMPT)
    logits = model.prefill(PROMPT)
    assert logits.shape == (len(PROMPT), config.vocab_size)
    assert logits.dtype == np.float32
    assert np.abs(expected).max() > 1, "logits of nothing would be equal too"
    assert np.abs(logits - expected).max() < 1e-4


def test_chunks_and_single_tokens_give_what_one_prefill_gives() -> None:
    _, _, model = build()
    whole = model.prefill(PROMPT)
    model.reset()
    assert model.position == 0
    parts = [model.prefill(PROMPT[:5]), model.prefill(PROMPT[5:10])]
    parts += [model.decode(token)[None] for token in PROMPT[10:]]
    assert model.position == len(PROMPT)
    assert np.abs(np.concatenate(parts) - whole).max() < 1e-5


def test_later_tokens_do_not_change_earlier_logits() -> None:
    _, _, model = build()
    before = model.prefill(PROMPT)
    model.reset()
    after = model.prefill([*PROMPT, 7, 7, 7])[: len(PROMPT)]
    assert np.abs(after - before).max() < 1e-5


def test_greedy_generation_takes_the_largest_logit_and_ends_at_a_stop_token() -> None:
    _, _, model = build()
    reply = model.generate(PROMPT, limit=6, stop=set())
    model.reset()
    expected = [int(model.prefill([*PROMPT, *reply[:n]])[-1].argmax()) for n in _reset_each(model)]
    assert reply == expected
    stop = reply[-1]
    model.reset()
    assert model.generate(PROMPT, limit=6, stop={stop}) == reply[: reply.index(stop) + 1]


def _reset_each(model: ReferenceModel) -> Iterator[int]:
    for count in range(6):
        model.reset()
        yield count


def test_the_half_precision_layout_is_close_to_the_single_precision_one() -> None:
    config, tensors, model = build()
    half = ReferenceModel.from_tensors(config, QUANTIZATIONS["q4f16_1"], tensors)
    difference = np.abs(half.prefill(PROMPT) - model.prefill(PROMPT)).max()
    assert 0 < difference < 0.05


def test_packed_weights_that_lack_a_parameter_are_refused_by_name() -> None:
    config, tensors, _ = build()
    packed = dict(pack_parameters(config, Q4F32, tensors))
    del packed["model.layers.1.mlp.down_proj.q_scale"]
    with pytest.raises(WeightsError, match=r"lack model\.layers\.1\.mlp\.down_proj\.q_scale"):
        ReferenceModel(config, packed)


def test_packed_weights_of_another_shape_are_refused_by_name() -> None:
    config, tensors, _ = build()
    packed = dict(pack_parameters(config, Q4F32, tensors))
    packed["model.norm.weight"] = packed["model.norm.weight"][:-1]
    with pytest.raises(WeightsError, match=r"model\.norm\.weight unpacks to \[63\]"):
        ReferenceModel(config, packed)
