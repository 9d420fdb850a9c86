"""The one error of this package."""

from __future__ import annotations


class WeightsError(ValueError):
    """Weights that cannot be used; the message is one sentence for a person."""
