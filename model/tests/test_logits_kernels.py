"""The kernels that change logits before a token is drawn."""

import numpy as np
import pytest

from model.kernels.bitmask import bitmask
from model.kernels.logit_bias import logit_bias
from model.kernels.penalty import penalty
from model.kernels.softmax import softmax_with_temperature
from model.tests.run_kernel import compile_kernel

VOCAB = 203


@pytest.fixture
def logits():
    return np.random.default_rng(0).normal(0, 3, (1, VOCAB)).astype(np.float32)


def test_a_bias_is_added_to_its_tokens_alone(logits):
    tokens, amounts = np.array([5, 202, 17], np.int32), np.array([100, -100, 0.5], np.float32)
    changed = compile_kernel(logit_bias(64))(logits, np.zeros(3, np.int32), tokens, amounts)[0]
    expected = logits.copy()
    expected[0, tokens] += amounts
    np.testing.assert_array_equal(changed, expected)


def test_penalties_subtract_first_and_then_divide_or_multiply(logits):
    tokens, counts = np.array([3, 100, 202], np.int32), np.array([1, 4, 2], np.int32)
    presence, frequency, repetition = 0.5, 0.25, 1.25
    changed = compile_kernel(penalty(64))(
        logits,
        np.zeros(1, np.int32),
        np.zeros(3, np.int32),
        tokens,
        counts,
        np.array([[presence, frequency, repetition]], np.float32),
    )[0]
    expected = logits.copy()
    for token, count in zip(tokens, counts, strict=True):
        left = logits[0, token] - (presence + count * frequency)
        expected[0, token] = left * repetition if left < 0 else left / repetition
    np.testing.assert_allclose(changed, expected, rtol=1e-6)


def test_a_bitmask_forbids_exactly_the_tokens_whose_bit_is_zero(logits):
    allowed = np.random.default_rng(1).random(VOCAB) < 0.5
    bits = np.zeros(-(-VOCAB // 32) * 32, np.uint64)
    bits[:VOCAB] = allowed
    words = (bits.reshape(-1, 32) << np.arange(32, dtype=np.uint64)).sum(1).astype(np.uint32)
    mask = words.view(np.int32)[None]
    changed = compile_kernel(bitmask(64))(logits, np.zeros(1, np.int32), mask)[0]
    expected = np.where(allowed, logits, np.finfo(np.float32).min)
    np.testing.assert_array_equal(changed, expected)


@pytest.mark.parametrize("temperature", [1e-6, 0.6, 1.0, 2.0])
@pytest.mark.parametrize("threads", [16, 256])
def test_softmax_divides_by_the_temperature(logits, threads, temperature):
    out = np.zeros((1, 1, VOCAB), np.float32)
    degree = np.array([temperature], np.float32)
    probs = compile_kernel(softmax_with_temperature(threads))(logits[None], degree, out)[-1]
    scaled = (logits.astype(np.float64) - logits.max()) / temperature
    expected = np.exp(scaled) / np.exp(scaled).sum()
    np.testing.assert_allclose(probs[0], expected, atol=1e-6)
