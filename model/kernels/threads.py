"""Rewrites on finished kernels: optional parameters, constants, and a twin for the CPU.

Kernels are written in *phases*: every loop over the threads of a workgroup is one phase, and
values that cross a phase lie in shared memory. So the same text runs on a GPU (TVM puts the
barriers between phases; a test counts them in the shaders) and, with thread loops made plain loops,
on the CPU, where tests are quick.
"""

from __future__ import annotations

from collections.abc import Collection

from tvm import tirx
from tvm.ir import Call, Op
from tvm.s_tir import SBlock
from tvm.tirx import Expr, PrimFunc
from tvm_ffi import structural_map, structural_walk


def without_parameters(func: PrimFunc, unused: Collection[str]) -> PrimFunc:
    """Drop the named parameters, which the body does not touch."""
    kept = [each for each in func.params if each.name not in unused]
    return PrimFunc(kept, func.body, func.ret_type, func.attrs, func.span)


def with_constant(func: PrimFunc, parameter: str, value: Expr) -> PrimFunc:
    """Fix a parameter in the body; it stays in the signature, where callers still pass it."""
    index = [each.name for each in func.params].index(parameter)
    fixed = func.specialize({func.params[index]: value})
    kept = list(fixed.params)
    kept.insert(index, tirx.Var(parameter, func.params[index].ty))
    return PrimFunc(kept, fixed.body, fixed.ret_type, fixed.attrs, fixed.span)


def serialize_threads(func: PrimFunc) -> PrimFunc:
    """The same kernel as plain loops: one workgroup after the other, phase by phase."""

    def rewrite(loop: tirx.For) -> tirx.For:
        if loop.kind != tirx.ForKind.THREAD_BINDING:
            return loop
        return tirx.For(loop.loop_var, loop.min, loop.extent, tirx.ForKind.SERIAL, loop.body)

    def drop_barrier(statement: tirx.Evaluate) -> tirx.Evaluate:
        call = statement.value
        is_barrier = isinstance(call, Call) and call.op.same_as(Op.get("tirx.tvm_storage_sync"))
        return tirx.Evaluate(tirx.const(0, "int32")) if is_barrier else statement

    rewrites = [(tirx.For, rewrite), (tirx.Evaluate, drop_barrier)]
    return func.with_body(structural_map(func.body, rewrites))


def has_block(func: PrimFunc, name: str) -> bool:
    """Whether a block of that name lies in the kernel."""
    names: list[str] = []
    structural_walk(func.body, (SBlock, lambda block: names.append(block.name_hint)))
    return name in names
