"""A line of figures now and then while training."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

EVERY_SECONDS = 25.0


class Progress:
    """Gathers the measures of steps and reports their means about every EVERY_SECONDS."""

    def __init__(self, report: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._report, self._clock = report, clock
        self._skipped = 0
        self._restart()

    def _restart(self) -> None:
        self._since, self._processor = self._clock(), time.process_time()
        self._losses: list[float] = []
        self._norms: list[float] = []
        self._tokens = 0

    def note(self, measures: dict[str, Any], tokens: int) -> bool:
        """Count a step (waiting for it to end); False if it was not finite and so was skipped."""
        finite = bool(measures["finite"])
        self._tokens += tokens
        if finite:
            self._losses.append(float(measures["loss"]))
            self._norms.append(float(measures["norm"]))
        else:
            self._skipped += 1
        return finite

    def tell(
        self, step: int, elapsed: float, rate: float, quantised: bool, *, now: bool = False
    ) -> None:
        """Report if enough time has passed (or `now`): elapsed minutes, means since last time."""
        seconds = self._clock() - self._since
        if not (now or seconds >= EVERY_SECONDS) or not self._losses or seconds <= 0:
            return
        cores = (time.process_time() - self._processor) / seconds
        self._report(
            f"{elapsed / 60:6.2f} min  step {step:6d}  loss {_mean(self._losses):.4f}  "
            f"norm {_mean(self._norms):.2f}  rate {rate:.5f}  {self._tokens / seconds:.0f} tok/s  "
            f"{cores:.2f} cores  {'q4' if quantised else 'f32'}  skipped {self._skipped}"
        )
        self._restart()


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
