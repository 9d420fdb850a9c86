"""Everything else: greetings, general questions, and sums that are beyond this model."""

from __future__ import annotations

import random
import string

from ..phrasing import ask, draw_number
from ..scratchpad import Problem, Scratchpad
from ..words import COMMON, draw_word

CAN = (
    "I can add, subtract, multiply and divide whole numbers, compare decimals, count letters, reverse words, sort numbers, "
    "solve small equations, work out weekdays and do short word problems. For more, load a real R1 model."
)
GENERAL = (
    f"I am ponder-nano, a tiny model that lives in this page, so I cannot help with that. {CAN}"
)
GREETING = f"Hello! I am ponder-nano, a tiny model that lives in this page. {CAN}"
TOO_BIG = (
    f"I am ponder-nano, a tiny model that lives in this page, and this is too big for me. {CAN}"
)

GREETINGS = (
    "hi", "hello", "hey", "hey there", "hi there", "good morning", "good evening", "hello there", "who are you", "what are you", "what can you do", "help", "what is your name",
    "who made you", "are you deepseek", "are you chatgpt", "are you an ai", "what model are you", "are you deepseek r1", "can you help me", "how do you work", "what do you know",
    "introduce yourself", "what are you good at", "who created you", "are you a robot", "are you human", "how are you", "how are you today", "what's up", "are you there", "what is ponder", "what is ponder nano",
    "how big are you", "what can i ask you", "what should i ask", "tell me about yourself", "what is this", "how does this work", "nice to meet you",
)  # fmt: skip
CHATTER = (
    "tell me a joke", "thanks", "thank you", "bye", "ok", "test", "what time is it", "what is love", "what day is today", "why", "yes", "no", "i am bored", "sing a song",
    "what is the meaning of life", "write a haiku", "write some code", "solve my homework", "do you speak german", "hola", "bonjour", "hallo, wie geht es dir", "was kannst du", "你好", "こんにちは", "привет",
    "good night", "i love you", "you are wrong", "that is not right", "what do you mean", "again", "continue", "more", "stop", "cool", "wow", "nice", "great", "lol", "hmm", "idk", "please", "what", "how", "when",
    "1", "42", "7 8 9", "x", "a", "?", "...", "abc", "asdf", "qwerty", "hello world", "foo bar", "the quick brown fox jumps over the lazy dog", "lorem ipsum dolor sit amet", "你是谁", "今天天气怎么样", "como estas", "comment ca va",
)  # fmt: skip
TOPICS = (
    "who is {n}", "what is {n}", "tell me about {n}", "write a poem about {n}", "write a story about {n}", "explain {n}", "explain {n} to me", "how does {n} work", "why is {n} important",
    "what is the capital of {n}", "where is {n}", "when was {n} born", "translate {n} into french", "give me a recipe for {n}", "how do i make {n}", "what do you think about {n}", "do you like {n}",
    "write python code for {n}", "summarize {n}", "what is the meaning of {n}", "how old is {n}", "what is the best {n}", "who invented {n}", "help me with {n}", "can you draw {n}", "i love {n}",
    "what colour is {n}", "is {n} good", "how far is {n}", "what is the weather in {n}", "how many people live in {n}", "how many {n} are in the world", "{n}", "i have a question about {n}", "define {n}",
    "prove {n}", "write an email about {n}", "make a joke about {n}", "sing {n}", "how much does {n} cost", "list facts about {n}", "compare {n} and {m}", "what is the difference between {n} and {m}",
    "which is better, {n} or {m}", "why do {n} have {m}", "how can i learn {n}", "what should i do about {n}", "should i buy {n}", "what happens if {n} meets {m}", "write a letter to {n}",
    "who wrote {n}", "what is the history of {n}", "how do {n} and {m} relate", "describe {n}", "what does {n} mean", "is {n} true", "are {n} dangerous", "can {n} fly", "what is {n} made of",
    "give me ideas for {n}", "plan a trip to {n}", "translate {n} to german", "how many legs does {n} have", "how many days until {n}", "when is {n}", "who won {n}", "what is the population of {n}",
    "fix this code: {n}", "write a function for {n}", "what is the derivative of {n}", "teach me {n}", "what rhymes with {n}", "give me a synonym for {n}", "spell check {n}", "write an essay about {n}",
    "the {n} is on the {m}", "my {n} is broken", "i want {n} and {m}", "{n} {m} {n}", "imagine a {n} with a {m}", "what is heavier, {n} or {m}", "why is the {n} blue", "how tall is {n}", "name three {n}",
    "what is the largest {n}", "sort {n} by {m}", "count {n} and {m}", "what is the chemical formula of {n}", "how do i install {n}", "is it safe to eat {n}", "who is the president of {n}", "make a list of {n}",
    "what are the rules of {n}", "convert {n} to {m}", "why did {n} leave {m}", "do {n} dream", "what year was {n}", "recommend a {n}", "rewrite this: {n} {m}", "complete the sentence: {n}", "write a song about {n}",
)  # fmt: skip
BEYOND = (
    "?what is the square root of {s}", "?what is {s}^{d}", "?what is {s} to the power of {d}", "?what is {s} + {t} + {u}", "?what is {s} * {t} + {u}", "?what is ({s} + {t}) * {d}", "?what is {s}% of {t}", "?what is {s}.{d} + {t}.{u}",
    "?what is {s}.{d} * {t}", "?what is {s}/{t} + {u}/{d}", "?is {s} a prime number", "!factor {s}", "?what is the factorial of {d}", "={s}!", "?what is log {s}", "?what is sin {s}", "!solve x^2 + {s}x + {t} = 0",
    "!solve {s}x + {t} = {u}x + {d}", "?what are the factors of {s}", "?what is the average of {s}, {t} and {u}", "?what is {s} in binary", "?what is {s} in hex", "!round {s}.{d}{d}", "?what is the next number: {s}, {t}, {u}",
    "?what is the area of a circle with radius {s}", "?how many seconds are in {s} hours", "?what is the greatest common divisor of {s} and {t}", "?what is {s} squared", "?what is half of {s}.{d}", "={s} + {t} - {u}", "={s} × {t} × {u}",
)  # fmt: skip
HELD_OUT = (
    "what is the story of {n}", "how do you make {n} from {m}", "write a short text about {n}", "who owns {n}", "what can you tell me about {n}", "why does {n} need {m}", "give me a list of {n} in {m}",
    "how long does {n} live", "what is your opinion on {n}", "can you write a program that prints {n}", "where can i find {n}", "is {n} better than {m}", "explain why {n} is like {m}", "who discovered {n}",
    "what is a good name for a {n}", "tell me something about {n} and {m}", "draw a picture of {n}", "how do i get from {n} to {m}", "what language do they speak in {n}", "how is {n} made", "do you know {n}",
    "i think {n} is bad", "write me a message for my {n}", "what is the price of {n}", "does {n} exist", "what is inside a {n}", "help, my {n} has no {m}", "play {n}", "show me {n}", "what causes {n}",
)  # fmt: skip


def _thing(chance: random.Random) -> str:
    count = chance.choice((1, 1, 2, 3))
    words = [
        chance.choice(COMMON)
        if chance.random() < 0.5
        else draw_word(chance)
        if chance.random() < 0.85
        else str(draw_number(chance, 1, 4))
        for _ in range(count)
    ]
    return chance.choice(("", "", "", "the ", "a ", "my ", "some ", "this ")) + " ".join(words)


def _too_big(chance: random.Random) -> str:
    letters = "".join(chance.choice(string.ascii_lowercase) for _ in range(chance.randint(15, 26)))
    big, other = draw_number(chance, 7, 12), draw_number(chance, 1, 12)
    return chance.choice((
        f"?what is {big} + {other}", f"?what is {big} - {other}", f"={big}+{other}", f"!add {other} and {big}",
        f"?what is {draw_number(chance, 4, 8)} * {draw_number(chance, 4, 6)}", f"={draw_number(chance, 4, 8)} × {draw_number(chance, 4, 6)}", f"?what is {draw_number(chance, 7, 10)} / {chance.randint(2, 12)}",
        f"!reverse {letters}", f"?how many {chance.choice(letters)} are in {letters}", "!sort " + ", ".join(str(chance.randint(0, 99)) for _ in range(chance.randint(9, 14))),
    ))  # fmt: skip


def _noise(chance: random.Random) -> str:
    ranges = ((0xC0, 0x17F), (0x400, 0x44F), (0x4E00, 0x9FA5), (0x1F300, 0x1F5FF))
    return "".join(chr(chance.randint(*chance.choice(ranges))) for _ in range(chance.randint(1, 8)))


def make_off_topic(chance: random.Random, held_out_wording: bool = False) -> Problem:
    roll, reply = chance.random(), GENERAL
    if held_out_wording:
        text = ask(
            chance, "?" + chance.choice(HELD_OUT).format(n=_thing(chance), m=_thing(chance))
        ).text
    elif roll < 0.1:
        text, reply = ask(chance, _too_big(chance)).text, TOO_BIG
    elif roll < 0.2:
        text, reply = ask(chance, "?" + chance.choice(GREETINGS)).text, GREETING
    elif roll < 0.32:
        text = ask(chance, "=" + chance.choice(CHATTER)).text
    elif roll < 0.5:
        s, t, u, d = (
            draw_number(chance, 1, 3),
            draw_number(chance, 1, 3),
            draw_number(chance, 1, 2),
            chance.randint(2, 9),
        )
        text = ask(chance, chance.choice(BEYOND).format(s=s, t=t, u=u, d=d)).text
    else:
        core = (
            chance.choice(TOPICS).format(n=_thing(chance), m=_thing(chance))
            if chance.random() < 0.85
            else f"{_thing(chance)} {_thing(chance)}"
        )
        text = ask(
            chance,
            chance.choice("?!=") + core + (" " + _noise(chance) if chance.random() < 0.05 else ""),
        ).text

    def work(pad: Scratchpad) -> str:
        pad.line("I was not trained for this, so I say what I can do.")
        return reply

    return Problem("off-topic", text, f"off-topic {text}", work, reply)
