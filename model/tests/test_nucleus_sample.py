"""The sampler that does not sort, against the definition that does."""

import numpy as np
import pytest
from scipy.stats import chi2

from model.kernels.nucleus_sample import nucleus_sample
from model.tests.run_kernel import compile_kernel

DRAWS = 100_000


def make_sampler(threads, *, one_row):
    run = compile_kernel(nucleus_sample(threads, one_row=one_row))

    def draw(probs, uniform, top_p):
        uniform = np.asarray(uniform, np.float32)
        rows, out = np.zeros(len(uniform), np.int32), np.full(len(uniform), -1, np.int32)
        limit = np.array([top_p], np.float32)
        return run(probs[None].astype(np.float32), uniform, rows, limit, out)[-1]

    return draw


@pytest.fixture(scope="module")
def draw_many():
    """One nucleus, many draws."""
    return make_sampler(64, one_row=True)


@pytest.fixture(scope="module", params=[16, 256], ids="{} threads".format)
def draw_each(request):
    """As a library has it: every draw finds its nucleus."""
    return make_sampler(request.param, one_row=False)


def compute_nucleus(probs, top_p):
    """The distribution that nucleus sampling is defined as: stable sort, cut, renormalise."""
    order = np.argsort(-probs, kind="stable")
    before = np.cumsum(probs[order].astype(np.float64)) - probs[order]
    kept = order[before < top_p]
    result = np.zeros(len(probs))
    result[kept] = probs[kept]
    return result / result.sum()


def softmax(logits):
    weights = np.exp(logits - logits.max())
    return (weights / weights.sum()).astype(np.float32)


def shapes(vocab):
    rng = np.random.default_rng(vocab)
    return {
        "flat": softmax(rng.normal(0, 0.5, vocab)),
        "peaked": softmax(rng.normal(0, 3, vocab) + 6 * (rng.random(vocab) < 8 / vocab)),
    }


def assert_fits(counts, expected):
    """Pearson's chi-square at one in a million, tokens in bins of at least 20 expected draws."""
    assert counts[expected == 0].sum() == 0, "a token outside the nucleus was drawn"
    order = np.argsort(-expected)
    order = order[expected[order] > 0]
    bins = np.floor(np.cumsum(expected[order]) * DRAWS / 20).astype(int)
    observed, wanted = np.bincount(bins, counts[order]), np.bincount(bins, expected[order] * DRAWS)
    observed, wanted = observed[wanted > 5], wanted[wanted > 5]
    if len(wanted) > 1:
        statistic = ((observed - wanted) ** 2 / wanted).sum()
        assert statistic < chi2.isf(1e-6, len(wanted) - 1)
    else:
        assert observed.sum() > 0.99 * DRAWS


@pytest.mark.parametrize("top_p", [0.1, 0.5, 0.95, 1.0])
@pytest.mark.parametrize("kind", ["flat", "peaked"])
@pytest.mark.parametrize("vocab", [512, 151_936])
def test_100_000_draws_follow_the_nucleus(draw_many, vocab, kind, top_p):
    probs = shapes(vocab)[kind]
    uniform = np.random.default_rng(1).random(DRAWS, np.float32)
    counts = np.bincount(draw_many(probs, uniform, top_p), minlength=vocab)
    assert_fits(counts, compute_nucleus(probs, top_p))


def test_the_chi_square_notices_a_nucleus_that_is_a_little_too_wide(draw_many):
    probs = shapes(512)["flat"]
    uniform = np.random.default_rng(1).random(DRAWS, np.float32)
    counts = np.bincount(draw_many(probs, uniform, 0.95), minlength=512)
    with pytest.raises(AssertionError):
        assert_fits(counts, compute_nucleus(probs, 0.94))


@pytest.mark.parametrize("top_p", [0.1, 0.5, 0.95, 1.0])
@pytest.mark.parametrize("kind", ["flat", "peaked"])
@pytest.mark.parametrize("vocab", [512, 151_936])
def test_each_draw_is_the_token_at_its_share_of_the_nucleus(draw_each, vocab, kind, top_p):
    probs = shapes(vocab)[kind]
    nucleus = compute_nucleus(probs, top_p)
    uniform = (np.arange(4) + 0.5) / 4
    drawn = draw_each(probs, uniform, top_p)
    ends = np.cumsum(nucleus)
    assert np.all(nucleus[drawn] > 0)
    # Sums of 151,936 float32 numbers may end a few millionths off.
    assert np.all(ends[drawn] > uniform - 2e-5)
    assert np.all(ends[drawn] - nucleus[drawn] < uniform + 2e-5)


@pytest.mark.parametrize("vocab", [512, 151_936])
@pytest.mark.parametrize("top_p", [1e-6, 0.9, 1.0])
def test_greedy_is_the_first_greatest(draw_each, vocab, top_p):
    """WebLLM's temperature 0 divides the logits by a tiny number: one probability is 1."""
    logits = np.random.default_rng(3).normal(size=vocab).astype(np.float32)
    probs = softmax(logits / np.float32(1e-6))
    assert draw_each(probs, [0.0, 0.5, 0.999999], top_p).tolist() == [logits.argmax()] * 3


def test_a_tiny_top_p_is_greedy_at_any_temperature(draw_each):
    probs = shapes(512)["flat"]
    assert draw_each(probs, [0.0, 0.999999], 1e-6).tolist() == [probs.argmax()] * 2


def test_of_equal_probabilities_the_lower_indices_make_up_the_nucleus(draw_many):
    probs = np.full(512, 1 / 512, np.float32)
    drawn = draw_many(probs, np.random.default_rng(2).random(20_000, np.float32), 0.25)
    assert set(drawn.tolist()) == set(range(128))


def test_ties_at_the_edge_enter_only_as_far_as_top_p_needs(draw_many):
    probs = np.array([0.1, 0.3, 0.1, 0.1, 0.3, 0.1], np.float32)
    drawn = draw_many(probs, np.random.default_rng(2).random(20_000, np.float32), 0.75)
    counts = np.bincount(drawn, minlength=6) / 20_000
    np.testing.assert_allclose(counts, [1 / 8, 3 / 8, 1 / 8, 0, 3 / 8, 0], atol=0.02)


def test_a_single_dominant_token_is_always_drawn(draw_each):
    probs = np.full(512, 1e-9, np.float32)
    probs[300] = 1
    assert draw_each(probs, [0.0, 0.3, 0.999999], 0.95).tolist() == [300] * 3


@pytest.mark.parametrize("uniform", [0.0, 1 - 2**-24])
def test_a_token_of_probability_zero_is_never_drawn(draw_each, uniform):
    probs = np.zeros(600, np.float32)
    probs[[7, 411]] = [0.4, 0.6]
    assert draw_each(probs, [uniform], 1.0)[0] == (7 if uniform == 0 else 411)
