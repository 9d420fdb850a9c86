"""Runs one kernel on the CPU, its thread loops made plain loops."""

import tvm

from model.kernels.threads import serialize_threads


def compile_kernel(kernel):
    """A function of tensors; results are written into the last ones."""
    serial = serialize_threads(kernel).with_attr("global_symbol", "kernel")
    library = tvm.compile(tvm.IRModule({"kernel": serial}), target="llvm")

    def run(*arrays):
        tensors = [tvm.runtime.tensor(array) for array in arrays]
        library["kernel"](*tensors)
        return [tensor.numpy() for tensor in tensors]

    return run
