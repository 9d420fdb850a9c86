"""The tokenizer inside a GGUF file as a `tokenizer.json`."""

from __future__ import annotations

from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from model.gguf.file import GgufFile
from model.tokenizer_files import TokenizerError

_CONTROL, _USER_DEFINED = 3, 4


def read_gguf_tokenizer(file: GgufFile) -> Tokenizer:
    """Byte-level BPE of the kinds "gpt-2" and "smollm". Raises TokenizerError for another."""
    values = file.values
    kind, splitter = values.get("tokenizer.ggml.model"), values.get("tokenizer.ggml.pre")
    if kind != "gpt2" or splitter not in _SPLITTERS:
        raise TokenizerError(
            f"A GGUF tokenizer {kind!r} that splits like {splitter!r} is not supported."
        )
    tokens, kinds = values["tokenizer.ggml.tokens"], values["tokenizer.ggml.token_type"]
    merges = [tuple(merge.split(" ")) for merge in values["tokenizer.ggml.merges"]]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(_SPLITTERS[splitter])
    tokenizer.decoder = decoders.ByteLevel()
    for wanted in (_CONTROL, _USER_DEFINED):
        added = [token for token, kind in zip(tokens, kinds, strict=True) if kind == wanted]
        special = wanted == _CONTROL
        tokenizer.add_tokens(
            [AddedToken(token, normalized=False, special=special) for token in added]
        )
    return tokenizer


_BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
_SPLITTERS: dict[str, list[Any]] = {
    "gpt-2": [_BYTES],
    # GPT-2's pattern after every digit has been set apart.
    "smollm": [pre_tokenizers.Digits(individual_digits=True), _BYTES],
}
