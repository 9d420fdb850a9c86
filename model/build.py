"""Rebuilds `public/models/nano/` from the sources and what training left behind.

    python -m model.build

Compiles the library, converts the weights, and replaces the folder when all of it is whole.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from model.compile import CompileError, compile_library
from model.config import ModelConfig, load_config
from model.convert import FAILURES, Conversion, convert
from model.quantization import QUANTIZATIONS, Quantization
from model.runtime.build import RuntimeBuildError, emcc_version
from model.sources import hash_sources
from model.weights.parameters import list_stored

TRAINED = Path(__file__).parent / "nano" / "trained"
CARD_NAME = "CARD.md"
PUBLIC = Path(__file__).parent.parent / "public" / "models" / "nano"

# Nano's questions and thoughts fill a few hundred tokens; one chunk takes a whole short chat.
PREFILL_CHUNK_SIZE = 256
# Its matrices are small and it must run in software: a row per thread, no barriers.
SCHEDULE = "software"


def build(
    trained: Path = TRAINED,
    out: Path = PUBLIC,
    quantization: Quantization = QUANTIZATIONS["q4f32_1"],
) -> str:
    """Build the embedded model from the folder `trained` into `out`; returns its revision.

    Raises one of `convert.FAILURES`, CompileError or RuntimeBuildError with one sentence, and then
    `out` is as it was.
    """
    sources = hash_sources(trained=trained)  # before the compiler's minute, not after it
    config = load_config(trained / "config.json")
    chunk = min(PREFILL_CHUNK_SIZE, config.max_position_embeddings)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.wasm"
        metadata = _compile(config, quantization, library, chunk)
        _check_parameters(metadata, list_stored(config, quantization))
        return convert(
            Conversion(
                source=trained,
                out=out,
                quantization=quantization,
                context_window_size=metadata["context_window_size"],
                prefill_chunk_size=metadata["prefill_chunk_size"],
                library=library,
                card=trained / CARD_NAME if (trained / CARD_NAME).exists() else None,
                facts={"tools": list_compilers(), "sources": sources},
            )
        )


def _compile(
    config: ModelConfig, quantization: Quantization, library: Path, chunk: int
) -> dict[str, Any]:
    return compile_library(
        config,
        quantization,
        library,
        context_window_size=config.max_position_embeddings,
        prefill_chunk_size=chunk,
        schedule=SCHEDULE,
        target="webgpu",
    )


def _check_parameters(metadata: dict[str, Any], found: dict[str, tuple[list[int], str]]) -> None:
    """Raise CompileError when the library would look for weights that are not there."""
    asked = {entry["name"]: (entry["shape"], entry["dtype"]) for entry in metadata["params"]}
    different = sorted(name for name in asked | found if asked.get(name) != found.get(name))
    if different:
        name = different[0]
        raise CompileError(
            f"Library and weights differ in {len(different)} parameters, first in {name}: "
            f"{asked.get(name)} against {found.get(name)}."
        )


def list_compilers() -> dict[str, str]:
    """Versions of what a library is compiled with."""
    packages = ("apache-tvm", "apache-tvm-ffi")
    release = re.search(r"\d+(\.\d+)+", emcc_version())
    versions = {name: importlib.metadata.version(name) for name in packages}
    return versions | {"emscripten": release[0] if release else "unknown"}


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when the folder was replaced, 1 with one sentence on stderr when not."""
    parser = argparse.ArgumentParser(prog="python -m model.build", description=__doc__)
    parser.add_argument("--trained", type=Path, default=TRAINED, help="folder that training wrote")
    parser.add_argument("--out", type=Path, default=PUBLIC, help="model folder to replace")
    parser.add_argument("--quantization", choices=QUANTIZATIONS, default="q4f32_1")
    given = parser.parse_args(arguments)
    try:
        revision = build(given.trained, given.out, QUANTIZATIONS[given.quantization])
    except (*FAILURES, CompileError, RuntimeBuildError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Built {given.out}, revision {revision}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
