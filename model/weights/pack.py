"""Float tensors of a training run to the packed parameters of a library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from model.config import ModelConfig
from model.quantization import Quantization
from model.weights.errors import WeightsError
from model.weights.parameters import Parameter, Source, list_parameters
from model.weights.q4 import quantize

Array = NDArray[Any]


class TensorSource(Protocol):
    """Float weights by their Hugging Face names; a plain dict of arrays is one."""

    def __iter__(self) -> Iterator[str]: ...

    def __contains__(self, name: object, /) -> bool: ...

    def __getitem__(self, name: str, /) -> Array: ...


def pack_parameters(
    config: ModelConfig, quantization: Quantization, tensors: TensorSource
) -> Iterator[tuple[str, Array]]:
    """Yield (name, array) of every stored parameter, one at a time so that big models fit.

    Matrices give uint32 words and scales, vectors stay float; floats are `quantization.dtype`.
    Raises WeightsError for a missing tensor, a wrong shape, a value that cannot be stored, or a
    tensor that the architecture would not use: such a model is another one than its config says.
    """
    parameters = list_parameters(config)
    _refuse_unused(config, parameters, tensors)
    for parameter in parameters:
        array = _join(parameter, tensors)
        if parameter.quantized:
            words, scales = quantize(array, quantization.dtype)
            yield f"{parameter.name}.q_weight", words
            yield f"{parameter.name}.q_scale", scales
        else:
            yield parameter.name, _cast(parameter.name, array, quantization.dtype)


def _refuse_unused(config: ModelConfig, parameters: list[Parameter], tensors: TensorSource) -> None:
    used = {source.name for parameter in parameters for source in parameter.sources}
    for name in sorted(set(tensors) - used):
        if name.endswith(".rotary_emb.inv_freq"):  # old checkpoints store what RoPE computes
            continue
        if name == "lm_head.weight" and config.tie_word_embeddings:
            if np.array_equal(tensors[name], _read(parameters[0].sources[0], tensors)):
                continue
            raise WeightsError(
                "config.json ties the head to the embedding, but lm_head.weight differs from it."
            )
        raise WeightsError(f"A {config.architecture} model has no use for the tensor {name}.")


def _join(parameter: Parameter, tensors: TensorSource) -> Array:
    return np.concatenate([_read(source, tensors) for source in parameter.sources])


def _read(source: Source, tensors: TensorSource) -> NDArray[np.float32]:
    if source.name not in tensors:
        raise WeightsError(f"The weights lack the tensor {source.name}.")
    array = tensors[source.name]
    if array.shape != source.shape:
        have, want = list(array.shape), list(source.shape)
        raise WeightsError(f"{source.name} has shape {have}, but config.json asks for {want}.")
    floats = array.astype(np.float32)
    if not np.isfinite(floats).all():
        count = int((~np.isfinite(floats)).sum())
        raise WeightsError(
            f"{source.name} is NaN or infinite in {count} of its {floats.size} values."
        )
    return floats


def _cast(name: str, array: Array, dtype: str) -> Array:
    with np.errstate(over="ignore"):
        cast = array.astype(dtype)
    if not np.isfinite(cast).all():
        raise WeightsError(f"{name} holds values that are too large for {dtype}.")
    return cast
