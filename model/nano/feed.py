"""Batches made ahead of need by another process, the same ones again after a resume.

The stream is cut into chapters of CHAPTER batches with a seed of their own, so that going on at
step N means skipping at most CHAPTER - 1 batches.
"""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

Batch = tuple[np.ndarray, np.ndarray, np.ndarray]
Source = Callable[[int, int, int, dict[str, float] | None], Iterator[Batch]]
CHAPTER = 256
AHEAD = 12
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Recipe:
    """What to draw: `source` is called as `batches(seed, rows, length, mix)`."""

    source: Source
    seed: int
    rows: int
    length: int
    mix: dict[str, float] | None = field(default=None)


def stream(recipe: Recipe, first: int) -> Iterator[Batch]:
    """The endless batches of a run from step number `first` on."""
    chapter, skipped = divmod(first, CHAPTER)
    while True:
        seed = recipe.seed * 1_000_003 + chapter
        drawn = recipe.source(seed, recipe.rows, recipe.length, recipe.mix)
        yield from islice(drawn, skipped, CHAPTER)
        chapter, skipped = chapter + 1, 0


def _fill(recipe: Recipe, first: int, into: multiprocessing.Queue[Batch]) -> None:
    for batch in stream(recipe, first):
        into.put(batch)


def ahead(recipe: Recipe, first: int) -> Generator[Batch]:
    """`stream` drawn by a process of its own; a failure there ends this iterator with an error."""
    context = multiprocessing.get_context("spawn")
    waiting: Any = context.Queue(AHEAD)
    process = context.Process(target=_fill, args=(recipe, first, waiting), daemon=True)
    process.start()
    try:
        while True:
            try:
                yield waiting.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                raise RuntimeError("The process that draws training batches has stopped.") from None
    finally:
        process.terminate()
