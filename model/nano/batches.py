"""Packed rows of training tokens: whole conversations, loss on what the model is to write."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .problems.registry import MAKERS, draw_problem, plant_slip, plant_two_slips, work_out
from .tokenizer import EOS, PAD, encode, load, render_prompt, render_reply

MIX = {
    "add": 1.1,
    "subtract": 1.8,
    "multiply": 1.7,
    "divide": 1.5,
    "compare": 1.5,
    "count": 1.5,
    "reverse": 1.5,
    "sort": 2.5,
    "equation": 1.9,
    "weekday": 1.2,
    "story": 1.5,
    "off-topic": 0.9,
}
SLIP_SHARE = 0.2
SLIP_SHARES = {"reverse": 0.45, "sort": 0.45, "compare": 0.3}
"""Where looking back is hard, slips are shown more often: the check copies what it expects."""
GIVE_UP_SHARE = 0.03
VERDICT_WEIGHT = 3.0
"""Verdicts are few and nearly always "Good.": unweighted, the model says that without looking."""
HISTORY_SHARES = (0.6, 0.18, 0.19, 0.03)


@dataclass(frozen=True)
class Example:
    """Token ids and, for each, the weight of predicting it."""

    ids: list[int]
    weights: list[float]
    kind: str


def draw_history(
    chance: random.Random, count: int, *, held_out: bool = False
) -> tuple[tuple[str, str], ...]:
    """Earlier questions with their right answers."""
    problems = [
        draw_problem(chance.choice(list(MAKERS)), chance, held_out=held_out) for _ in range(count)
    ]
    return tuple(
        (problem.question, chance.choice(("", "\n\n")) + problem.expected) for problem in problems
    )


def draw_example(
    tokenizer: Tokenizer, kind: str, chance: random.Random, slip_share: float | None = None
) -> Example:
    """One conversation, with a slip at the kind's own share unless told.

    A planted wrong line carries no loss; finding and repairing it does.
    """
    if slip_share is None:
        slip_share = SLIP_SHARES.get(kind, SLIP_SHARE)
    problem = draw_problem(kind, chance, held_out=False)
    roll, worked = chance.random(), None
    if roll < slip_share:
        worked = plant_slip(problem, chance)
    elif roll > 1 - GIVE_UP_SHARE and slip_share > 0:
        worked = plant_two_slips(problem, chance)
    pad, answer = worked or work_out(problem)
    history = draw_history(chance, chance.choices(range(4), HISTORY_SHARES)[0])
    prompt = encode(tokenizer, render_prompt(problem.question, history))
    ids, weights = list(prompt), [0.0] * len(prompt)
    for line in pad.lines:
        piece = encode(tokenizer, line.text + "\n")
        ids += piece
        weight = VERDICT_WEIGHT if "Good." in line.text or "Wait" in line.text else 1.0
        weights += [0.0 if line.slipped else weight] * len(piece)
    tail = encode(tokenizer, render_reply("", answer)[1:])
    return Example(ids + tail, weights + [1.0] * len(tail), kind)


def batches(
    seed: int,
    rows: int,
    length: int,
    mix: dict[str, float] | None = None,
    slip_share: float | None = None,
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]]:
    """Endless batches of (tokens, segments, weights), each [rows, length].

    Segments number the conversations of a row from 1; 0 is padding. A conversation is never cut:
    one that is longer than a row is drawn again. Deterministic in `seed`.
    """
    tokenizer, chance = load(), random.Random(seed)
    shares = mix or MIX
    pad_id = tokenizer.token_to_id(PAD)
    waiting: list[Example] = []
    while True:
        tokens = np.full((rows, length), pad_id, np.int32)
        segments = np.zeros((rows, length), np.int32)
        weights = np.zeros((rows, length), np.float32)
        for row in range(rows):
            start, segment = 0, 1
            while True:
                while len(waiting) < 24:
                    example = draw_example(
                        tokenizer,
                        chance.choices(list(shares), list(shares.values()))[0],
                        chance,
                        slip_share,
                    )
                    if len(example.ids) <= length:
                        waiting.append(example)
                index = next(
                    (i for i, each in enumerate(waiting) if len(each.ids) <= length - start), None
                )
                if index is None:
                    break
                example = waiting.pop(index)
                end = start + len(example.ids)
                tokens[row, start:end], segments[row, start:end], weights[row, start:end] = (
                    example.ids,
                    segment,
                    example.weights,
                )
                start, segment = end, segment + 1
        yield tokens, segments, weights


__all__ = ["EOS", "MIX", "Example", "batches", "draw_example", "draw_history"]
