"""A GGUF file gives the weights, figures and tokenizer that went into it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer, pre_tokenizers

from model.config import load_config, parse_config
from model.convert import Conversion, convert
from model.gguf.blocks import BLOCKS, dequantize
from model.gguf.file import GgufFile
from model.gguf.unpack import main, unpack
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.tests.gguf_writer import write_gguf, write_model
from model.tests.random_weights import SMALL, draw_tensors
from model.tokenizer_files import CHATML
from model.weights.errors import WeightsError

TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TOKENS += sorted(pre_tokenizers.ByteLevel.alphabet()) + ["ab"]


def draw_model(architecture, **changes):
    sizes = {**SMALL, "vocab_size": len(TOKENS), "model_type": architecture, **changes}
    config = parse_config(sizes)
    return config, draw_tensors(config)


@pytest.mark.parametrize("architecture", ["llama", "qwen2", "qwen3"])
@pytest.mark.parametrize("tied", [True, False])
def test_every_tensor_and_figure_comes_back(tmp_path, architecture, tied):
    config, tensors = draw_model(architecture, tie_word_embeddings=tied)
    file = write_model(tmp_path / "model.gguf", config, tensors, TOKENS)
    unpack(file, tmp_path / "out")
    found = load_file(tmp_path / "out" / "model.safetensors")
    assert found.keys() == tensors.keys()
    for name, array in tensors.items():
        assert np.array_equal(found[name], array), name
    assert load_config(tmp_path / "out" / "config.json") == config


def test_the_folder_converts_and_runs_like_the_weights_that_went_in(tmp_path):
    config, tensors = draw_model("llama")
    unpack(write_model(tmp_path / "model.gguf", config, tensors, TOKENS), tmp_path / "trained")
    out, q4 = tmp_path / "model", QUANTIZATIONS["q4f32_1"]
    revision = convert(Conversion(tmp_path / "trained", out, q4, chat_format=CHATML))
    converted = ReferenceModel.from_folder(out / "resolve" / revision)
    direct = ReferenceModel.from_tensors(config, q4, tensors)
    assert np.array_equal(converted.prefill([1, 5, 9]), direct.prefill([1, 5, 9]))
    chat = json.loads((out / "resolve" / revision / "mlc-chat-config.json").read_text())
    assert chat["conv_template"]["stop_token_ids"] == [TOKENS.index("<|im_end|>")]


def test_the_tokenizer_merges_keeps_control_tokens_whole_and_sets_digits_apart(tmp_path):
    config, tensors = draw_model("llama")
    unpack(write_model(tmp_path / "model.gguf", config, tensors, TOKENS), tmp_path / "out")
    tokenizer = Tokenizer.from_file(str(tmp_path / "out" / "tokenizer.json"))
    encoded = tokenizer.encode("<|im_start|>ab 12<|im_end|>")
    assert encoded.tokens == ["<|im_start|>", "ab", "Ġ", "1", "2", "<|im_end|>"]
    assert tokenizer.decode(encoded.ids, skip_special_tokens=False) == "<|im_start|>ab 12<|im_end|>"


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_holds_the_numbers_of_ggmls_definition(kind):
    """Each weight is computed by itself, from single bytes."""
    rng = np.random.default_rng(kind)
    block = BLOCKS[kind]
    data = rng.integers(0, 256, (5, block.nbytes), np.uint8)
    scale, base = np.float16(0.03), np.float16(-0.2)
    if block.weights == 32:
        data[:, :2] = np.frombuffer(scale.tobytes(), np.uint8)
        if kind == 3:
            data[:, 2:4] = np.frombuffer(base.tobytes(), np.uint8)
    else:
        data[:, -1] = 0x3C  # neither infinite nor NaN
    found = dequantize(kind, data.reshape(-1)).reshape(5, block.weights)
    for row, bytes_ in zip(found, data, strict=True):
        for i, weight in enumerate(row):
            assert weight == pytest.approx(define(kind, bytes_, i, scale, base), rel=1e-6)


def define(kind, data, i, scale, base):
    if kind == 0:
        return np.frombuffer(data.tobytes(), "<f4")[0]
    if kind == 1:
        return float(np.frombuffer(data.tobytes(), "<f2")[0])
    if kind == 30:
        return np.frombuffer(b"\0\0" + data.tobytes(), "<f4")[0]
    if kind == 8:
        return float(scale) * float(np.int8(data[2 + i]))
    start = {2: 2, 3: 4}[kind]
    nibble = data[start + i % 16] >> 4 if i >= 16 else data[start + i % 16] & 15
    return float(scale) * (int(nibble) - 8) if kind == 2 else float(scale) * nibble + float(base)


@pytest.mark.parametrize("size", [3, 20, 100, 4000])
def test_a_file_that_was_cut_is_refused_wherever_the_cut_is(tmp_path, size):
    config, tensors = draw_model("llama")
    file = write_model(tmp_path / "model.gguf", config, tensors, TOKENS)
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises(WeightsError, match="cut short"):
        GgufFile(file)


def test_a_file_that_was_cut_within_its_data_is_refused_by_the_tensor(tmp_path):
    config, tensors = draw_model("llama")
    file = write_model(tmp_path / "model.gguf", config, tensors, TOKENS)
    file.write_bytes(file.read_bytes()[:-100])
    opened = GgufFile(file)
    with pytest.raises(WeightsError, match=f"cut short within {list(opened)[-1]}"):
        opened[list(opened)[-1]]


@pytest.mark.parametrize(
    ("values", "tensors", "words"),
    [
        ({"general.architecture": "mamba"}, {}, "'mamba' model, which is not supported"),
        ({"general.architecture": "llama"}, {}, "does not state llama.attention.head_count"),
        (
            {"general.architecture": "llama", "llama.rope.scaling.type": "yarn"},
            {},
            "RoPE scaling in a GGUF file",
        ),
        (
            {"general.architecture": "llama"},
            {"rope_freqs.weight": (0, (1,), bytes(4))},
            "RoPE scaling in a GGUF file",
        ),
    ],
)
def test_a_model_that_we_do_not_compute_is_one_sentence(tmp_path, capsys, values, tensors, words):
    file = write_gguf(tmp_path / "model.gguf", values, tensors)
    assert main([str(file), str(tmp_path / "out")]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_of_another_kind_or_version_is_refused(tmp_path):
    other = tmp_path / "page.html"
    other.write_text("<!doctype html>")
    with pytest.raises(WeightsError, match="page.html is not a GGUF file"):
        GgufFile(other)
    other.write_bytes(b"GGUF" + (9).to_bytes(4, "little"))
    with pytest.raises(WeightsError, match="GGUF version 9"):
        GgufFile(other)
    with pytest.raises(WeightsError, match="Cannot read nowhere"):
        GgufFile(tmp_path / "nowhere")


def test_an_unknown_type_of_weights_is_refused_by_the_tensor(tmp_path):
    file = write_gguf(tmp_path / "model.gguf", {}, {"token_embd.weight": (14, (256,), bytes(210))})
    with pytest.raises(WeightsError, match=r"token_embd\.weight has the GGUF type 14"):
        GgufFile(Path(file))["token_embd.weight"]
