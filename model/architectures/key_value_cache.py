"""Creates TVM's paged KV cache with only the kernels that one sequence of plain attention needs.

TVM's own wrapper also emits sliding-window, tree and latent-attention kernels; every kernel is a
shader that a device compiles while the person waits. The runtime takes empty tuples for the ones
left out (`vm.builtin.paged_attention_kv_cache_create`, TVM 0.27).
"""

from __future__ import annotations

import tvm
from tvm import relax, tirx
from tvm.relax.frontend.nn.llm import kv_cache as stock
from tvm.relax.frontend.nn.llm.kv_cache import AttnKind, PagedKVCache, RopeMode
from tvm.target import Target

from model.architectures.projection import Build
from model.config import ModelConfig
from model.kernels.merge_state import merge_state
from model.kernels.rotary import rotary
from model.rope import inverse_frequencies

PAGE_SIZE = 16


def create_key_value_cache(
    build: Build, config: ModelConfig, target: Target, sizes: list[tirx.Var]
) -> PagedKVCache:
    """`sizes`: sequences, tokens in all, tokens a chunk, page size, sliding window (0 or 1)."""
    heads, shared, dim = (
        config.num_attention_heads,
        config.num_key_value_heads,
        config.head_dim,
    )
    dtype, on_cpu = build.dtype, target.kind.name == "llvm"
    block_builder = relax.BlockBuilder.current()

    def add(name: str, kernel: tirx.PrimFunc) -> relax.GlobalVar:
        return block_builder.add_func(kernel.without_attr("global_symbol"), name)

    def attention(name: str, kernel: tirx.PrimFunc) -> relax.Tuple:
        return relax.Tuple([tvm.ir.StringImm("tirx"), add(f"attention_{name}", kernel)])

    none = relax.Tuple([])
    kernels = build.schedule.attention(heads, shared, dim, dtype, target)
    if on_cpu:
        copy_page = stock._copy_single_page_cpu(shared, sizes[3], dim, dtype)
        compact = stock._compact_kv_copy_cpu(shared, dim, dtype)
    else:
        copy_page = stock._copy_single_page(shared, sizes[3], dim, dtype, target)
        compact = stock._compact_kv_copy(shared, dim, dtype, target)
    threads = build.schedule.elementwise_threads
    frequencies = inverse_frequencies(dim, config.rope_theta, config.rope_scaling)
    factor = config.rope_scaling.attention_factor if config.rope_scaling else 1.0
    max_threads = 256 if on_cpu else int(target.attrs["max_num_threads"])
    arguments = [
        relax.ShapeExpr(sizes),
        relax.ShapeExpr([0, config.num_hidden_layers]),
        relax.prim_value(heads),
        relax.prim_value(shared),
        relax.prim_value(dim),
        relax.prim_value(dim),
        relax.ShapeExpr([int(AttnKind.MHA)] * config.num_hidden_layers),
        relax.prim_value(False),
        relax.prim_value(int(RopeMode.NORMAL)),
        relax.prim_value(1),
        relax.prim_value(config.rope_theta),
        relax.prim_value(0),  # no extension factors of RoPE
        relax.op.zeros((), dtype),
        add("append_key_value", stock._kv_cache_transpose_append(shared, dim, dtype)),
        relax.prim_value(0),  # no append of latent attention
        attention("prefill_chunk", kernels.chunk),
        attention("prefill_history", kernels.history),
        attention("decode", kernels.decode),
        none,  # prefill and decode with a sliding window
        none,
        none,  # the two with a tree mask
        none,
        none,  # latent attention
        relax.Tuple([add("merge_state", merge_state(heads, dim, dtype, max_threads))]),
        add("rotary", rotary(heads, shared, frequencies, factor, dtype, threads)),
        add("copy_page", copy_page),
        add(
            "read_key_value",
            stock._kv_cache_debug_get_kv(config.num_hidden_layers, shared, dim, dtype),
        ),
        add("compact_key_value", compact),
    ]
    created = relax.call_pure_packed(
        "vm.builtin.paged_attention_kv_cache_create", *arguments, ty_args=relax.AnyType()
    )
    return PagedKVCache(_expr=created, _name="paged_kv_cache")
