"""Float weights as training leaves them: one or more safetensors files in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ml_dtypes  # noqa: F401  (teaches NumPy bfloat16, in which most models are published)
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from model.weights.errors import WeightsError

INDEX_NAME = "model.safetensors.index.json"
SINGLE_NAMES = ("model.safetensors", "weights.safetensors")
FLOATS = {"F64", "F32", "F16", "BF16"}


class FloatWeights:
    """The tensors of a folder by name, each read from disk when it is asked for."""

    def __init__(self, folder: Path) -> None:
        """Raises WeightsError when there are no weights or a file cannot be read."""
        self._files: dict[str, Path] = {}
        for file in _list_files(folder):
            try:
                with safe_open(file, "numpy") as opened:
                    self._files |= dict.fromkeys(opened.keys(), file)
            except (OSError, SafetensorError) as error:
                raise WeightsError(f"Cannot read {file.name}: {error}.") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __getitem__(self, name: str) -> NDArray[Any]:
        file = self._files[name]
        try:
            with safe_open(file, "numpy") as opened:
                kind = opened.get_slice(name).get_dtype()
                if kind not in FLOATS:
                    raise WeightsError(f"{name} has the type {kind}; only floats can be converted.")
                tensor: NDArray[Any] = opened.get_tensor(name)
                return tensor
        except (OSError, SafetensorError) as error:
            raise WeightsError(f"Cannot read {name} from {file.name}: {error}.") from error


def _list_files(folder: Path) -> list[Path]:
    index = folder / INDEX_NAME
    if index.exists():
        try:
            names = set(json.loads(index.read_text("utf-8"))["weight_map"].values())
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise WeightsError(f"{INDEX_NAME} is not an index of weights: {error}.") from error
        return [folder / name for name in sorted(names)]
    for name in SINGLE_NAMES:
        if (folder / name).exists():
            return [folder / name]
    raise WeightsError(f"{folder} holds no weights: {' or '.join(SINGLE_NAMES)} is missing.")
