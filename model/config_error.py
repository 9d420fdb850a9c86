"""The one error of reading a model's configuration."""

from __future__ import annotations


class ConfigError(ValueError):
    """A `config.json` that cannot be used; the message is one sentence for a person."""
