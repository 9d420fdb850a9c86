"""Draws one token from the nucleus without sorting the vocabulary.

The nucleus is the smallest set of most probable tokens whose mass reaches top_p; of equally
probable tokens at its edge, those of lower index come first (as a stable sort would have it).

Sorting 151,936 probabilities to look at a few dozen is what costs in MLC's libraries. Here one
workgroup finds the nucleus' least probability t exactly: the bits of a non-negative float32 order
as the numbers do, so t is built three bits a pass, ten passes, from the mass at or above each of
seven candidates. Each thread sums its part of the vocabulary, then every thread adds up all parts
itself, in the same order, so that all agree and one barrier a pass is enough. Last, the mass of
each thread's stretch of the vocabulary picks the thread that walks to the token.
"""

from __future__ import annotations

from tvm.script import tirx as T
from tvm.tirx import PrimFunc

BITS = 3
CANDIDATES = (1 << BITS) - 1
PASSES = 30 // BITS


def nucleus_sample(threads: int, *, one_row: bool = False) -> PrimFunc:
    """f(probs[batch, vocab], uniform[n], row[n], top_p[batch], out[n] int32).

    `uniform` lies in [0, 1). A token of probability 0 is never drawn. A workgroup makes one draw;
    with `one_row` a single workgroup makes all, from the first one's row, finding the nucleus once.
    """

    @T.prim_func(s_tir=True, private=True)
    def sample(
        probs_h: T.handle,
        uniform_h: T.handle,
        rows_h: T.handle,
        top_p_h: T.handle,
        out_h: T.handle,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        batch, vocab, draws = T.int32(), T.int32(), T.int32()
        probs = T.match_buffer(probs_h, (batch, vocab), "float32")
        uniform = T.match_buffer(uniform_h, (draws,), "float32")
        rows = T.match_buffer(rows_h, (draws,), "int32")
        top_p = T.match_buffer(top_p_h, (batch,), "float32")
        out = T.match_buffer(out_h, (draws,), "int32")
        for block in T.thread_binding(1 if one_row else draws, "blockIdx.x"):
            with T.sblock("draw"):
                T.reads()
                T.writes()
                mass = T.sblock_alloc_buffer((2, CANDIDATES, threads), "float32", scope="shared")
                above = T.sblock_alloc_buffer((threads,), "float32", scope="shared")
                tied = T.sblock_alloc_buffer((threads,), "int32", scope="shared")
                edge = T.sblock_alloc_buffer((threads,), "uint32", scope="shared")
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    edge[thread] = T.uint32(0)
                for turn in range(PASSES):
                    for thread in T.thread_binding(threads, "threadIdx.x"):
                        with T.sblock("weigh"):
                            T.reads()
                            T.writes()
                            part = T.sblock_alloc_buffer((CANDIDATES,), "float32", scope="local")
                            p = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            cut = T.sblock_alloc_buffer((CANDIDATES,), "float32", scope="local")
                            for c in T.unroll(CANDIDATES):
                                part[c] = T.float32(0)
                                cut[c] = T.reinterpret(
                                    "float32",
                                    edge[thread]
                                    | T.shift_left(
                                        T.uint32(c + 1),
                                        T.Cast("uint32", (PASSES - 1 - turn) * BITS),
                                    ),
                                )
                            for step in range((vocab + threads - 1) // threads):
                                if step * threads + thread < vocab:
                                    p[0] = probs[rows[block], step * threads + thread]
                                    for c in T.unroll(CANDIDATES):
                                        if p[0] >= cut[c]:
                                            part[c] += p[0]
                            for c in T.unroll(CANDIDATES):
                                mass[turn % 2, c, thread] = part[c]
                    for thread in T.thread_binding(threads, "threadIdx.x"):
                        with T.sblock("narrow"):
                            T.reads()
                            T.writes()
                            total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            digit = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            digit[0] = 0
                            for c in range(CANDIDATES):
                                total[0] = T.float32(0)
                                for other in range(threads):
                                    total[0] += mass[turn % 2, c, other]
                                if total[0] >= top_p[rows[block]]:
                                    digit[0] = c + 1
                            edge[thread] = edge[thread] | T.shift_left(
                                T.Cast("uint32", digit[0]),
                                T.Cast("uint32", (PASSES - 1 - turn) * BITS),
                            )
                for thread in T.thread_binding(threads, "threadIdx.x"):
                    with T.sblock("measure"):
                        T.reads()
                        T.writes()
                        least = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        p = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        part = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        ties = T.sblock_alloc_buffer((1,), "int32", scope="local")
                        least[0] = T.reinterpret("float32", edge[thread])
                        part[0] = T.float32(0)
                        ties[0] = 0
                        for step in range((vocab + threads - 1) // threads):
                            if thread * ((vocab + threads - 1) // threads) + step < vocab:
                                p[0] = probs[
                                    rows[block],
                                    thread * ((vocab + threads - 1) // threads) + step,
                                ]
                                if p[0] > least[0]:
                                    part[0] += p[0]
                                if p[0] == least[0]:
                                    ties[0] += 1
                        above[thread] = part[0]
                        tied[thread] = ties[0]
                for more in range(draws if one_row else 1):
                    for thread in T.thread_binding(threads, "threadIdx.x"):
                        with T.sblock("walk"):
                            T.reads()
                            T.writes()
                            least = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            p = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            left = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            here = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            start = T.sblock_alloc_buffer((1,), "float32", scope="local")
                            ties = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            ties_here = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            start_ties = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            owner = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            found = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            pick = T.sblock_alloc_buffer((1,), "int32", scope="local")
                            least[0] = T.reinterpret("float32", edge[thread])
                            # Ties that belong to the nucleus: as few as reach top_p, at least one.
                            left[0] = T.float32(0)
                            ties[0] = 0
                            for other in range(threads):
                                left[0] += above[other]
                                ties[0] += tied[other]
                            if least[0] > T.float32(0):
                                here[0] = T.ceil((top_p[rows[block]] - left[0]) / least[0])
                                here[0] = T.min(
                                    T.max(here[0], T.float32(1)), T.Cast("float32", ties[0])
                                )
                                ties[0] = T.Cast("int32", here[0])
                            left[0] = (left[0] + T.Cast("float32", ties[0]) * least[0]) * uniform[
                                block + more
                            ]
                            # The stretch in which the draw falls; the last one that has any mass
                            # if rounding carries it past the end.
                            owner[0] = -1
                            found[0] = 0
                            start[0] = T.float32(0)
                            start_ties[0] = 0
                            for other in range(threads):
                                ties_here[0] = T.min(tied[other], ties[0])
                                here[0] = above[other] + T.Cast("float32", ties_here[0]) * least[0]
                                if found[0] == 0 and here[0] > T.float32(0):
                                    owner[0] = other
                                    start[0] = left[0]
                                    start_ties[0] = ties_here[0]
                                    if left[0] < here[0]:
                                        found[0] = 1
                                left[0] -= here[0]
                                ties[0] -= ties_here[0]
                            if owner[0] == thread:
                                pick[0] = 0
                                found[0] = 0
                                for step in range((vocab + threads - 1) // threads):
                                    if thread * ((vocab + threads - 1) // threads) + step < vocab:
                                        p[0] = probs[
                                            rows[block],
                                            thread * ((vocab + threads - 1) // threads) + step,
                                        ]
                                        if p[0] == least[0]:
                                            start_ties[0] -= 1
                                            if start_ties[0] < 0:
                                                p[0] = T.float32(0)
                                        if p[0] < least[0]:
                                            p[0] = T.float32(0)
                                        if found[0] == 0 and p[0] > T.float32(0):
                                            pick[0] = (
                                                thread * ((vocab + threads - 1) // threads) + step
                                            )
                                            start[0] -= p[0]
                                            if start[0] < T.float32(0):
                                                found[0] = 1
                                out[block + more] = pick[0]

    return sample
