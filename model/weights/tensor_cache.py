"""WebLLM's weight format: shards of raw bytes and `tensor-cache.json`, which says what lies where.

The format is TVM's (`tvm.contrib.tvmjs.dump_tensor_cache`); writing it takes no TVM.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.weights.errors import WeightsError

Array = NDArray[Any]

INDEX_NAME = "tensor-cache.json"
# MLC's cap: a shard is one download and one buffer in the browser's memory.
SHARD_BYTES = 32 << 20


class TensorCacheWriter:
    """Writes arrays in the order they come; holds at most one shard in memory."""

    def __init__(self, folder: Path, shard_bytes: int = SHARD_BYTES) -> None:
        self._folder = folder
        self._shard_bytes = shard_bytes
        self._pending: list[bytes] = []
        self._records: list[dict[str, Any]] = []
        self._shards: list[dict[str, Any]] = []

    def add(self, name: str, array: Array) -> None:
        """Append `array`; one that is larger than a shard gets a shard of its own."""
        data = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
        if self._records and self._pending_bytes + len(data) > self._shard_bytes:
            self._flush()
        record = {
            "name": name,
            "shape": list(array.shape),
            "dtype": array.dtype.name,
            "format": "raw",
            "nbytes": len(data),
            "byteOffset": self._pending_bytes,
        }
        self._records.append(record)
        self._pending.append(data)

    def finish(self) -> None:
        """Write the last shard and the index."""
        self._flush()
        records = [record for shard in self._shards for record in shard["records"]]
        metadata = {
            "ParamSize": len(records),
            "ParamBytes": sum(record["nbytes"] for record in records),
        }
        index = {"metadata": metadata, "records": self._shards}
        (self._folder / INDEX_NAME).write_text(json.dumps(index, indent=1) + "\n", "utf-8")

    @property
    def _pending_bytes(self) -> int:
        return sum(map(len, self._pending))

    def _flush(self) -> None:
        if not self._records:
            return
        name = f"params_shard_{len(self._shards)}.bin"
        shard = {
            "dataPath": name,
            "format": "raw-shard",
            "nbytes": self._pending_bytes,
            "records": self._records,
        }
        (self._folder / name).write_bytes(b"".join(self._pending))
        self._shards.append(shard)
        self._pending, self._records = [], []


def read_tensor_cache(folder: Path) -> dict[str, Array]:
    """Every parameter of `folder` by name; float32 stored as bfloat16, as MLC may, is widened.

    Raises WeightsError when the index or a shard is missing or does not hold what it should.
    """
    try:
        index = json.loads((folder / INDEX_NAME).read_text("utf-8"))
        return dict(_read_records(folder, index))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(f"Cannot read the weights in {folder}: {error}.") from error


def _read_records(folder: Path, index: dict[str, Any]) -> Iterator[tuple[str, Array]]:
    for shard in index["records"]:
        data = (folder / shard["dataPath"]).read_bytes()
        for record in shard["records"]:
            start, shape = record["byteOffset"], record["shape"]
            raw = data[start : start + record["nbytes"]]
            packed = record["format"] == "f32-to-bf16" and record["dtype"] == "float32"
            if packed:
                array = (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
            else:
                array = np.frombuffer(raw, np.dtype(record["dtype"]).newbyteorder("<"))
            if array.size != math.prod(shape):
                raise WeightsError(f"{record['name']} is cut short")
            yield record["name"], array.reshape(shape)
