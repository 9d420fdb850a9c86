"""The three attention kernels of a paged cache: over a chunk, over its history, in decode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tvm import tirx
from tvm.relax.frontend.nn.llm import kv_cache as stock
from tvm.target import Target
from tvm.tirx import PrimFunc

from model.kernels.attention_decode_row import attention_decode_row
from model.kernels.attention_prefill_row import (
    attention_prefill_chunk_row,
    attention_prefill_history_row,
)
from model.kernels.threads import with_constant


@dataclass(frozen=True)
class AttentionKernels:
    """Kernels with the parameters of TVM's paged cache."""

    chunk: PrimFunc
    history: PrimFunc
    decode: PrimFunc


AttentionFactory = Callable[[int, int, int, str, Target], AttentionKernels]


def row_attention(
    heads: int, key_value_heads: int, head_dim: int, dtype: str, _: Target
) -> AttentionKernels:
    """For software rendering: a thread keeps a query row to itself."""
    shape = (heads, key_value_heads, head_dim, dtype)
    return AttentionKernels(
        chunk=attention_prefill_chunk_row(*shape),
        history=attention_prefill_history_row(*shape),
        decode=attention_decode_row(*shape),
    )


def tiled_attention(
    heads: int, key_value_heads: int, head_dim: int, dtype: str, target: Target
) -> AttentionKernels:
    """For real GPUs: TVM's own, tiled through shared memory (its plain loops on a CPU)."""
    shape = (key_value_heads, heads, head_dim)
    if target.kind.name == "llvm":
        chunk = stock._attention_prefill_ragged_cpu(*shape, head_dim, dtype, {})
        history = stock._attention_prefill_cpu(*shape, dtype, False, {})
        decode = stock._attention_decode_cpu(*shape, dtype, False, {})
    else:
        chunk = stock._attention_prefill_ragged(*shape, head_dim, dtype, {}, target)
        history = stock._attention_prefill(*shape, dtype, False, {}, target)
        decode = stock._attention_decode(*shape, dtype, False, {}, target)
    return AttentionKernels(*(_without_inline_rope(each) for each in (chunk, history, decode)))


def _without_inline_rope(kernel: PrimFunc) -> PrimFunc:
    """RoPE is applied before keys enter the cache: its branch and its sines go from the kernel."""
    return with_constant(kernel, "rotary_mode", tirx.const(0, "int32"))
