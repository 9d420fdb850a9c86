"""How people put a question: polite or curt, with or without capitals, alone or behind a remark."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

OPENERS = (
    "hi, ", "hello, ", "hey, ", "hello! ", "hi! ", "hey there, ", "ok, ", "okay, ", "so, ", "and ", "now ",
    "please ", "quick question: ", "question: ", "one more: ", "next: ", "good morning, ", "dear model, ",
    "i have a question. ", "i need help. ", "help me please. ", "this is my homework. ", "my friend asks: ",
    "i am not sure about this one. ", "thanks! now ", "great. ", "nice, thanks. ", "let us try this: ",
)  # fmt: skip
QUESTION_OPENERS = (
    "can you tell me ", "could you tell me ", "could you please tell me ", "tell me ", "please tell me ",
    "tell me: ", "do you know ", "i want to know ", "i would like to know ", "i wonder ",
)  # fmt: skip
ORDER_OPENERS = (
    "please ", "can you ", "could you ", "could you please ", "can you please ", "i need you to ", "i want you to ",
    "would you ", "would you please ", "let's ", "help me ", "try to ",
)  # fmt: skip
QUESTION_ENDS = (
    "?",
    "?",
    "?",
    "?",
    "",
    "",
    " ?",
    "??",
    "? please",
    "? thanks",
    "? thank you",
    ", please?",
    "? thanks!",
)
ORDER_ENDS = (
    "",
    "",
    "",
    ".",
    ".",
    "!",
    " please",
    ", please.",
    " please.",
    ", thanks",
    " for me",
    " for me please.",
)
STEPS = (
    " think step by step.", " explain.", " show your steps.", " please reason step by step.", " explain your answer.",
    " show your work.", " be careful.", " take your time.", " think carefully.", " how did you get it?",
)  # fmt: skip
BOXED = " Please reason step by step, and put your final answer within \\boxed{}."


@dataclass(frozen=True)
class Phrased:
    """A question as a person typed it; `boxed` when the answer was asked for in a box."""

    text: str
    boxed: bool


def change_case(chance: random.Random, text: str) -> str:
    """Write the text as people do: as it is, with sentence capitals, or now and then in capitals."""
    roll = chance.random()
    if roll < 0.3:
        return text
    if roll < 0.95:
        return re.sub(r"(^|[.!?:] )([a-z])", lambda match: match[1] + match[2].upper(), text)
    return text.upper() if roll < 0.975 else text.title()


def ask(chance: random.Random, core: str) -> Phrased:
    """Dress up a core: a leading `?` marks a question, `!` an order, `=` a bare expression."""
    mark, text = core[0], core[1:]
    if mark == "?":
        if chance.random() < 0.15:
            text = chance.choice(QUESTION_OPENERS) + text
        text += chance.choice(QUESTION_ENDS)
    elif mark == "!":
        if chance.random() < 0.35:
            text = chance.choice(ORDER_OPENERS) + text
        text += chance.choice(ORDER_ENDS)
    else:
        text += chance.choice(("", "", "", "?", " ?", " please"))
    if chance.random() < 0.2:
        text = chance.choice(OPENERS) + text
    boxed = chance.random() < 0.04
    if boxed:
        return Phrased(
            change_case(chance, text.rstrip(" ") + ("" if text[-1] in "?.!" else ".")) + BOXED, True
        )
    if chance.random() < 0.08:
        text += ("" if text[-1] in "?.!" else ".") + chance.choice(STEPS)
    return Phrased(change_case(chance, text), False)


def emphasise(value: object, boxed: bool) -> str:
    """The answer itself, as R1 marks it."""
    return f"\\[\\boxed{{{value}}}\\]" if boxed else f"**{value}**"


def draw_number(chance: random.Random, low: int, high: int) -> int:
    """A number whose count of digits is uniform between `low` and `high`."""
    digits = chance.randint(low, high)
    return chance.randint(0 if digits == 1 else 10 ** (digits - 1), 10**digits - 1)
