"""One XLA device per core, and memory that is kept instead of given back after every step.

A step takes and frees some 240 MB. glibc hands such pieces back to the system at once, and taking
them again costs a page fault per 4 KiB: a fifth of all processor time. So training runs with
glibc told to keep memory, in huge pages.
"""

from __future__ import annotations

import os
import sys

CORES = min(2, os.cpu_count() or 1)
_ALLOCATOR = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in {
        "hugetlb": 1,
        "mmap_max": 0,
        "arena_max": 1,
        "trim_threshold": 1 << 33,
        "top_pad": 1 << 28,
    }.items()
)


def use_all() -> int:
    """Ask XLA for one device per core and return how many. Flags already set are kept.

    Must run before JAX starts its backend.
    """
    flags = os.environ.get("XLA_FLAGS", "")
    if "host_platform_device_count" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} --xla_force_host_platform_device_count={CORES}".strip()
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    return CORES


def keep_memory() -> None:
    """Start this very program anew with the allocator set, unless it has settings already."""
    if sys.platform == "linux" and "GLIBC_TUNABLES" not in os.environ:
        os.environ["GLIBC_TUNABLES"] = _ALLOCATOR
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
