"""Bad input gets one sentence and exit code 1, and the disk stays as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.convert import main
from model.tests.random_weights import Tensors
from model.tests.trained_folder import make_tokenizer, read_tree, write_trained
from model.tokenizer_files import CONTROL_TOKENS

Change = Callable[[Tensors], None]


def remove(name: str) -> Change:
    def change(tensors: Tensors) -> None:
        del tensors[name]

    return change


def replace(name: str, make: Callable[[NDArray[Any]], NDArray[Any]]) -> Change:
    return lambda tensors: tensors.update({name: make(tensors[name])})


def set_value(name: str, value: float) -> Change:
    def change(tensors: Tensors) -> None:
        tensors[name].flat[5] = value

    return change


UP = "model.layers.1.mlp.up_proj.weight"
BIAS = "model.layers.0.self_attn.k_proj.bias"

BAD_TENSORS = {
    "a missing tensor": (remove(UP), f"The weights lack the tensor {UP}."),
    "a wrong shape": (
        replace(UP, lambda array: np.ascontiguousarray(array.T)),
        f"{UP} has shape [64, 96], but config.json asks for [96, 64].",
    ),
    "NaN in a matrix": (
        set_value(UP, np.nan),
        f"{UP} is NaN or infinite in 1 of its 6144 values.",
    ),
    "infinity in a bias": (
        set_value(BIAS, -np.inf),
        f"{BIAS} is NaN or infinite in 1 of its 32 values.",
    ),
    "a type that is not a float": (
        replace(UP, lambda array: array.astype(np.int8)),
        f"{UP} has the type I8; only floats can be converted.",
    ),
    "a tensor of another architecture": (
        lambda tensors: tensors.update({"model.layers.0.self_attn.q_norm.weight": np.ones(16)}),
        "A qwen2 model has no use for the tensor model.layers.0.self_attn.q_norm.weight.",
    ),
    "a head of its own where the config ties it": (
        lambda tensors: tensors.update(
            {"lm_head.weight": 2 * tensors["model.embed_tokens.weight"]}
        ),
        "config.json ties the head to the embedding, but lm_head.weight differs from it.",
    ),
}

BAD_CONFIGS = {
    "an unknown architecture": (
        {"model_type": "mamba"},
        "Unknown architecture 'mamba'; known: llama, qwen2, qwen3.",
    ),
    "a figure that is missing": (
        {"intermediate_size": None},
        "config.json has no usable intermediate_size: None.",
    ),
    "another end token": (
        {"eos_token_id": 7},
        "config.json ends a reply with token 7, but <｜end▁of▁sentence｜> is token 1 of "
        "tokenizer.json.",
    ),
    "a vocabulary smaller than the tokenizer's": (
        {"vocab_size": 287},
        "tokenizer.json has 288 tokens, but the model's vocabulary has 287: they do not belong "
        "together.",
    ),
    "a vocabulary far larger than the tokenizer's": (
        {"vocab_size": 512},
        "tokenizer.json has 288 tokens, but the model's vocabulary has 512: they do not belong "
        "together.",
    ),
}


def expect_refusal(
    source: Path, capsys: pytest.CaptureFixture[str], sentence: str, *options: str
) -> None:
    """Exit code 1, this sentence alone, and no file more or less than before."""
    place = source.parent / "public"
    before = read_tree(source.parent)
    assert main([str(source), str(place / "nano"), *options]) == 1
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", sentence + "\n")
    after = read_tree(source.parent)
    after.pop(place, None)
    assert after == before


@pytest.mark.parametrize(("change", "sentence"), BAD_TENSORS.values(), ids=BAD_TENSORS)
def test_bad_weights_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Change, sentence: str
) -> None:
    source = write_trained(tmp_path / "trained", change_tensors=change)
    expect_refusal(source, capsys, sentence)


@pytest.mark.parametrize(("change", "sentence"), BAD_CONFIGS.values(), ids=BAD_CONFIGS)
def test_a_config_that_does_not_fit_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], sentence: str
) -> None:
    source = write_trained(tmp_path / "trained")
    raw = json.loads((source / "config.json").read_text())
    (source / "config.json").write_text(json.dumps(raw | change))
    expect_refusal(source, capsys, sentence)


def test_values_too_large_for_half_precision_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = set_value("model.norm.weight", 1e6)
    source = write_trained(tmp_path / "trained", change_tensors=change)
    sentence = "model.norm.weight holds values that are too large for float16."
    expect_refusal(source, capsys, sentence, "--quantization", "q4f16_1")


@pytest.mark.parametrize("lost", CONTROL_TOKENS)
def test_a_tokenizer_without_one_of_the_control_tokens_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lost: str
) -> None:
    tokens = [token for token in CONTROL_TOKENS if token != lost]
    source = write_trained(tmp_path / "trained", tokenizer=make_tokenizer(288, tokens))
    expect_refusal(source, capsys, f"tokenizer.json does not have {lost} as one token.")


def test_a_context_longer_than_the_positions_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_trained(tmp_path / "trained")
    sentence = "The model knows 256 positions, fewer than a context of 512."
    expect_refusal(source, capsys, sentence, "--context", "512")


def test_a_chunk_longer_than_the_context_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_trained(tmp_path / "trained")
    sentence = "A prefill chunk of 64 does not fit a context of 32 tokens."
    expect_refusal(source, capsys, sentence, "--context", "32", "--prefill-chunk", "64")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("config.json", "Cannot read config.json: "),
        ("tokenizer.json", "Cannot read tokenizer.json: "),
        ("weights.safetensors", "Cannot read weights.safetensors: "),
    ],
)
@pytest.mark.parametrize("content", [b"", b"{", b"\xff" * 64])
def test_a_damaged_file_is_refused_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, beginning: str, content: bytes
) -> None:
    source = write_trained(tmp_path / "trained")
    (source / name).write_bytes(content)
    assert main([str(source), str(tmp_path / "nano")]) == 1
    error = capsys.readouterr().err
    assert error.startswith(beginning)
    assert error.count("\n") == 1
    assert not (tmp_path / "nano").exists()


def test_a_folder_without_weights_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_trained(tmp_path / "trained")
    (source / "weights.safetensors").unlink()
    sentence = f"{source} holds no weights: model.safetensors or weights.safetensors is missing."
    expect_refusal(source, capsys, sentence)
