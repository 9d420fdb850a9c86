"""Weights on their way from a training run to a model folder: reading, 4-bit packing, writing."""
