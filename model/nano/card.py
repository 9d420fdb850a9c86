"""Writes the model card from the stored figures: `python -m model.nano.card`.

`trained/evaluation.json` comes from `model.nano.evaluate --json`, `trained/training.json` says how
the weights were trained. The card claims nothing that is not in them.
"""

from __future__ import annotations

import json
from pathlib import Path

from .batches import SLIP_SHARE, SLIP_SHARES
from .evaluate import KINDS, LONGEST_REPAIRED, Score, mean, table
from .quantised import TRAINED

TARGETS = (
    "95 % of each kind and 97 % over all right, thoughts true in 95 %, 90 % with new wording, 80 % of "
    "planted slips repaired and at most 5 % called good, off-topic 95 %, no reply over 400 tokens"
)


def read_figures(path: Path = TRAINED / "evaluation.json") -> dict[str, dict[str, Score]]:
    """The stored evaluation."""
    raw = json.loads(path.read_text("utf-8"))
    return {
        kind: {name: Score(**each) for name, each in sets.items()} for kind, sets in raw.items()
    }


def list_misses(figures: dict[str, dict[str, Score]]) -> list[str]:
    """Which of the goals do not hold, one short phrase each."""
    misses = []
    for kind in KINDS:
        sets = figures[kind]
        goals = (
            ("answers", sets["held-out"].right, 0.95),
            ("true thoughts", sets["held-out"].thought_true, 0.95),
            ("new wording", sets["wording"].right, 0.9),
            ("repaired slips", sets["planted"].right, 0.8),
            ("history", sets["history"].right, sets["held-out"].right - 0.02),
        )
        misses += [
            f"{kind}: {name} {100 * value:.1f} %" for name, value, goal in goals if value < goal
        ]
        if sets["planted"].wrong_called_good > 0.05:
            misses.append(
                f"{kind}: wrong called good {100 * sets['planted'].wrong_called_good:.1f} %"
            )
    overall = mean(figures, "held-out", lambda each: each.right)
    if overall < 0.97:
        misses.append(f"over all: answers {100 * overall:.1f} %")
    if figures["off-topic"]["wording"].right < 0.95:
        misses.append(f"off-topic: {100 * figures['off-topic']['wording'].right:.1f} %")
    longest = max(each.longest for sets in figures.values() for each in sets.values())
    if longest > 400:
        misses.append(f"longest reply: {longest} tokens")
    return misses


def write_card(folder: Path = TRAINED) -> str:
    """The card's text, also written to `CARD.md` in the folder."""
    figures = read_figures(folder / "evaluation.json")
    training = json.loads((folder / "training.json").read_text("utf-8"))
    misses = list_misses(figures)
    verdict = "All of them hold." if not misses else "Missed: " + "; ".join(misses) + "."
    text = f"""# ponder-nano

A tiny reasoning model: {training["parameters"] / 1e6:.1f} million parameters, Qwen2 architecture, 4 bits a weight (q4f32_1),
with DeepSeek-R1-Distill's template and special tokens. It was trained from nothing on generated problems
and knows nothing else.

## What it can do
Add and subtract up to 5 digits, multiply up to 3 × 2 digits, divide with remainder by 2 to 12, compare
decimals, count a letter in a word, reverse a word, sort up to six numbers, solve ax + b = c, count
weekdays on and back, and word problems of one or two steps. Anything else gets a short reply that says so.

## How well
Greedy, with the quantised weights, on problems that were never trained on ({figures[KINDS[0]]["held-out"].count} of each kind; {figures[KINDS[0]]["wording"].count} in
new wording, {figures[KINDS[0]]["history"].count} after two other questions, {figures[KINDS[0]]["planted"].count} with a slip); in percent of answers that are right to the letter. "Thought true": every line of the thought holds by a checker that does not know the
generator. "Slip repaired": one wrong step is planted in a right thought (whose repair fits into {LONGEST_REPAIRED} tokens) and the
model goes on from there. The last column is in tokens.

{table(figures)}

The goals are {TARGETS}. {verdict}

## Data
Generated problems in many wordings, each with a thought of small steps that ends in a check which can fail:
casting out nines for arithmetic, a second spelling for letters and reversals, digit beside digit for
comparisons, neighbour beside neighbour for sorted lists, the way back for weekdays, substitution for equations.
In {100 * SLIP_SHARE:.0f} % of the thoughts ({100 * SLIP_SHARES["reverse"]:.0f} % of reversals and sorted lists, {100 * SLIP_SHARES["compare"]:.0f} % of comparisons) one step is wrong (no loss falls on
it), and the check finds and repairs it. One problem in twenty, and some wordings, are never trained on.

## Training
{training["tokens"] / 1e6:.1f} million tokens in {training["minutes"]:.0f} minutes on {training["machine"]}; JAX, Muon and AdamW,
4-bit rounding in the last part of it.

## Limits
Longer numbers, other operations, other languages and questions about the world are beyond it. Casting out
nines does not see a wrong 0 for 9. It can be wrong and say "Good."; the table says how often.
"""
    (folder / "CARD.md").write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    print(write_card())
