"""The WGSL of a library: what only a look at the shaders can show."""

import re

import pytest

from model.compile import build_library
from model.config import parse_config
from model.quantization import QUANTIZATIONS
from model.tests.random_weights import SMALL, YARN_SCALING

# Barriers that the phases of our own kernels need; `software` and `gpu` shapes together.
PHASES = {
    "merge_state": 1,
    "softmax": 2,
    "nucleus_sample": 3,
    "rms_norm": 1,
}


def list_shaders(module):
    if module.kind == "webgpu":
        for text in module.inspect_source().split("// Function: ")[1:]:
            name = text.split("\n")[0].strip().removesuffix("_kernel")
            if "@compute" in text:
                yield name, text
    for imported in module.imports:
        yield from list_shaders(imported)


@pytest.fixture(scope="module", params=["software", "gpu"])
def schedule(request):
    return request.param


@pytest.fixture(scope="module", params=["q4f32_1", "q4f16_1"])
def shaders(request, schedule):
    executable, _ = build_library(
        parse_config({**SMALL, "head_dim": 32}),
        QUANTIZATIONS[request.param],
        prefill_chunk_size=64,
        schedule=schedule,
    )
    found = dict(list_shaders(executable.mod))
    assert found
    return found


def test_every_phase_is_parted_from_the_next_by_a_barrier(shaders, schedule):
    """TVM leaves a barrier out where it takes writer and reader for the same thread."""
    wanted = dict(PHASES)
    if schedule == "software":
        del wanted["rms_norm"]
        wanted["attention_decode"] = 1
    else:
        wanted |= {name: 1 for name in shaders if name.startswith("vector_product")}
    barriers = {name: shaders[name].count("workgroupBarrier();") for name in wanted}
    assert all(barriers[name] >= count for name, count in wanted.items()), barriers


def test_heads_are_normed_only_after_every_thread_has_added_its_squares(schedule):
    config = parse_config({**SMALL, "model_type": "qwen3", "rope_scaling": YARN_SCALING})
    executable, _ = build_library(
        config, QUANTIZATIONS["q4f32_1"], prefill_chunk_size=64, schedule=schedule
    )
    found = dict(list_shaders(executable.mod))
    assert found["head_norm"].count("workgroupBarrier();") >= 1
    assert not re.search(r"\b(sin|cos|tan|pow)\(", found["rotary"])


def test_no_shader_leans_on_the_devices_sines_and_powers(shaders):
    """WGSL lets them be off by 2^-11, which moves logits."""
    for name, text in shaders.items():
        assert not re.search(r"\b(sin|cos|tan|pow)\(", text), name


def test_decode_reads_weights_sixteen_bytes_at_a_time_on_a_gpu(shaders, schedule):
    if schedule == "gpu":
        for name in (each for each in shaders if each.startswith("vector_product")):
            assert "q_weight_ptr : array<vec4<u32>>" in shaders[name], name


def test_no_shader_is_there_that_a_chat_never_runs(shaders, schedule):
    expected = {
        "append_key_value",
        "apply_bitmask_inplace",
        "apply_logit_bias_inplace",
        "apply_penalty_inplace",
        "attention_decode",
        "attention_prefill_chunk",
        "attention_prefill_history",
        "compact_key_value",
        "copy_page",
        "embed",
        "last_row",
        "matrix_product",
        "merge_state",
        "nucleus_sample",
        "read_key_value",
        "rotary",
        "softmax",
        "vector_product",
    }
    if schedule == "gpu":
        expected |= {"fused_split_silu_multiply", "rms_norm"}
    assert {name.rstrip("0123456789") for name in shaders} == expected
