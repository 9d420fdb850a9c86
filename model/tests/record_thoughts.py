"""Record what the embedded model thinks: the file tests/fixtures/recordedThoughts.json.

    python -m model.nano.problems --count 260 | python -m model.tests.record_thoughts FOLDER > FILE

The reference draws at the app's own temperature and top p, seeded. Each thought is kept once and as
it came, right or wrong: it must not be taken for what it is not.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from model.reference import Floats, ReferenceModel

TEMPERATURE = 0.6
TOP_P = 0.95


def draw(chance: np.random.Generator, logits: Floats) -> int:
    """One token of the nucleus."""
    scaled = (logits.astype(np.float64) - logits.max()) / TEMPERATURE
    shares = np.exp(scaled) / np.exp(scaled).sum()
    order = np.argsort(-shares, kind="stable")
    ends = np.cumsum(shares[order])
    nucleus = order[: int(np.searchsorted(ends, TOP_P)) + 1]
    return int(chance.choice(nucleus, p=shares[nucleus] / shares[nucleus].sum()))


def think(
    model: ReferenceModel, chance: np.random.Generator, ids: list[int], end: int
) -> list[int]:
    """The tokens of one thought, without the one that closes it."""
    model.reset()
    logits = model.prefill(ids)[-1]
    tokens: list[int] = []
    limit = model.config.max_position_embeddings - len(ids)
    while len(tokens) < limit:
        token = draw(chance, logits)
        if token == end:
            break
        tokens.append(token)
        logits = model.decode(token)
    return tokens


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the one that holds mlc-chat-config.json")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    model = ReferenceModel.from_folder(given.folder)
    tokenizer = Tokenizer.from_file(str(given.folder / "tokenizer.json"))
    end = tokenizer.token_to_id("</think>")
    if end is None:
        sys.exit("This tokenizer does not know where a thought ends.")
    chance = np.random.default_rng(given.seed)
    thoughts: list[str] = []
    for line in sys.stdin:
        ids = tokenizer.encode(json.loads(line)["prompt"], add_special_tokens=False).ids
        tokens = think(model, chance, ids, end)
        thoughts.append(tokenizer.decode(tokens, skip_special_tokens=False))
    print(json.dumps(list(dict.fromkeys(thoughts)), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
