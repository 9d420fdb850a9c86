"""Turns float weights into a folder that WebLLM loads.

    python -m model.convert trained/ public/models/nano --quantization q4f32_1

The source folder holds `config.json`, safetensors and `tokenizer.json`, as Hugging Face lays them
out. The model folder is described in `model.manifest`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from model import manifest
from model.chat_config import build_chat_config
from model.config import ConfigError, ModelConfig, load_config
from model.metadata import describe_architecture, place_description
from model.quantization import QUANTIZATIONS, Quantization
from model.runtime.section import SectionError, read_section
from model.tokenizer_files import R1, ChatFormat, ModelTokenizer, TokenizerError, read_tokenizer
from model.weights.errors import WeightsError
from model.weights.float_weights import FloatWeights
from model.weights.pack import pack_parameters
from model.weights.parameters import get_family
from model.weights.tensor_cache import SHARD_BYTES, TensorCacheWriter
from model.whole_folder import FolderError, write_whole

CONTEXT_WINDOW_SIZE = 4096
PREFILL_CHUNK_SIZE = 1024
FAILURES = (ConfigError, FolderError, TokenizerError, WeightsError)


@dataclass(frozen=True)
class Conversion:
    """What to convert and how; sizes are tokens, by default as large as the model allows.

    `library` and `card` are files to take into the folder; `facts` go into its manifest. A shard,
    one download, holds `shard_bytes` or a single larger tensor.
    """

    source: Path
    out: Path
    quantization: Quantization
    context_window_size: int | None = None
    prefill_chunk_size: int | None = None
    library: Path | None = None
    card: Path | None = None
    shard_bytes: int = SHARD_BYTES
    chat_format: ChatFormat = R1
    facts: Mapping[str, Any] = field(default_factory=dict)


def convert(
    conversion: Conversion, parameters: Iterable[tuple[str, NDArray[Any]]] | None = None
) -> str:
    """Write the model folder, in place of one that was there, and return its revision.

    `parameters`: packed ones to take instead of the source's weights.
    Raises one of FAILURES with one sentence, and then nothing has changed on the disk.
    """
    source, quantization = conversion.source, conversion.quantization
    config = load_config(source / "config.json")
    get_family(config)
    raw_config = json.loads((source / "config.json").read_text("utf-8"))
    tokenizer = read_tokenizer(source, config, raw_config, conversion.chat_format)
    context, chunk = choose_sizes(config, conversion)
    chat_config = build_chat_config(
        config,
        quantization,
        tokenizer,
        context_window_size=context,
        prefill_chunk_size=chunk,
    )
    if parameters is None:
        parameters = pack_parameters(config, quantization, FloatWeights(source))
    with write_whole(conversion.out) as draft:
        files = draft / "files"
        files.mkdir()
        cache = TensorCacheWriter(files, conversion.shard_bytes)
        for name, array in parameters:
            cache.add(name, array)
        cache.finish()
        _write_texts(files, chat_config, tokenizer)
        return _finish_folder(draft, files, conversion)


def choose_sizes(config: ModelConfig, conversion: Conversion) -> tuple[int, int]:
    """Context window and prefill chunk in tokens. Raises ConfigError when they do not fit."""
    longest = config.max_position_embeddings
    context = conversion.context_window_size or min(longest, CONTEXT_WINDOW_SIZE)
    if context > longest:
        raise ConfigError(
            f"The model knows {longest} positions, fewer than a context of {context}."
        )
    chunk = conversion.prefill_chunk_size or min(context, PREFILL_CHUNK_SIZE)
    if not 1 <= chunk <= context:
        raise ConfigError(f"A prefill chunk of {chunk} does not fit a context of {context} tokens.")
    return context, chunk


def _write_texts(files: Path, chat_config: dict[str, Any], tokenizer: ModelTokenizer) -> None:
    text = json.dumps(chat_config, ensure_ascii=False, indent=1) + "\n"
    (files / "mlc-chat-config.json").write_text(text, "utf-8")
    (files / "tokenizer.json").write_bytes(tokenizer.content)
    (files / "tokenizer_config.json").write_bytes(tokenizer.settings)


def _finish_folder(draft: Path, files: Path, conversion: Conversion) -> str:
    """Name the revision by what `files` holds and write the manifest."""
    if conversion.library:
        _add_library(files / f"{conversion.out.name}.wasm", conversion)
    revision = manifest.name_revision(manifest.describe_files(files))
    (draft / "resolve").mkdir()
    files.rename(draft / "resolve" / revision)
    if conversion.card:
        (draft / "CARD.md").write_bytes(conversion.card.read_bytes())
    facts = {
        "model": conversion.out.name,
        "quantization": conversion.quantization.name,
        "library": f"{conversion.out.name}.wasm" if conversion.library else None,
        **conversion.facts,
        "tools": {**manifest.list_tools(), **conversion.facts.get("tools", {})},
    }
    manifest.write_manifest(draft, revision, facts)
    return revision


def _add_library(place: Path, conversion: Conversion) -> None:
    """Copy the library to `place`, and what it says about itself beside it.

    Raises ConfigError when it was compiled for another model.
    """
    assert conversion.library is not None
    content = conversion.library.read_bytes()
    try:
        description = read_section(content)
    except SectionError as error:
        raise ConfigError(f"{conversion.library.name} is no library: {error}") from error
    if description is None:
        raise ConfigError(f"{conversion.library.name} does not say what it was compiled for.")
    _check_library(json.loads(description), conversion)
    place.write_bytes(content)
    place_description(place).write_bytes(description)


def _check_library(description: dict[str, Any], conversion: Conversion) -> None:
    config = load_config(conversion.source / "config.json")
    wanted = {"model_type": config.architecture, "quantization": conversion.quantization.name}
    wanted |= describe_architecture(config)
    found = {**description, **description["architecture"]}
    for name, value in wanted.items():
        if found.get(name) != value:
            raise ConfigError(
                f"The library was compiled for another model: its {name} is {found.get(name)!r}, "
                f"the weights' is {value!r}."
            )


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when the folder was written, 1 with one sentence on stderr when not."""
    parser = argparse.ArgumentParser(prog="python -m model.convert", description=__doc__)
    parser.add_argument("source", type=Path, help="folder with config.json, weights, tokenizer")
    parser.add_argument("out", type=Path, help="model folder to write; its name names the model")
    parser.add_argument("--quantization", choices=QUANTIZATIONS, default="q4f16_1")
    parser.add_argument("--context", type=int, help="context window in tokens")
    parser.add_argument("--prefill-chunk", type=int, help="most tokens of one prefill step")
    parser.add_argument("--library", type=Path, help="a compiled .wasm to put beside the weights")
    given = parser.parse_args(arguments)
    conversion = Conversion(
        source=given.source,
        out=given.out,
        quantization=QUANTIZATIONS[given.quantization],
        context_window_size=given.context,
        prefill_chunk_size=given.prefill_chunk,
        library=given.library,
    )
    try:
        revision = convert(conversion)
    except FAILURES as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {given.out}, revision {revision}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
