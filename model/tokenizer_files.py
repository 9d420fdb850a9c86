"""The tokenizer that goes with a model: checked against its config, then copied as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from model.config import ModelConfig

BOS, EOS = "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"
USER, ASSISTANT = "<｜User｜>", "<｜Assistant｜>"
THINK, END_THINK = "<think>", "</think>"
CONTROL_TOKENS = (BOS, EOS, USER, ASSISTANT, THINK, END_THINK)


@dataclass(frozen=True)
class ChatFormat:
    """How chats are written for a model: its name in MLC's words, and its control tokens.

    `start` opens a conversation, `end` closes what the assistant says.
    """

    name: str
    control_tokens: tuple[str, ...]
    start: str
    end: str


R1 = ChatFormat("deepseek_r1", CONTROL_TOKENS, BOS, EOS)
CHATML = ChatFormat("chatml", ("<|im_start|>", "<|im_end|>"), "<|im_start|>", "<|im_end|>")

# Embeddings are often padded to a round number of rows; R1-Distill-Qwen-7B has 399 of 152,064.
_PADDING_ROWS = 128
_PADDING_SHARE = 0.01


class TokenizerError(ValueError):
    """A tokenizer that does not fit its model; the message is one sentence for a person."""


@dataclass(frozen=True)
class ModelTokenizer:
    """`tokenizer.json` as its bytes, the ids of the control tokens, how bytes become text."""

    content: bytes
    settings: bytes
    chat_format: ChatFormat
    control_ids: dict[str, int]
    postprocessing: str


def read_tokenizer(
    folder: Path, config: ModelConfig, raw_config: dict[str, Any], chat_format: ChatFormat = R1
) -> ModelTokenizer:
    """Read the tokenizer of `folder` and compare it with the model's config.

    `raw_config` is the JSON of `config.json`. Raises TokenizerError when the vocabulary has another
    size than the embedding, a control token is missing, or the end token has another id.
    """
    try:
        content = (folder / "tokenizer.json").read_bytes()
        tokenizer = Tokenizer.from_str(content.decode("utf-8"))
    # The tokenizers library raises bare Exception for a file that it cannot parse.
    except Exception as error:
        raise TokenizerError(f"Cannot read tokenizer.json: {error}.") from error
    _check_size(tokenizer, config)
    control_ids: dict[str, int] = {}
    for token in chat_format.control_tokens:
        number = tokenizer.token_to_id(token)
        if number is None or tokenizer.encode(token, add_special_tokens=False).ids != [number]:
            raise TokenizerError(f"tokenizer.json does not have {token} as one token.")
        control_ids[token] = number
    _check_end(chat_format.end, control_ids, raw_config)
    decoder = json.loads(content).get("decoder") or {}
    return ModelTokenizer(
        content=content,
        settings=_read_settings(folder, config, chat_format),
        chat_format=chat_format,
        control_ids=control_ids,
        postprocessing=_name_postprocessing(decoder),
    )


def _check_size(tokenizer: Tokenizer, config: ModelConfig) -> None:
    largest = max(tokenizer.get_vocab(with_added_tokens=True).values(), default=-1)
    padding = config.vocab_size - (largest + 1)
    if padding < 0 or padding > max(_PADDING_ROWS, _PADDING_SHARE * config.vocab_size):
        raise TokenizerError(
            f"tokenizer.json has {largest + 1} tokens, but the model's vocabulary has "
            f"{config.vocab_size}: they do not belong together."
        )


def _check_end(end: str, control_ids: dict[str, int], raw_config: dict[str, Any]) -> None:
    end_id = control_ids[end]
    stated = raw_config.get("eos_token_id")
    ends = stated if isinstance(stated, list) else [stated]
    if stated is not None and end_id not in ends:
        raise TokenizerError(
            f"config.json ends a reply with token {stated}, but {end} is token {end_id} of "
            "tokenizer.json."
        )


def _read_settings(folder: Path, config: ModelConfig, chat_format: ChatFormat) -> bytes:
    """`tokenizer_config.json`: the folder's own, or the little that other tools must know."""
    path = folder / "tokenizer_config.json"
    if path.exists():
        return path.read_bytes()
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": chat_format.start,
        "eos_token": chat_format.end,
        "add_bos_token": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": config.max_position_embeddings,
    }
    return (json.dumps(settings, ensure_ascii=False, indent=1) + "\n").encode()


def _name_postprocessing(decoder: dict[str, Any]) -> str:
    """MLC's word for how the strings of the vocabulary stand for bytes."""
    kinds = {step.get("type") for step in [decoder, *decoder.get("decoders", [])]}
    if "ByteLevel" in kinds:
        return "byte_level"
    return "byte_fallback" if "ByteFallback" in kinds else "raw"
