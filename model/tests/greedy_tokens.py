"""What the reference says greedily to each prompt of stdin, for tests that run the library.

    python -m model.nano.problems | python -m model.tests.greedy_tokens public/models/nano/resolve/…

Both sides are JSON lines; one comes out as soon as its reply is whole: `prompt`, `tokens`, and
`margin`, the least distance between the best and the second logit on the way. Where it is less
than rounding, another processor may rightly take the other token.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from model.reference import ReferenceModel


def reply(model: ReferenceModel, ids: list[int], limit: int, stop: list[int]) -> dict[str, Any]:
    """The reply's tokens, up to and with the first one in `stop`, and the margin."""
    model.reset()
    logits = model.prefill(ids)[-1]
    tokens: list[int] = []
    margin = float("inf")
    while True:
        second, first = np.partition(logits, -2)[-2:]
        margin = min(margin, float(first - second))
        tokens.append(int(logits.argmax()))
        if tokens[-1] in stop or len(tokens) == limit:
            return {"tokens": tokens, "margin": margin}
        logits = model.decode(tokens[-1])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the one that holds mlc-chat-config.json")
    parser.add_argument("--limit", type=int, default=1024, help="most tokens of a reply")
    given = parser.parse_args()
    model = ReferenceModel.from_folder(given.folder)
    tokenizer = Tokenizer.from_file(str(given.folder / "tokenizer.json"))
    chat_config = json.loads((given.folder / "mlc-chat-config.json").read_text("utf-8"))
    stop = chat_config["conv_template"]["stop_token_ids"]
    for line in sys.stdin:
        prompt = json.loads(line)["prompt"]
        ids = tokenizer.encode(prompt, add_special_tokens=False).ids
        facts = reply(model, ids, given.limit, stop)
        print(json.dumps({"prompt": prompt, **facts}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
