"""The paper that a worked thought is written on: lines of text, and the slips planted in it.

A thought is produced by really doing the work: every computed value passes through `value`, and
what is written next follows from what it returned. Planting one wrong value therefore gives a
thought that goes wrong honestly, whose check fails for a reason, and whose repair is real.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class GaveUp(Exception):
    """The check failed a second time: the thought ends there, and the answer says so."""


@dataclass(frozen=True)
class Line:
    """One line of a thought; `slipped` marks the line that holds the planted mistake."""

    text: str
    slipped: bool


class Scratchpad:
    """Collects lines; computed values whose numbers, from 0, are in `slips_at` become wrong."""

    def __init__(self, slips_at: frozenset[int] = frozenset(), seed: int = 0) -> None:
        self.lines: list[Line] = []
        self.values_written = 0
        self._slips_at = slips_at
        self._random = random.Random(seed)
        self._slip_pending = False

    def value(self, true: T, wrong: Sequence[T]) -> T:
        """Return `true`, or one of `wrong` if this is where the slip is planted."""
        index = self.values_written
        self.values_written += 1
        candidates = [candidate for candidate in wrong if candidate != true]
        if index not in self._slips_at or not candidates:
            return true
        self._slip_pending = True
        return self._random.choice(candidates)

    def line(self, text: str) -> None:
        """Write a finished line; it carries the slip if a value behind it was wrong."""
        self.lines.append(Line(text, self._slip_pending))
        self._slip_pending = False

    @property
    def slipped_line(self) -> int | None:
        """Index of the line with the planted mistake, if there is one."""
        return next((i for i, line in enumerate(self.lines) if line.slipped), None)


@dataclass(frozen=True)
class Problem:
    """A question and how to work it out.

    `key` names the problem without its wording, so that held-out problems stay held out however
    they are phrased. `work` writes the thought and returns the answer's text; `expected` is the
    answer's text when nothing goes wrong.
    """

    kind: str
    question: str
    key: str
    work: Callable[[Scratchpad], str]
    expected: str


def near(value: int, low: int = 0, high: int = 10**9) -> list[int]:
    """Believable wrong numbers around `value`: one or two off, ten off."""
    return [
        n
        for n in (value - 1, value + 1, value - 2, value + 2, value - 10, value + 10)
        if low <= n <= high
    ]
