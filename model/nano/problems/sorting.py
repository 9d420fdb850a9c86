"""Putting three to six whole numbers in order by taking the smallest again and again."""

from __future__ import annotations

import random

from ..phrasing import ask, draw_number
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
    """Write each round as pairs: the best number so far, and the one that it beats.

    What was beaten, read in order, is the list of the next round: nothing has to be taken out of
    a list, which is where a tiny model goes wrong. The slip can be a wrong comparison or a number
    forgotten on the way to the next round.
    """
    better, worse = (max, min) if descending else (min, max)
    left, taken = list(numbers), list[int]()
    while len(left) > 1:
        best, beaten, pairs = left[0], list[int](), list[str]()
        for number in left[1:]:
            true = (better(best, number), worse(best, number))
            best, other = pad.value(true, [true[::-1]])
            beaten.append(other)
            sign = "=" if best == other else ">" if descending else "<"
            pairs.append(f"{best}{sign}{other}")
        pad.line(f"{', '.join(pairs)} → {best}")
        taken.append(best)
        left = pad.value(
            beaten, [beaten[:i] + beaten[i + 1 :] for i in range(len(beaten)) if len(beaten) > 1]
        )
    pad.line(f"{left[0]}")
    return [*taken, left[0]]


def _check(pad: Scratchpad, result: list[int], count: int, descending: bool) -> bool:
    """Each neighbour must stand right, and none may be missing."""
    tally = f"{len(result)} of {count} numbers"
    chain = str(result[0])
    for x, y in zip(result, result[1:], strict=False):
        chain += f"{'>' if x > y else '<' if x < y else '='}{y}"
        if x < y if descending else x > y:
            pad.line(f"Check: {chain}. Wait, that is not right.")
            return False
    fits = len(result) == count
    pad.line(f"Check: {chain}, {tally}. {'Good.' if fits else 'Wait, that is not right.'}")
    return fits


def _draw_numbers(chance: random.Random, count: int) -> list[int]:
    """Numbers of one size, or of mixed lengths; now and then one stands there twice."""
    highest = chance.choice((9, 20, 99, 99, 99, 999))
    if chance.random() < 0.3:
        numbers = [draw_number(chance, 1, len(str(highest))) for _ in range(count)]
    else:
        numbers = [chance.randint(0, highest) for _ in range(count)]
    if chance.random() < 0.12:
        numbers[chance.randrange(count)] = chance.choice(numbers)
    return numbers


def make_sort(chance: random.Random, held_out_wording: bool = False) -> Problem:
    count = chance.randint(3, 6)
    numbers = _draw_numbers(chance, count)
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
