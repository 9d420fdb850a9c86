"""What the clock says: learning rate and rounding as functions of the share of time spent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """A warm-up in steps, a constant rate, a linear decay to 0 and 4-bit rounding at the end.

    `decay` and `quantised` are shares of the whole time, counted from its end.
    """

    minutes: float
    rate: float
    warm_up: int
    decay: float
    quantised: float

    def spent(self, elapsed: float) -> float:
        """Share of the time spent after `elapsed` seconds."""
        return elapsed / (60 * self.minutes)

    def rate_at(self, elapsed: float, step: int) -> float:
        """Learning rate of step number `step`, counted from 0."""
        rising = min(1.0, (step + 1) / max(1, self.warm_up))
        left = max(0.0, 1 - self.spent(elapsed))
        return self.rate * rising * min(1.0, left / self.decay if self.decay else 1.0)

    def quantises(self, elapsed: float) -> bool:
        return self.spent(elapsed) >= 1 - self.quantised

    def over(self, elapsed: float) -> bool:
        return self.spent(elapsed) >= 1
