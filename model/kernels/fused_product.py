"""What a quantised matrix product computes together with its surroundings.

Tokens are a chain of small dispatches, and every kernel is a shader that a device compiles while
the person waits. So what surrounds a product is fused into it: the RMS norm in front (the sum of
squares is gathered while x is read anyway, and the root is a factor of the finished sum), bias or
residual behind, and the SiLU gate of a feed-forward block. Sums are float32 whatever the weights'
type is. With w = (nibble - 7) * scale a group's sum is (sum of x * nibble - 7 * sum of x) * scale,
which leaves one multiplication a weight.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FusedProduct:
    """One kernel's work: y[o] = sum over k of x[k] * w[o, k] for one row x, or for many.

    Sizes are elements; `n_out` is the length of the result. `gated`: the weight has 2 * n_out
    rows, gate above up, and the result is silu(gate) * up. `norm_epsilon`: x passes an RMS norm
    first; None: it does not.
    """

    n_in: int
    n_out: int
    dtype: str
    out_dtype: str
    norm_epsilon: float | None = None
    bias: bool = False
    residual: bool = False
    gated: bool = False

    @property
    def weight_rows(self) -> int:
        return self.n_out * (2 if self.gated else 1)

    def unused_parameters(self) -> set[str]:
        """Names of the kernels' parameters that this product does without."""
        used = {
            "norm": self.norm_epsilon is not None,
            "bias_vector": self.bias,
            "residual_vector": self.residual,
        }
        return {name for name, is_used in used.items() if not is_used}
