"""The training loop: batches in, a trained run out, driven by a clock that can be any function."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as Spec

from model.nano import checkpoint
from model.nano.checkpoint import Run
from model.nano.feed import Batch
from model.nano.progress import Progress
from model.nano.schedule import Schedule
from model.nano.step import compile_step

BROKEN_STEPS = 20


class Diverged(RuntimeError):
    """Too many steps in a row were not finite."""


@dataclass(frozen=True)
class Saving:
    """Where and how often (seconds of training) to write checkpoints."""

    path: Path
    every: float


def train(
    run: Run,
    batches: Iterator[Batch],
    schedule: Schedule,
    *,
    devices: int = 1,
    saving: Saving | None = None,
    report: Callable[[str], None] = print,
    clock: Callable[[], float] = time.monotonic,
    stop_after: int | None = None,
) -> Run:
    """Train until the schedule's time is spent, or for `stop_after` steps; returns the new run.

    Compiling does not count as training time. Raises Diverged after BROKEN_STEPS steps in a row
    that were not finite; single ones are skipped and counted.
    """
    mesh = Mesh(np.array(jax.devices()[:devices]), ("core",))
    everywhere, by_row = NamedSharding(mesh, Spec()), NamedSharding(mesh, Spec("core"))
    params, state = jax.device_put((run.params, run.state), everywhere)
    params, state = jax.tree.map(lambda x: x.copy(), (params, state))
    step, elapsed, tokens = run.step, run.elapsed, run.tokens
    saved, broken, compiled = elapsed, 0, {}
    progress = Progress(report, clock)
    before = clock()
    pending = None

    def current() -> Run:
        return Run(run.config, params, state, step, elapsed, tokens)

    while not schedule.over(elapsed) and (stop_after is None or step < run.step + stop_after):
        quantise = schedule.quantises(elapsed)
        batch = next(batches)
        rate = np.float32(schedule.rate_at(elapsed, step))
        placed = jax.device_put(batch, by_row)
        if quantise not in compiled:
            began = clock()
            function = compile_step(run.config, quantise, mesh)
            compiled[quantise] = function.lower(params, state, *placed, rate).compile()
            before += clock() - began
        params, state, measures = compiled[quantise](params, state, *placed, rate)
        real = int((batch[1] > 0).sum())
        if pending is not None:
            broken = 0 if progress.note(*pending) else broken + 1
            if broken >= BROKEN_STEPS:
                raise Diverged(f"{broken} steps in a row were not finite, up to step {step}.")
        pending = (measures, real)
        now = clock()
        step, elapsed, tokens, before = step + 1, elapsed + now - before, tokens + real, now
        progress.tell(step, elapsed, float(rate), quantise)
        if saving and elapsed - saved >= saving.every:
            checkpoint.save(current(), saving.path)
            saved = elapsed
    if pending is not None:
        progress.note(*pending)
    progress.tell(step, elapsed, 0.0, schedule.quantises(elapsed), now=True)
    if saving:
        checkpoint.save(current(), saving.path)
    return current()
