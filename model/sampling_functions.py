"""The functions on logits that WebLLM calls, added to a model's module."""

from __future__ import annotations

import tvm
from tvm import relax, tirx

from model.kernels.bitmask import bitmask
from model.kernels.logit_bias import logit_bias
from model.kernels.nucleus_sample import nucleus_sample
from model.kernels.penalty import penalty
from model.kernels.schedules import Schedule
from model.kernels.softmax import softmax_with_temperature


def add_sampling_functions(module: tvm.IRModule, schedule: Schedule) -> tvm.IRModule:
    """softmax_with_temperature, argsort_probs, sample_with_top_p and the three `…_inplace`."""
    rows, flat = schedule.row_threads, schedule.elementwise_threads
    block_builder = relax.BlockBuilder(module)
    batch, vocab, draws = (
        tirx.Var(name, "int64") for name in ("batch_size", "vocab_size", "num_samples")
    )

    def tensor(name: str, shape: tuple[tirx.Var | int, ...], dtype: str = "float32") -> relax.Var:
        return relax.Var(name, relax.TensorType(shape, dtype))

    logits, temperature = tensor("logits", (batch, 1, vocab)), tensor("temperature", (batch,))
    with block_builder.function("softmax_with_temperature", [logits, temperature]):
        with block_builder.dataflow():
            kernel = block_builder.add_func(softmax_with_temperature(rows), "softmax")
            out = relax.TensorType((batch, 1, vocab), "float32")
            call = relax.call_tir(kernel, [logits, temperature], out_ty=out)
            result = block_builder.emit_output(call)
        block_builder.emit_func_output(result)

    # WebLLM hands the two results straight to sample_with_top_p, which needs no order: nothing is
    # sorted, and the second result, the indices, only fills the place.
    probs = tensor("probs", (batch, vocab))
    with block_builder.function("argsort_probs", [probs]):
        block_builder.emit_func_output(relax.Tuple([probs, probs]))

    probs, unused = tensor("probs", (batch, vocab)), tensor("unused", (batch, vocab))
    uniform, top_p = tensor("uniform", (draws,)), tensor("top_p", (batch,))
    row = tensor("row", (draws,), "int32")
    with block_builder.function("sample_with_top_p", [probs, unused, uniform, row, top_p]):
        with block_builder.dataflow():
            kernel = block_builder.add_func(nucleus_sample(rows), "nucleus_sample")
            out = relax.TensorType((draws,), "int32")
            call = relax.call_tir(kernel, [probs, uniform, row, top_p], out_ty=out)
            result = block_builder.emit_output(call)
        block_builder.emit_func_output(result)

    module = block_builder.finalize()
    for name in ("argsort_probs", "sample_with_top_p", "softmax_with_temperature"):
        function = module[name].with_attr(
            "tir_var_upper_bound", {"batch_size": 1, "num_samples": 1}
        )
        module[name] = function.with_attr("tir_non_negative_var", ["vocab_size"])
    for name, kernel in (
        ("apply_logit_bias_inplace", logit_bias(flat)),
        ("apply_penalty_inplace", penalty(flat)),
        ("apply_bitmask_inplace", bitmask(flat)),
    ):
        module[name] = kernel.with_attr("global_symbol", name)
    return module
