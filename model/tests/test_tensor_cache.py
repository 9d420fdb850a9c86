"""Shards and index: what is written is read back, and TVM's own loader agrees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.tests.random_weights import Tensors
from model.weights.errors import WeightsError
from model.weights.tensor_cache import TensorCacheWriter, read_tensor_cache


def draw_arrays() -> Tensors:
    rng = np.random.default_rng(0)
    return {
        "words": rng.integers(0, 2**32, (5, 4), dtype=np.uint32),
        "scales": rng.normal(size=(5, 1)).astype(np.float32),
        "half": rng.normal(size=(3, 2)).astype(np.float16),
        "large": rng.normal(size=(40, 10)).astype(np.float32),
        "last": rng.normal(size=7).astype(np.float32),
    }


def write(folder: Path, arrays: Tensors, shard_bytes: int) -> dict[str, Any]:
    writer = TensorCacheWriter(folder, shard_bytes)
    for name, array in arrays.items():
        writer.add(name, array)
    writer.finish()
    index: dict[str, Any] = json.loads((folder / "tensor-cache.json").read_text())
    return index


@pytest.mark.parametrize("shard_bytes", [1, 100, 128, 1700, 1 << 20])
def test_arrays_come_back_as_they_were_whatever_the_shard_size(
    tmp_path: Path, shard_bytes: int
) -> None:
    arrays = draw_arrays()
    index = write(tmp_path, arrays, shard_bytes)
    read = read_tensor_cache(tmp_path)
    assert list(read) == list(arrays)
    for name, array in arrays.items():
        assert read[name].dtype == array.dtype
        assert np.array_equal(read[name], array)
    for shard in index["records"]:
        assert (tmp_path / shard["dataPath"]).stat().st_size == shard["nbytes"]
        assert len(shard["records"]) == 1 or shard["nbytes"] <= shard_bytes


def test_tvm_reads_what_we_write(tmp_path: Path) -> None:
    tvm = pytest.importorskip("tvm")
    arrays = draw_arrays()
    write(tmp_path, arrays, 128)
    tvm.get_global_func("vm.builtin.tensor_cache.load")(str(tmp_path), 1, 0)
    get = tvm.get_global_func("vm.builtin.tensor_cache.get")
    for name, array in arrays.items():
        assert np.array_equal(get(name).numpy(), array)
    tvm.get_global_func("vm.builtin.tensor_cache.clear")()


def test_published_float32_stored_as_bfloat16_is_widened(tmp_path: Path) -> None:
    index = write(tmp_path, {"norm": np.array([0x3F80, 0xC020], np.uint16)}, 1 << 20)
    record = index["records"][0]["records"][0]
    record |= {"dtype": "float32", "format": "f32-to-bf16"}
    (tmp_path / "tensor-cache.json").write_text(json.dumps(index))
    assert read_tensor_cache(tmp_path)["norm"].tolist() == [1.0, -2.5]


def test_a_shard_that_was_cut_short_is_refused_by_the_name_of_its_tensor(tmp_path: Path) -> None:
    write(tmp_path, draw_arrays(), 1 << 20)
    shard = tmp_path / "params_shard_0.bin"
    shard.write_bytes(shard.read_bytes()[:-4])
    with pytest.raises(WeightsError, match="last is cut short"):
        read_tensor_cache(tmp_path)


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"Cannot read the weights in .*tensor-cache\.json"):
        read_tensor_cache(tmp_path)
