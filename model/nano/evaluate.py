"""What ponder-nano can do, measured with the quantised weights that are shipped.

`python -m model.nano.evaluate` prints the table of the model card and, with `--json`, writes the
figures. Problems are held out by their key, drawn with a fixed seed, and decoded greedily.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from tokenizers import Tokenizer

from .batches import draw_history
from .checker import find_false_lines
from .problems.registry import MAKERS, draw_problem, plant_slip, work_out
from .scratchpad import Problem
from .tokenizer import END_THINK, EOS, encode, load, render_prompt, render_reply

Decode = Callable[[list[list[int]], list[list[int]], int], list[list[int]]]
"""(prompts, guesses, most new tokens) → for each prompt the new ids of greedy decoding, the stop
token included if it came. A guess is what the reply may be: it saves time and changes nothing."""

MOST_TOKENS = 448
LONGEST_REPAIRED = 380
GOOD = "Good."
KINDS = tuple(kind for kind in MAKERS if kind != "off-topic")


@dataclass(frozen=True)
class Case:
    """A problem, the history before it, what already stands of the thought, and a right way on."""

    problem: Problem
    prompt: str
    begun: str
    rest: str


@dataclass(frozen=True)
class Outcome:
    """How a reply turned out. `tokens` counts the reply, the begun part included."""

    right: bool
    thought_true: bool
    called_good: bool
    stopped: bool
    tokens: int
    text: str


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1 over `count` cases, and the longest reply in tokens."""

    count: int
    right: float
    thought_true: float
    wrong_called_good: float
    stopped: float
    longest: int


def _asked_about(problem: Problem) -> tuple[str | None, str | None]:
    parts = problem.key.split()
    if problem.kind == "count":
        return parts[-1], parts[1]
    return (parts[-1], None) if problem.kind == "reverse" else (None, None)


def judge(case: Case, text: str, stopped: bool, tokens: int) -> Outcome:
    """Hold one reply against the problem: the answer to the letter, the thought line by line."""
    thought, _, answer = text.partition(f"\n{END_THINK}\n\n")
    right = answer == case.problem.expected
    false_lines = find_false_lines(thought, *_asked_about(case.problem))
    last = thought.rstrip().rsplit("\n", 1)[-1]
    return Outcome(right, not false_lines, GOOD in last, stopped, tokens, text)


def run_cases(cases: list[Case], tokenizer: Tokenizer, decode: Decode) -> list[Outcome]:
    """Decode every case greedily and judge it."""
    stop = tokenizer.token_to_id(EOS)
    begun = [encode(tokenizer, case.begun) for case in cases]
    prompts = [encode(tokenizer, case.prompt) + ids for case, ids in zip(cases, begun, strict=True)]
    guesses = [encode(tokenizer, case.rest) for case in cases]
    outcomes = []
    for case, before, new in zip(cases, begun, decode(prompts, guesses, MOST_TOKENS), strict=True):
        stopped = bool(new) and new[-1] == stop
        ids = before + (new[:-1] if stopped else new)
        text = tokenizer.decode(ids, skip_special_tokens=False)
        outcomes.append(judge(case, text, stopped, len(ids) + stopped))
    return outcomes


def score(outcomes: list[Outcome]) -> Score:
    """Sum outcomes up."""
    count = len(outcomes)

    def share(fact: Callable[[Outcome], bool]) -> float:
        return sum(map(fact, outcomes)) / count

    return Score(
        count,
        share(lambda each: each.right),
        share(lambda each: each.thought_true),
        share(lambda each: not each.right and each.called_good),
        share(lambda each: each.stopped),
        max(each.tokens for each in outcomes),
    )


def draw_cases(
    kind: str, count: int, seed: int, *, wording: bool = False, earlier: int = 0
) -> list[Case]:
    """Held-out problems of a kind, without repeats; `earlier` questions stand before each."""
    chance = random.Random(f"{seed} {kind} {wording} {earlier}")
    seen, cases = set[str](), list[Case]()
    while len(cases) < count:
        problem = draw_problem(kind, chance, held_out=True, held_out_wording=wording)
        history = draw_history(chance, earlier, held_out=True)
        if problem.question in seen and len(seen) > 20:
            continue
        seen.add(problem.question)
        pad, answer = work_out(problem)
        rest = render_reply("\n".join(line.text for line in pad.lines), answer)
        cases.append(Case(problem, render_prompt(problem.question, history), "", rest))
    return cases


def draw_planted(kind: str, count: int, seed: int, tokenizer: Tokenizer) -> list[Case]:
    """Right thoughts with one wrong step, cut after its line; the rest is the model's."""
    chance, cases = random.Random(f"{seed} {kind} planted"), list[Case]()
    while len(cases) < count:
        problem = draw_problem(kind, chance, held_out=True)
        planted = plant_slip(problem, chance)
        if planted is None:
            continue
        pad, answer = planted
        if (
            len(encode(tokenizer, "\n".join(line.text for line in pad.lines)))
            > LONGEST_REPAIRED - 30
        ):
            continue
        slipped = pad.slipped_line
        assert slipped is not None
        begun = "".join(line.text + "\n" for line in pad.lines[: slipped + 1])
        rest = render_reply("\n".join(line.text for line in pad.lines[slipped + 1 :]), answer)
        cases.append(Case(problem, render_prompt(problem.question), begun, rest))
    return cases


def evaluate(
    tokenizer: Tokenizer, decode: Decode, share: float = 1.0, seed: int = 2026
) -> dict[str, dict[str, Score]]:
    """All sets of the card: held-out problems, new wording, two earlier questions, slips."""

    def size(count: int) -> int:
        return max(8, round(count * share))

    figures: dict[str, dict[str, Score]] = {}
    for kind in KINDS:
        sets = {
            "held-out": draw_cases(kind, size(500), seed),
            "wording": draw_cases(kind, size(200), seed, wording=True),
            "history": draw_cases(kind, size(300), seed, earlier=2),
            "planted": draw_planted(kind, size(200), seed, tokenizer),
        }
        figures[kind] = {
            name: score(run_cases(cases, tokenizer, decode)) for name, cases in sets.items()
        }
    off = {
        "held-out": draw_cases("off-topic", size(200), seed),
        "wording": draw_cases("off-topic", size(200), seed, wording=True),
        "history": draw_cases("off-topic", size(200), seed, earlier=2),
    }
    figures["off-topic"] = {
        name: score(run_cases(cases, tokenizer, decode)) for name, cases in off.items()
    }
    return figures


def mean(figures: dict[str, dict[str, Score]], name: str, fact: Callable[[Score], float]) -> float:
    """Mean over the kinds that have this set, off-topic left out."""
    values = [fact(figures[kind][name]) for kind in KINDS]
    return sum(values) / len(values)


def table(figures: dict[str, dict[str, Score]]) -> str:
    """The card's table in Markdown."""

    def percent(value: float) -> str:
        return f"{100 * value:.1f}"

    rows = [
        "| kind | right | thought true | new wording | with history | slip repaired "
        "| wrong called good | longest reply |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, sets in figures.items():
        plain, planted = sets["held-out"], sets.get("planted")
        repaired = (
            (percent(planted.right), percent(planted.wrong_called_good)) if planted else ("–", "–")
        )
        longest = max(each.longest for each in sets.values())
        cells = (
            kind,
            percent(plain.right),
            percent(plain.thought_true),
            percent(sets["wording"].right),
            percent(sets["history"].right),
            *repaired,
            str(longest),
        )
        rows.append("| " + " | ".join(cells) + " |")
    totals = [
        percent(mean(figures, name, lambda each: each.right))
        for name in ("held-out", "wording", "history", "planted")
    ]
    thought, good = (
        percent(mean(figures, "held-out", lambda each: each.thought_true)),
        percent(mean(figures, "planted", lambda each: each.wrong_called_good)),
    )
    rows.append(
        f"| **mean** | {totals[0]} | {thought} | {totals[1]} | {totals[2]} | {totals[3]} "
        f"| {good} | |"
    )
    return "\n".join(rows)


def main() -> int:
    """Evaluate the exported weights, or those of a checkpoint."""
    from . import cores

    cores.keep_memory()
    cores.use_all()
    from .quantised import open_checkpoint, open_trained

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--share", type=float, default=1.0, help="share of the cases to run, for a quick look"
    )
    parser.add_argument(
        "--checkpoint", type=Path, help="these training weights instead of the exported ones"
    )
    parser.add_argument("--json", type=Path, help="write the figures here")
    arguments = parser.parse_args()
    decode = open_checkpoint(arguments.checkpoint) if arguments.checkpoint else open_trained()
    began = time.monotonic()
    figures = evaluate(load(), decode, arguments.share)
    print(table(figures))
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    if arguments.json:
        arguments.json.write_text(
            json.dumps(
                {
                    kind: {name: asdict(each) for name, each in sets.items()}
                    for kind, sets in figures.items()
                },
                indent=1,
            )
            + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
