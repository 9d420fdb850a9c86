"""Reads a GGUF file: key-value pairs and tensors.

Layout: `docs/gguf.md` of ggml. Little-endian; strings and arrays have 64-bit lengths; the data
starts at a multiple of `general.alignment` and is mapped, not read, until a tensor is asked for.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.gguf.blocks import BLOCKS, dequantize
from model.weights.errors import WeightsError

_VERSIONS = (2, 3)
_SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True)
class _Place:
    """A tensor's shape (slowest axis first, as NumPy has it), type and offset in the data."""

    shape: tuple[int, ...]
    kind: int
    offset: int


class GgufFile:
    """`values` by key; tensors by name, each made float32 when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Raises WeightsError for a file that is no GGUF, of another version, or cut short."""
        try:
            self._bytes: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
        except (OSError, ValueError) as error:
            raise WeightsError(f"Cannot read {path.name}: {error}.") from error
        self._name = path.name
        reader = _Reader(self._bytes)
        try:
            self.values, self._places = self._read_head(reader)
        except (struct.error, IndexError) as error:
            raise WeightsError(f"{path.name} is cut short.") from error
        alignment = int(self.values.get("general.alignment", 32))
        self._start = -(-reader.at // alignment) * alignment

    def __iter__(self) -> Any:  # noqa: ANN401
        return iter(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        place = self._places[name]
        if place.kind not in BLOCKS:
            raise WeightsError(f"{name} has the GGUF type {place.kind}, which is not supported.")
        count = int(np.prod(place.shape))
        size = count // BLOCKS[place.kind].weights * BLOCKS[place.kind].nbytes
        start = self._start + place.offset
        raw = self._bytes[start : start + size]
        if len(raw) < size:
            raise WeightsError(f"{self._name} is cut short within {name}.")
        return dequantize(place.kind, raw).reshape(place.shape)

    def _read_head(self, reader: _Reader) -> tuple[dict[str, Any], dict[str, _Place]]:
        if reader.take(4) != b"GGUF":
            raise WeightsError(f"{self._name} is not a GGUF file.")
        version = reader.scalar("I")
        if version not in _VERSIONS:
            raise WeightsError(f"{self._name} is GGUF version {version}, not one of {_VERSIONS}.")
        tensors, pairs = reader.scalar("Q"), reader.scalar("Q")
        values = {reader.string(): reader.value(reader.scalar("I")) for _ in range(pairs)}
        places: dict[str, _Place] = {}
        for _ in range(tensors):
            name = reader.string()
            axes = [reader.scalar("Q") for _ in range(reader.scalar("I"))]
            kind, offset = reader.scalar("I"), reader.scalar("Q")
            places[name] = _Place(tuple(reversed(axes)), kind, offset)
        return values, places


class _Reader:
    """A place in the bytes that moves on with what is read."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data, self.at = data, 0

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self._data):
            raise IndexError
        taken = self._data[self.at : end].tobytes()
        self.at = end
        return taken

    def scalar(self, code: str) -> Any:  # noqa: ANN401
        return struct.unpack(f"<{code}", self.take(struct.calcsize(f"<{code}")))[0]

    def string(self) -> str:
        return self.take(self.scalar("Q")).decode("utf-8")

    def value(self, kind: int) -> Any:  # noqa: ANN401
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            inner, count = self.scalar("I"), self.scalar("Q")
            return [self.value(inner) for _ in range(count)]
        if kind not in _SCALARS:
            raise WeightsError(f"The GGUF file holds a value of the unknown type {kind}.")
        return self.scalar(_SCALARS[kind])
