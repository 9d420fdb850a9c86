"""Links a compiled model with TVM's runtime to one WebAssembly file."""

from __future__ import annotations

from model.runtime.build import ensure_runtime, run_tool

# What TVM's JavaScript side expects of a module (tvm/support/emcc.py). The symbols that stay
# undefined are the environment functions that it supplies.
SETTINGS = (
    "WASM_BIGINT=1",
    "ERROR_ON_UNDEFINED_SYMBOLS=0",
    "STANDALONE_WASM=1",
    "ALLOW_MEMORY_GROWTH=1",
    "TOTAL_MEMORY=160MB",
)


def link_library(out: str, objects: list[str], **_: object) -> None:
    """Write `out`; `objects` are the model's own. Raises RuntimeBuildError."""
    settings = [word for setting in SETTINGS for word in ("-s", setting)]
    runtime = [str(path) for path in ensure_runtime()]
    command = ["emcc", "-O2", "--no-entry", *settings, "-o", out, *runtime, *objects]
    # The linker's warnings name exactly the undefined symbols above.
    run_tool(command)


link_library.object_format = "o"  # type: ignore[attr-defined]
