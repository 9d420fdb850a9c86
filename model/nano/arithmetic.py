"""Column arithmetic in steps that are each a small look-up, and the check by casting out nines.

The left part of a line repeats what remains of the numbers, so that the digits of a step stand
right beside it: a small transformer learns such local steps far sooner than indexed ones.
The check compares digit sums modulo nine. It catches every single wrong digit but 0 for 9, and it
shares no step with the computation that it checks.
"""

from __future__ import annotations

from .scratchpad import GaveUp, Scratchpad, near

DIGITS = range(10)


def add(pad: Scratchpad, a: int, b: int, *, short: bool = False) -> int:
    """Write a + b column by column from the right; return what was written as the sum.

    `short` leaves out what remains of the numbers: enough when the columns stand above already.
    """
    left, right, carry, result = str(a), str(b), 0, ""
    while left or right:
        d, e = int(left[-1:] or 0), int(right[-1:] or 0)
        carry = pad.value(carry, [1 - carry])
        total = pad.value(d + e + carry, near(d + e + carry, 0, 19))
        digit = pad.value(total % 10, near(total % 10, 0, 9))
        result = str(digit) + result
        term = f"{d}+{e}+{carry}" if carry else f"{d}+{e}"
        pad.line(("" if short else f"{left or 0}+{right or 0}: ") + f"{term}={total} → {result}")
        carry, left, right = total // 10, left[:-1], right[:-1]
    if carry:
        result = "1" + result
        pad.line(f"1 → {result}")
    return int(result)


def subtract(pad: Scratchpad, a: int, b: int, *, short: bool = False) -> tuple[int, bool]:
    """Write a - b from the right; return what was written and whether a borrow was left over."""
    left, right, borrow, result = str(a), str(b), 0, ""
    while left or right:
        d, e = int(left[-1:] or 0), int(right[-1:] or 0)
        borrow = pad.value(borrow, [1 - borrow])
        needs = d - e - borrow < 0
        digit = pad.value((d - e - borrow) % 10, near((d - e - borrow) % 10, 0, 9))
        result = str(digit) + result
        term = f"{'1' if needs else ''}{d}-{e}" + ("-1" if borrow else "")
        remaining = "" if short else f"{left or 0}-{right or 0}: "
        pad.line(f"{remaining}{term}={digit}{' borrow' if needs else ''} → {result}")
        borrow, left, right = int(needs), left[:-1], right[:-1]
    if len(result) > 1 and result[0] == "0":
        pad.line(f"{result} is {int(result)}")
    return int(result), bool(borrow)


def multiply_by_digit(pad: Scratchpad, a: int, digit: int) -> int:
    """Write a × digit from the right; return what was written."""
    if digit == 0:
        pad.line(f"{a}×0=0")
        return 0
    pad.line(f"{a}×{digit}:")
    rest, carry, result = str(a), 0, ""
    while rest:
        d = int(rest[-1])
        carry = pad.value(carry, near(carry, 0, 8))
        product = pad.value(d * digit + carry, near(d * digit + carry, 0, 89))
        result = (str(product) if len(rest) == 1 else str(product % 10)) + result
        term = f"{d}×{digit}+{carry}" if carry else f"{d}×{digit}"
        pad.line(f"{term}={product} → {result}")
        carry, rest = product // 10, rest[:-1]
    return int(result)


def divide(pad: Scratchpad, a: int, b: int) -> tuple[int, int]:
    """Write the long division a / b; return the quotient and remainder that were written.

    In brackets stand the digits still to come.
    """
    digits = str(a)
    taken = 1
    while taken < len(digits) and int(digits[:taken]) < b:
        taken += 1
    part, rest, quotient = int(digits[:taken]), digits[taken:], ""
    while True:
        times = pad.value(part // b, near(part // b, 0, 9))
        product = pad.value(times * b, near(times * b))
        left = pad.value(part - product, near(part - product))
        quotient += str(times)
        ahead = f" ({rest})" if rest else ""
        pad.line(f"{part}{ahead}: {times}×{b}={product}, {part}-{product}={left} → {quotient}")
        if left < 0 or left >= b:
            return int(quotient), left
        if not rest:
            return int(quotient), left
        part, rest = left * 10 + int(rest[0]), rest[1:]


def reduce_nines(pad: Scratchpad, number: int) -> int:
    """Write the running digit sum of `number` modulo nine; return its end."""
    running, steps = 0, []
    for digit in str(number):
        true = (running + int(digit)) % 9
        running = pad.value(true, [n for n in range(9) if n != true])
        steps.append(f"{digit} → {running}")
    pad.line(", ".join(steps))
    return running


def _nines(pad: Scratchpad, term: str, true: int) -> int:
    total = pad.value(true, near(true, 0, 99))
    if total < 9:
        pad.line(f"{term}={total}")
        return total
    reduced = pad.value(total % 9, [n for n in range(9) if n != total % 9])
    pad.line(f"{term}={total} → {reduced}")
    return reduced


def agree(pad: Scratchpad, left: object, right: object) -> bool:
    """Write whether the two sides of a check are equal."""
    if left == right:
        pad.line(f"{left} = {right}. Good.")
        return True
    pad.line(f"{left} ≠ {right}. Wait, that is not right.")
    return False


def check_sum(pad: Scratchpad, a: int, b: int, total: int, *, short: bool = False) -> bool:
    """Check a + b = total by digit sums modulo nine. `short` leaves out the heading."""
    if not short:
        pad.line("Check by nines:")
    left = reduce_nines(pad, a)
    right = reduce_nines(pad, b)
    expected = _nines(pad, f"{left}+{right}", left + right)
    return agree(pad, expected, reduce_nines(pad, total))


def check_quotient(pad: Scratchpad, a: int, b: int, quotient: int, left: int) -> bool:
    """Check quotient × b + left = a by digit sums modulo nine, and that the remainder is small."""
    pad.line("Check by nines:")
    if not 0 <= left < b:
        pad.line(f"{left} is not below {b}. Wait, that is not right.")
        return False
    nines = reduce_nines(pad, quotient)
    product = _nines(pad, f"{nines}×{b}", nines * b)
    expected = _nines(pad, f"{product}+{left}", product + left)
    return agree(pad, expected, reduce_nines(pad, a))


def checked_sum(pad: Scratchpad, a: int, b: int) -> int:
    """Add, check, and do it again if the check fails; GaveUp if it fails again."""
    total = add(pad, a, b)
    if check_sum(pad, a, b, total):
        return total
    pad.line("Again:")
    total = add(pad, a, b, short=True)
    if not check_sum(pad, a, b, total, short=True):
        raise GaveUp
    return total


def checked_difference(pad: Scratchpad, a: int, b: int) -> int:
    """Subtract b ≤ a, check by adding back, again if the check fails; GaveUp if it fails twice."""
    difference, _ = subtract(pad, a, b)
    if check_sum(pad, difference, b, a):
        return difference
    pad.line("Again:")
    difference, _ = subtract(pad, a, b, short=True)
    if not check_sum(pad, difference, b, a, short=True):
        raise GaveUp
    return difference


def checked_quotient(pad: Scratchpad, a: int, b: int) -> tuple[int, int]:
    """Divide with remainder, check, again if the check fails; GaveUp if it fails twice."""
    quotient, left = divide(pad, a, b)
    if check_quotient(pad, a, b, quotient, left):
        return quotient, left
    pad.line("Again:")
    quotient, left = divide(pad, a, b)
    if not check_quotient(pad, a, b, quotient, left):
        raise GaveUp
    return quotient, left


def _checked_partial(pad: Scratchpad, a: int, nines: int, digit: int) -> tuple[int, int]:
    """a × digit with its own check; returns the product and its digit sum modulo nine."""
    for attempt in range(2):
        if attempt:
            pad.line("Again:")
        product = multiply_by_digit(pad, a, digit)
        if digit == 0:
            return 0, 0
        expected = _nines(pad, f"{nines}×{digit}", nines * digit)
        found = reduce_nines(pad, product)
        if agree(pad, expected, found):
            return product, found
    raise GaveUp


def checked_product(pad: Scratchpad, a: int, b: int) -> int:
    """Multiply a by b < 100 digit by digit; every part is checked where it stands."""
    nines = reduce_nines(pad, a)
    low, low_nines = _checked_partial(pad, a, nines, b % 10)
    if b < 10:
        return low
    high, high_nines = _checked_partial(pad, a, nines, b // 10)
    if low == 0:
        pad.line(f"So {high * 10}.")
        return high * 10
    for attempt in range(2):
        kept = low % 10
        pad.line("Again:" if attempt else f"Keep {kept}, add {low // 10} and {high}:")
        upper = add(pad, low // 10, high, short=attempt > 0)
        total = upper * 10 + kept
        pad.line(f"So {total}.")
        expected = _nines(pad, f"{low_nines}+{high_nines}", low_nines + high_nines)
        if agree(pad, expected, reduce_nines(pad, total)):
            return total
    raise GaveUp
