"""Which of two decimals is larger: 9.11 or 9.9?"""

from __future__ import annotations

import random
from decimal import Decimal

from ..phrasing import ask, draw_number, emphasise
from ..scratchpad import GaveUp, Problem, Scratchpad

LARGER, SMALLER = ("larger", "bigger", "greater"), ("smaller",)
WHICH = (
    "?which is {w}, {a} or {b}", "?which is {w}: {a} or {b}", "?which number is {w}, {a} or {b}", "?what is {w}, {a} or {b}", "?what's {w}, {a} or {b}", "?{a} or {b}, which is {w}",
    "?which one is {w}: {a} or {b}", "?which one is {w}, {a} or {b}", "?{a} and {b}: which is {w}", "?which of {a} and {b} is {w}", "?which is the {w} number, {a} or {b}",
    "?is {a} or {b} {w}", "!find the {w} of {a} and {b}", "!tell me which is {w}, {a} or {b}",
)  # fmt: skip
BARE = (
    "!compare {a} and {b}", "!compare {a} with {b}", "={a} vs {b}", "={a} or {b}", "!compare the numbers {a} and {b}", "={a} vs. {b}", "!compare the decimals {a} and {b}",
)  # fmt: skip
YES_NO = ("?is {a} {w} than {b}", "?is {a} {w} than {b}", "?is the number {a} {w} than {b}")
WHICH_HELD_OUT = (
    "?which number is the {w} one, {a} or {b}",
    "?what is the {w} number, {a} or {b}",
    "!tell me the {w} of {a} and {b}",
    "?{a} or {b}: which one is {w}",
)
BARE_HELD_OUT = ("!compare the two numbers {a} and {b}", "={a} and {b}, compare")


def _decimal(chance: random.Random) -> str:
    places = chance.choice((0, 1, 1, 1, 2, 2, 2, 3))
    whole = str(draw_number(chance, 1, 2))
    return whole + (
        "." + "".join(chance.choice("0123456789") for _ in range(places)) if places else ""
    )


def _pair(chance: random.Random) -> tuple[str, str]:
    while True:
        a, b = _decimal(chance), _decimal(chance)
        if chance.random() < 0.75:
            b = a.split(".")[0] + ("." + b.split(".")[1] if "." in b else "")
            if chance.random() < 0.3 and "." in a and "." in b:
                b = a[: a.index(".") + 2] + b[b.index(".") + 2 :]
        if Decimal(a) != Decimal(b) or chance.random() < 0.15:
            return a, b


def _pad_places(text: str, places: int) -> str:
    whole, _, decimals = text.partition(".")
    return whole + ("." + decimals.ljust(places, "0") if places else "")


def _compare(pad: Scratchpad, a: str, b: str) -> str:
    """Write the comparison; returns ">", "<" or "="."""
    places = max(len(text.partition(".")[2]) for text in (a, b))
    whole = [text.partition(".")[0] for text in (a, b)]
    signs = (">", "<", "=")
    x, y = int(whole[0]), int(whole[1])
    found = pad.value(">" if x > y else "<" if x < y else "=", signs)
    pad.line(f"Whole parts: {x} {found} {y}")
    if found != "=":
        return found
    if places == 0:
        return "="
    wide = [_pad_places(text, places) for text in (a, b)]
    shifted = wide[0].split(".")[0] + ".0" + wide[0].split(".")[1][:-1]
    wide[0] = pad.value(wide[0], [shifted])
    pad.line(f"Same length: {wide[0]} and {wide[1]}")
    for d, e in zip(wide[0].split(".")[1], wide[1].split(".")[1], strict=False):
        found = pad.value(">" if d > e else "<" if d < e else "=", signs)
        pad.line(f"{d} {found} {e}")
        if found != "=":
            return found
    return "="


def _conclude(pad: Scratchpad, a: str, b: str, sign: str, asked: str) -> None:
    """From the sign to the number asked for, written down: an answer read off the check flips."""
    if sign == "=":
        pad.line(f"{a} = {b}, so they are equal.")
    else:
        first = (a if sign == ">" else b) if asked == "larger" else (b if sign == ">" else a)
        pad.line(f"{a} {sign} {b}, so {first} is {asked}.")


def _check(pad: Scratchpad, a: str, b: str, sign: str) -> bool:
    """Both without the point and equally long, digit beside digit, up to the first that differ.

    It shares no step with the comparison: whole parts and decimals are one row of digits here.
    """
    places = max(len(text.partition(".")[2]) for text in (a, b))
    wide = [_pad_places(text, places).replace(".", "") for text in (a, b)]
    length = max(map(len, wide))
    first, second = (text.rjust(length, "0") for text in wide)
    steps, found = [], "="
    for d, e in zip(first, second, strict=True):
        found = ">" if d > e else "<" if d < e else "="
        steps.append(f"{d}{found}{e}")
        if found != "=":
            break
    verdict = "Good." if found == sign else "Wait, that is not right."
    pad.line(f"Check without the point: {first} and {second}: {', '.join(steps)}. {verdict}")
    return found == sign


def _say(a: str, b: str, sign: str, word: str, yes_no: bool, boxed: bool) -> str:
    if sign == "=":
        return f"{a} and {b} are {emphasise('equal', boxed)}."
    high, low = (a, b) if sign == ">" else (b, a)
    smaller = word in SMALLER
    first, second = (low, high) if smaller else (high, low)
    if yes_no:
        return f"{'Yes' if first == a else 'No'}, {emphasise(first, boxed)} is {'smaller' if smaller else 'larger'} than {second}."
    return f"{emphasise(first, boxed)} is {'smaller' if smaller else 'larger'} than {second}."


def make_compare(chance: random.Random, held_out_wording: bool = False) -> Problem:
    a, b = _pair(chance)
    word = chance.choice((*LARGER, *LARGER, *SMALLER, *SMALLER))
    roll = chance.random()
    yes_no = 0.75 <= roll < 0.9
    cores: tuple[str, ...]
    if roll < 0.75:
        cores = WHICH_HELD_OUT if held_out_wording else WHICH
    elif yes_no:
        cores = YES_NO
    else:
        cores, word = (BARE_HELD_OUT if held_out_wording else BARE), "larger"
    if held_out_wording and yes_no:
        cores, yes_no = WHICH_HELD_OUT, False
    phrased = ask(chance, chance.choice(cores).format(a=a, b=b, w=word))
    x, y = Decimal(a), Decimal(b)
    truth = ">" if x > y else "<" if x < y else "="

    def work(pad: Scratchpad) -> str:
        asked = "smaller" if word in SMALLER else "larger"
        pad.line(
            f"Compare {a} and {b}: is {a} {asked}?"
            if yes_no
            else f"Compare {a} and {b}: which is {asked}?"
        )
        for attempt in range(2):
            if attempt:
                pad.line("Again:")
            sign = _compare(pad, a, b)
            _conclude(pad, a, b, sign, asked)
            if _check(pad, a, b, sign):
                return _say(a, b, sign, word, yes_no, phrased.boxed)
        raise GaveUp

    return Problem(
        "compare",
        phrased.text,
        f"compare {a} {b}",
        work,
        _say(a, b, truth, word, yes_no, phrased.boxed),
    )
