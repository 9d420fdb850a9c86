"""ggml's blocks of quantised weights to float32: the kinds that small models are published in.

Layouts: `ggml-common.h`. A block of 32 weights has its scale first (float16); nibbles lie with the
lower halves of sixteen bytes for the first sixteen weights, the upper halves for the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    """How many weights a block holds in how many bytes; `decode` takes blocks [n, nbytes]."""

    weights: int
    nbytes: int
    decode: Callable[[Bytes], Floats]


def dequantize(kind: int, data: Bytes) -> Floats:
    """Float32 weights, flat, of whole blocks of ggml's type `kind`, one of `BLOCKS`."""
    block = BLOCKS[kind]
    return block.decode(np.ascontiguousarray(data).reshape(-1, block.nbytes)).reshape(-1)


def _float16(blocks: Bytes) -> Floats:
    return np.ascontiguousarray(blocks).view("<f2").astype(np.float32)


def _nibbles(blocks: Bytes) -> Floats:
    return np.concatenate([blocks & 15, blocks >> 4], -1).astype(np.float32)


def _decode_f32(blocks: Bytes) -> Floats:
    return blocks.view("<f4")


def _decode_bf16(blocks: Bytes) -> Floats:
    return (blocks.view("<u2").astype(np.uint32) << 16).view(np.float32)


def _decode_q4_0(blocks: Bytes) -> Floats:
    return (_nibbles(blocks[:, 2:]) - 8) * _float16(blocks[:, :2])


def _decode_q4_1(blocks: Bytes) -> Floats:
    return _nibbles(blocks[:, 4:]) * _float16(blocks[:, :2]) + _float16(blocks[:, 2:4])


def _decode_q8_0(blocks: Bytes) -> Floats:
    levels = np.ascontiguousarray(blocks[:, 2:]).view(np.int8)
    return levels.astype(np.float32) * _float16(blocks[:, :2])


BLOCKS = {
    0: Block(1, 4, _decode_f32),
    1: Block(1, 2, _float16),
    2: Block(32, 18, _decode_q4_0),
    3: Block(32, 20, _decode_q4_1),
    8: Block(32, 34, _decode_q8_0),
    30: Block(1, 2, _decode_bf16),
}
