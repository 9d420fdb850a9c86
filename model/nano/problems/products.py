"""Multiplication of up to 3 × 2 digits and division with remainder."""

from __future__ import annotations

import random

from ..arithmetic import checked_product, checked_quotient
from ..phrasing import ask, draw_number, emphasise
from ..scratchpad import Problem, Scratchpad

MULTIPLY = (
    "?what is {a} * {b}", "?what is {a} × {b}", "?what is {a}*{b}", "?what is {a} x {b}", "?what's {a} x {b}", "?what's {a} * {b}", "={a} * {b}", "={a}*{b}",
    "={a} × {b}", "={a}x{b}", "={a} x {b}", "={a} * {b} =", "={a}×{b}=", "!multiply {a} by {b}", "!multiply {a} and {b}", "!calculate {a} * {b}",
    "!calculate {a} × {b}", "!compute {a} * {b}", "!compute {a} × {b}", "?how much is {a} * {b}", "?how much is {a} times {b}",
    "?what is {a} times {b}", "={a} times {b}", "!calculate {a} times {b}", "?what is the product of {a} and {b}",
    "!find the product of {a} and {b}", "!work out {a} × {b}", "?what does {a} × {b} equal", "?what do you get if you multiply {a} by {b}",
    "?what is the result of {a} * {b}", "?{a} × {b} is what", "!solve {a} * {b}", "?what is {a} multiplied by {b}", "!evaluate {a} * {b}", "!give me the product of {a} and {b}",
)  # fmt: skip
MULTIPLY_HELD_OUT = (
    "!compute the product of {a} and {b}", "?what is the answer to {a} * {b}", "!tell me {a} times {b}",
    "?how much do you get if you multiply {a} and {b}", "!find {a} × {b}", "!compute {a} times {b}",
)  # fmt: skip
DIVIDE = (
    "?what is {a} / {b}", "?what is {a} ÷ {b}", "?what is {a}/{b}", "?what's {a} / {b}", "={a} / {b}", "={a}/{b}", "={a} ÷ {b}", "={a} / {b} =", "={a} : {b}", "={a}÷{b}=",
    "!divide {a} by {b}", "!divide {a} by {b} with remainder", "!calculate {a} / {b}", "!compute {a} / {b}", "!compute {a} ÷ {b}", "?how much is {a} / {b}",
    "?how much is {a} divided by {b}", "?what is {a} divided by {b}", "={a} divided by {b}", "!calculate {a} divided by {b}",
    "?what is {a} divided by {b} with remainder", "?how many times does {b} go into {a}", "?how often does {b} go into {a}", "!work out {a} / {b}", "?what does {a} ÷ {b} equal",
    "?what do you get if you divide {a} by {b}", "?what is the quotient of {a} and {b}", "!solve {a} / {b}", "?what is the result of {a} / {b}", "!evaluate {a} / {b}",
)  # fmt: skip
DIVIDE_HELD_OUT = (
    "!compute {a} divided by {b}", "?what is the answer to {a} / {b}", "!tell me {a} divided by {b}",
    "?how much do you get if you divide {a} by {b}", "!find {a} ÷ {b}", "!compute {a} / {b} with remainder",
)  # fmt: skip
REMAINDER = (
    "?what is the remainder of {a} divided by {b}", "?what is the remainder when {a} is divided by {b}", "?what is {a} mod {b}", "={a} mod {b}", "={a} % {b}",
    "!find the remainder of {a} divided by {b}", "?what is {a} modulo {b}", "!calculate {a} mod {b}", "?what remains when {a} is divided by {b}",
    "!give me the remainder of {a} / {b}", "?what is left when you divide {a} by {b}", "!compute {a} mod {b}",
)  # fmt: skip
REMAINDER_HELD_OUT = (
    "!find {a} mod {b}",
    "?what is the remainder of {a} / {b}",
    "!tell me {a} mod {b}",
    "?what is the remainder if you divide {a} by {b}",
)


def make_multiply(chance: random.Random, held_out_wording: bool = False) -> Problem:
    a, b = draw_number(chance, 1, 3), draw_number(chance, 1, 2)
    if chance.random() < 0.4:
        a, b = draw_number(chance, 2, 3), draw_number(chance, 2, 2)
    if chance.random() < 0.3:
        a, b = b, a
    core = chance.choice(MULTIPLY_HELD_OUT if held_out_wording else MULTIPLY).format(a=a, b=b)
    phrased = ask(chance, core)

    def work(pad: Scratchpad) -> str:
        x, y = (a, b) if a >= b else (b, a)
        pad.line(f"Multiply {x} by {y}.")
        return f"{a} × {b} = {emphasise(checked_product(pad, x, y), phrased.boxed)}"

    return Problem(
        "multiply",
        phrased.text,
        f"multiply {a} {b}",
        work,
        f"{a} × {b} = {emphasise(a * b, phrased.boxed)}",
    )


def make_divide(chance: random.Random, held_out_wording: bool = False) -> Problem:
    a, b = draw_number(chance, 1, 4), chance.randint(2, 12)
    asks_remainder = chance.random() < 0.3
    cores: tuple[str, ...]
    if asks_remainder:
        cores = REMAINDER_HELD_OUT if held_out_wording else REMAINDER
    else:
        cores = DIVIDE_HELD_OUT if held_out_wording else DIVIDE
    phrased = ask(chance, chance.choice(cores).format(a=a, b=b))

    def say(quotient: int, left: int) -> str:
        if asks_remainder:
            return f"{a} mod {b} = {emphasise(left, phrased.boxed)}"
        if left == 0:
            return f"{a} ÷ {b} = {emphasise(quotient, phrased.boxed)}"
        return f"{a} ÷ {b} = {emphasise(f'{quotient} remainder {left}', phrased.boxed)}"

    def work(pad: Scratchpad) -> str:
        pad.line(f"Divide {a} by {b}.")
        return say(*checked_quotient(pad, a, b))

    return Problem("divide", phrased.text, f"divide {a} {b}", work, say(*divmod(a, b)))
