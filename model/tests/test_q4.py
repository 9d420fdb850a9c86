"""The 4-bit quantiser: never worse than max/7, optimal, and exact on what is 4-bit already."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.quantization import GROUP_SIZE, ZERO_POINT
from model.weights.errors import WeightsError
from model.weights.q4 import dequantize, quantize

Array = NDArray[Any]


def squared_errors(matrix: Array, words: Array, scales: Array) -> Array:
    differences = dequantize(words, scales).astype(np.float64) - matrix
    errors: Array = (differences**2).reshape(-1, GROUP_SIZE).sum(-1)
    return errors


def round_to_largest(matrix: Array, dtype: str = "float32") -> Array:
    """MLC's own way: scale = max/7, levels -7..7."""
    groups = matrix.reshape(-1, GROUP_SIZE).astype(np.float32)
    scales = (np.abs(groups).max(-1, keepdims=True) / np.float32(7)).astype(dtype)
    scales = scales.astype(np.float32)
    levels = np.clip(np.rint(groups / np.where(scales == 0, 1, scales)), -7, 7)
    errors: Array = ((levels * scales).astype(np.float64) - groups) ** 2
    return errors


def distributions(rng: np.random.Generator) -> dict[str, Array]:
    shape = (64, 4 * GROUP_SIZE)
    outliers = rng.normal(size=shape)
    outliers[:, ::GROUP_SIZE] *= 30
    return {
        "normal": rng.normal(size=shape) * 0.02,
        "uniform": rng.uniform(-1, 1, shape),
        "heavy tails": rng.standard_t(2, shape),
        "one outlier a group": outliers,
        "one-sided": np.abs(rng.normal(size=shape)),
        "tiny": rng.normal(size=shape) * 1e-37,
        "huge": rng.normal(size=shape) * 1e30,
        "mostly zero": rng.normal(size=shape) * (rng.random(shape) < 0.05),
    }


@pytest.mark.parametrize("name", list(distributions(np.random.default_rng(0))))
def test_no_group_is_worse_than_with_a_scale_of_max_over_seven(name: str) -> None:
    matrix = distributions(np.random.default_rng(1))[name].astype(np.float32)
    ours = squared_errors(matrix, *quantize(matrix, "float32"))
    plain = round_to_largest(matrix).sum(-1)
    assert (ours <= plain).all()


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_normal_weights_lose_a_fifth_less_than_with_max_over_seven(dtype: str) -> None:
    matrix = np.random.default_rng(2).normal(size=(256, 256)).astype(np.float32)
    ours = squared_errors(matrix, *quantize(matrix, dtype))
    plain = round_to_largest(matrix, dtype).sum(-1)
    assert (ours <= plain).all()
    assert ours.sum() < 0.8 * plain.sum()


def test_no_scale_of_a_fine_search_beats_the_one_found() -> None:
    matrix = np.random.default_rng(3).standard_t(4, (24, GROUP_SIZE)).astype(np.float32)
    ours = squared_errors(matrix, *quantize(matrix, "float32"))
    largest = np.abs(matrix).max(-1, keepdims=True).astype(np.float64)
    for divisor in np.linspace(2, 30, 5000):
        for scale in (largest / divisor, -largest / divisor):
            levels = np.clip(np.rint(matrix / scale), -7, 8)
            error = ((levels * scale - matrix) ** 2).sum(-1)
            assert (ours <= error * (1 + 1e-6)).all()


@pytest.mark.parametrize(
    ("lowest", "highest"), [(-7, 7), (-7, 8), (-2, 2), (-1, 1), (0, 8), (-6, 6)]
)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("step", [1, 3])
def test_weights_on_a_4_bit_grid_come_back_exactly(
    lowest: int, highest: int, sign: int, step: int
) -> None:
    rng = np.random.default_rng(4)
    scales = (sign * rng.lognormal(-4, 2, (300, 1))).astype(np.float32)
    levels = rng.integers(lowest, highest + 1, (300, GROUP_SIZE))
    levels = np.where(levels % step == 0, levels, 0).astype(np.float32)
    matrix = levels * scales
    assert np.array_equal(dequantize(*quantize(matrix, "float32")), matrix)


def test_weights_that_were_quantized_once_do_not_change_again() -> None:
    rng = np.random.default_rng(5)
    for matrix in distributions(rng).values():
        once = dequantize(*quantize(matrix.astype(np.float32), "float32"))
        assert np.array_equal(dequantize(*quantize(once, "float32")), once)


def test_weights_of_a_max_over_seven_training_grid_come_back_exactly() -> None:
    matrix = np.random.default_rng(6).normal(size=(64, 8 * GROUP_SIZE)).astype(np.float32)
    groups = matrix.reshape(-1, GROUP_SIZE)
    scales = np.abs(groups).max(-1, keepdims=True) / np.float32(7)
    trained = (np.clip(np.rint(groups / scales), -7, 7) * scales).reshape(matrix.shape)
    assert np.array_equal(dequantize(*quantize(trained, "float32")), trained)


def test_a_grid_with_a_half_precision_scale_is_exact_in_q4f16() -> None:
    rng = np.random.default_rng(7)
    scales = rng.lognormal(-4, 1, (200, 1)).astype(np.float16).astype(np.float32)
    matrix = rng.integers(-7, 9, (200, GROUP_SIZE)).astype(np.float32) * scales
    words, stored = quantize(matrix, "float16")
    assert stored.dtype == np.float16
    assert np.array_equal(dequantize(words, stored), matrix)


def test_a_group_of_zeros_stays_zero() -> None:
    words, scales = quantize(np.zeros((2, GROUP_SIZE), np.float32), "float32")
    assert (words == 0x77777777).all()
    assert (scales == 0).all()


def test_the_first_weight_lies_in_the_lowest_nibble() -> None:
    matrix = np.zeros((1, GROUP_SIZE), np.float32)
    matrix[0, :3] = [8, 1, -7]
    words, scales = quantize(matrix, "float32")
    assert scales.tolist() == [[1.0]]
    assert [int(words[0, 0] >> shift & 15) - ZERO_POINT for shift in (0, 4, 8, 12)] == [8, 1, -7, 0]


def test_an_axis_that_does_not_divide_into_groups_is_refused() -> None:
    with pytest.raises(WeightsError, match="48 input features do not divide into groups of 32"):
        quantize(np.zeros((2, 48), np.float32), "float32")
