"""`model:build` joins library and weights, and refuses a pair that does not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from model import build as room
from model import manifest
from model.compile import CompileError
from model.config import ModelConfig
from model.quantization import QUANTIZATIONS, Quantization
from model.sources import hash_sources
from model.tests.trained_folder import write_library, write_trained
from model.weights.parameters import list_stored

Entries = list[dict[str, Any]]
Change = Callable[[Entries], Entries]
Q4F32 = QUANTIZATIONS["q4f32_1"]


@pytest.fixture
def quick_compiler(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stands in for emscripten's minute; the real library is tested where it is run."""
    asked: dict[str, Any] = {}

    def compile_library(
        config: ModelConfig, quantization: Quantization, out: Path, **options: object
    ) -> dict[str, Any]:
        asked.update(options)
        write_library(out, config, quantization)
        stored = list_stored(config, quantization)
        listed = [
            {"name": name, "shape": shape, "dtype": dtype}
            for name, (shape, dtype) in stored.items()
        ]
        return {
            "context_window_size": options["context_window_size"],
            "prefill_chunk_size": options["prefill_chunk_size"],
            "params": asked.get("change", lambda entries: entries)(listed),
        }

    monkeypatch.setattr(room, "compile_library", compile_library)
    monkeypatch.setattr(room, "emcc_version", lambda: "emcc (Emscripten gcc) 3.1.6 ()")
    return asked


@pytest.mark.usefixtures("quick_compiler")
def test_the_folder_holds_library_weights_card_tools_and_sources(tmp_path: Path) -> None:
    trained = write_trained(tmp_path / "trained")
    (trained / "CARD.md").write_text("# ponder-nano")
    out = tmp_path / "nano"
    revision = room.build(trained, out, Q4F32)
    written = manifest.read_manifest(out)
    assert manifest.check_files(out) == []
    assert (out / "resolve" / revision / "nano.wasm").read_bytes().startswith(b"\0asm")
    assert (out / "CARD.md").read_text() == "# ponder-nano"
    assert written["library"] == "nano.wasm"
    assert written["sources"] != hash_sources(), "these are not the tree's own weights"
    assert written["sources"] == hash_sources(trained=trained)
    assert written["tools"]["emscripten"] == "3.1.6"
    assert {"apache-tvm", "apache-tvm-ffi", "numpy"} <= written["tools"].keys()


def test_the_library_is_compiled_for_the_context_of_the_config(
    tmp_path: Path, quick_compiler: dict[str, Any]
) -> None:
    trained = write_trained(tmp_path / "trained", max_position_embeddings=128)
    room.build(trained, tmp_path / "nano", Q4F32)
    assert quick_compiler["context_window_size"] == 128
    assert quick_compiler["prefill_chunk_size"] == 128
    assert quick_compiler["target"] == "webgpu"


def drop_first(entries: Entries) -> Entries:
    return entries[1:]


def widen_first(entries: Entries) -> Entries:
    return [{**entries[0], "shape": [999, 8]}, *entries[1:]]


def change_type_of_first(entries: Entries) -> Entries:
    return [{**entries[0], "dtype": "float16"}, *entries[1:]]


@pytest.mark.parametrize("change", [drop_first, widen_first, change_type_of_first])
def test_a_library_that_asks_for_other_weights_is_refused(
    tmp_path: Path, quick_compiler: dict[str, Any], change: Change
) -> None:
    trained = write_trained(tmp_path / "trained")
    quick_compiler["change"] = change
    with pytest.raises(CompileError, match=r"1 parameters, first in model\.embed_tokens\.q_weight"):
        room.build(trained, tmp_path / "nano", Q4F32)
    assert not (tmp_path / "nano").exists()


def test_a_failed_build_is_one_sentence_and_leaves_the_old_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained = write_trained(tmp_path / "trained")
    (tmp_path / "nano").mkdir()
    (tmp_path / "nano" / manifest.NAME).write_text("old")

    def fail(*_: object, **__: object) -> NoReturn:
        raise CompileError("The linker gave up.")

    monkeypatch.setattr(room, "compile_library", fail)
    assert room.main(["--trained", str(trained), "--out", str(tmp_path / "nano")]) == 1
    assert capsys.readouterr().err == "The linker gave up.\n"
    assert (tmp_path / "nano" / manifest.NAME).read_text() == "old"
