"""RoPE's stretched frequencies, against their definitions written out pair by pair."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from model.config import ConfigError, parse_config
from model.rope import (
    Llama3Scaling,
    YarnScaling,
    describe_scaling,
    inverse_frequencies,
    parse_scaling,
)
from model.tests.random_weights import SMALL

# As the config.json of R1-Distill-Llama-8B and of R1-0528-Qwen3-8B have them.
LLAMA = {
    "factor": 8.0,
    "high_freq_factor": 4.0,
    "low_freq_factor": 1.0,
    "original_max_position_embeddings": 8192,
    "rope_type": "llama3",
}
R1_0528 = {
    "attn_factor": 0.8782488562869419,
    "factor": 4.0,
    "original_max_position_embeddings": 32768,
    "rope_type": "yarn",
}
HEAD_DIM = 128


def test_plain_frequencies_are_powers_of_the_base() -> None:
    frequencies = inverse_frequencies(HEAD_DIM, 10_000.0, None)
    expected = [10_000.0 ** (-2 * i / HEAD_DIM) for i in range(HEAD_DIM // 2)]
    np.testing.assert_allclose(frequencies, expected, rtol=1e-12)


def test_llama3_keeps_short_waves_slows_long_ones_and_blends_between() -> None:
    plain = inverse_frequencies(HEAD_DIM, 500_000.0, None)
    stretched = inverse_frequencies(HEAD_DIM, 500_000.0, parse_scaling(LLAMA))
    kinds = set()
    for frequency, found in zip(plain, stretched, strict=True):
        wavelength = 2 * math.pi / frequency
        if wavelength < 8192 / 4.0:
            kinds.add("short")
            expected = frequency
        elif wavelength > 8192 / 1.0:
            kinds.add("long")
            expected = frequency / 8
        else:
            kinds.add("between")
            smooth = (8192 / wavelength - 1.0) / (4.0 - 1.0)
            expected = (1 - smooth) * frequency / 8 + smooth * frequency
        assert found == pytest.approx(expected, rel=1e-12)
    assert kinds == {"short", "between", "long"}


def test_yarn_keeps_fast_dimensions_slows_slow_ones_and_ramps_between() -> None:
    theta = 1_000_000.0
    plain = inverse_frequencies(HEAD_DIM, theta, None)
    stretched = inverse_frequencies(HEAD_DIM, theta, parse_scaling(R1_0528))

    def dimension(turns: float) -> float:
        return HEAD_DIM * math.log(32768 / (turns * 2 * math.pi)) / (2 * math.log(theta))

    low, high = math.floor(dimension(32)), math.ceil(dimension(1))
    assert 0 < low < high < HEAD_DIM // 2
    for i, (frequency, found) in enumerate(zip(plain, stretched, strict=True)):
        ramp = min(max((i - low) / (high - low), 0), 1)
        expected = frequency / 4 * ramp + frequency * (1 - ramp)
        assert found == pytest.approx(expected, rel=1e-12)
    assert stretched[low] == plain[low]
    assert stretched[high] == pytest.approx(plain[high] / 4)


@pytest.mark.parametrize(
    ("changes", "factor"),
    [
        ({"attn_factor": None}, 0.1 * math.log(4) + 1),
        ({}, 1.0),
        ({"attention_factor": 1.25}, 1.25),
        ({"attn_factor": None, "factor": 1.0}, 1.0),
    ],
)
def test_yarns_attention_factor_is_stated_or_the_papers(
    changes: dict[str, Any], factor: float
) -> None:
    scaling = parse_scaling({**R1_0528, **changes})
    assert scaling is not None
    assert scaling.attention_factor == pytest.approx(factor)


@pytest.mark.parametrize("raw", [LLAMA, R1_0528])
def test_what_is_described_reads_back_as_the_same(raw: dict[str, Any]) -> None:
    scaling = parse_scaling(raw)
    assert isinstance(scaling, Llama3Scaling | YarnScaling)
    assert parse_scaling(describe_scaling(scaling)) == scaling


def test_no_scaling_is_none_in_each_of_its_spellings() -> None:
    for raw in (None, {}, {"rope_type": "default"}, {"rope_type": "default", "rope_theta": 1e4}):
        assert parse_scaling(raw) is None
    assert describe_scaling(None) is None


def test_newer_configs_keep_base_and_scaling_together() -> None:
    new = {**SMALL, "rope_parameters": {**R1_0528, "rope_theta": 1e6}}
    del new["rope_theta"]
    config = parse_config(new)
    assert config == parse_config({**SMALL, "rope_theta": 1e6, "rope_scaling": R1_0528})


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"rope_type": "longrope"}, "type 'longrope' is not supported"),
        ({**R1_0528, "mscale": 1.0}, "unknown key, mscale"),
        ({**R1_0528, "truncate": False}, "without truncated dimensions"),
        ({**R1_0528, "factor": 0}, "no usable factor: 0"),
        ({**R1_0528, "factor": True}, "no usable factor: True"),
        ({**LLAMA, "low_freq_factor": None}, "no usable low_freq_factor: None"),
        ({**LLAMA, "high_freq_factor": 1.0}, "high_freq_factor must be above"),
    ],
)
def test_a_scaling_that_we_do_not_compute_is_refused_by_name(
    raw: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_config({**SMALL, "rope_scaling": raw})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hidden_act": "gelu"}, "activation 'gelu'"),
        ({"model_type": "llama", "attention_bias": True}, "Biases in a llama model"),
        ({"model_type": "llama", "mlp_bias": True}, "Biases in a llama model"),
        ({"use_sliding_window": True}, "Sliding-window"),
    ],
)
def test_variants_that_we_do_not_compute_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_config({**SMALL, **changes})
