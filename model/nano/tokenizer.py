"""The tokenizer of ponder-nano: R1's special tokens, whole template words, and single characters.

A byte-level BPE without merges (`ignore_merges`): a piece that is in the vocabulary is one token,
any other falls to its bytes. Digits always stand alone, and words that one could ask to spell are
left out of the vocabulary, so that their letters are seen. There is no normaliser: what the model
wrote encodes to the very tokens that it wrote, so a reply can be continued from its text.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

from .problems.registry import MAKERS, plant_slip, work_out
from .words import COMMON

BOS, EOS, USER, ASSISTANT = (
    "<｜begin▁of▁sentence｜>",
    "<｜end▁of▁sentence｜>",
    "<｜User｜>",
    "<｜Assistant｜>",
)
PAD, THINK, END_THINK = "<｜▁pad▁｜>", "<think>", "</think>"
SPECIAL = (BOS, EOS, USER, ASSISTANT, PAD, THINK, END_THINK)
PATTERN = r" ?\*\*| ?[A-Za-z]+|[0-9]| ?[^A-Za-z0-9\s](?: (?=[0-9]))?|\s"
VOCABULARY_SIZE = 768
SLIPS_READ = 0.2
"""Share of the read thoughts that go wrong and are repaired: their words are to be tokens too."""
PATH = Path(__file__).parent / "trained" / "tokenizer.json"


def _split(tokenizer: Tokenizer, text: str) -> list[str]:
    assert tokenizer.pre_tokenizer is not None
    return [piece for piece, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text)]


def build(samples_per_kind: int = 1500, seed: int = 1) -> Tokenizer:
    """Make the tokenizer from what questions, thoughts and answers are made of."""
    splitter = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    scratch = Tokenizer(models.BPE())
    scratch.pre_tokenizer = splitter
    spelled, chance, counts = set(COMMON), random.Random(seed), Counter[str]()
    for make in MAKERS.values():
        for _ in range(samples_per_kind):
            problem = make(chance, False)
            repaired = plant_slip(problem, chance) if chance.random() < SLIPS_READ else None
            pad, answer = repaired or work_out(problem)
            thought = "\n".join(line.text for line in pad.lines)
            for text, weight in ((problem.question, 1), (thought, 2), (answer, 2)):
                for piece in _split(scratch, text):
                    core = piece.lstrip("Ġ").lower()
                    if (
                        len(piece) > 1
                        and core not in spelled
                        and not (len(core) == 1 and core.isalpha())
                    ):
                        counts[piece] += weight
    vocabulary = {token: index for index, token in enumerate(SPECIAL)}
    for byte in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocabulary[byte] = len(vocabulary)
    for piece, count in counts.most_common():
        if len(vocabulary) >= VOCABULARY_SIZE or count < 16:
            break
        vocabulary.setdefault(piece, len(vocabulary))
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], ignore_merges=True))
    tokenizer.pre_tokenizer = splitter
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token in (BOS, EOS, USER, ASSISTANT, PAD)
        ]
    )
    tokenizer.add_tokens(
        [AddedToken(token, special=False, normalized=False) for token in (THINK, END_THINK)]
    )
    return tokenizer


def load(path: Path = PATH) -> Tokenizer:
    """The tokenizer that belongs to the trained weights."""
    return Tokenizer.from_file(str(path))


def encode(tokenizer: Tokenizer, text: str) -> list[int]:
    """Token ids of the text, special tokens included where their names stand."""
    return tokenizer.encode(text, add_special_tokens=False).ids


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """The id of a token that must exist; raises KeyError when it does not."""
    found: int | None = tokenizer.token_to_id(token)
    if found is None:
        raise KeyError(token)
    return found


def render_prompt(question: str, history: tuple[tuple[str, str], ...] = ()) -> str:
    """R1-Distill's prompt: earlier turns without their thoughts, then the opened thought."""
    earlier = "".join(f"{USER}{asked}{ASSISTANT}{answered}{EOS}" for asked, answered in history)
    return f"{BOS}{earlier}{USER}{question}{ASSISTANT}{THINK}\n"


def render_reply(thought: str, answer: str) -> str:
    """What the model writes after the prompt."""
    return f"{thought}\n{END_THINK}\n\n{answer}{EOS}"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    made = build()
    made.save(str(PATH))
    print(f"{made.get_vocab_size()} tokens")
    print(
        [
            token
            for token, _ in sorted(
                json.loads(made.to_str())["model"]["vocab"].items(), key=lambda item: item[1]
            )
        ][263:]
    )
