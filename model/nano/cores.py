"""Gives XLA one device per core; must be imported before JAX starts its backend."""

from __future__ import annotations

import os

CORES = min(2, os.cpu_count() or 1)


def use_all() -> int:
    """Ask XLA for one device per core and return how many. Flags already set are kept."""
    flags = os.environ.get("XLA_FLAGS", "")
    if "host_platform_device_count" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} --xla_force_host_platform_device_count={CORES}"
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    return CORES
