"""How far each token of a reply was from the reference's own choice at that place.

    … | python -m model.tests.judge_tokens public/models/nano/resolve/…

Both sides are JSON lines: `prompt` and `tokens` come in; `gap` goes out, the greatest distance in
logits between the best token and the one taken. The reference is given the reply as it was, so one
near tie that fell the other way does not make everything after it a difference.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from model.reference import ReferenceModel


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the one that holds mlc-chat-config.json")
    folder: Path = parser.parse_args().folder
    model = ReferenceModel.from_folder(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    for line in sys.stdin:
        reply = json.loads(line)
        prompt, tokens = reply["prompt"], reply["tokens"]
        ids = tokenizer.encode(prompt, add_special_tokens=False).ids
        model.reset()
        # The logits that chose a token are those after the one before it.
        logits = model.prefill(ids + tokens[:-1])[len(ids) - 1 :]
        gaps = logits.max(-1) - logits[np.arange(len(tokens)), tokens]
        facts = {"prompt": prompt, "gap": float(gaps.max())}
        print(json.dumps(facts, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
