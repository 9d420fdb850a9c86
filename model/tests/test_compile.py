"""What the compiler says about a library, and about a shape that it cannot compile."""

import json
import math

import pytest
import tvm
from tvm import relax

from model.architectures.registry import ATTENTION
from model.compile import CompileError, build_library, main
from model.config import ConfigError, parse_config
from model.metadata import describe_library
from model.quantization import QUANTIZATIONS
from model.tests.random_weights import SMALL, YARN_SCALING, draw_tensors
from model.weights.pack import pack_parameters

Q4F32 = QUANTIZATIONS["q4f32_1"]


def build(changes=None, **options):
    config = parse_config({**SMALL, **(changes or {})})
    return config, *build_library(config, Q4F32, target="llvm", **options)


@pytest.mark.parametrize("architecture", sorted(ATTENTION))
@pytest.mark.parametrize("tied", [True, False])
def test_parameters_have_mlcs_names_shapes_and_types(architecture, tied):
    config, _, metadata = build({"model_type": architecture, "tie_word_embeddings": tied})
    packed = pack_parameters(config, Q4F32, draw_tensors(config))
    expected = {name: (list(array.shape), str(array.dtype)) for name, array in packed}
    listed = {each["name"]: (each["shape"], each["dtype"]) for each in metadata["params"]}
    assert listed == expected
    assert ("lm_head.q_weight" in listed) is not tied


def test_a_library_says_what_is_baked_into_it():
    config, executable, metadata = build(context_window_size=128, prefill_chunk_size=32)
    machine = relax.VirtualMachine(executable, tvm.cpu())
    assert json.loads(str(machine["_metadata"]())) == metadata
    assert metadata["version"] == 1
    assert metadata["model_type"] == "qwen2"
    assert metadata["context_window_size"] == 128
    assert metadata["prefill_chunk_size"] == 32
    assert metadata["kv_state_kind"] == "kv_cache"
    assert metadata["architecture"] == {
        "hidden_size": config.hidden_size,
        "intermediate_size": config.intermediate_size,
        "num_hidden_layers": config.num_hidden_layers,
        "num_attention_heads": config.num_attention_heads,
        "num_key_value_heads": config.num_key_value_heads,
        "head_dim": config.head_dim,
        "vocab_size": config.vocab_size,
        "rms_norm_eps": config.rms_norm_eps,
        "rope_theta": config.rope_theta,
        "rope_scaling": None,
        "tie_word_embeddings": True,
        "attention_bias": True,
        "query_key_norm": False,
    }


@pytest.mark.parametrize(
    ("architecture", "bias", "norm"),
    [("llama", False, False), ("qwen2", True, False), ("qwen3", False, True)],
)
def test_a_library_says_how_its_architecture_differs(architecture, bias, norm):
    *_, metadata = build({"model_type": architecture, "rope_scaling": YARN_SCALING})
    said = metadata["architecture"]
    assert (said["attention_bias"], said["query_key_norm"]) == (bias, norm)
    assert said["rope_scaling"] == {
        "rope_type": "yarn",
        "factor": 4.0,
        "original_max_position_embeddings": 32,
        "attention_factor": pytest.approx(0.1 * math.log(4) + 1),
        "beta_fast": 4.0,
        "beta_slow": 1.0,
    }


def test_what_can_be_read_beside_a_library_leaves_webllms_own_keys_out():
    *_, metadata = build()
    said = json.loads(describe_library(metadata))
    assert said.items() <= metadata.items()
    assert "params" not in said
    # WebLLM takes a library with this key for one that came in a package of its own.
    assert "artifact" not in metadata


@pytest.mark.parametrize(
    ("changes", "options", "words"),
    [
        ({"hidden_size": 80}, {}, "hidden_size is 80"),
        ({"intermediate_size": 100}, {}, "intermediate_size is 100"),
        ({"head_dim": 24}, {}, "head_dim is 24"),
        ({}, {"prefill_chunk_size": 999}, "prefill chunk of 999"),
        ({}, {"context_window_size": 200_000}, "context of 200000 tokens is too long"),
        ({}, {"schedule": "abacus"}, "Unknown schedule 'abacus'"),
    ],
)
def test_a_shape_that_cannot_be_compiled_is_named(changes, options, words):
    with pytest.raises(CompileError, match=words):
        build(changes, **options)


def test_an_unknown_architecture_is_named():
    with pytest.raises(ConfigError, match="'mamba'"):
        build({"model_type": "mamba"})


def test_the_command_line_says_in_a_sentence_what_is_wrong(tmp_path, capsys):
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**SMALL, "hidden_size": 80}))
    out = tmp_path / "library.wasm"
    assert main([str(path), "--out", str(out)]) == 1
    assert "hidden_size is 80" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]
