"""Reads a thought line by line and names the lines that are not true.

It knows nothing of how thoughts are made: it only holds each stated fact against arithmetic, the
alphabet or the calendar. A line whose form it does not know counts as false, so nothing slips by.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from .problems.weekdays import DAYS

NUMBER = r"-?\d+"
COLUMN = re.compile(r"^(?:(\d+)([+-])(\d+): )?(\d+(?:[+×-]\d+)+)=(\d+)( borrow)? → (\d+)$")
EQUATION = re.compile(r"(?<![\d.)])(\d+(?:[+×-]\d+)+)=(-?\d+)(?![\d.])")
NINES = re.compile(r"^\d → \d(?:, \d → \d)*$")
DIVISION = re.compile(r"^(\d+)(?: \((\d+)\))?: (\d+)×(\d+)=(\d+), (\d+)-(\d+)=(-?\d+) → (\d+)$")
SIGNS: dict[str, Callable[[int, int], bool]] = {
    ">": lambda x, y: x > y,
    "<": lambda x, y: x < y,
    "=": lambda x, y: x == y,
    "≠": lambda x, y: x != y,
}
WORDS_ONLY = re.compile(
    r"^(Add \d+ and \d+\.|Multiply \d+ by \d+\.|Divide \d+ by \d+\.|Check by nines:|Again:|\d+×\d:"
    r"|Keep \d, add \d+ and \d+:|So -?[\d.]+\.|Compare [\d.]+ and [\d.]+: which is (larger|smaller)\?|Compare [\d.]+ and [\d.]+: is [\d.]+ (larger|smaller)\?"
    r"|Number the letters, then read them from the end\.|Look for \"[a-z]\" in \"[a-z]+\"\."
    r"|That is \d+\. Check by spelling once more:|Take the (largest|smallest) of [\d, ]+ again and again\.|\d+|Solve .+\.|So [a-z] = -?\d+\.|Check:|-?\d+[+-]\d+:"
    r"|\d*[a-z] = -?\d+|There is \d+ left over\. Wait, that is not right\.|\d+ is not below \d+\. Wait, that is not right\.|\w+day, \d+ (day|week)s? (on|back)\.|A week has 7 days: \d+/7|Whole weeks change nothing\."
    r"|That is \w+day\. Check the other way round the week, 7-\d=\d:|\d+ and \d+ more: \d+\+\d+|\d+ less \d+: \d+-\d+|\d+ times \d+: \d+×\d+|\d+ for \d+: \d+/\d+|I was not trained for this, so I say what I can do\.|It is still not right, so I stop here\."
    r"|1 → \d+|\d+ is \d+|Same length: [\d.]+ and [\d.]+)$"
)


def evaluate_term(term: str) -> int:
    """Value of a term of +, - and × over whole numbers."""
    total = 0
    for sign, product in re.findall(r"([+-]?)(\d+(?:×\d+)*)", term):
        value = 1
        for factor in product.split("×"):
            value *= int(factor)
        total += -value if sign == "-" else value
    return total


@dataclass
class _Context:
    """What the lines so far set up: the columns still open and the result gathered in them."""

    result: str = ""
    in_columns: bool = False
    columns_left: int | None = None
    best: Callable[[list[int]], int] = field(default=min)


def _column_holds(match: re.Match[str], context: _Context) -> bool:
    left, sign, right, term, total, _, shown = match.groups()
    value = evaluate_term(term)
    if value != int(total):
        return False
    if left is not None:
        context.in_columns = True
        first = re.split(r"[+-]", term)
        d, e = int(first[0]), int(first[1])
        if d % 10 != int(left) % 10 or e != int(right) % 10 or (sign == "+") != ("+" in term):
            return False
    if not context.in_columns:
        return shown == str(value % 9) if value >= 9 else shown == str(value)
    whole = context.columns_left == 1
    if context.columns_left is not None:
        context.columns_left -= 1
    expected = (str(value) if whole else str(value % 10)) + context.result
    context.result = shown
    if context.columns_left == 0:
        context.in_columns, context.result, context.columns_left = False, "", None
    return shown == expected


def _nines_hold(line: str) -> bool:
    running = 0
    for pair in line.split(", "):
        digit, shown = map(int, pair.split(" → "))
        running = (running + digit) % 9
        if running != shown:
            return False
    return True


def _letters_hold(line: str, word: str | None, letter: str | None) -> bool | None:
    if not re.fullmatch(r"(\d*[a-z](\(\d+\))?-)*\d*[a-z](\(\d+\))?", line) or word is None:
        return None
    parts = re.findall(r"(\d*)([a-z])(?:\((\d+)\))?", line)
    letters = "".join(part[1] for part in parts)
    places = [int(part[0]) for part in parts if part[0]]
    if letter is not None:
        count = 0
        for _, each, shown in parts:
            count += each == letter
            if (shown != "") != (each == letter) or (shown and int(shown) != count):
                return False
        return letters == word and places in ([], list(range(1, len(word) + 1)))
    up = list(range(1, len(word) + 1))
    return (places == up and letters in (word, word[::-1])) or (
        places == up[::-1] and letters in (word, word[::-1])
    )


def _days_hold(line: str) -> bool | None:
    match = re.fullmatch(rf"(\d) (on|back) from ({'|'.join(DAYS)}): (.+)", line)
    if not match:
        zero = re.fullmatch(r"0 days from (\w+) is (\w+)", line)
        return zero[1] == zero[2] if zero else None
    day, step = DAYS.index(match[3]), 1 if match[2] == "on" else -1
    expected = ", ".join(f"{n} {DAYS[(day + step * n) % 7]}" for n in range(1, int(match[1]) + 1))
    return match[4] == expected


def _rounds_hold(line: str, context: _Context) -> bool | None:
    """A round of sorting: each pair is true and goes on with the better of the pair before."""
    if not re.fullmatch(r"\d+[<>=]\d+(, \d+[<>=]\d+)* → \d+", line):
        return None
    pairs, _, shown = line.partition(" → ")
    best: int | None = None
    for pair in pairs.split(", "):
        left, sign, right = re.split(r"([<>=])", pair)
        x, y = int(left), int(right)
        if not SIGNS[sign](x, y) or context.best([x, y]) != x or best not in (None, x, y):
            return False
        best = x
    return best == int(shown)


DECIMAL = r"\d+(?:\.\d+)?"
"""What a number may look like; a line with another (a model writes "9.1.1" too) holds for nobody."""


def _conclusion_holds(line: str) -> bool | None:
    match = re.fullmatch(
        rf"({DECIMAL}) ([<>=]) ({DECIMAL}), so (?:they are equal|({DECIMAL}) is (larger|smaller))\.",
        line,
    )
    if not match:
        return None
    left, sign, right, named, kind = match.groups()
    x, y = Decimal(left), Decimal(right)
    if named is None:
        return sign == "=" and x == y
    return (x < y if sign == "<" else x > y) and Decimal(named) == (
        min(x, y) if kind == "smaller" else max(x, y)
    )


def _points_hold(line: str) -> bool | None:
    """The check of a comparison: two rows of digits, each pair of them as its sign says."""
    match = re.fullmatch(
        r"Check without the point: (\d+) and (\d+): (\d[<>=]\d(?:, \d[<>=]\d)*)\. "
        r"(Good\.|Wait, that is not right\.)",
        line,
    )
    if not match:
        return None
    first, second, pairs = match[1], match[2], match[3].split(", ")
    shown = [(pair[0], pair[2]) for pair in pairs]
    true = all(SIGNS[pair[1]](int(pair[0]), int(pair[2])) for pair in pairs)
    decided = pairs[-1][1] != "=" or len(pairs) == len(first)
    return (
        true
        and decided
        and len(first) == len(second)
        and shown == list(zip(first, second, strict=True))[: len(pairs)]
        and all(pair[1] == "=" for pair in pairs[:-1])
    )


def _order_holds(line: str) -> bool | None:
    """The order of two numbers before one is taken from the other: by length, or by digits."""
    match = re.fullmatch(r"(\d+)-(\d+): (.+?)(?:, so -\((\d+)-(\d+)\))?", line)
    if not match or not re.fullmatch(r"\d[<>] ?\d digits|\d[<>=]\d(, \d[<>=]\d)*", match[3]):
        return None
    a, b, shown = match[1], match[2], match[3]
    turned = (match[4], match[5]) == (b, a) if match[4] else True
    if int(a) < int(b) and not match[4] or not turned:
        return False
    if shown.endswith("digits"):
        return (int(shown[0]), int(shown[2])) == (len(a), len(b)) and SIGNS[shown[1]](
            len(a), len(b)
        )
    pairs = shown.split(", ")
    digits = list(zip(a, b, strict=False))[: len(pairs)]
    return len(a) == len(b) and all(
        (pair[0], pair[2]) == each and SIGNS[pair[1]](int(each[0]), int(each[1]))
        for pair, each in zip(pairs, digits, strict=True)
    )


def _chain_holds(line: str) -> bool | None:
    """The check of a sorted list: neighbours as their signs say, all of them counted."""
    match = re.fullmatch(
        r"Check: (\d+(?:[<>=]\d+)*)(?:, (\d+) of (\d+) numbers)?\. "
        r"(Good\.|Wait, that is not right\.)",
        line,
    )
    if not match:
        return None
    parts = re.split(r"([<>=])", match[1])
    numbers, signs = [int(n) for n in parts[::2]], parts[1::2]
    true = all(SIGNS[sign](x, y) for x, sign, y in zip(numbers, signs, numbers[1:], strict=False))
    if match[2] is None:
        return true and match[4] != "Good."
    complete = match[2] == match[3]
    return true and int(match[2]) == len(numbers) and complete == (match[4] == "Good.")


def _places_hold(line: str, word: str | None) -> bool | None:
    """The check of a reversal: letters in the word's order, each pair of them as its sign says."""
    match = re.fullmatch(
        r"Check: (\d+[a-z][=≠][a-z](?:, \d+[a-z][=≠][a-z])*)\. (Good\.|Wait, that is not right\.)",
        line,
    )
    if not match or word is None:
        return None
    pairs = re.findall(r"(\d+)([a-z])([=≠])([a-z])", match[1])
    told = all((sign == "=") == (x == y) for _, x, sign, y in pairs)
    spelled = "".join(x for _, x, _, _ in pairs)
    places = [int(place) for place, _, _, _ in pairs] == list(range(1, len(pairs) + 1))
    fits = all(sign == "=" for _, _, sign, _ in pairs) and len(pairs) == len(word)
    return told and places and word.startswith(spelled) and fits == (match[2] == "Good.")


def line_holds(line: str, context: _Context, word: str | None, letter: str | None) -> bool:
    """Whether one line is true where it stands."""
    if header := re.fullmatch(r"(\d+)×(\d):", line):
        context.in_columns, context.result, context.columns_left = True, "", len(header[1])
    elif (
        line == "Again:"
        or line.startswith(("Add ", "Keep ", "Take "))
        or re.match(r"\d+-\d+: \d[<>=]", line)
        or re.search(r"\d[+-]\d+\)?:?$", line)
    ):
        context.in_columns, context.result, context.columns_left = True, "", None
    elif line.startswith(("Check by nines", "So ")) or NINES.match(line):
        context.in_columns, context.result, context.columns_left = False, "", None
    if line.startswith("Take the "):
        context.best = max if "largest" in line else min
    if (carried := re.fullmatch(r"1 → (\d+)", line)) and context.in_columns and context.result:
        return carried[1] == "1" + context.result
    if NINES.match(line):
        return _nines_hold(line)
    if match := DIVISION.match(line):
        part, _, times, by, product, again, taken, left, _ = match.groups()
        return (
            int(times) * int(by) == int(product)
            and part == again
            and product == taken
            and int(again) - int(taken) == int(left)
        )
    if match := COLUMN.match(line):
        return _column_holds(match, context)
    for verdict in (
        _letters_hold(line, word, letter),
        _days_hold(line),
        _rounds_hold(line, context),
        _conclusion_holds(line),
        _places_hold(line, word),
        _points_hold(line),
        _order_holds(line),
        _chain_holds(line),
    ):
        if verdict is not None:
            return verdict
    stated = (
        re.findall(rf"(?<![\d+×.-])({NUMBER})\s?([<>=≠])\s?({NUMBER})(?![+×\d-])", line)
        if not re.search(r"[a-z] = |^Solve ", line)
        else []
    )
    pairs_hold = all(
        SIGNS[sign](int(x), int(y)) for x, sign, y in stated if "×" not in line and "+" not in line
    )
    equations_hold = all(
        evaluate_term(term) == int(value) for term, value in EQUATION.findall(line)
    )
    if not (pairs_hold and equations_hold):
        return False
    if shift := re.search(r"(-?\d+)([+-])(\d+) = (-?)\(?(\d+)([+-])(\d+)\)?", line):
        before = int(shift[1]) + int(shift[2] + shift[3])
        after = int(shift[5]) + int(shift[6] + shift[7])
        return before == (-after if shift[4] else after)
    if zeros := re.fullmatch(r"(\d+) is (\d+)", line):
        return int(zeros[1]) == int(zeros[2])
    known = bool(
        WORDS_ONLY.match(line)
        or stated
        or EQUATION.search(line)
        or re.fullmatch(r"(Take|Add) \d+: .+", line)
    )
    return (
        known
        or bool(re.fullmatch(r"[\w.]+ [=≠] [\w.]+\. (Good\.|Wait, that is not right\.)", line))
        or bool(re.fullmatch(r"\d+ is less than \d+, so .+", line))
    )


def find_false_lines(thought: str, word: str | None = None, letter: str | None = None) -> list[str]:
    """The lines of a thought that are not true. `word` and `letter` are what the question asked about."""
    context = _Context()
    return [line for line in thought.split("\n") if not line_holds(line, context, word, letter)]
