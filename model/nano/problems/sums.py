"""Addition and subtraction of up to five digits."""

from __future__ import annotations

import random

from ..arithmetic import checked_difference, checked_sum
from ..phrasing import ask, draw_number, emphasise
from ..scratchpad import Problem, Scratchpad

ADD = (
    "?what is {a} + {b}", "?what is {a} + {b}", "?what is {a}+{b}", "?what's {a} + {b}", "={a} + {b}", "={a}+{b}", "={a} + {b} =", "={a}+{b}=",
    "!add {a} and {b}", "!add {b} to {a}", "!calculate {a} + {b}", "!compute {a} + {b}", "!compute {a}+{b}",
    "?how much is {a} + {b}", "?how much is {a} plus {b}", "?what is {a} plus {b}", "={a} plus {b}",
    "!calculate {a} plus {b}", "?what is the sum of {a} and {b}", "!find the sum of {a} and {b}",
    "!sum {a} and {b}", "?what do you get if you add {a} and {b}", "!work out {a} + {b}", "?what does {a} + {b} equal",
    "!give me the sum of {a} and {b}", "?what is {a} and {b} added together", "?{a} + {b} is what", "?what is the result of {a} + {b}", "!solve {a} + {b}",
    "?what is the total of {a} and {b}", "!evaluate {a} + {b}", "?what is {a} added to {b}",
)  # fmt: skip
ADD_HELD_OUT = (
    "!compute the sum of {a} and {b}", "?what do {a} and {b} add up to", "?what is the answer to {a} + {b}",
    "!tell me {a} plus {b}", "?how much do you get if you add {b} to {a}", "!find {a} + {b}",
)  # fmt: skip
SUBTRACT = (
    "?what is {a} - {b}", "?what is {a} - {b}", "?what is {a}-{b}", "?what's {a} - {b}", "={a} - {b}", "={a}-{b}", "={a} - {b} =", "={a}-{b}=", "?what is {a} − {b}",
    "!subtract {b} from {a}", "!calculate {a} - {b}", "!compute {a} - {b}", "!compute {a}-{b}", "?how much is {a} - {b}",
    "?how much is {a} minus {b}", "?what is {a} minus {b}", "={a} minus {b}", "!calculate {a} minus {b}",
    "!take {b} away from {a}", "!take {b} from {a}", "?what is {a} take away {b}", "!work out {a} - {b}", "?what does {a} - {b} equal",
    "?what do you get if you subtract {b} from {a}", "?what is the result of {a} - {b}", "?{a} - {b} is what", "!solve {a} - {b}",
    "?what is left if you take {b} from {a}", "?what is {b} less than {a}", "!evaluate {a} - {b}", "?what is {b} subtracted from {a}",
)  # fmt: skip
SUBTRACT_HELD_OUT = (
    "!compute {a} minus {b}", "?what is the answer to {a} - {b}", "!tell me {a} minus {b}",
    "?how much do you get if you take {b} away from {a}", "!find {a} - {b}", "?what remains if you subtract {b} from {a}",
)  # fmt: skip


def _pair(chance: random.Random) -> tuple[int, int]:
    if chance.random() < 0.6:
        digits = chance.randint(1, 5)
        return draw_number(chance, digits, digits), draw_number(chance, max(1, digits - 1), digits)
    return draw_number(chance, 1, 5), draw_number(chance, 1, 5)


def make_add(chance: random.Random, held_out_wording: bool = False) -> Problem:
    a, b = _pair(chance)
    core = chance.choice(ADD_HELD_OUT if held_out_wording else ADD).format(a=a, b=b)
    phrased = ask(chance, core)

    def work(pad: Scratchpad) -> str:
        pad.line(f"Add {a} and {b}.")
        total = checked_sum(pad, a, b)
        return f"{a} + {b} = {emphasise(total, phrased.boxed)}"

    return Problem(
        "add", phrased.text, f"add {a} {b}", work, f"{a} + {b} = {emphasise(a + b, phrased.boxed)}"
    )


def _tell_order(a: int, b: int) -> str:
    """Which of two numbers is larger, shown where it is decided: a length, or a digit."""
    x, y = str(a), str(b)
    if len(x) != len(y):
        return f"{len(x)}{'>' if len(x) > len(y) else '<'}{len(y)} digits"
    steps = []
    for d, e in zip(x, y, strict=True):
        steps.append(f"{d}{'>' if d > e else '<' if d < e else '='}{e}")
        if d != e:
            break
    return ", ".join(steps)


def make_subtract(chance: random.Random, held_out_wording: bool = False) -> Problem:
    a, b = _pair(chance)
    if a < b and chance.random() < 0.75:
        a, b = b, a
    core = chance.choice(SUBTRACT_HELD_OUT if held_out_wording else SUBTRACT).format(a=a, b=b)
    phrased = ask(chance, core)

    def work(pad: Scratchpad) -> str:
        order = f"{a}-{b}: {_tell_order(a, b)}"
        if a >= b:
            pad.line(order)
            difference = checked_difference(pad, a, b)
        else:
            pad.line(f"{order}, so -({b}-{a})")
            difference = -checked_difference(pad, b, a)
        return f"{a} - {b} = {emphasise(difference, phrased.boxed)}"

    return Problem(
        "subtract",
        phrased.text,
        f"subtract {a} {b}",
        work,
        f"{a} - {b} = {emphasise(a - b, phrased.boxed)}",
    )
