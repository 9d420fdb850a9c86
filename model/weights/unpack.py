"""Packed parameters back to float matrices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.config import ModelConfig
from model.weights.errors import WeightsError
from model.weights.parameters import list_parameters
from model.weights.q4 import dequantize


def unpack_parameters(
    config: ModelConfig, parameters: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[np.float32]]:
    """Float32 weights by name: matrices [out, in], vectors [n].

    Raises WeightsError when one is missing or has another shape than `config` asks for.
    """
    weights: dict[str, NDArray[np.float32]] = {}
    for parameter in list_parameters(config):
        try:
            if parameter.quantized:
                words = parameters[f"{parameter.name}.q_weight"]
                array = dequantize(words, parameters[f"{parameter.name}.q_scale"])
            else:
                array = parameters[parameter.name].astype(np.float32)
        except KeyError as error:
            raise WeightsError(f"The packed weights lack {error.args[0]}.") from error
        if array.shape != parameter.shape:
            have, want = list(array.shape), list(parameter.shape)
            raise WeightsError(f"{parameter.name} unpacks to {have} instead of {want}.")
        weights[parameter.name] = array
    return weights
