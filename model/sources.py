"""What `public/models/nano/` is built from, and one hash of it all.

The manifest of the built model records the hash; a test compares it with the tree, so a kernel
cannot change without its library. Tests, caches, the reference and the training scripts are not in
it: they do not touch the built files (what training left behind does).
"""

from __future__ import annotations

import hashlib
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
    "nano/trained/config.json",
    "nano/trained/tokenizer*.json",
    "nano/trained/weights.safetensors",
)
EXCLUDED = {"reference.py", "sources.py"}
_CACHES = {"__pycache__"}


def list_sources(root: Path = ROOT) -> list[Path]:
    """Every file that `PATTERNS` name under `root`, sorted."""
    found = {path for pattern in PATTERNS for path in root.glob(pattern)}
    excluded = {root / name for name in EXCLUDED}
    return sorted(
        path
        for path in found - excluded
        if path.is_file() and not _CACHES & set(path.relative_to(root).parts)
    )


def hash_sources(root: Path = ROOT) -> str:
    """SHA-256 over the names and contents of the sources, in hex."""
    lines = (
        f"{hash_file(path)}  {path.relative_to(root).as_posix()}\n" for path in list_sources(root)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
