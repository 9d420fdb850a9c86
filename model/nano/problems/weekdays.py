"""Which weekday it is some days or weeks from another."""

from __future__ import annotations

import random

from ..arithmetic import agree, checked_quotient, multiply_by_digit
from ..phrasing import ask, emphasise
from ..scratchpad import GaveUp, Problem, Scratchpad

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AFTER = (
    "?today is {d}. what day is it in {n}", "?if today is {d}, what day will it be in {n}", "?which day is {n} after {d}", "?what day is {n} after {d}",
    "?it is {d}. which day of the week is it in {n}", "?what day of the week is {n} after {d}", "?if it is {d} today, what day is it in {n}", "?what day will it be {n} from {d}",
    "?what weekday is {n} after {d}", "={d} + {n}", "={d} plus {n}", "?today is {d}, what day is it in {n}", "?what day comes {n} after {d}", "!find the day {n} after {d}",
    "?what day of the week will it be in {n} if today is {d}", "?which weekday is it {n} after {d}",
)  # fmt: skip
BEFORE = (
    "?today is {d}. what day was it {n} ago", "?if today is {d}, what day was it {n} ago", "?which day was {n} before {d}", "?what day was {n} before {d}", "?what day is {n} before {d}",
    "?what day of the week was it {n} before {d}", "?if it is {d} today, what day was it {n} ago", "={d} - {n}", "={d} minus {n}", "?what weekday was {n} before {d}", "?what day comes {n} before {d}",
    "?today is {d}, what day was it {n} ago", "?which weekday was it {n} before {d}",
)  # fmt: skip
AFTER_HELD_OUT = (
    "?which day of the week is {n} after {d}",
    "?today is {d}. which day will it be in {n}",
    "?what day is it {n} after {d}",
    "!tell me the day {n} after {d}",
    "?if today is {d}, which weekday is it in {n}",
)
BEFORE_HELD_OUT = (
    "?which day of the week was {n} before {d}",
    "?today is {d}. which day was it {n} ago",
    "?what day was it {n} before {d}",
    "?if today is {d}, which weekday was it {n} ago",
)
NEXT = (
    "?what day is after {d}",
    "?what day comes after {d}",
    "?which day comes after {d}",
    "?today is {d}. what day is it tomorrow",
    "?if today is {d}, what day is tomorrow",
)
PREVIOUS = (
    "?what day is before {d}",
    "?what day comes before {d}",
    "?which day comes before {d}",
    "?today is {d}. what day was it yesterday",
    "?if today is {d}, what day was yesterday",
)


def _step(pad: Scratchpad, start: int, days: int, back: bool) -> int:
    """Write the days one by one; returns the index of the last."""
    day, steps = start, []
    for number in range(1, days + 1):
        true = (day + (-1 if back else 1)) % 7
        day = pad.value(true, [(true + 1) % 7, (true - 1) % 7])
        steps.append(f"{number} {DAYS[day]}")
    pad.line(
        f"{days} {'back' if back else 'on'} from {DAYS[start]}: {', '.join(steps)}"
        if steps
        else f"0 days from {DAYS[start]} is {DAYS[start]}"
    )
    return day


def make_weekday(chance: random.Random, held_out_wording: bool = False) -> Problem:
    start, back = chance.randrange(7), chance.random() < 0.4
    count = chance.randint(1, 30) if chance.random() < 0.5 else chance.randint(1, 400)
    weeks = chance.random() < 0.07
    if weeks:
        count = chance.randint(1, 12)
    held = (
        (BEFORE_HELD_OUT if back else AFTER_HELD_OUT)
        if held_out_wording
        else (BEFORE if back else AFTER)
    )
    if not held_out_wording and chance.random() < 0.06:
        held, count, weeks = (PREVIOUS if back else NEXT), 1, False
    unit = ("week" if weeks else "day") + ("" if count == 1 else "s")
    amount = (
        chance.choice(("a week", "one week", "1 week"))
        if weeks and count == 1
        else f"{count} {unit}"
    )
    phrased = ask(chance, chance.choice(held).format(d=DAYS[start], n=amount))
    days = count * 7 if weeks else count
    truth = (start + (-days if back else days)) % 7

    def say(day: int) -> str:
        return f"It {'was' if back else 'is'} {emphasise(DAYS[day], phrased.boxed)}."

    def attempt(pad: Scratchpad, left: int) -> tuple[int, bool]:
        day = _step(pad, start, left, back)
        pad.line(f"That is {DAYS[day]}. Check the other way round the week, 7-{left}={7 - left}:")
        return day, agree(pad, DAYS[_step(pad, start, 7 - left, not back)], DAYS[day])

    def work(pad: Scratchpad) -> str:
        pad.line(f"{DAYS[start]}, {count} {unit} {'back' if back else 'on'}.")
        left = days
        if weeks:
            multiply_by_digit(pad, count, 7)
            left = 0
            pad.line("Whole weeks change nothing.")
        elif days >= 7:
            pad.line(f"A week has 7 days: {days}/7")
            _, left = checked_quotient(pad, days, 7)
        day, fits = attempt(pad, left)
        if not fits:
            pad.line("Again:")
            day, fits = attempt(pad, left)
            if not fits:
                raise GaveUp
        return say(day)

    return Problem("weekday", phrased.text, f"weekday {start} {days} {back}", work, say(truth))
