"""One weight out of the 4-bit layout, as an expression that every kernel can inline."""

from __future__ import annotations

from tvm import te, tirx
from tvm.tirx import Expr

from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD, ZERO_POINT


def nibble(word: Expr, index: Expr | int) -> Expr:
    """Four bits of a uint32, lowest first: `index` 0 to 7; a uint32 of 0 to 15."""
    shift = tirx.Cast("uint32", tirx.convert(index) * 4)
    return tirx.bitwise_and(tirx.shift_right(word, shift), tirx.const(15, "uint32"))


def dequantize_element(
    q_weight: te.Tensor, q_scale: te.Tensor, row: Expr, column: Expr, dtype: str
) -> Expr:
    """Weight [row, column]: (nibble - 7) * scale of its group of 32."""
    word = q_weight[row, column // NIBBLES_PER_WORD]
    scale = q_scale[row, column // GROUP_SIZE]
    level = nibble(word, column % NIBBLES_PER_WORD).astype(dtype)
    return (level - tirx.const(ZERO_POINT, dtype)) * scale.astype(dtype)
