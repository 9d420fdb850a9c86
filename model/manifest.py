"""`manifest.json`: every file of a model folder with its size and SHA-256, and what made them.

Layout of a model folder:

    manifest.json
    CARD.md                        if the model has one
    resolve/<revision>/…           what WebLLM loads: its URLs ask for `resolve/`

WebLLM caches by URL and never looks again, so changed files need a new address: the revision is a
hash of them.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAME = "manifest.json"
VERSION = 1
_BLOCK = 1 << 20


class ManifestError(ValueError):
    """A model folder that is not what its manifest says; the message is one sentence."""


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def describe_files(folder: Path) -> list[dict[str, Any]]:
    """Path (relative, with slashes), bytes and SHA-256 of every file under `folder`, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": hash_file(path),
        }
        for path in files
    ]


def name_revision(files: list[dict[str, Any]]) -> str:
    """Twelve hex digits that change when a file's name or content does."""
    lines = (f"{file['sha256']}  {file['path']}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def list_tools() -> dict[str, str]:
    """Versions of what a conversion runs on."""
    major, minor, _ = platform.python_version_tuple()
    packages = ("ml_dtypes", "numpy", "safetensors", "tokenizers")
    return {"python": f"{major}.{minor}"} | {
        name: importlib.metadata.version(name) for name in packages
    }


def write_manifest(folder: Path, revision: str, facts: Mapping[str, Any]) -> None:
    """Write the manifest of `folder`, whose files are complete; `facts` go in as they are."""
    manifest = {
        "version": VERSION,
        **facts,
        "revision": revision,
        "base": f"resolve/{revision}/",
        "files": describe_files(folder),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / NAME).write_text(text, "utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises ManifestError when it is missing, unreadable or of a later version."""
    try:
        manifest: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        version = manifest["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ManifestError(f"{folder} has no usable {NAME}: {error}.") from error
    if version != VERSION:
        raise ManifestError(f"{folder} has a {NAME} of version {version}; this reads {VERSION}.")
    return manifest


def check_files(folder: Path) -> list[str]:
    """What differs between `folder` and its manifest, one sentence each; none when it is whole."""
    manifest = read_manifest(folder)
    stated = {file["path"]: file for file in manifest["files"]}
    found = {file["path"]: file for file in describe_files(folder) if file["path"] != NAME}
    problems = [f"{path} is missing." for path in sorted(stated.keys() - found.keys())]
    problems += [f"{path} is not in the manifest." for path in sorted(found.keys() - stated.keys())]
    problems += [
        f"{path} differs from the manifest."
        for path in sorted(stated.keys() & found.keys())
        if stated[path] != found[path]
    ]
    inside = [
        {**file, "path": file["path"].removeprefix(manifest["base"])}
        for file in manifest["files"]
        if file["path"].startswith(manifest["base"])
    ]
    if name_revision(inside) != manifest["revision"]:
        problems.append(f"The files under {manifest['base']} hash to another revision.")
    return problems
