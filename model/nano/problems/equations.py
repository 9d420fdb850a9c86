"""Linear equations ax + b = c with whole-number solutions."""

from __future__ import annotations

import random

from ..arithmetic import add, agree, divide, multiply_by_digit, subtract
from ..phrasing import ask, emphasise
from ..scratchpad import GaveUp, Problem, Scratchpad, near

CORES = (
    "!solve {e}", "!solve {e} for {v}", "!solve the equation {e}", "!solve for {v}: {e}", "?what is {v} if {e}", "?if {e}, what is {v}", "!find {v}: {e}", "={e}", "={e}, {v} =",
    "!find {v} if {e}", "?what is {v} in {e}", "!solve this equation: {e}", "!solve: {e}", "?{e}, what is {v}", "!find {v} so that {e}", "?which {v} solves {e}", "!calculate {v}: {e}",
    "!work out {v} if {e}", "?what is the value of {v} if {e}", "!find the value of {v}: {e}",
)  # fmt: skip
CORES_HELD_OUT = (
    "!find the value of {v} if {e}",
    "!solve the equation {e} for {v}",
    "!work out {v}: {e}",
    "?what is the value of {v} in {e}",
    "!tell me {v} if {e}",
    "!compute {v} if {e}",
)


def add_signed(pad: Scratchpad, p: int, q: int) -> int:
    """p + q for signed numbers, by adding or taking away their sizes, which stand right above."""
    if (p < 0) == (q < 0):
        total = add(pad, abs(p), abs(q), short=True)
        return -total if p < 0 else total
    high, low = max(abs(p), abs(q)), min(abs(p), abs(q))
    difference, _ = subtract(pad, high, low, short=True)
    return -difference if (p if abs(p) >= abs(q) else q) < 0 else difference


def _shift(p: int, q: int) -> str:
    """p + q as people write it, and rewritten with sizes when a sign gets in the way."""
    plain = f"{p}{'+' if q >= 0 else '-'}{abs(q)}"
    if p < 0 and q < 0:
        return f"{plain} = -({-p}+{-q})"
    if p < 0 <= q:
        return f"{plain} = {q}-{-p}" if q > -p else f"{plain} = -({-p}-{q})"
    if q < 0 and p < -q:
        return f"{plain} = -({-q}-{p})"
    return plain


def _times(pad: Scratchpad, a: int, x: int) -> int:
    """a × x: by digits when x has two and a has one, else from the table."""
    if a < 10 and abs(x) > 9:
        size = multiply_by_digit(pad, abs(x), a)
    else:
        size = pad.value(a * abs(x), near(a * abs(x)))
        pad.line(f"{a}×{abs(x)}={size}")
    return -size if x < 0 else size


def _work(pad: Scratchpad, a: int, b: int, c: int, left: str) -> int | None:
    """Write the solution; returns x as written, or None if the division does not come out even."""
    d = c
    if b:
        pad.line(f"{'Take ' + str(b) if b > 0 else 'Add ' + str(-b)}: {left} = {_shift(c, -b)}")
        d = add_signed(pad, c, -b)
        pad.line(f"{left} = {d}")
    if a == 1:
        return d
    quotient, rest = divide(pad, abs(d), a)
    if rest:
        pad.line(f"There is {rest} left over. Wait, that is not right.")
        return None
    return -quotient if d < 0 else quotient


def _check(pad: Scratchpad, a: int, b: int, c: int, x: int) -> bool:
    pad.line("Check:")
    product = _times(pad, a, x) if a != 1 else x
    if b:
        pad.line(f"{_shift(product, b)}:")
        product = add_signed(pad, product, b)
    return agree(pad, product, c)


def _text(chance: random.Random, a: int, b: int, c: int, variable: str) -> str:
    left = f"{a}{variable}" if a != 1 else variable
    if a != 1 and chance.random() < 0.15:
        left = f"{a}{chance.choice(('*', ' * ', '·'))}{variable}"
    text = left + (f" + {b}" if b > 0 else f" - {-b}" if b < 0 else "") + f" = {c}"
    if b > 0 and chance.random() < 0.08:
        text = f"{b} + {left} = {c}"
    return text.replace(" ", "") if chance.random() < 0.3 else text


def make_equation(chance: random.Random, held_out_wording: bool = False) -> Problem:
    a = chance.randint(1, 12)
    x = chance.randint(-12, 12) if a > 9 or chance.random() < 0.6 else chance.randint(1, 20)
    b = chance.choice((0, 1, 1, 1, 1, 1)) * chance.randint(-40, 60)
    if a == 1 and b == 0:
        b = 7
    c = a * x + b
    variable = chance.choice("xxxxxyznabt")
    core = chance.choice(CORES_HELD_OUT if held_out_wording else CORES)
    phrased = ask(chance, core.format(e=_text(chance, a, b, c, variable), v=variable))
    left = f"{a}{variable}" if a != 1 else variable

    def say(found: int) -> str:
        return (
            f"\\[\\boxed{{{variable} = {found}}}\\]"
            if phrased.boxed
            else f"{variable} = {emphasise(found, False)}"
        )

    def work(pad: Scratchpad) -> str:
        equation = left + (f" + {b}" if b > 0 else f" - {-b}" if b < 0 else "") + f" = {c}"
        pad.line(f"Solve {equation}.")
        found = _work(pad, a, b, c, left)
        if found is None or not _say_and_check(pad, found):
            pad.line("Again:")
            found = _work(pad, a, b, c, left)
            if found is None or not _say_and_check(pad, found):
                raise GaveUp
        return say(found)

    def _say_and_check(pad: Scratchpad, found: int) -> bool:
        pad.line(f"So {variable} = {found}.")
        return _check(pad, a, b, c, found)

    return Problem("equation", phrased.text, f"equation {a} {b} {x}", work, say(x))
