"""A converted folder holds what WebLLM asks for, and runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from model import manifest
from model.chat_config import read_model_config
from model.config import ConfigError, load_config, parse_config
from model.convert import Conversion, convert, main
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.runtime.section import MAGIC, read_section
from model.tests.random_weights import LLAMA3_SCALING, YARN_SCALING, Tensors
from model.tests.trained_folder import write_library, write_trained
from model.weights.parameters import list_stored
from model.weights.q4 import dequantize, quantize
from model.weights.tensor_cache import read_tensor_cache

PROMPT = [2, 50, 60, 70, 3, 4]


def convert_to(
    out: Path,
    source: Path,
    quantization: str = "q4f32_1",
    **options: Any,  # noqa: ANN401
) -> Path:
    revision = convert(Conversion(source, out, QUANTIZATIONS[quantization], **options))
    return out / "resolve" / revision


@pytest.mark.parametrize("quantization", QUANTIZATIONS)
def test_the_folder_runs_like_the_weights_that_it_came_from(
    tmp_path: Path, quantization: str
) -> None:
    source = write_trained(tmp_path / "trained")
    folder = convert_to(tmp_path / "nano", source, quantization)
    tensors = load_file(source / "weights.safetensors")
    config = load_config(source / "config.json")
    direct = ReferenceModel.from_tensors(config, QUANTIZATIONS[quantization], tensors)
    stored = ReferenceModel.from_folder(folder)
    assert np.array_equal(stored.prefill(PROMPT), direct.prefill(PROMPT))


def test_names_shapes_and_types_are_those_of_published_mlc_weights(tmp_path: Path) -> None:
    folder = convert_to(tmp_path / "nano", write_trained(tmp_path / "trained"), "q4f16_1")
    found = {
        name: (array.dtype.name, list(array.shape))
        for name, array in read_tensor_cache(folder).items()
    }
    layer = {
        "input_layernorm.weight": ("float16", [64]),
        "self_attn.c_attn.q_weight": ("uint32", [128, 8]),
        "self_attn.c_attn.q_scale": ("float16", [128, 2]),
        "self_attn.c_attn.bias": ("float16", [128]),
        "self_attn.o_proj.q_weight": ("uint32", [64, 8]),
        "self_attn.o_proj.q_scale": ("float16", [64, 2]),
        "post_attention_layernorm.weight": ("float16", [64]),
        "mlp.gate_up_proj.q_weight": ("uint32", [192, 8]),
        "mlp.gate_up_proj.q_scale": ("float16", [192, 2]),
        "mlp.down_proj.q_weight": ("uint32", [64, 12]),
        "mlp.down_proj.q_scale": ("float16", [64, 3]),
    }
    assert found == {
        "model.embed_tokens.q_weight": ("uint32", [288, 8]),
        "model.embed_tokens.q_scale": ("float16", [288, 2]),
        **{f"model.layers.{i}.{name}": entry for i in range(2) for name, entry in layer.items()},
        "model.norm.weight": ("float16", [64]),
    }
    config = load_config(tmp_path / "trained" / "config.json")
    listed = list_stored(config, QUANTIZATIONS["q4f16_1"])
    assert {name: (dtype, shape) for name, (shape, dtype) in listed.items()} == found


def test_an_untied_head_is_stored_too(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "trained", tie_word_embeddings=False)
    packed = read_tensor_cache(convert_to(tmp_path / "nano", source))
    assert packed["lm_head.q_weight"].shape == (288, 8)


def test_query_key_and_value_are_joined_in_this_order_and_norms_stay_exact(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "trained")
    packed = read_tensor_cache(convert_to(tmp_path / "nano", source))
    tensors = load_file(source / "weights.safetensors")
    prefix = "model.layers.1.self_attn."
    joined = dequantize(packed[f"{prefix}c_attn.q_weight"], packed[f"{prefix}c_attn.q_scale"])
    parts = [tensors[f"{prefix}{part}_proj.weight"] for part in "qkv"]
    expected = np.concatenate([dequantize(*quantize(part, "float32")) for part in parts])
    assert np.array_equal(joined, expected)
    biases = np.concatenate([tensors[f"{prefix}{part}_proj.bias"] for part in "qkv"])
    assert np.array_equal(packed[f"{prefix}c_attn.bias"], biases)
    assert np.array_equal(packed["model.norm.weight"], tensors["model.norm.weight"])


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
def test_half_precision_weights_convert_like_the_same_values_in_single(
    tmp_path: Path, dtype: type
) -> None:
    half = write_trained(tmp_path / "half", dtype)
    single = write_trained(
        tmp_path / "single",
        change_tensors=lambda tensors: tensors.update(
            {name: array.astype(dtype).astype(np.float32) for name, array in tensors.items()}
        ),
    )
    assert read_equal(convert_to(tmp_path / "a", half), convert_to(tmp_path / "b", single))


def read_equal(one: Path, other: Path) -> bool:
    first, second = read_tensor_cache(one), read_tensor_cache(other)
    return all(np.array_equal(first[name], second[name]) for name in first | second)


def test_weights_in_several_files_convert_like_weights_in_one(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "one")
    split = write_trained(tmp_path / "split")
    tensors = load_file(split / "weights.safetensors")
    (split / "weights.safetensors").unlink()
    names = {name: f"model-{index % 3}.safetensors" for index, name in enumerate(tensors)}
    for file in set(names.values()):
        save_file({n: tensors[n] for n in tensors if names[n] == file}, split / file)
    index = json.dumps({"weight_map": names})
    (split / "model.safetensors.index.json").write_text(index)
    assert read_equal(convert_to(tmp_path / "a", source), convert_to(tmp_path / "b", split))


def test_the_chat_config_carries_every_figure_that_a_library_bakes_in(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "trained", rope_theta=12345.0)
    folder = convert_to(tmp_path / "nano", source, prefill_chunk_size=16)
    chat = json.loads((folder / "mlc-chat-config.json").read_text())
    assert read_model_config(chat) == load_config(source / "config.json")
    expected = {
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "vocab_size": 288,
        "rms_norm_eps": 1e-6,
        "rope_theta": 12345.0,
        "rope_scaling": None,
        "tie_word_embeddings": True,
        "attention_bias": True,
        "query_key_norm": False,
    }
    assert expected.items() <= chat["model_config"].items()
    assert (chat["context_window_size"], chat["prefill_chunk_size"]) == (256, 16)
    assert chat["tokenizer_info"]["token_postproc_method"] == "byte_level"


def test_the_manifest_describes_every_file_and_the_card_does_not_change_the_revision(
    tmp_path: Path,
) -> None:
    source = write_trained(tmp_path / "trained")
    card = tmp_path / "some.md"
    library = write_library(tmp_path / "some.wasm", load_config(source / "config.json"))
    card.write_text("# Nano")
    out = tmp_path / "nano"
    folder = convert_to(out, source, library=library, card=card, facts={"sources": "abc"})
    written = manifest.read_manifest(out)
    assert manifest.check_files(out) == []
    assert [file["path"].removeprefix(written["base"]) for file in written["files"]] == [
        "CARD.md",
        "mlc-chat-config.json",
        "nano.wasm",
        "nano.wasm.json",
        "params_shard_0.bin",
        "tensor-cache.json",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    assert written["sources"] == "abc"
    assert written["tools"]["numpy"] == np.__version__
    card.write_text("# Nano, again")
    assert convert_to(out, source, library=library, card=card) == folder


@pytest.mark.parametrize("scaling", [LLAMA3_SCALING, YARN_SCALING])
def test_a_scaled_rope_survives_the_way_into_the_chat_config(
    tmp_path: Path, scaling: dict[str, Any]
) -> None:
    source = write_trained(tmp_path / "trained", model_type="qwen3", rope_scaling=scaling)
    folder = convert_to(tmp_path / "nano", source)
    chat = json.loads((folder / "mlc-chat-config.json").read_text())
    assert chat["model_config"]["rope_scaling"]["rope_type"] == scaling["rope_type"]
    assert read_model_config(chat) == load_config(source / "config.json")


def test_the_library_stands_with_what_it_says_about_itself(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "trained")
    library = write_library(tmp_path / "some.wasm", load_config(source / "config.json"))
    folder = convert_to(tmp_path / "nano", source, library=library)
    chat = json.loads((folder / "mlc-chat-config.json").read_text())
    beside = (folder / "nano.wasm.json").read_bytes()
    assert beside == read_section((folder / "nano.wasm").read_bytes())
    said = json.loads(beside)
    assert said["version"] == 1
    assert said["architecture"].items() <= chat["model_config"].items()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rope_theta": 1e6}, "rope_theta is 1000000.0, the weights' is 10000.0"),
        ({"tie_word_embeddings": False}, "tie_word_embeddings is False"),
        ({"rope_scaling": YARN_SCALING}, "rope_scaling is {'rope_type': 'yarn'"),
        ({"model_type": "llama"}, "model_type is 'llama', the weights' is 'qwen2'"),
    ],
)
def test_a_library_of_a_sister_model_is_refused_by_the_figure_that_differs(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    source = write_trained(tmp_path / "trained")
    raw = json.loads((source / "config.json").read_text())
    library = write_library(tmp_path / "some.wasm", parse_config({**raw, **changes}))
    with pytest.raises(ConfigError, match=re.escape(words)):
        convert_to(tmp_path / "nano", source, library=library)
    assert not (tmp_path / "nano").exists()


def test_a_library_that_does_not_say_what_it_is_for_is_refused(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "trained")
    library = tmp_path / "some.wasm"
    library.write_bytes(MAGIC)
    with pytest.raises(ConfigError, match="does not say what it was compiled for"):
        convert_to(tmp_path / "nano", source, library=library)
    library.write_bytes(b"<!doctype html>")
    with pytest.raises(ConfigError, match=r"some\.wasm is no library: .* not WebAssembly"):
        convert_to(tmp_path / "nano", source, library=library)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_trained(tmp_path / "trained")
    convert_to(tmp_path / "a" / "nano", source)
    convert_to(tmp_path / "b" / "nano", source)
    first = manifest.describe_files(tmp_path / "a" / "nano")
    assert first == manifest.describe_files(tmp_path / "b" / "nano")


def test_changed_weights_get_a_new_address_and_the_old_one_goes(tmp_path: Path) -> None:
    out = tmp_path / "nano"
    old = convert_to(out, write_trained(tmp_path / "trained"))

    def nudge(tensors: Tensors) -> None:
        tensors["model.norm.weight"][0] += 1

    new = convert_to(out, write_trained(tmp_path / "trained", change_tensors=nudge))
    assert new != old
    assert not old.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nano", "trained"]


def test_the_command_line_says_where_the_model_went(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_trained(tmp_path / "trained")
    assert main([str(source), str(tmp_path / "nano"), "--quantization", "q4f32_1"]) == 0
    revision = manifest.read_manifest(tmp_path / "nano")["revision"]
    assert capsys.readouterr().out == f"Wrote {tmp_path / 'nano'}, revision {revision}.\n"
