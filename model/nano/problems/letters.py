"""Counting a letter in a word, and turning a word round."""

from __future__ import annotations

import random
import string

from ..arithmetic import agree
from ..phrasing import ask, emphasise
from ..scratchpad import GaveUp, Problem, Scratchpad, near
from ..words import draw_word, quote

COUNT = (
    "?how many {l} are in {w}", "?how many {l} are in {w}", "?how many {l} are there in {w}", "?how many {l} does {w} have", "?how many {l} in {w}", "!count the {l} in {w}",
    "?how many times does {l} appear in {w}", "?how often does {l} occur in {w}", "?how often does {l} appear in {w}", "?how many times is {l} in {w}",
    "!count how many {l} are in {w}", "!count the number of {l} in {w}", "?what is the number of {l} in {w}", "?how many {l} can you find in {w}",
    "={l} in {w}", "!find the number of {l} in {w}", "!tell me how many {l} are in {w}", "?how many {l} do you see in {w}", "?{w}: how many {l} are there",
)  # fmt: skip
COUNT_HELD_OUT = (
    "?how many times can you find {l} in {w}",
    "!tell me the number of {l} in {w}",
    "?how many {l} are there to find in {w}",
    "!count {l} in {w}",
    "?in {w}, how many {l} are there",
)
REVERSE = (
    "!reverse {w}", "!reverse {w}", "!spell {w} backwards", "?what is {w} backwards", "?what is {w} reversed", "!write {w} backwards", "?how do you spell {w} backwards",
    "!reverse the letters of {w}", "!reverse the letters in {w}", "!turn {w} around", "={w} backwards", "={w} reversed", "?what is {w} in reverse", "!give me {w} backwards",
    "?what does {w} look like backwards", "!write {w} in reverse", "!say {w} backwards", "?how do you write {w} backwards", "?what is the reverse of {w}", "!spell {w} in reverse",
)  # fmt: skip
REVERSE_HELD_OUT = (
    "!tell me {w} backwards",
    "!give me the reverse of {w}",
    "?how do you spell {w} in reverse",
    "!write the letters of {w} backwards",
    "?what is {w} spelled backwards",
)


def _letter(chance: random.Random, letter: str) -> str:
    shown = letter.upper() if chance.random() < 0.15 else letter
    return chance.choice(
        (
            "{}",
            "{}",
            '"{}"',
            "'{}'",
            "{}'s",
            "{}s",
            "letters {}",
            "letter {}",
            'letter "{}"',
            "`{}`",
        )
    ).format(shown)


def _number_letters(pad: Scratchpad, word: str) -> list[str]:
    """Write the letters with their places; returns the letters as written."""
    letters = [
        pad.value(
            letter, [pad_letter for pad_letter in ("e", "a", "s", "n") if pad_letter != letter]
        )
        for letter in word
    ]
    pad.line("-".join(f"{place}{letter}" for place, letter in enumerate(letters, 1)))
    return letters


def _count(pad: Scratchpad, word: str, letter: str, with_places: bool) -> int:
    count, shown = 0, []
    for place, each in enumerate(word, 1):
        if each == letter:
            count = pad.value(count + 1, near(count + 1, 0))
            each = f"{each}({count})"
        shown.append(f"{place}{each}" if with_places else each)
    pad.line("-".join(shown))
    return count


def make_count(chance: random.Random, held_out_wording: bool = False) -> Problem:
    word = draw_word(chance)
    letter = (
        chance.choice(word) if chance.random() < 0.85 else chance.choice(string.ascii_lowercase)
    )
    cores = COUNT_HELD_OUT if held_out_wording else COUNT
    phrased = ask(
        chance, chance.choice(cores).format(l=_letter(chance, letter), w=quote(chance, word))
    )

    def say(count: int) -> str:
        return f'There {"is" if count == 1 else "are"} {emphasise(count, phrased.boxed)} "{letter}" in "{word}".'

    def work(pad: Scratchpad) -> str:
        pad.line(f'Look for "{letter}" in "{word}".')
        for attempt in range(2):
            if attempt:
                pad.line("Again:")
            count = _count(pad, word, letter, True)
            pad.line(f"That is {count}. Check by spelling once more:")
            second = _count(pad, word, letter, False)
            if agree(pad, second, count):
                return say(count)
        raise GaveUp

    return Problem("count", phrased.text, f"count {letter} {word}", work, say(word.count(letter)))


def _check_reverse(pad: Scratchpad, word: str, reverse: str) -> bool:
    """Place by place: the letter of the word beside the one that was written under that place.

    Turning the reverse back as a whole does not work as a check: a model that has the word before
    it copies the word, whatever the reverse says.
    """
    pairs = []
    for place, (letter, written) in enumerate(zip(word, reversed(reverse), strict=True), 1):
        pairs.append(f"{place}{letter}{'=' if letter == written else '≠'}{written}")
        if letter != written:
            pad.line(f"Check: {', '.join(pairs)}. Wait, that is not right.")
            return False
    pad.line(f"Check: {', '.join(pairs)}. Good.")
    return True


def make_reverse(chance: random.Random, held_out_wording: bool = False) -> Problem:
    word = draw_word(chance)
    cores = REVERSE_HELD_OUT if held_out_wording else REVERSE
    phrased = ask(chance, chance.choice(cores).format(w=quote(chance, word)))

    def say(reverse: str) -> str:
        return f'"{word}" backwards is {emphasise(reverse, phrased.boxed)}.'

    def turn(pad: Scratchpad) -> str:
        back = list(enumerate(_number_letters(pad, word), 1))[::-1]
        written = [
            (place, pad.value(each, [other for _, other in back if other != each]))
            for place, each in back
        ]
        pad.line("-".join(f"{place}{each}" for place, each in written))
        return "".join(each for _, each in written)

    def work(pad: Scratchpad) -> str:
        pad.line("Number the letters, then read them from the end.")
        for attempt in range(2):
            if attempt:
                pad.line("Again:")
            reverse = turn(pad)
            if _check_reverse(pad, word, reverse):
                return say(reverse)
        raise GaveUp

    return Problem("reverse", phrased.text, f"reverse {word}", work, say(word[::-1]))
