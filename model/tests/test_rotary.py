"""The rotary kernel turns by the right angle at every position that a long context has."""

import numpy as np
import pytest

from model.kernels.head_norm import head_norm
from model.kernels.rotary import rotary
from model.rope import inverse_frequencies, parse_scaling
from model.tests.run_kernel import compile_kernel
from model.tests.test_rope import LLAMA, R1_0528

POSITIONS = np.array([0, 1, 2, 1000, 8191, 32767, 32768, 65535, 131071], np.int32)
CASES = {
    "R1-Distill-Qwen": (10_000.0, None),
    "R1-Distill-Llama": (500_000.0, LLAMA),
    "R1-0528-Qwen3": (1_000_000.0, R1_0528),
    "YaRN with its own temperature": (1_000_000.0, {**R1_0528, "attn_factor": None}),
}


@pytest.mark.parametrize(("theta", "raw"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("head_dim", [48, 128])
def test_a_pair_is_turned_by_position_times_frequency(theta, raw, head_dim):
    heads, shared, half = 3, 2, head_dim // 2
    scaling = parse_scaling(raw)
    frequencies = inverse_frequencies(head_dim, theta, scaling)
    factor = scaling.attention_factor if scaling else 1.0
    run = compile_kernel(rotary(heads, shared, frequencies, factor, "float32", 64))
    rng = np.random.default_rng(0)
    count = len(POSITIONS)
    qkv = rng.normal(size=(count, heads + 2 * shared, head_dim)).astype(np.float32)
    outs = [np.zeros((count, n, head_dim), np.float32) for n in (heads, shared, shared)]
    *_, q, k, v = run(qkv, POSITIONS, *outs, scalars=[1])
    angles = POSITIONS[:, None].astype(np.float64) * frequencies
    turn = factor * np.exp(1j * angles)[:, None]
    pairs = (qkv[..., :half] + 1j * qkv[..., half:])[:, : heads + shared] * turn
    expected = np.concatenate([pairs.real, pairs.imag], -1)
    # 3e-9 radians a position, and the last digit of a float32.
    allowed = 1e-6 * np.abs(qkv).max() + 3e-9 * POSITIONS[:, None, None] * np.abs(qkv).max() * 2
    assert (np.abs(np.concatenate([q, k], 1) - expected) < allowed).all()
    assert np.array_equal(v, qkv[:, heads + shared :])


@pytest.mark.parametrize("threads", [16, 256])
def test_query_and_key_heads_are_normalised_and_value_heads_are_not(threads):
    heads, shared, head_dim, epsilon = 3, 2, 48, 1e-3
    rng = np.random.default_rng(1)
    joined = rng.normal(size=(1, 5, heads + 2 * shared, head_dim)).astype(np.float32)
    weights = [rng.normal(size=head_dim).astype(np.float32) for _ in "qk"]
    run = compile_kernel(head_norm(heads, shared, head_dim, epsilon, "float32", threads))
    *_, out = run(joined, *weights, np.zeros_like(joined))
    root = np.sqrt((joined**2).mean(-1, keepdims=True) + epsilon)
    expected = joined.copy()
    expected[:, :, :heads] = (joined / root * weights[0])[:, :, :heads]
    keys = slice(heads, heads + shared)
    expected[:, :, keys] = (joined / root * weights[1])[:, :, keys]
    np.testing.assert_allclose(out, expected, atol=1e-5)
