"""The random model is large, of many parts, the same for a seed, and ends what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from model import manifest, random_folder
from model.config import ModelConfig, parse_config
from model.reference import ReferenceModel
from model.tests.trained_folder import write_library
from model.tokenizer_files import END_THINK, EOS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = tmp_path_factory.mktemp("random")

    def compile_quickly(config: ModelConfig) -> Path:
        return write_library(scratch / "library.wasm", config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random_folder, "compile_cached", compile_quickly)
        random_folder.write_random_folder(scratch / "model")
    return scratch / "model"


def test_it_has_sixty_megabytes_in_a_dozen_shards(folder: Path) -> None:
    assert manifest.check_files(folder) == []
    files = manifest.read_manifest(folder)["files"]
    shards = [file["bytes"] for file in files if "params_shard" in file["path"]]
    assert len(shards) >= 12
    assert sum(shards) >= 60_000_000
    assert max(shards) < 8_000_000


def test_the_same_seed_draws_the_same_numbers_and_another_seed_others() -> None:
    config = parse_config({**random_folder.SHAPE, "num_hidden_layers": 1, "hidden_size": 64})
    first, again, other = (
        dict(random_folder.draw_parameters(config, {0: 1.0}, seed)) for seed in (0, 0, 1)
    )
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["lm_head.q_weight"], other["lm_head.q_weight"])


def test_it_ends_its_thought_and_its_answer(folder: Path) -> None:
    """On average over what it may have said: as often as one token in ten to a hundred."""
    files = folder / manifest.read_manifest(folder)["base"]
    tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
    model = ReferenceModel.from_folder(files)
    said = np.random.default_rng(0).integers(0, model.config.vocab_size, 100)
    logits = model.prefill(said)
    chances = np.exp(logits / 0.6) / np.exp(logits / 0.6).sum(-1, keepdims=True)
    for token in (END_THINK, EOS):
        assert 0.01 < chances[:, tokenizer.token_to_id(token)].mean() < 0.1
