"""All kinds of problems, and drawing one of a kind from the training or the held-out half."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from ..scratchpad import Problem, Scratchpad
from .comparisons import make_compare
from .equations import make_equation
from .letters import make_count, make_reverse
from .off_topic import make_off_topic
from .products import make_divide, make_multiply
from .sorting import make_sort
from .stories import make_story
from .sums import make_add, make_subtract
from .weekdays import make_weekday

MAKERS: dict[str, Callable[[random.Random, bool], Problem]] = {
    "add": make_add,
    "subtract": make_subtract,
    "multiply": make_multiply,
    "divide": make_divide,
    "compare": make_compare,
    "count": make_count,
    "reverse": make_reverse,
    "sort": make_sort,
    "equation": make_equation,
    "weekday": make_weekday,
    "story": make_story,
    "off-topic": make_off_topic,
}


def is_held_out(key: str) -> bool:
    """One problem in twenty, by its key and not by its wording, is never trained on."""
    return zlib.crc32(key.encode()) % 20 == 0


def draw_problem(
    kind: str, chance: random.Random, *, held_out: bool, held_out_wording: bool = False
) -> Problem:
    """A problem of this kind from the asked half."""
    while True:
        problem = MAKERS[kind](chance, held_out_wording)
        if is_held_out(problem.key) == held_out:
            return problem


def work_out(problem: Problem, slip_at: int | None = None, seed: int = 0) -> tuple[Scratchpad, str]:
    """Do the work, with a slip planted at the computed value `slip_at` if given."""
    pad = Scratchpad(slip_at, seed)
    return pad, problem.work(pad)


def plant_slip(problem: Problem, chance: random.Random) -> tuple[Scratchpad, str] | None:
    """A worked thought with one wrong step that its own check finds and repairs; None if none was found.

    Eight tries: a slip that casting out nines cannot see (nine for nought) is no example.
    """
    count = work_out(problem)[0].values_written
    for _ in range(8):
        if not count:
            return None
        pad, answer = work_out(problem, chance.randrange(count), chance.randrange(2**30))
        if (
            pad.slipped_line is not None
            and answer == problem.expected
            and sum("Wait" in line.text for line in pad.lines) == 1
        ):
            return pad, answer
    return None
