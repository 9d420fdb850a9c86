"""A library built for this machine's processor, driven as WebLLM drives it in a browser."""

import numpy as np
import tvm
from tvm import relax

from model.compile import build_library
from model.quantization import QUANTIZATIONS

Shape = tvm.runtime.ShapeTuple


def builtin(name):
    return tvm.get_global_func(f"vm.builtin.{name}")


class CompiledModel:
    """One sequence on a paged KV cache; `append` is one chunk of a prefill or one decode."""

    def __init__(self, config, parameters, *, schedule, context=128, chunk=16):
        executable, self.metadata = build_library(
            config,
            QUANTIZATIONS["q4f32_1"],
            context_window_size=context,
            prefill_chunk_size=chunk,
            schedule=schedule,
            target="llvm",
        )
        self.machine = relax.VirtualMachine(executable, tvm.cpu())
        self.chunk = chunk
        listed = self.metadata["params"]
        self.parameters = [tvm.runtime.tensor(parameters[each["name"]]) for each in listed]
        sizes = (1, context, chunk, 16, 0)
        create = self.machine["create_tir_paged_kv_cache"]
        self.cache = create(*(Shape([size]) for size in sizes))
        builtin("kv_state_add_sequence")(self.cache, 0)

    def append(self, ids):
        """Logits [vocab] after the last of `ids`, fed in chunks."""
        for start in range(0, len(ids), self.chunk):
            logits = self._append_chunk(np.asarray(ids[start : start + self.chunk], np.int32))
        return logits

    def _append_chunk(self, ids):
        builtin("kv_state_begin_forward")(self.cache, Shape([0]), Shape([len(ids)]))
        embedded = self.machine["embed"](tvm.runtime.tensor(ids), self.parameters).numpy()
        step = self.machine["decode" if len(ids) == 1 else "prefill"]
        logits, _ = step(tvm.runtime.tensor(embedded[None]), self.cache, self.parameters)
        builtin("kv_state_end_forward")(self.cache)
        return logits.numpy().reshape(-1)

    def drop_last(self, count):
        """Take the last tokens back out of the cache."""
        builtin("kv_state_popn")(self.cache, 0, count)
