"""Declares buffers that are only read four elements at a time as arrays of vectors.

TVM's WebGPU generator declares every buffer by its element and turns a vector load into four
scalar ones, which drivers seldom join again because bounds are checked for each. Where all
accesses of a read-only parameter of a kernel are runs of four that start at a multiple of four,
the parameter becomes `array<vec4<T>>` and each access one load.
"""

from __future__ import annotations

import tvm
from tvm import tirx
from tvm.ir import PointerType, PrimType, TensorLoad
from tvm.ir.transform import PassContext
from tvm.sym.analyzer import Analyzer
from tvm.tirx import BufferLoad, BufferStore, DeclBuffer, PrimFunc, Ramp
from tvm_ffi import structural_map, structural_walk

LANES = 4


@tvm.transform.module_pass(opt_level=0, name="WidenStorage")
class WidenStorage:
    """A pass over device functions, after the host has been split off."""

    def transform_module(self, module: tvm.IRModule, _: PassContext) -> tvm.IRModule:
        updated = tvm.IRModule(module.functions, module.attrs)
        for name, func in module.functions_items():
            if isinstance(func, PrimFunc):
                updated[name] = widen(func)
        return updated


def widen(func: PrimFunc) -> PrimFunc:
    """`func` with every parameter widened that allows it."""
    parameters = list(func.params)
    body = func.body
    for declaration in _declarations(func):
        place = next(i for i, each in enumerate(parameters) if each.same_as(declaration.data))
        if _is_read_in_fours(body, declaration.buffer):
            parameters[place], body = _widen_one(body, declaration, parameters[place])
    return PrimFunc(parameters, body, func.ret_type, func.attrs, func.span)


def _declarations(func: PrimFunc) -> list[DeclBuffer]:
    """Views of parameters; a parameter that has two views is left out."""
    found: list[DeclBuffer] = []
    structural_walk(func.body, (DeclBuffer, found.append))
    views = [[each for each in found if each.data.same_as(parameter)] for parameter in func.params]
    return [each[0] for each in views if len(each) == 1]


def _is_read_in_fours(body: tirx.Stmt, buffer: tirx.Var) -> bool:
    loads: list[TensorLoad] = []
    stores: list[BufferStore] = []
    structural_walk(body, [(TensorLoad, loads.append), (BufferStore, stores.append)])
    own = [load for load in loads if load.source.same_as(buffer)]
    written = any(store.buffer.same_as(buffer) for store in stores)
    return bool(own) and not written and all(_is_aligned_run(load.indices) for load in own)


def _is_aligned_run(indices: list[tirx.Expr]) -> bool:
    if len(indices) != 1 or not isinstance(indices[0], Ramp):
        return False
    run = indices[0]
    analyzer = Analyzer()
    return (
        int(run.lanes) == LANES
        and analyzer.can_prove(run.stride == 1)
        and analyzer.can_prove(tirx.floormod(run.base, LANES) == 0)
    )


def _widen_one(
    body: tirx.Stmt, declaration: DeclBuffer, parameter: tirx.Var
) -> tuple[tirx.Var, tirx.Stmt]:
    narrow = declaration.buffer
    dtype = f"{narrow.dtype}x{LANES}"
    pointer = tirx.Var(parameter.name, PointerType(PrimType(dtype), "global"))
    analyzer = Analyzer()
    shape = [analyzer.simplify(tirx.floordiv(narrow.shape[0], LANES))]
    wide = tirx.decl_buffer(shape, dtype, narrow.name, data=pointer)

    def declare(node: DeclBuffer) -> DeclBuffer:
        return DeclBuffer(wide, data=pointer) if node.buffer.same_as(narrow) else node

    def load(node: TensorLoad) -> TensorLoad:
        if not node.source.same_as(narrow):
            return node
        return BufferLoad(wide, [analyzer.simplify(tirx.floordiv(node.indices[0].base, LANES))])

    return pointer, structural_map(body, [(DeclBuffer, declare), (TensorLoad, load)])
