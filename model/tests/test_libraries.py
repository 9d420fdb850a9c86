"""The catalogue's libraries: each model's own figures, and a folder that says what it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from model import libraries, manifest
from model.catalogue import name_build, read_catalogue
from model.compile import CompileError, check_shape
from model.config import ModelConfig
from model.quantization import Quantization
from model.rope import YarnScaling
from model.tests.trained_folder import write_library
from model.weights.parameters import list_stored

MODEL, OTHER = "Qwen3-0.6B", "DeepSeek-R1-Distill-Qwen-1.5B"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was compiled, by a compiler that takes no time."""
    names: list[str] = []

    def compile_library(
        config: ModelConfig,
        quantization: Quantization,
        out: Path,
        **_: Any,  # noqa: ANN401
    ) -> None:
        names.append(out.name)
        write_library(out, config, quantization)
        out.with_name(f"{out.name}.json").write_text("{}")

    monkeypatch.setattr(libraries, "compile_library", compile_library)
    monkeypatch.setattr(libraries, "list_compilers", lambda: {"emscripten": "3"})
    return names


def read_paths(folder: Path) -> list[str]:
    return [file["path"] for file in manifest.read_manifest(folder)["files"]]


@pytest.mark.parametrize(("name", "config"), read_catalogue().items(), ids=read_catalogue())
def test_every_model_can_be_compiled_for_its_longest_context(
    name: str, config: ModelConfig
) -> None:
    check_shape(config, config.max_position_embeddings, libraries.PREFILL_CHUNK)
    assert list_stored(config, Quantization("q4f16_1", "float16")), name


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        ("DeepSeek-R1-Distill-Qwen-1.5B", 1.78),
        ("DeepSeek-R1-Distill-Qwen-7B", 7.62),
        ("DeepSeek-R1-Distill-Llama-8B", 8.03),
        ("DeepSeek-R1-0528-Qwen3-8B", 8.19),
        ("Qwen3-0.6B", 0.60),
        ("Qwen3-1.7B", 1.72),
        ("Qwen3-4B", 4.02),
        ("Qwen3-8B", 8.19),
    ],
)
def test_a_model_has_as_many_parameters_as_its_card_says(name: str, billions: float) -> None:
    stored = list_stored(read_catalogue()[name], Quantization("q4f16_1", "float16"))
    counts = {
        key: shape[0] * (shape[1] if len(shape) > 1 else 1) for key, (shape, _) in stored.items()
    }
    weights = sum(n * 8 for key, n in counts.items() if key.endswith("q_weight"))
    vectors = sum(n for key, n in counts.items() if not key.endswith(("q_weight", "q_scale")))
    assert (weights + vectors) / 1e9 == pytest.approx(billions, abs=0.006)


def test_no_model_borrows_the_rope_of_its_sister() -> None:
    known = read_catalogue()
    assert known["DeepSeek-R1-Distill-Qwen-1.5B"].rope_theta == 10_000
    assert known["DeepSeek-R1-Distill-Qwen-7B"].rope_theta == 10_000
    scaling = known["DeepSeek-R1-0528-Qwen3-8B"].rope_scaling
    assert isinstance(scaling, YarnScaling)
    assert (scaling.factor, scaling.original_max_position_embeddings) == (4, 32_768)
    assert scaling.attention_factor == pytest.approx(1)
    assert known["Qwen3-8B"].rope_scaling is None


def test_libraries_are_named_by_the_catalogues_ids() -> None:
    assert name_build("Qwen3-8B", "q4f16_1") == "Qwen3-8B-q4f16_1-MLC"


def test_only_the_chosen_ones_are_compiled_and_the_manifest_lists_them(
    tmp_path: Path, compiled: list[str]
) -> None:
    chosen = ["--model", MODEL, "--quantization", "q4f16_1", "--out", str(tmp_path)]
    assert libraries.main(chosen) == 0
    assert compiled == [f"{MODEL}-q4f16_1-MLC.wasm"]
    assert read_paths(tmp_path) == [f"{MODEL}-q4f16_1-MLC.wasm{end}" for end in ("", ".json")]


def test_a_second_run_compiles_only_what_is_missing(tmp_path: Path, compiled: list[str]) -> None:
    libraries.compile_libraries(tmp_path, [MODEL], ["q4f16_1"])
    libraries.compile_libraries(tmp_path, [MODEL, OTHER], ["q4f16_1"])
    assert compiled == [f"{name}-q4f16_1-MLC.wasm" for name in (MODEL, OTHER)]
    assert len(read_paths(tmp_path)) == 4


def test_libraries_of_other_sources_go_and_so_do_half_made_ones(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries.compile_libraries(tmp_path, [MODEL], ["q4f16_1"])
    (tmp_path / f"{OTHER}-q4f16_1-MLC.wasm").write_bytes(b"half")
    (tmp_path / ".compile-killed").mkdir()
    (tmp_path / ".compile-killed" / "draft.wasm").write_bytes(b"half")
    monkeypatch.setattr(libraries, "hash_library_sources", lambda *_: "changed")
    libraries.compile_libraries(tmp_path, [MODEL], ["q4f32_1"])
    assert compiled == [f"{MODEL}-{name}-MLC.wasm" for name in ("q4f16_1", "q4f32_1")]
    assert read_paths(tmp_path) == [f"{MODEL}-q4f32_1-MLC.wasm{end}" for end in ("", ".json")]
    assert json.loads((tmp_path / "manifest.json").read_text())["sources"] == "changed"


def test_a_failure_is_one_sentence_and_what_was_done_stays(
    tmp_path: Path,
    compiled: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    libraries.compile_libraries(tmp_path, [MODEL], ["q4f16_1"])

    def fail(*_: object, **__: object) -> None:
        raise CompileError("The linker gave up.")

    monkeypatch.setattr(libraries, "compile_library", fail)
    assert libraries.main(["--model", OTHER, "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "The linker gave up.\n"
    assert read_paths(tmp_path) == [f"{MODEL}-q4f16_1-MLC.wasm{end}" for end in ("", ".json")]
    assert len(compiled) == 1
