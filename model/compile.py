"""Compiles a model's shape to a library that WebLLM loads.

python -m model.compile config.json --quantization q4f32_1 --out model.wasm
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import tvm
from tvm import relax

from model.architectures.projection import Build
from model.architectures.registry import create_model
from model.config import ConfigError, ModelConfig, load_config
from model.kernels.rotary import POSITIONS
from model.kernels.schedules import SCHEDULES
from model.metadata import create_metadata, describe_library, place_description
from model.pipeline import build_executable, create_target
from model.quantization import GROUP_SIZE, QUANTIZATIONS, Quantization
from model.runtime.build import RuntimeBuildError
from model.runtime.link import link_library
from model.runtime.section import insert_section
from model.sampling_functions import add_sampling_functions

DEFAULT_CONTEXT, DEFAULT_CHUNK = 4096, 1024


class CompileError(ValueError):
    """A library that cannot be compiled as asked; the message is one sentence for a person."""


def compile_library(
    config: ModelConfig,
    quantization: Quantization,
    out: Path,
    *,
    context_window_size: int | None = None,
    prefill_chunk_size: int | None = None,
    schedule: str = "software",
    target: str = "webgpu",
) -> dict[str, Any]:
    """Compile and write the library to `out`; returns its metadata.

    `out` is a `.wasm` for `webgpu` (about 10 s, half of it emscripten's link) or a shared object
     for `llvm`. It appears only when it is whole. What can be known about it without running
    it lies in a section inside the `.wasm` and in a file beside it, `<out>.json`.
    Raises ConfigError, CompileError or RuntimeBuildError with a sentence for a person.
    """
    executable, metadata = build_library(
        config,
        quantization,
        context_window_size=context_window_size,
        prefill_chunk_size=prefill_chunk_size,
        schedule=schedule,
        target=target,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".compile-") as folder:
        draft = Path(folder) / out.name
        executable.export_library(str(draft), fcompile=link_library if target == "webgpu" else None)
        if target == "webgpu":
            description = describe_library(metadata)
            draft.write_bytes(insert_section(draft.read_bytes(), description))
            place_description(out).write_bytes(description)
        draft.replace(out)
    return metadata


def build_library(
    config: ModelConfig,
    quantization: Quantization,
    *,
    context_window_size: int | None = None,
    prefill_chunk_size: int | None = None,
    schedule: str = "software",
    target: str = "webgpu",
) -> tuple[relax.VMExecutable, dict[str, Any]]:
    """The executable before linking, and its metadata; `llvm` ones run at once in TVM's VM."""
    context = context_window_size or min(config.max_position_embeddings, DEFAULT_CONTEXT)
    chunk = prefill_chunk_size or min(context, DEFAULT_CHUNK)
    check_shape(config, context, chunk)
    if schedule not in SCHEDULES:
        raise CompileError(f"Unknown schedule {schedule!r}; known: {', '.join(SCHEDULES)}.")
    chosen, tvm_target = SCHEDULES[schedule], create_target(target)
    with tvm_target:
        model = create_model(Build(quantization.dtype, chosen), config, tvm_target)
        module, parameters = model.export_tvm(spec=model.specification())[:2]
        metadata = create_metadata(
            config,
            quantization,
            parameters,
            context_window_size=context,
            prefill_chunk_size=chunk,
            schedule=schedule,
        )
        bounds = {"total_seq_len": context, "seq_len": chunk, "batch_size": 1}
        for name, function in list(module.functions_items()):
            if isinstance(function, relax.Function):
                bounded = function.with_attr("tir_var_upper_bound", bounds)
                module[name] = bounded.with_attr("relax.memory_plan_dynamic_func_output", True)
        module = add_sampling_functions(module, chosen)
        module = _add_metadata(module, metadata)
        return build_executable(module, tvm_target), metadata


def check_shape(config: ModelConfig, context: int, chunk: int) -> None:
    """Raise CompileError where the kernels could not hold what the config asks."""
    for name, size in (
        ("hidden_size", config.hidden_size),
        ("intermediate_size", config.intermediate_size),
        ("num_attention_heads * head_dim", config.query_size),
    ):
        if size % GROUP_SIZE:
            raise CompileError(
                f"{name} is {size}, but 4-bit groups need a multiple of {GROUP_SIZE}."
            )
    if config.head_dim % 16 or config.head_dim > 256:
        raise CompileError(f"head_dim is {config.head_dim}; it must be a multiple of 16 up to 256.")
    if context > POSITIONS:
        raise CompileError(
            f"A context of {context} tokens is too long: angles are exact below {POSITIONS}."
        )
    if not 1 <= chunk <= context:
        raise CompileError(
            f"The prefill chunk of {chunk} tokens must lie between 1 and the context of {context}."
        )


def _add_metadata(module: tvm.IRModule, metadata: dict[str, Any]) -> tvm.IRModule:
    block_builder = relax.BlockBuilder(module)
    with block_builder.function("_metadata", []):
        block_builder.emit_func_output(tvm.ir.StringImm(json.dumps(metadata)))
    return block_builder.finalize()


def main(arguments: list[str] | None = None) -> int:
    """Command line; 0 when the library was written, 1 with a sentence on stderr when not."""
    parser = argparse.ArgumentParser(prog="python -m model.compile", description=__doc__)
    parser.add_argument("config", type=Path, help="config.json of the model")
    parser.add_argument("--quantization", choices=QUANTIZATIONS, default="q4f32_1")
    parser.add_argument("--out", type=Path, required=True, help="the .wasm to write")
    parser.add_argument("--schedule", choices=SCHEDULES, default="gpu")
    parser.add_argument("--context", type=int, help="context window in tokens")
    parser.add_argument("--prefill-chunk", type=int, help="tokens of a prefill chunk")
    given = parser.parse_args(arguments)
    try:
        compile_library(
            load_config(given.config),
            QUANTIZATIONS[given.quantization],
            given.out,
            context_window_size=given.context,
            prefill_chunk_size=given.prefill_chunk,
            schedule=given.schedule,
        )
    except (ConfigError, CompileError, RuntimeBuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {given.out} ({given.out.stat().st_size / 1e6:.1f} MB).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
