"""What `public/models/nano/` is built from, and one hash of it all.

The manifest of the built model records the hash; a test compares it with the tree, so a kernel
cannot change without its library. Tests, caches, the reference and the training scripts are not in
it: they do not touch the built files (what training left behind does).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from model.manifest import hash_file

ROOT = Path(__file__).parent

PATTERNS = (
    "*.py",
    "pyproject.toml",
    "architectures/**/*",
    "kernels/**/*",
    "runtime/**/*",
    "weights/*.py",
)
# What decides the bytes of a library: everything that `model.compile` imports.
LIBRARY_PATTERNS = (
    "architectures/**/*",
    "compile.py",
    "config.py",
    "config_error.py",
    "kernels/**/*",
    "metadata.py",
    "pipeline.py",
    "pyproject.toml",
    "quantization.py",
    "rope.py",
    "runtime/**/*",
    "sampling_functions.py",
    "weights/__init__.py",
    "weights/errors.py",
    "weights/parameters.py",
)
TRAINED_PATTERNS = ("config.json", "tokenizer*.json", "weights.safetensors")
EXCLUDED = {"catalogue.py", "libraries.py", "random_folder.py", "reference.py", "sources.py"}
_CACHES = {"__pycache__"}


def list_sources(root: Path = ROOT) -> list[Path]:
    """Every file of the toolchain that `PATTERNS` name under `root`, sorted."""
    excluded = {root / name for name in EXCLUDED}
    return [path for path in _list_files(root, PATTERNS) if path not in excluded]


def list_library_sources(root: Path = ROOT) -> list[Path]:
    """Every file that a compiled library is made of, sorted."""
    return _list_files(root, LIBRARY_PATTERNS)


def hash_library_sources(*others: Path, root: Path = ROOT) -> str:
    """SHA-256 over what a library is made of and over `others`, files under `root`, in hex."""
    lines = _describe(root, [*list_library_sources(root), *others])
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def hash_sources(root: Path = ROOT, trained: Path | None = None) -> str:
    """SHA-256 over names and contents of the sources and of what training left, in hex.

    `trained` is that folder when it is not the tree's own.
    """
    trained = trained or root / "nano" / "trained"
    lines = _describe(root, list_sources(root))
    lines += _describe(trained, _list_files(trained, TRAINED_PATTERNS))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _list_files(folder: Path, patterns: Iterable[str]) -> list[Path]:
    found = {path for pattern in patterns for path in folder.glob(pattern)}
    caches = (path for path in found if _CACHES & set(path.relative_to(folder).parts))
    return sorted(path for path in found - set(caches) if path.is_file())


def _describe(folder: Path, files: list[Path]) -> list[str]:
    return [f"{hash_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
