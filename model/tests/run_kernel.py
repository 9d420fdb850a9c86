"""Runs one kernel on the CPU, its thread loops made plain loops."""

import tvm

from model.kernels.threads import serialize_threads


def compile_kernel(kernel):
    """A function of tensors, then scalars; results are written into the last tensors."""
    serial = serialize_threads(kernel).with_attr("global_symbol", "kernel")
    library = tvm.compile(tvm.IRModule({"kernel": serial}), target="llvm")

    def run(*arrays, scalars=()):
        tensors = [tvm.runtime.tensor(array) for array in arrays]
        library["kernel"](*tensors, *scalars)
        return [tensor.numpy() for tensor in tensors]

    return run
