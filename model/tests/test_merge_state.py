"""The merge of attention states, and the race in TVM's own that ours replaces."""

import numpy as np
import pytest
from tvm.relax.frontend.nn.llm import kv_cache as stock

from model.kernels.merge_state import merge_state
from model.pipeline import create_target
from model.tests.run_kernel import compile_kernel


def draw_states(heads, head_dim):
    rng = np.random.default_rng(heads)
    shape = (3, heads, head_dim)
    values = [rng.normal(size=shape).astype(np.float32) for _ in range(2)]
    sums = [rng.normal(0, 4, size=shape[:2]).astype(np.float32) for _ in range(2)]
    return values[0], sums[0], values[1], sums[1]


def merge_by_definition(v, s, v_other, s_other):
    weight, other = np.exp2(s.astype(np.float64)), np.exp2(s_other.astype(np.float64))
    merged = (v * weight[..., None] + v_other * other[..., None]) / (weight + other)[..., None]
    return merged, np.log2(weight + other)


def difference(kernel, states):
    """Greatest distance of values and sums from the definition, threads run one by one."""
    v, s, _, _ = compile_kernel(kernel)(*states)
    expected_v, expected_s = merge_by_definition(*states)
    return max(np.abs(v - expected_v).max(), np.abs(s - expected_s).max())


@pytest.mark.parametrize(("heads", "head_dim"), [(4, 64), (3, 128), (14, 64), (28, 128), (5, 16)])
def test_the_merge_holds_in_any_order_of_threads(heads, head_dim):
    kernel = merge_state(heads, head_dim, "float32", 256)
    assert difference(kernel, draw_states(heads, head_dim)) < 1e-5


def test_tvms_own_merge_depends_on_the_order_of_threads():
    """If this fails, TVM has mended its kernel and ours may go."""
    kernel = stock._merge_state_inplace(4, 64, "float32", create_target("webgpu"))
    assert difference(kernel, draw_states(4, 64)) > 0.1
