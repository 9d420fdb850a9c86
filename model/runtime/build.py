"""Builds TVM's WebAssembly runtime as object files, once, and keeps it in `model/.cache/runtime`.

Everything comes from registry packages: the sources lie inside the wheels of apache-tvm and
apache-tvm-ffi; the support headers that apache-tvm leaves out lie inside tilelang's wheel (the same
project's headers, Apache-2.0), which is unpacked but never installed; two small headers that
neither carries are ours (`shims/`).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache"
HEADERS_WHEEL = "tilelang==0.1.15"
HEADERS_ROOT = "tilelang/3rdparty/tvm/"
MODULES = ("wasm_runtime", "tvmjs_support", "webgpu_runtime")
# TVM's own flags (web/Makefile), but object files, not bitcode: compiled to WebAssembly once here
# instead of in every link, which makes a link four times quicker.
FLAGS = ("-O2", "-std=c++17", "-Wno-ignored-attributes")
INCLUDES = (
    ".",
    "include",
    "3rdparty/tvm-ffi/include",
    "3rdparty/tvm-ffi/3rdparty/dlpack/include",
    "3rdparty/compiler-rt",
)


class RuntimeBuildError(RuntimeError):
    """The runtime could not be built; the message says which tool failed and what to do."""


def ensure_runtime() -> list[Path]:
    """The runtime's object files, built now if they are not there yet (about 80 s on two cores).

    A half-made build never counts: the folder gets its final name only when every module is there.
    Of several processes one builds and the others wait for it.
    """
    final = CACHE / "runtime" / _fingerprint()
    objects = [final / f"{name}.o" for name in MODULES]
    if not all(path.exists() for path in objects):
        final.parent.mkdir(parents=True, exist_ok=True)
        with (final.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not all(path.exists() for path in objects):
                _build(final)
    return objects


def _build(final: Path) -> None:
    print("Building TVM's WebAssembly runtime (once, about 80 seconds)…", file=sys.stderr)
    draft = final.with_name(f"{final.name}.{os.getpid()}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    tree = draft / "tvm"
    _lay_out_sources(tree)
    with ThreadPoolExecutor(max_workers=2) as workers:
        list(workers.map(lambda name: _compile_module(name, tree, draft / f"{name}.o"), MODULES))
    shutil.rmtree(tree)
    shutil.rmtree(final, ignore_errors=True)
    draft.rename(final)


def _compile_module(name: str, tree: Path, target: Path) -> None:
    """From inside the tree: what the library says of its sources is the same on every machine."""
    includes = [f"-I{folder}" for folder in INCLUDES]
    source = f"web/emcc/{name}.cc"
    run_tool(["emcc", *FLAGS, *includes, "-c", source, "-o", str(target.resolve())], tree)


def emcc_version() -> str:
    """The first line of `emcc --version`."""
    return run_tool(["emcc", "--version"]).splitlines()[0]


def _fingerprint() -> str:
    facts = [importlib.metadata.version(name) for name in ("apache-tvm", "apache-tvm-ffi")]
    facts += [HEADERS_WHEEL, emcc_version(), *FLAGS, *INCLUDES]
    facts += [path.read_text(encoding="utf-8") for path in sorted((HERE / "shims").glob("*.h"))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _lay_out_sources(tree: Path) -> None:
    tvm = _package_folder("tvm")
    ffi = _package_folder("tvm_ffi")
    for name in ("src", "include", "web"):
        shutil.copytree(tvm / name, tree / name)
    for name in ("src", "include", "3rdparty"):
        shutil.copytree(ffi / name, tree / "3rdparty/tvm-ffi" / name)
    _unpack_support_headers(tree)
    _place_shim("builtin_fp16.h", tree / "3rdparty/compiler-rt")
    _place_shim("nvtx.h", tree / "include/tvm/support/cuda")


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeBuildError(f"The Python package {name} is missing: run `npm run model:setup`.")
    return Path(spec.origin).parent


def _unpack_support_headers(tree: Path) -> None:
    wheels = CACHE / "wheels"
    name, version = HEADERS_WHEEL.split("==")
    if not list(wheels.glob(f"{name}-{version}-*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        run_tool([*pip, "-d", str(wheels), HEADERS_WHEEL])
    wheel = next(wheels.glob(f"{name}-{version}-*.whl"))
    wanted = (HEADERS_ROOT + "include/tvm/support/", HEADERS_ROOT + "src/support/")
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.namelist():
            if entry.startswith(wanted) and not entry.endswith("/"):
                target = tree / entry.removeprefix(HEADERS_ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(entry))


def _place_shim(name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "shims" / name, folder)


def run_tool(command: list[str], folder: Path | None = None) -> str:
    """Run a tool, in `folder` if told; return its output.

    Raises RuntimeBuildError with the last lines of what it said.
    """
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    except FileNotFoundError as error:
        raise RuntimeBuildError(
            f"{command[0]} is not installed: run `npm run model:setup`."
        ) from error
    except subprocess.CalledProcessError as error:
        tail = "\n".join((error.stdout + error.stderr).strip().splitlines()[-15:])
        raise RuntimeBuildError(f"{command[0]} failed:\n{tail}") from error
    return done.stdout


if __name__ == "__main__":
    print(*ensure_runtime(), sep="\n")
