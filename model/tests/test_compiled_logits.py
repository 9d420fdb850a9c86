"""The compiled model against the NumPy reference: the kernels' own text, run on the CPU."""

import numpy as np
import pytest

from model.config import parse_config
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.tests.compiled_model import CompiledModel
from model.tests.random_weights import LLAMA3_SCALING, YARN_SCALING, draw_tensors
from model.weights.pack import pack_parameters

TOLERANCE = 1e-3


def draw_config(seed, architecture="qwen2", scaling=None):
    """A small shape: grouped heads or not, tied or not, widths that divide no tile evenly."""
    rng = np.random.default_rng(seed)
    key_value_heads, group, head_dim = 3, 1, 16
    while key_value_heads * group * head_dim % 32:
        key_value_heads, group, head_dim = (
            int(rng.choice(choice)) for choice in ([1, 2, 3], [1, 2, 4], [16, 32, 64])
        )
    return parse_config(
        {
            "model_type": architecture,
            "hidden_size": int(rng.choice([64, 96, 160])),
            "intermediate_size": int(rng.choice([96, 160, 224])),
            "num_hidden_layers": int(rng.choice([1, 2, 3])),
            "num_attention_heads": key_value_heads * group,
            "num_key_value_heads": key_value_heads,
            "head_dim": head_dim,
            "vocab_size": int(rng.integers(40, 200)),
            "rms_norm_eps": float(rng.choice([1e-6, 1e-5])),
            "rope_theta": float(rng.choice([1e4, 5e5, 1e6])),
            "rope_scaling": scaling,
            "tie_word_embeddings": bool(seed % 2),
            "max_position_embeddings": 128,
        }
    )


def pair(config, schedule, seed):
    parameters = dict(pack_parameters(config, QUANTIZATIONS["q4f32_1"], draw_tensors(config, seed)))
    return CompiledModel(config, parameters, schedule=schedule), ReferenceModel(config, parameters)


SCALINGS = {"plain": None, "llama3": LLAMA3_SCALING, "yarn": YARN_SCALING}
CASES = [
    *(("qwen2", "plain", seed) for seed in range(4)),
    *(("llama", *case) for case in (("plain", 0), ("llama3", 0), ("llama3", 1), ("yarn", 4))),
    *(("qwen3", *case) for case in (("plain", 2), ("yarn", 2), ("yarn", 3), ("llama3", 5))),
]


@pytest.mark.parametrize("schedule", ["software", "gpu"])
@pytest.mark.parametrize(("architecture", "scaling", "seed"), CASES)
def test_logits_equal_the_reference_over_chunks_decode_and_a_second_turn(
    architecture, scaling, seed, schedule
):
    config = draw_config(seed, architecture, SCALINGS[scaling])
    compiled, reference = pair(config, schedule, seed)
    rng = np.random.default_rng(seed + 100)
    first_turn = [int(rng.integers(33, 64)), 1, 1, 1]
    second_turn = [int(rng.integers(2, 20)), 1, 1]
    if config.rope_scaling:
        assert sum(first_turn) > config.rope_scaling.original_max_position_embeddings
    for length in first_turn + second_turn:
        ids = rng.integers(0, config.vocab_size, length)
        logits = compiled.append(ids)
        expected = reference.prefill(ids)[-1]
        assert np.abs(expected).max() > 0.5
        np.testing.assert_allclose(logits, expected, atol=TOLERANCE, rtol=0)


def test_tokens_taken_out_of_the_cache_leave_no_trace():
    config = draw_config(1)
    compiled, reference = pair(config, "software", 1)
    rng = np.random.default_rng(5)
    kept, dropped, after = (rng.integers(0, config.vocab_size, n) for n in (21, 9, 7))
    compiled.append(kept)
    compiled.append(dropped)
    compiled.drop_last(len(dropped))
    logits = compiled.append(after)
    expected = reference.prefill(np.concatenate([kept, after]))[-1]
    np.testing.assert_allclose(logits, expected, atol=TOLERANCE, rtol=0)
