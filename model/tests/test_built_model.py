"""What lies in `public/models/nano/` was built from what lies in `model/`, and is small enough."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from model import manifest
from model.build import CARD_NAME, PUBLIC, TRAINED
from model.convert import Conversion, convert
from model.metadata import describe_library, place_description
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel
from model.runtime.section import read_section
from model.sources import hash_sources
from model.tokenizer_files import ASSISTANT, BOS, END_THINK, EOS, THINK, USER
from model.weights.tensor_cache import read_tensor_cache

RAW_LIMIT = 9_000_000
GZIP_LIMIT = 4_000_000
ADVICE = "public/models/nano/ is not what model/ builds: run npm run model:build"


@pytest.fixture(scope="module")
def built() -> dict[str, Any]:
    return manifest.read_manifest(PUBLIC)


@pytest.fixture(scope="module")
def folder(built: dict[str, Any]) -> Path:
    base: str = built["base"]
    return PUBLIC / base


@pytest.fixture(scope="module")
def chat_config(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((folder / "mlc-chat-config.json").read_text("utf-8"))
    return config


@pytest.fixture(scope="module")
def metadata(folder: Path, built: dict[str, Any]) -> dict[str, Any]:
    """What the library answers to `_metadata()`: one JSON text inside its bytecode."""
    content = (folder / built["library"]).read_bytes()
    start = content.index(b'{"version": 1, "model_type"')
    text = content[start : start + 1_000_000].decode("utf-8", "replace")
    answer: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
    return answer


def test_every_file_is_there_and_is_what_the_manifest_says() -> None:
    assert manifest.check_files(PUBLIC) == []


def test_it_was_built_from_these_sources(built: dict[str, Any]) -> None:
    assert built["sources"] == hash_sources(), ADVICE


def test_converting_the_trained_weights_again_gives_the_same_bytes(
    tmp_path: Path, folder: Path, chat_config: dict[str, Any]
) -> None:
    again = Conversion(
        source=TRAINED,
        out=tmp_path / "nano",
        quantization=QUANTIZATIONS["q4f32_1"],
        context_window_size=chat_config["context_window_size"],
        prefill_chunk_size=chat_config["prefill_chunk_size"],
    )
    fresh = tmp_path / "nano" / "resolve" / convert(again)
    names = {path.name for path in folder.iterdir() if ".wasm" not in path.suffixes}
    assert names == {path.name for path in fresh.iterdir()}
    for name in sorted(names):
        assert (folder / name).read_bytes() == (fresh / name).read_bytes(), f"{name}: {ADVICE}"


def test_the_library_was_compiled_for_these_figures(
    metadata: dict[str, Any], chat_config: dict[str, Any]
) -> None:
    figures = chat_config["model_config"]
    assert metadata["architecture"] == {name: figures[name] for name in metadata["architecture"]}
    for name in ("model_type", "quantization", "context_window_size", "prefill_chunk_size"):
        assert metadata[name] == chat_config[name]


def test_what_the_library_says_can_be_read_without_running_it(
    metadata: dict[str, Any], folder: Path, built: dict[str, Any]
) -> None:
    library = folder / built["library"]
    description = place_description(library).read_bytes()
    assert description == describe_library(metadata)
    assert description == read_section(library.read_bytes())


def test_the_library_finds_every_weight_by_name_shape_and_type(
    metadata: dict[str, Any], folder: Path
) -> None:
    stored = {
        name: [list(array.shape), array.dtype.name]
        for name, array in read_tensor_cache(folder).items()
    }
    asked = {entry["name"]: [entry["shape"], entry["dtype"]] for entry in metadata["params"]}
    assert asked == stored


def test_it_is_small(folder: Path) -> None:
    contents = [path.read_bytes() for path in folder.iterdir()]
    assert sum(map(len, contents)) <= RAW_LIMIT
    assert sum(len(gzip.compress(content)) for content in contents) <= GZIP_LIMIT


def test_its_card_is_the_one_that_training_left() -> None:
    assert (PUBLIC / CARD_NAME).read_bytes() == (TRAINED / CARD_NAME).read_bytes(), ADVICE


def test_it_thinks_answers_and_stops(folder: Path, chat_config: dict[str, Any]) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    prompt = f"{BOS}{USER}What is 347 + 28?{ASSISTANT}{THINK}\n"
    ids = tokenizer.encode(prompt, add_special_tokens=False).ids
    stop = chat_config["conv_template"]["stop_token_ids"]
    reply = ReferenceModel.from_folder(folder).generate(ids, limit=400, stop=stop)
    thought, answer = tokenizer.decode(reply, skip_special_tokens=False).split(END_THINK)
    assert thought.strip()
    assert "375" in answer
    assert answer.endswith(EOS)


def test_the_library_names_no_folder_of_the_machine_that_built_it(
    built: dict[str, Any], folder: Path
) -> None:
    code = (folder / built["library"]).read_bytes()
    assert b"src/runtime/" in code
    assert re.findall(rb"/[\w./-]+/src/runtime/[\w./-]+", re.sub(rb"\./", b"", code)) == []
