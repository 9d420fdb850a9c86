"""Online softmax over keys, four at a time, by a single thread: the heart of the kernels for
software rendering.

TVM's attention kernels tile queries and keys through shared memory. Rendered in software their
barriers cost most of a token and their bodies take seconds each to compile. Here a thread keeps
its query row and its sums to itself; four keys at a time share the loads of the query and the
rescaling of the sums. Powers are of two and the state's meaning is TVM's (`m` greatest score,
`d` denominator, both for base 2), so that its merge of states fits.
"""

from __future__ import annotations

from typing import Any

from tvm.script import tirx as T

KEYS = 4
UNROLL = 4
LOG2_E = 1.4426950408889634
# Lower than any score and still harmless in exp2: TVM's own start value.
LEAST = -5e4


def make_attend(head_dim: int) -> tuple[Any, Any]:
    """Macros `start(m_d, sums)` and `attend(query, keys, values, bases, count, factor, …)`."""

    @T.macro(hygienic=True)
    def start(m_d, sums):  # noqa: ANN001
        m_d[0] = T.float32(LEAST)
        m_d[1] = T.float32(1)
        for e in range(head_dim):
            sums[e] = T.float32(0)

    @T.macro(hygienic=True)
    def attend(query, keys, values, key_at, value_at, count, factor, score, m_d, sums):  # noqa: ANN001
        # score: 0-3 scores and then weights, 4 rescaling, 5 a value of the query or the sum
        for i in T.unroll(KEYS):
            score[i] = T.float32(0)
        for e in range(head_dim // UNROLL):
            for u in T.unroll(UNROLL):
                score[5] = query[e * UNROLL + u]
                for i in T.unroll(KEYS):
                    score[i] += score[5] * T.Cast("float32", keys[key_at[i] + e * UNROLL + u])
        score[4] = m_d[0]
        for i in T.unroll(KEYS):
            score[i] = T.if_then_else(
                i < count, score[i] * factor * T.float32(LOG2_E), T.float32(LEAST)
            )
            m_d[0] = T.max(m_d[0], score[i])
        score[4] = T.exp2(score[4] - m_d[0])
        m_d[1] = m_d[1] * score[4]
        for i in T.unroll(KEYS):
            score[i] = T.if_then_else(i < count, T.exp2(score[i] - m_d[0]), T.float32(0))
            m_d[1] += score[i]
        for e in range(head_dim // UNROLL):
            for u in T.unroll(UNROLL):
                score[5] = sums[e * UNROLL + u] * score[4]
                for i in T.unroll(KEYS):
                    score[5] += score[i] * T.Cast("float32", values[value_at[i] + e * UNROLL + u])
                sums[e * UNROLL + u] = score[5]

    return start, attend
