"""The hash of the sources follows what the built model is made from, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from model.sources import (
    ROOT,
    hash_library_sources,
    hash_sources,
    list_library_sources,
    list_sources,
)


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


def test_a_library_hangs_on_kernels_but_not_on_the_conversion(tree: Path) -> None:
    before = hash_library_sources(root=tree)
    write(tree, "convert.py", "changed")
    write(tree, "weights/q4.py", "changed")
    assert hash_library_sources(root=tree) == before
    write(tree, "kernels/softmax.py", "changed")
    assert hash_library_sources(root=tree) != before


def test_a_library_hangs_on_everything_that_the_compiler_imports() -> None:
    list_imports = (
        "import sys, model.compile\n"
        "for module in list(sys.modules.values()):\n"
        "    if module.__name__.startswith('model.') and module.__file__:\n"
        "        print(module.__file__)"
    )
    command = [sys.executable, "-c", list_imports]
    done = subprocess.run(command, cwd=ROOT.parent, check=True, capture_output=True, text=True)
    imported = {Path(line).resolve() for line in done.stdout.split()}
    assert len(imported) > 30
    assert imported <= {path.resolve() for path in list_library_sources()}


def test_the_list_of_this_tree_holds_the_files_that_decide_the_bytes() -> None:
    names = {path.name for path in list_sources()}
    assert {"convert.py", "compile.py", "q4.py", "build.py", "config.py"} <= names
