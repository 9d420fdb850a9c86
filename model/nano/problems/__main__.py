"""Print held-out problems as JSON lines: `python -m model.nano.problems --count 50 --seed 1`."""

from __future__ import annotations

import argparse
import json
import random

from ..tokenizer import render_prompt
from .registry import MAKERS, draw_problem


def main() -> None:
    """Kinds take turns; each line has kind, question, the rendered prompt and the right answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance, kinds = random.Random(arguments.seed), list(MAKERS)
    for index in range(arguments.count):
        problem = draw_problem(kinds[index % len(kinds)], chance, held_out=True)
        facts = {
            "kind": problem.kind,
            "question": problem.question,
            "prompt": render_prompt(problem.question),
            "answer": problem.expected,
        }
        print(json.dumps(facts, ensure_ascii=False))


if __name__ == "__main__":
    main()
