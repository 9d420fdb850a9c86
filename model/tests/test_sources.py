"""The hash of the sources follows what the built model is made from, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.sources import hash_sources, list_sources


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("config.py", "kernels/softmax.py", "weights/q4.py", "nano/trained/config.json"):
        write(tmp_path, name, "x")
    return tmp_path


def write(root: Path, name: str, content: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.mark.parametrize(
    "name",
    [
        "config.py",
        "compile.py",
        "pyproject.toml",
        "kernels/softmax.py",
        "architectures/llama.py",
        "runtime/shims/one.h",
        "weights/q4.py",
        "nano/trained/config.json",
        "nano/trained/tokenizer.json",
        "nano/trained/weights.safetensors",
    ],
)
def test_a_change_to_what_the_model_is_built_from_changes_the_hash(tree: Path, name: str) -> None:
    before = hash_sources(tree)
    write(tree, name, "changed")
    assert hash_sources(tree) != before


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_q4.py",
        "kernels/__pycache__/softmax.cpython-311.pyc",
        ".cache/runtime/wasm_runtime.bc",
        ".venv/lib/thing.py",
        "nano/train.py",
        "nano/trained/log.txt",
        "reference.py",
    ],
)
def test_tests_caches_and_training_do_not_change_it(tree: Path, name: str) -> None:
    before = hash_sources(tree)
    write(tree, name, "changed")
    assert hash_sources(tree) == before


def test_a_renamed_source_changes_it(tree: Path) -> None:
    before = hash_sources(tree)
    (tree / "config.py").rename(tree / "configuration.py")
    assert hash_sources(tree) != before


def test_the_list_of_this_tree_holds_the_files_that_decide_the_bytes() -> None:
    names = {path.name for path in list_sources()}
    assert {"convert.py", "compile.py", "q4.py", "build.py", "config.py"} <= names
