"""All kinds of problems, and drawing one of a kind from the training or the held-out half."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from ..scratchpad import GaveUp, Problem, Scratchpad
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


GIVE_UP = "I could not work this out: my check keeps failing."


def work_out(
    problem: Problem, slips_at: frozenset[int] = frozenset(), seed: int = 0
) -> tuple[Scratchpad, str]:
    """Do the work, with slips planted at the computed values `slips_at`."""
    pad = Scratchpad(slips_at, seed)
    try:
        return pad, problem.work(pad)
    except GaveUp:
        pad.line("It is still not right, so I stop here.")
        return pad, GIVE_UP


def _count_failures(pad: Scratchpad) -> int:
    return sum("Wait" in line.text for line in pad.lines)


def plant_slip(problem: Problem, chance: random.Random) -> tuple[Scratchpad, str] | None:
    """A thought with one wrong step that its own check finds and repairs, if one was found.

    Eight tries: a slip that casting out nines cannot see (nine for nought) is no example.
    """
    count = work_out(problem)[0].values_written
    for _ in range(8 if count else 0):
        slip = frozenset({chance.randrange(count)})
        pad, answer = work_out(problem, slip, chance.randrange(2**30))
        repaired = answer == problem.expected and _count_failures(pad) == 1
        if pad.slipped_line is not None and repaired:
            return pad, answer
    return None


def plant_two_slips(problem: Problem, chance: random.Random) -> tuple[Scratchpad, str] | None:
    """A thought that goes wrong, begins again, goes wrong again and gives up, if one was found."""
    count = work_out(problem)[0].values_written
    for _ in range(8 if count else 0):
        first, seed = chance.randrange(count), chance.randrange(2**30)
        total = work_out(problem, frozenset({first}), seed)[0].values_written
        if total <= first + 1:
            continue
        second = chance.randrange(first + 1, total)
        pad, answer = work_out(problem, frozenset({first, second}), seed)
        if answer == GIVE_UP and _count_failures(pad) == 2:
            return pad, answer
    return None
