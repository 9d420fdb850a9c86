"""Compiles a library for each model of the catalogue: `npm run model:libraries`.

    python -m model.libraries --model DeepSeek-R1-Distill-Qwen-1.5B --quantization q4f16_1

Writes `<id>.wasm`, what it says about itself as `<id>.wasm.json`, and a `manifest.json` with the
size and SHA-256 of each. A library that these sources have made already is left as it is; one that
other sources made is removed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from model import manifest
from model.build import list_compilers
from model.catalogue import name_build, read_catalogue
from model.compile import CompileError, compile_library
from model.metadata import place_description
from model.quantization import QUANTIZATIONS
from model.runtime.build import RuntimeBuildError
from model.sources import hash_library_sources

FOLDER = Path(__file__).resolve().parent.parent / "public" / "models" / "libraries"
# Bounds what a step of prefill holds in memory; the context is WebLLM's to choose when it loads.
PREFILL_CHUNK = 1024
SCHEDULE = "gpu"
OWN_SOURCES = (Path(__file__), Path(__file__).with_name("catalogue.py"))


def compile_libraries(folder: Path, models: Iterable[str], quantizations: Iterable[str]) -> None:
    """Compile each model in each quantization into `folder`; prints size and time of each.

    Raises ConfigError, CompileError or RuntimeBuildError with one sentence; those that are done
    stay, and the manifest lists them.
    """
    sources = hash_library_sources(*OWN_SOURCES)
    folder.mkdir(parents=True, exist_ok=True)
    _remove_others(folder, sources)
    catalogue = read_catalogue()
    for model, quantization in product(models, quantizations):
        out = folder / f"{name_build(model, quantization)}.wasm"
        if out.exists() and place_description(out).exists():
            print(f"{out.name}: there already", flush=True)
            continue
        started = time.monotonic()
        config = catalogue[model]
        compile_library(
            config,
            QUANTIZATIONS[quantization],
            out,
            context_window_size=config.max_position_embeddings,
            prefill_chunk_size=PREFILL_CHUNK,
            schedule=SCHEDULE,
        )
        _write_manifest(folder, sources)
        size, seconds = out.stat().st_size / 1e6, time.monotonic() - started
        print(f"{out.name}: {size:.1f} MB in {seconds:.0f} s", flush=True)


def _remove_others(folder: Path, sources: str) -> None:
    """Leave only what the manifest says these sources made."""
    try:
        written = manifest.read_manifest(folder)
        kept = {file["path"] for file in written["files"] if written["sources"] == sources}
    except manifest.ManifestError:
        kept = set()
    for path in (*folder.glob("*.wasm"), *folder.glob("*.wasm.json")):
        if path.name not in kept:
            path.unlink()
    # What a run that was killed has left.
    for draft in folder.glob(".compile-*"):
        shutil.rmtree(draft)
    _write_manifest(folder, sources)


def _write_manifest(folder: Path, sources: str) -> None:
    (folder / manifest.NAME).unlink(missing_ok=True)
    content = {
        "version": manifest.VERSION,
        "tools": list_compilers(),
        "sources": sources,
        "files": manifest.describe_files(folder),
    }
    (folder / manifest.NAME).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when every library is there, 1 with one sentence on stderr when not."""
    known = list(read_catalogue())
    parser = argparse.ArgumentParser(prog="python -m model.libraries", description=__doc__)
    parser.add_argument("--model", action="append", choices=known, help="only this one; repeatable")
    parser.add_argument("--quantization", action="append", choices=QUANTIZATIONS, help="likewise")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write them into")
    given = parser.parse_args(arguments)
    try:
        compile_libraries(given.out, given.model or known, given.quantization or QUANTIZATIONS)
    except (CompileError, RuntimeBuildError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
