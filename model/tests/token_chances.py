"""How likely the reference finds each token of a reply, for tests that run the library.

    echo '{"prompt": "…", "reply": [5, 9]}' | python -m model.tests.token_chances FOLDER

Both sides are JSON lines. One comes out per request: `chances`, one list a token of the reply with
`chance`, `entropy` (bits), and `likeliest`, the five most probable as pairs of id and probability.
Temperature is 1. Sums are taken in float64.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from model.reference import Floats, ReferenceModel


def describe(logits: Floats, token: int) -> dict[str, Any]:
    """What the softmax of `logits` [vocab] says of `token` and of its five best."""
    shifted = logits.astype(np.float64) - logits.max()
    chances = np.exp(shifted) / np.exp(shifted).sum()
    positive = chances[chances > 0]
    best = np.argsort(-chances, kind="stable")[:5]
    return {
        "chance": float(chances[token]),
        "entropy": float(-(positive * np.log2(positive)).sum()),
        "likeliest": [[int(id_), float(chances[id_])] for id_ in best],
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the one that holds mlc-chat-config.json")
    given = parser.parse_args()
    model = ReferenceModel.from_folder(given.folder)
    tokenizer = Tokenizer.from_file(str(given.folder / "tokenizer.json"))
    for line in sys.stdin:
        request = json.loads(line)
        prompt = tokenizer.encode(request["prompt"], add_special_tokens=False).ids
        reply: list[int] = request["reply"]
        model.reset()
        logits = model.prefill([*prompt, *reply[:-1]])[len(prompt) - 1 :]
        chances = [describe(row, token) for row, token in zip(logits, reply, strict=True)]
        print(json.dumps({"chances": chances}), flush=True)


if __name__ == "__main__":
    main()
