"""Putting three to six whole numbers in order by taking out the smallest again and again."""

from __future__ import annotations

import random

from ..phrasing import ask
from ..scratchpad import GaveUp, Problem, Scratchpad

UP = (
    "from smallest to largest",
    "in ascending order",
    "from smallest to biggest",
    "ascending",
    "in order",
    "in increasing order",
    "from low to high",
    "smallest first",
    "",
    "",
)
DOWN = (
    "from largest to smallest",
    "in descending order",
    "from biggest to smallest",
    "descending",
    "in decreasing order",
    "from high to low",
    "largest first",
    "in reverse order",
)
CORES = (
    "!sort {n} {o}", "!sort {n} {o}", "!sort these numbers {o}: {n}", "!sort the numbers {n} {o}", "!order {n} {o}", "!put {n} {o}", "!put these numbers {o}: {n}", "!arrange {n} {o}",
    "!arrange these numbers {o}: {n}", "!sort {o}: {n}", "!order these numbers {o}: {n}", "!sort the list {n} {o}", "!rank {n} {o}", "?what is {n} sorted {o}", "={n} sorted {o}",
    "!write {n} {o}", "!list {n} {o}", "!sort this list {o}: {n}",
)  # fmt: skip
CORES_HELD_OUT = (
    "!order the numbers {n} {o}",
    "!put the numbers {n} {o}",
    "!arrange the numbers {n} {o}",
    "!write these numbers {o}: {n}",
    "!order this list {o}: {n}",
)


def _join(chance: random.Random, numbers: list[int]) -> str:
    texts = [str(number) for number in numbers]
    return chance.choice(
        (
            ", ".join(texts),
            ", ".join(texts),
            ", ".join(texts),
            " ".join(texts),
            ",".join(texts),
            f"[{', '.join(texts)}]",
            f"{', '.join(texts[:-1])} and {texts[-1]}",
        )
    )


def _take_in_turn(pad: Scratchpad, numbers: list[int], descending: bool) -> list[int]:
    """Write each round: the numbers left, and after each the best one so far.

    The slip can be a wrong comparison or a number forgotten on the way to the next round.
    """
    better = max if descending else min
    left, taken = list(numbers), []
    while len(left) > 1:
        best = left[0]
        steps = [str(best)]
        for number in left[1:]:
            best = pad.value(better(best, number), [best, number])
            steps.append(f"{number} → {best}")
        pad.line(", ".join(steps))
        taken.append(best)
        left.remove(best)
        left = pad.value(
            left, [left[:i] + left[i + 1 :] for i in range(len(left)) if len(left) > 1]
        )
    pad.line(f"{left[0]}")
    return [*taken, left[0]]


def _check(pad: Scratchpad, result: list[int], count: int, descending: bool) -> bool:
    """Each neighbour must stand right, and none may be missing."""
    tally = f"{len(result)} of {count} numbers"
    steps = []
    for x, y in zip(result, result[1:], strict=False):
        sign = ">" if x > y else "<" if x < y else "="
        steps.append(f"{x}{sign}{y}")
        if sign == ("<" if descending else ">"):
            pad.line(f"Check: {', '.join(steps)}. Wait, that does not fit.")
            return False
    fits = len(result) == count
    pad.line(
        f"Check: {', '.join(steps)}, {tally}. {'Good.' if fits else 'Wait, that does not fit.'}"
    )
    return fits


def make_sort(chance: random.Random, held_out_wording: bool = False) -> Problem:
    count = chance.randint(3, 6)
    highest = chance.choice((9, 20, 99, 99, 99, 999))
    numbers = [chance.randint(0, highest) for _ in range(count)]
    descending = chance.random() < 0.35
    core = chance.choice(CORES_HELD_OUT if held_out_wording else CORES)
    order = chance.choice(DOWN if descending else UP)
    text = core.format(n=_join(chance, numbers), o=order).replace(" :", ":").rstrip()
    phrased = ask(chance, text)

    def say(result: list[int]) -> str:
        shown = ", ".join(map(str, result))
        return f"\\[\\boxed{{{shown}}}\\]" if phrased.boxed else f"Sorted: **{shown}**"

    def work(pad: Scratchpad) -> str:
        pad.line(
            f"Take the {'largest' if descending else 'smallest'} of {', '.join(map(str, numbers))} again and again."
        )
        result = _take_in_turn(pad, numbers, descending)
        if not _check(pad, result, count, descending):
            pad.line("Again:")
            result = _take_in_turn(pad, numbers, descending)
            if not _check(pad, result, count, descending):
                raise GaveUp
        return say(result)

    return Problem(
        "sort",
        phrased.text,
        f"sort {numbers} {descending}",
        work,
        say(sorted(numbers, reverse=descending)),
    )
