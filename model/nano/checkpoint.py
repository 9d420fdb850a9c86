"""Training state on disk: one safetensors file per checkpoint, replaced as a whole."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from model.nano.network import NanoConfig, Params
from model.nano.optimizer import State


@dataclass
class Run:
    """All that a run needs to go on; `elapsed` in seconds of training."""

    config: NanoConfig
    params: Params
    state: State
    step: int = 0
    elapsed: float = 0.0
    tokens: int = 0


def save(run: Run, path: Path) -> None:
    """Write `run` to `path`; an interrupted write leaves the old file as it was."""
    arrays = {f"params/{name}": value for name, value in run.params.items()}
    for kind in ("momentum", "squares"):
        arrays |= {f"{kind}/{name}": value for name, value in run.state[kind].items()}
    arrays["step"] = run.state["step"]
    facts = {
        "config": dataclasses.asdict(run.config),
        "step": run.step,
        "elapsed": run.elapsed,
        "tokens": run.tokens,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    host = {name: np.array(value, order="C") for name, value in arrays.items()}
    save_file(host, partial, metadata={"run": json.dumps(facts)})
    os.replace(partial, path)


def load(path: Path) -> Run:
    """The run stored at `path`."""
    with safe_open(path, framework="numpy") as file:
        facts = json.loads((file.metadata() or {})["run"])
        arrays = {name: jnp.asarray(file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118

    def group(kind: str) -> dict[str, Any]:
        prefix = f"{kind}/"
        return {n.removeprefix(prefix): v for n, v in arrays.items() if n.startswith(prefix)}

    state = {"step": arrays["step"], "momentum": group("momentum"), "squares": group("squares")}
    return Run(
        NanoConfig(**facts["config"]),
        group("params"),
        state,
        facts["step"],
        facts["elapsed"],
        facts["tokens"],
    )
