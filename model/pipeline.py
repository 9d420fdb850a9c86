"""TVM's passes from a traced model to an executable, and the targets it can be built for."""

from __future__ import annotations

import tvm
from tvm import relax
from tvm.ir.transform import PassContext
from tvm.relax import transform
from tvm.s_tir import dlight
from tvm.target import Target
from tvm.tirx.compilation_pipeline import get_tir_pipeline, register_tir_pipeline

from model.kernels.threads import serialize_threads
from model.kernels.wide_storage import WidenStorage

WASM_HOST = {"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"}
TARGETS = {
    "webgpu": {"kind": "webgpu", "max_num_threads": 256, "host": WASM_HOST},
    "llvm": {"kind": "llvm"},
}

KERNEL_PIPELINE = "ponder"


def create_target(name: str) -> Target:
    """`webgpu` with a WebAssembly host, or `llvm`: this machine's processor, for tests."""
    return Target(TARGETS[name])


def build_executable(module: tvm.IRModule, target: Target) -> relax.VMExecutable:
    """Lower and build. Kernels written by hand are left as they are; the rest is scheduled."""
    on_cpu = target.kind.name == "llvm"
    rules = [
        dlight.gpu.Matmul(),
        dlight.gpu.Reduction(),
        dlight.gpu.GeneralReduction(),
        dlight.gpu.Fallback(),
    ]
    passes = [
        transform.LegalizeOps(),
        transform.AnnotateTIROpPattern(),
        transform.FoldConstant(),
        transform.FuseOps(),
        transform.FuseTIR(),
        transform.DeadCodeElimination(),
        SerializeThreads() if on_cpu else dlight.ApplyDefaultSchedule(*rules),
        tvm.tirx.transform.ForceNarrowIndexToInt32(),
        transform.RewriteDataflowReshape(),
        # Reshapes have become views: their kernels would only be shaders to compile.
        transform.DeadCodeElimination(),
        transform.ToNonDataflow(),
        transform.RemovePurityChecking(),
        transform.CallTIRRewrite(),
        transform.StaticPlanBlockMemory(),
        transform.LowerAllocTensor(),
        transform.KillAfterLastUse(),
        transform.LowerRuntimeBuiltin(),
        transform.ComputePrimValue(),
        transform.VMShapeLower(),
        transform.AttachGlobalSymbol(),
    ]
    module = tvm.tirx.transform.BindTarget(target)(module)
    # Common subexpression elimination hoists loads out of guards and bloats the shaders.
    config = {"tirx.disable_cse_tir": True, "relax.backend.use_cuda_graph": False}
    with PassContext(config=config):
        pipeline = tvm.transform.Sequential(passes)
        return relax.build(
            module,
            target=target,
            relax_pipeline=pipeline,
            tir_pipeline=KERNEL_PIPELINE,
            system_lib=not on_cpu,
        )


@tvm.transform.module_pass(opt_level=0, name="SerializeThreads")
class SerializeThreads:
    """Turn every GPU kernel into plain loops, so that tests run it on the CPU."""

    def transform_module(self, module: tvm.IRModule, _: PassContext) -> tvm.IRModule:
        updated = tvm.IRModule(module.functions, module.attrs)
        for name, func in module.functions_items():
            if isinstance(func, tvm.tirx.PrimFunc):
                updated[name] = serialize_threads(func)
        return updated


def _create_kernel_pipeline() -> tuple[object, object, object]:
    """TVM's own lowering of kernels, and vectors in storage at its end."""
    lower, finalize_host, finalize_device = get_tir_pipeline("s_tir")

    def finalize_device_and_widen() -> tvm.transform.Pass:
        return tvm.transform.Sequential([finalize_device(), WidenStorage()])

    return lower, finalize_host, finalize_device_and_widen


register_tir_pipeline(KERNEL_PIPELINE, _create_kernel_pipeline)
