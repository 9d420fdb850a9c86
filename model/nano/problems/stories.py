"""Word problems of one or two steps."""

from __future__ import annotations

import random
from collections.abc import Callable

from ..arithmetic import checked_difference, checked_product, checked_quotient, checked_sum
from ..phrasing import ask, emphasise
from ..scratchpad import Problem, Scratchpad

NAMES = [
    "Tom",
    "Anna",
    "Ben",
    "Lisa",
    "Max",
    "Mia",
    "Sam",
    "Emma",
    "Paul",
    "Nina",
    "Leo",
    "Eva",
    "Jack",
    "Zoe",
    "Omar",
    "Lin",
    "Maria",
    "John",
    "Alice",
    "Bob",
    "Kate",
    "Peter",
    "Sara",
    "David",
    "Julia",
    "Ali",
    "Wei",
    "Priya",
    "Carlos",
    "Ivan",
]
THINGS = [
    "apples",
    "books",
    "coins",
    "pens",
    "cards",
    "eggs",
    "stones",
    "stamps",
    "balls",
    "cakes",
    "oranges",
    "pencils",
    "cookies",
    "stickers",
    "marbles",
    "flowers",
    "candies",
    "toys",
    "shells",
    "photos",
    "tickets",
    "bananas",
    "chairs",
    "boxes",
    "plates",
    "bottles",
    "sweets",
    "beads",
    "buttons",
    "magazines",
]
HOLDERS = ["boxes", "bags", "baskets", "shelves", "packs", "jars", "trays", "rows"]
SINGLE = {
    "boxes": "box",
    "bags": "bag",
    "baskets": "basket",
    "shelves": "shelf",
    "packs": "pack",
    "jars": "jar",
    "trays": "tray",
    "rows": "row",
}

Steps = list[tuple[str, int, int]]
"""The worked steps: a sign and two numbers; 0 as the left number stands for the result so far."""


def _gain(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, m, o = c.choice(NAMES), c.choice(NAMES), c.choice(THINGS)
    a, b = c.randint(2, 199), c.randint(2, 99)
    more = c.choice(
        (
            f"{m} gives {n} {b} more",
            f"{n} buys {b} more",
            f"{n} gets {b} more",
            f"{n} finds {b} more",
            f"{m} gives {n} another {b}",
            f"then {n} buys {b}",
        )
    )
    end = c.choice(
        (
            f"how many {o} does {n} have now?",
            f"how many {o} does {n} have?",
            f"how many does {n} have in all?",
            f"how many {o} is that?",
            f"how many {o} does {n} have in total?",
        )
    )
    if held:
        more, end = (
            c.choice(
                (f"{n} gets another {b}", f"{m} buys {b} more for {n}", f"then {n} finds {b}")
            ),
            c.choice((f"how many {o} does {n} have in all now?", f"how many {o} are there now?")),
        )
    return f"{n} has {a} {o}. {more}. {end}", [("+", a, b)]


def _lose(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, m, o = c.choice(NAMES), c.choice(NAMES), c.choice(THINGS)
    a = c.randint(5, 250)
    b = c.randint(1, a)
    less = c.choice(
        (
            f"{n} gives {b} to {m}",
            f"{n} loses {b}",
            f"{n} sells {b}",
            f"{n} gives away {b}",
            f"{n} eats {b}",
            f"{m} takes {b}",
            f"{n} uses {b}",
        )
    )
    end = c.choice(
        (
            f"how many {o} does {n} have left?",
            f"how many {o} are left?",
            "how many are left?",
            f"how many does {n} still have?",
        )
    )
    if held:
        less, end = (
            c.choice((f"{n} gives {m} {b}", f"then {n} sells {b}", f"{n} throws away {b}")),
            c.choice((f"how many {o} does {n} still have?", "how many remain?")),
        )
    return f"{n} has {a} {o}. {less}. {end}", [("-", a, b)]


def _together(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, m, o = c.choice(NAMES), c.choice(NAMES), c.choice(THINGS)
    a, b = c.randint(2, 199), c.randint(2, 199)
    end = c.choice(
        (
            f"how many {o} do they have together?",
            f"how many {o} do they have in total?",
            "how many do they have together?",
            f"how many {o} is that in all?",
        )
    )
    if held:
        end = c.choice((f"how many {o} do they have in all?", f"how many {o} are there together?"))
    return (
        f"{n} has {a} {o} and {m} has {b} {c.choice((o, o, 'of them'))}. {end}"
        if not held
        else f"{n} has {a} {o}. {m} has {b} {o}. {end}",
        [("+", a, b)],
    )


def _more_than(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, m, o = c.choice(NAMES), c.choice(NAMES), c.choice(THINGS)
    a = c.randint(3, 199)
    b = c.randint(1, a)
    end = c.choice(
        (
            f"how many more {o} does {n} have than {m}?",
            f"how many more does {n} have?",
            f"how many fewer {o} does {m} have?",
        )
    )
    if held:
        end = c.choice(
            (f"how many more {o} does {n} have?", f"how many fewer does {m} have than {n}?")
        )
    return f"{n} has {a} {o} and {m} has {b}. {end}", [("-", a, b)]


def _gain_and_lose(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, o = c.choice(NAMES), c.choice(THINGS)
    a, b = c.randint(2, 99), c.randint(2, 99)
    gain, lose = (
        c.choice(("buys", "gets", "finds")),
        c.choice(("gives away", "loses", "sells", "eats", "uses")),
    )
    end = c.choice(
        (
            f"how many {o} does {n} have now?",
            "how many are left?",
            f"how many {o} does {n} have left?",
        )
    )
    if held:
        end = c.choice((f"how many {o} are left now?", f"how many does {n} have?"))
    if c.random() < 0.5:
        k = c.randint(1, a + b)
        text = c.choice(
            (
                f"{n} has {a} {o}, {gain} {b} more and then {lose} {k}. {end}",
                f"{n} has {a} {o}. {n} {gain} {b} more. then {n} {lose} {k}. {end}",
            )
        )
        return text, [("+", a, b), ("-", 0, k)]
    b = c.randint(1, a)
    k = c.randint(2, 99)
    text = c.choice(
        (
            f"{n} has {a} {o}, {lose} {b} and then {gain} {k} more. {end}",
            f"{n} has {a} {o}. {n} {lose} {b}. then {n} {gain} {k} more. {end}",
        )
    )
    return text, [("-", a, b), ("+", 0, k)]


def _boxes(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, o, h = c.choice(NAMES), c.choice(THINGS), c.choice(HOLDERS)
    a, b = c.randint(2, 9), c.randint(2, 60)
    text = c.choice((
        f"{n} has {a} {h} with {b} {o} each. how many {o} does {n} have?", f"there are {b} {o} in each {SINGLE[h]}. {n} has {a} {h}. how many {o} are there?",
        f"{n} buys {a} {h} of {b} {o}. how many {o} is that?", f"there are {a} {h} with {b} {o} in each. how many {o} are there in total?", f"each {SINGLE[h]} holds {b} {o}. how many {o} are in {a} {h}?",
    ))  # fmt: skip
    if held:
        text = c.choice(
            (
                f"{n} has {a} {h}. there are {b} {o} in each {SINGLE[h]}. how many {o} does {n} have in total?",
                f"how many {o} are in {a} {h} with {b} {o} each?",
            )
        )
    return text, [("×", b, a)]


def _price(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, o = c.choice(NAMES), c.choice(THINGS)
    a, b = c.randint(2, 9), c.randint(2, 60)
    money = c.choice(("dollars", "euros", "dollars", "coins", "pounds"))
    if c.random() < 0.5:
        text = c.choice(
            (
                f"one of the {o} costs {b} {money}. how much do {a} {o} cost?",
                f"{o} cost {b} {money} each. how much do {a} {o} cost?",
                f"{n} buys {a} {o} for {b} {money} each. how much does {n} pay?",
            )
        )
        if held:
            text = c.choice(
                (
                    f"{o} cost {b} {money} each. {n} buys {a}. how much does {n} pay?",
                    f"how much do {a} {o} cost if each costs {b} {money}?",
                )
            )
        return text, [("×", b, a)]
    pays = c.randint(a * b, a * b + 99)
    text = c.choice(
        (
            f"{n} buys {a} {o} for {b} {money} each and pays with {pays} {money}. how much does {n} get back?",
            f"{n} has {pays} {money} and buys {a} {o} for {b} {money} each. how much is left?",
        )
    )
    if held:
        text = f"{n} has {pays} {money}. {n} buys {a} {o} for {b} {money} each. how much money does {n} have left?"
    return text, [("×", b, a), ("−", pays, 0)]


def _share(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, o = c.choice(NAMES), c.choice(THINGS)
    a, r = c.randint(2, 12), c.randint(1, 40)
    total = a * r
    who = c.choice(("friends", "children", "people", "kids"))
    text = c.choice((
        f"{n} shares {total} {o} equally among {a} {who}. how many {o} does each get?", f"{a} {who} share {total} {o} equally. how many does each get?",
        f"{total} {o} are shared by {a} {who}. how many {o} does each one get?", f"{n} puts {total} {o} into {a} boxes equally. how many {o} are in each box?",
    ))  # fmt: skip
    if held:
        text = c.choice(
            (
                f"{n} has {total} {o} for {a} {who}. how many does each get?",
                f"{a} {who} share {total} {o}. how many {o} does each one get?",
            )
        )
    return text, [("/", total, a)]


def _boxes_and_more(c: random.Random, held: bool) -> tuple[str, Steps]:
    n, o, h = c.choice(NAMES), c.choice(THINGS), c.choice(HOLDERS)
    a, b = c.randint(2, 9), c.randint(2, 30)
    if c.random() < 0.5:
        k = c.randint(2, 60)
        end = c.choice(("in all", "in total", "now")) if held else c.choice(("in total", "in all"))
        return (
            f"{n} has {a} {h} with {b} {o} each and {k} more {o}. how many {o} does {n} have {end}?",
            [("×", b, a), ("+", 0, k)],
        )
    k = c.randint(1, a * b)
    lose = (
        c.choice(("sells", "loses")) if held else c.choice(("gives away", "sells", "eats", "uses"))
    )
    return f"{n} has {a} {h} with {b} {o} each and {lose} {k}. how many {o} are left?", [
        ("×", b, a),
        ("-", 0, k),
    ]


STORIES: tuple[Callable[[random.Random, bool], tuple[str, Steps]], ...] = (
    _gain, _lose, _together, _more_than, _gain_and_lose, _gain_and_lose, _boxes, _price, _share, _boxes_and_more,
)  # fmt: skip
OPENERS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "please solve: ",
    "hi! ",
    "a word problem: ",
    "solve this: ",
    "can you solve this? ",
    "here is a problem. ",
    "hello, ",
)


def _do(pad: Scratchpad, sign: str, left: int, right: int) -> int:
    if sign == "+":
        pad.line(f"{left} and {right} more: {left}+{right}")
        return checked_sum(pad, left, right)
    if sign == "-":
        pad.line(f"{left} less {right}: {left}-{right}")
        return checked_difference(pad, left, right)
    if sign == "×":
        pad.line(f"{right} times {left}: {left}×{right}")
        return checked_product(pad, left, right)
    pad.line(f"{left} for {right}: {left}/{right}")
    return checked_quotient(pad, left, right)[0]


def _truth(sign: str, left: int, right: int) -> int:
    return {"+": left + right, "-": left - right, "×": left * right, "/": left // max(right, 1)}[
        sign
    ]


def make_story(chance: random.Random, held_out_wording: bool = False) -> Problem:
    text, steps = chance.choice(STORIES)(chance, held_out_wording)
    phrased = ask(chance, "=" + chance.choice(OPENERS) + text.rstrip("?"))
    question = (
        phrased.text
        if phrased.boxed or phrased.text.rstrip().endswith(("?", "."))
        else phrased.text + "?"
    )

    def run(one: Callable[[str, int, int], int]) -> int:
        result = 0
        for sign, left, right in steps:
            result = one("-", left, result) if sign == "−" else one(sign, left or result, right)
        return result

    def say(result: int) -> str:
        return f"The answer is {emphasise(result, phrased.boxed)}."

    def work(pad: Scratchpad) -> str:
        return say(run(lambda sign, left, right: _do(pad, sign, left, right)))

    return Problem("story", question, f"story {text}", work, say(run(_truth)))
