"""4-bit groups with the scale that least squares asks for.

MLC's own converter takes scale = max/7. Any scale of either sign dequantises at the same cost, so
we take the one that minimises the squared error of its group, found exactly rather than by trying
candidates. As the inverse scale t grows from zero, the level of a weight v steps from k-1 to k at
t = (k - 1/2)/|v|. Between two such steps the levels c are fixed, the best scale is
(sum c.v)/(sum c.c), and it removes (sum c.v)^2/(sum c.c) of the squared norm. Sorting the steps of
a group and keeping both sums running visits every assignment that rounding can give (at most
32 x 8), so the largest of those quotients is the optimum.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD, ZERO_POINT
from model.weights.errors import WeightsError

Float = NDArray[np.floating[Any]]

LOWEST_LEVEL = -ZERO_POINT
HIGHEST_LEVEL = 15 - ZERO_POINT
# The working set of 512 groups, 32 x 8 steps each, stays in a core's cache.
_GROUPS_AT_ONCE = 512
# A group on a 4-bit grid of float32 products misses it by rounding alone: 2^-48, squared.
_ON_GRID = 1e-12


def quantize(matrix: Float, scale_dtype: str) -> tuple[NDArray[np.uint32], Float]:
    """Pack `matrix` [out, in] into words uint32 [out, in/8] and scales [out, in/32].

    The input axis must be a multiple of 32 and every value finite. A group that lies on a 4-bit
    grid already (any scale of `scale_dtype`, either sign) comes back without error.
    """
    rows, columns = matrix.shape
    if columns % GROUP_SIZE:
        raise WeightsError(f"{columns} input features do not divide into groups of {GROUP_SIZE}.")
    groups = matrix.astype(np.float32).reshape(-1, GROUP_SIZE)
    levels = np.empty(groups.shape, np.int8)
    scales = np.empty(len(groups), scale_dtype)
    for start in range(0, len(groups), _GROUPS_AT_ONCE):
        part = slice(start, start + _GROUPS_AT_ONCE)
        levels[part], scales[part] = _quantize_groups(groups[part], np.dtype(scale_dtype))
    nibbles = (levels + ZERO_POINT).astype(np.uint32).reshape(rows, -1, NIBBLES_PER_WORD)
    shifts = 4 * np.arange(NIBBLES_PER_WORD, dtype=np.uint32)
    words = (nibbles << shifts).sum(-1, dtype=np.uint32)
    return words, scales.reshape(rows, -1)


def dequantize(words: NDArray[np.uint32], scales: Float) -> NDArray[np.float32]:
    """Unpack words [out, in/8] and scales [out, in/32] into float32 [out, in]."""
    shifts = 4 * np.arange(NIBBLES_PER_WORD, dtype=np.uint32)
    nibbles = (words[..., None] >> shifts) & np.uint32(15)
    levels = nibbles.astype(np.float32).reshape(*scales.shape, GROUP_SIZE) - np.float32(ZERO_POINT)
    return (levels * scales.astype(np.float32)[..., None]).reshape(len(words), -1)


def _quantize_groups(groups: NDArray[np.float32], dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Levels int8 [n, 32] and scales [n] of `groups` [n, 32]."""
    best = _Best(groups, dtype)
    largest = np.abs(groups).max(-1).astype(np.float64)
    best.offer(largest / 7)
    optimum = _least_squares_scale(groups)
    for scale in _with_neighbours(optimum, dtype):
        best.offer(scale)
    _snap_to_grid(best, groups, largest, dtype)
    return best.levels, best.scales


class _Best:
    """The levels and scales with the smallest squared error among those offered so far."""

    def __init__(self, groups: NDArray[np.float32], dtype: np.dtype[Any]) -> None:
        self.groups = groups
        self.levels = np.zeros(groups.shape, np.int8)
        self.scales = np.zeros(len(groups), dtype)
        self.errors = (groups.astype(np.float64) ** 2).sum(-1)

    def offer(self, scales: Float, rows: NDArray[np.intp] | None = None) -> None:
        """Take `scales` [n] where rounding to them is better; `rows` [n] if not all groups."""
        groups = self.groups if rows is None else self.groups[rows]
        with np.errstate(over="ignore", under="ignore"):
            rounded = scales.astype(self.scales.dtype)
        usable = np.isfinite(rounded) & (rounded != 0)
        divisors = np.where(usable, rounded, 1).astype(np.float32)[:, None]
        with np.errstate(over="ignore"):
            levels = np.clip(np.rint(groups / divisors), LOWEST_LEVEL, HIGHEST_LEVEL)
        differences = (levels * divisors).astype(np.float64) - groups
        errors = np.where(usable, (differences**2).sum(-1), np.inf)
        before = self.errors if rows is None else self.errors[rows]
        better = np.flatnonzero(errors < before)
        at = better if rows is None else rows[better]
        self.levels[at], self.scales[at] = levels[better], rounded[better]
        self.errors[at] = errors[better]


def _least_squares_scale(groups: NDArray[np.float32]) -> NDArray[np.float64]:
    """The scale [n] that minimises the squared error of each of `groups` [n, 32]."""
    weights = groups.astype(np.float64)
    steps = np.arange(1, HIGHEST_LEVEL + 1)
    with np.errstate(divide="ignore"):
        moments = (steps - 0.5) / np.abs(weights)[:, :, None]
    order = np.argsort(moments.reshape(len(groups), -1), axis=-1)
    # Column by column: the level that is reached, and by which weight.
    levels = order % HIGHEST_LEVEL + 1
    weights = np.take_along_axis(weights, order // HIGHEST_LEVEL, -1)
    values = np.abs(weights)
    squares = 2 * levels - 1  # level^2 - (level - 1)^2
    rows = np.arange(len(groups))
    result = np.zeros(len(groups))
    best = np.zeros(len(groups))
    for sign in (1, -1):
        # Only one side has an eighth level; a negative scale gives it to the other side. Weights
        # of zero never reach a level.
        allowed = (weights != 0) & ((levels < HIGHEST_LEVEL) | (sign * weights > 0))
        product = np.cumsum(values * allowed, -1)
        square = np.maximum(np.cumsum(squares * allowed, -1), 1)
        gains = product**2 / square
        at = rows, gains.argmax(-1)
        better = gains[at] > best
        result = np.where(better, sign * product[at] / square[at], result)
        best = np.where(better, gains[at], best)
    return result


def _with_neighbours(scales: Float, dtype: np.dtype[Any]) -> list[Float]:
    """`scales` rounded to `dtype`, and the next number on either side."""
    with np.errstate(over="ignore", under="ignore"):
        rounded = scales.astype(dtype)
    infinity = dtype.type(np.inf)
    return [rounded, np.nextafter(rounded, infinity), np.nextafter(rounded, -infinity)]


def _snap_to_grid(
    best: _Best, groups: NDArray[np.float32], largest: NDArray[np.float64], dtype: np.dtype[Any]
) -> None:
    """Remove the last rounding of groups that lie on a grid already.

    If v = round(d * s) is the largest magnitude, then v/d is less than one unit in the last place
    from s, so s is v/d rounded or a neighbour of it, for one of d = 1..8.
    """
    norms = (groups.astype(np.float64) ** 2).sum(-1)
    rows = np.flatnonzero((best.errors > 0) & (best.errors < _ON_GRID * norms))
    if not len(rows):
        return
    for level in range(1, HIGHEST_LEVEL + 1):
        for sign in (1, -1):
            for scale in _with_neighbours(sign * largest[rows] / level, dtype):
                best.offer(scale, rows)
