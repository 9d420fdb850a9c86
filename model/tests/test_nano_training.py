"""Training ponder-nano: it learns, resumes exactly, and exports what it computed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer, decoders, models

from model.config import load_config
from model.nano import checkpoint, export, optimizer
from model.nano.checkpoint import Run
from model.nano.decode import greedy
from model.nano.fake_quantization import quantised, round_to_grid, straight_through
from model.nano.feed import CHAPTER, Batch, Recipe, ahead, stream
from model.nano.guess import count_matches, greedy_after_guesses
from model.nano.network import NanoConfig, Params, initialise, logits_of, token_losses
from model.nano.schedule import Schedule
from model.nano.step import summed_loss
from model.nano.training import Diverged, Saving, train
from model.nano.vocabulary import carry_over
from model.quantization import QUANTIZATIONS
from model.reference import ReferenceModel

CONFIG = NanoConfig(
    hidden=32,
    layers=2,
    heads=4,
    key_value_heads=2,
    head_dim=16,
    intermediate=64,
    vocabulary=24,
)
PERIOD = 5


def counting(seed: int, rows: int, length: int, _: dict[str, float] | None) -> Iterator[Batch]:
    """Rows that count modulo PERIOD from a random start: learnt within a few steps."""
    generator = np.random.default_rng(seed)
    while True:
        starts = generator.integers(0, PERIOD, (rows, 1))
        tokens = ((starts + np.arange(length)) % PERIOD).astype(np.int32)
        yield tokens, np.ones_like(tokens), np.ones((rows, length), np.float32)


RECIPE = Recipe(counting, seed=3, rows=4, length=24)


def a_minute_of(steps: int) -> Schedule:
    """A schedule of `steps` seconds: as many steps by the clock below."""
    return Schedule(minutes=steps / 60, rate=5e-3, warm_up=5, decay=0.3, quantised=0.3)


class Ticking:
    """A clock for which every training step takes one second."""

    def __init__(self, run: Run, batches: Iterator[Batch]) -> None:
        self.seconds, self.batches = run.elapsed, batches

    def __call__(self) -> float:
        return self.seconds

    def __iter__(self) -> Iterator[Batch]:
        return self

    def __next__(self) -> Batch:
        self.seconds += 1
        return next(self.batches)


def start_run(params: Params | None = None) -> Run:
    params = initialise(CONFIG, 0) if params is None else params
    return Run(CONFIG, params, optimizer.start(params))


def run_for(
    run: Run, steps: int, stop_after: int | None = None, saving: Saving | None = None
) -> Run:
    clock = Ticking(run, stream(RECIPE, run.step))
    return train(
        run,
        clock,
        a_minute_of(steps),
        clock=clock,
        stop_after=stop_after,
        saving=saving,
        report=lambda _: None,
    )


def loss_of(params: Params) -> float:
    tokens, segments, weights = map(jnp.asarray, next(stream(RECIPE, 9_000)))
    total = summed_loss(params, tokens, segments, weights, CONFIG, False)
    return float(total) / float(weights[:, 1:].sum())


@pytest.fixture(scope="module")
def trained() -> Run:
    return run_for(start_run(), 60)


def test_learns_to_count_and_still_can_at_four_bits(trained: Run) -> None:
    assert loss_of(start_run().params) > 2
    assert loss_of(quantised(trained.params)) < 0.3


def test_a_resumed_run_ends_where_an_uninterrupted_one_does(trained: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.safetensors"
    run_for(start_run(), 60, stop_after=37, saving=Saving(path, every=1000))
    half = checkpoint.load(path)
    assert half.step == 37
    resumed = run_for(half, 60)
    assert resumed.step == trained.step
    assert resumed.tokens == trained.tokens
    for name, value in trained.params.items():
        np.testing.assert_array_equal(np.asarray(resumed.params[name]), np.asarray(value))


def test_the_stream_of_batches_can_be_entered_anywhere_across_chapters() -> None:
    whole = stream(RECIPE, 0)
    expected = [next(whole) for _ in range(CHAPTER + 3)]
    late = stream(RECIPE, CHAPTER - 2)
    for batch in expected[CHAPTER - 2 :]:
        np.testing.assert_array_equal(batch[0], next(late)[0])
    assert not np.array_equal(expected[0][0], expected[CHAPTER][0])


def test_another_process_draws_the_same_batches() -> None:
    expected = stream(RECIPE, 5)
    with closing(ahead(RECIPE, 5)) as drawn:
        for _ in range(3):
            np.testing.assert_array_equal(next(drawn)[0], next(expected)[0])


def test_a_step_that_is_not_finite_changes_nothing_and_many_end_the_run() -> None:
    poisoned = {**initialise(CONFIG, 0), "norm": jnp.full(CONFIG.hidden, jnp.nan)}
    one = run_for(start_run(poisoned), 60, stop_after=1)
    np.testing.assert_array_equal(np.asarray(one.params["q"]), np.asarray(poisoned["q"]))
    assert int(one.state["step"]) == 0
    with pytest.raises(Diverged):
        run_for(start_run(poisoned), 60)


def plain_attention_loss(params: Params, tokens: jax.Array, segments: jax.Array) -> jax.Array:
    """The forward pass written naively, to check values and gradients of the fast one."""
    batch, length = tokens.shape
    group, d = CONFIG.heads // CONFIG.key_value_heads, CONFIG.head_dim
    angles = jnp.arange(length)[:, None] * CONFIG.rope_theta ** (-jnp.arange(0, d, 2) / d)
    turn = jnp.exp(1j * angles)

    def norm(x: jax.Array, w: jax.Array) -> jax.Array:
        return x / jnp.sqrt((x**2).mean(-1, keepdims=True) + CONFIG.epsilon) * w

    def rotated(x: jax.Array) -> jax.Array:
        turned = (x[..., : d // 2] + 1j * x[..., d // 2 :]) * turn[:, None]
        return jnp.concatenate([turned.real, turned.imag], -1)

    x = params["embed"][tokens]
    allowed = jnp.tril(jnp.ones((length, length), bool))
    allowed = allowed & (segments[:, :, None] == segments[:, None])
    for i in range(CONFIG.layers):
        y = norm(x, params["attention_norm"][i])
        q, k, v = (
            (y @ params[n][i] + params[f"{n}_bias"][i]).reshape(batch, length, -1, d) for n in "qkv"
        )
        q, k, v = rotated(q), jnp.repeat(rotated(k), group, 2), jnp.repeat(v, group, 2)
        scores = jnp.einsum("bihd,bjhd->bhij", q, k) / d**0.5
        weights = jax.nn.softmax(jnp.where(allowed[:, None], scores, -1e9), -1)
        mixed = jnp.einsum("bhij,bjhd->bihd", weights, v).reshape(batch, length, -1)
        x = x + mixed @ params["o"][i]
        y = norm(x, params["mlp_norm"][i])
        gate = y @ params["gate"][i]
        x = x + (gate * jax.nn.sigmoid(gate) * (y @ params["up"][i])) @ params["down"][i]
    logits = norm(x, params["norm"]) @ params["embed"].T
    chances = jax.nn.log_softmax(logits[:, :-1], -1)
    return -jnp.take_along_axis(chances, tokens[:, 1:, None], -1).sum()


def test_losses_and_gradients_equal_those_of_a_plain_transformer() -> None:
    generator = np.random.default_rng(1)
    length = 100  # more than one query block, and no multiple of it
    tokens = jnp.asarray(generator.integers(0, CONFIG.vocabulary, (2, length)), jnp.int32)
    segments = jnp.asarray(np.sort(generator.integers(0, 3, (2, length))), jnp.int32)
    params = initialise(CONFIG, 5)
    params["q_bias"] = params["q_bias"] + 0.3
    ones = jnp.ones((2, length))
    fast, fast_gradient = jax.value_and_grad(summed_loss)(
        params, tokens, segments, ones, CONFIG, False
    )
    plain, plain_gradient = jax.value_and_grad(plain_attention_loss)(params, tokens, segments)
    assert float(fast) == pytest.approx(float(plain), rel=1e-5)
    for name, expected in plain_gradient.items():
        np.testing.assert_allclose(fast_gradient[name], expected, atol=2e-3, rtol=2e-3)


def test_tokens_of_weight_zero_are_not_learnt() -> None:
    logits = jnp.asarray(np.random.default_rng(0).standard_normal((4, CONFIG.vocabulary)))
    targets = jnp.asarray([1, 2, 3, 4])
    weights = jnp.asarray([1.0, 0.0, 1.0, 0.0])
    gradient = jax.grad(lambda x: (token_losses(x, targets) * weights).sum())(logits)
    assert not np.asarray(gradient[1::2]).any()
    assert np.asarray(gradient[::2]).any(1).all()


def test_rounding_keeps_sixteen_levels_and_lets_gradients_through() -> None:
    weights = jnp.asarray(np.random.default_rng(2).standard_normal((2, 64, 8)), jnp.float32)
    rounded = np.asarray(round_to_grid(weights, 1)).reshape(2, 2, 32, 8)
    for group in np.moveaxis(rounded, 2, -1).reshape(-1, 32):
        levels = np.unique(group)
        assert len(levels) <= 16
        steps = np.diff(levels) / np.diff(levels).min()
        np.testing.assert_allclose(steps, np.rint(steps), atol=1e-4)
    errors = np.abs(rounded.reshape(weights.shape) - np.asarray(weights))
    assert errors.max() < np.abs(weights).max() / 13
    params = initialise(CONFIG, 0)
    gradient = jax.grad(lambda p: sum((x**2).sum() / 2 for x in straight_through(p).values()))(
        params
    )
    np.testing.assert_allclose(gradient["up"], quantised(params)["up"], rtol=1e-5, atol=1e-6)


def test_orthogonalised_updates_have_singular_values_near_one() -> None:
    for shape in ((3, 16, 48), (3, 48, 16)):
        stack = jnp.asarray(np.random.default_rng(4).standard_normal(shape), jnp.float32)
        values = np.linalg.svd(np.asarray(optimizer.orthogonalise(stack)), compute_uv=False)
        assert values.min() > 0.6
        assert values.max() < 1.3


def test_the_schedule_warms_up_decays_to_nothing_and_rounds_at_the_end() -> None:
    schedule = Schedule(minutes=10, rate=1.0, warm_up=10, decay=0.5, quantised=0.25)
    assert schedule.rate_at(0, 0) == pytest.approx(0.1)
    assert schedule.rate_at(300, 500) == pytest.approx(1)
    assert schedule.rate_at(450, 800) == pytest.approx(0.5)
    assert schedule.rate_at(600, 900) == 0
    assert [schedule.quantises(s) for s in (0, 449, 450, 600)] == [False, False, True, True]
    assert schedule.over(600)
    assert not schedule.over(599)


def test_an_export_converts_without_loss_to_the_same_logits(trained: Run, tmp_path: Path) -> None:
    export.export(CONFIG, trained.params, 0, 1, tmp_path)
    assert json.loads((tmp_path / "config.json").read_text())["architectures"] == [
        "Qwen2ForCausalLM"
    ]
    tensors = load_file(tmp_path / "weights.safetensors")
    assert tensors["model.layers.1.mlp.up_proj.weight"].shape == (64, 32)
    reference = ReferenceModel.from_tensors(
        load_config(tmp_path / "config.json"), QUANTIZATIONS["q4f32_1"], tensors
    )
    tokens = np.random.default_rng(6).integers(0, CONFIG.vocabulary, 30)
    params = quantised(trained.params)
    np.testing.assert_array_equal(
        reference.weights["model.embed_tokens"], np.asarray(params["embed"])
    )
    ours = logits_of(params, jnp.asarray(tokens)[None], jnp.ones((1, 30), jnp.int32), CONFIG)
    np.testing.assert_allclose(np.asarray(ours[0]), reference.prefill(tokens), atol=2e-4)


def test_greedy_decoding_equals_the_argmax_of_whole_forward_passes() -> None:
    params = initialise(CONFIG, 8)
    generator = np.random.default_rng(9)
    prompts = [generator.integers(2, CONFIG.vocabulary, n).tolist() for n in (3, 70, 12, 1, 40)]
    most, stop = 30, 1
    replies = greedy(params, CONFIG, prompts, stop, most)
    for prompt, reply in zip(prompts, replies, strict=True):
        text = jnp.asarray([prompt + reply], jnp.int32)
        padded = jnp.pad(text, ((0, 0), (0, 100 - text.shape[1])))
        logits = logits_of(params, padded, jnp.ones_like(padded), CONFIG)[0]
        chosen = np.asarray(logits.argmax(-1))[len(prompt) - 1 :][: len(reply)].tolist()
        assert reply == chosen
        assert len(reply) == most or reply[-1] == stop
        assert stop not in reply[:-1]


def test_a_guess_right_wrong_or_too_long_changes_no_reply() -> None:
    params = initialise(CONFIG, 8)
    generator = np.random.default_rng(10)
    prompts = [generator.integers(2, CONFIG.vocabulary, n).tolist() for n in (3, 70, 12, 1, 40)]
    most, stop = 30, 1
    replies = greedy(params, CONFIG, prompts, stop, most)
    right, half = replies[0], [*replies[1][:7], (replies[1][7] + 1) % CONFIG.vocabulary, 5, 6]
    guesses = [right, half, [], replies[3][:-1], [*replies[4], 3, 3, 3]]
    assert greedy_after_guesses(params, CONFIG, prompts, guesses, stop, most) == replies
    counts = count_matches(params, CONFIG, prompts, guesses)
    assert counts[:4] == [len(right), 7, 0, len(replies[3]) - 1]


def test_weights_carried_over_keep_the_rows_of_known_pieces() -> None:
    before, after = tokenizer_of(["a", "b", "c"]), tokenizer_of(["c", "ab", "a", "b"])
    rows = np.asarray([[1, 0], [3, 0], [0, 5]], np.float32)
    carried = carry_over(rows, before, after)
    np.testing.assert_array_equal(carried, [[0, 5], [2, 0], [1, 0], [3, 0]])


def tokenizer_of(pieces: list[str]) -> Tokenizer:
    made = Tokenizer(models.BPE(vocab={p: i for i, p in enumerate(pieces)}, merges=[]))
    made.decoder = decoders.ByteLevel()
    return made


def test_greedy_decoding_stops_at_the_stop_token_and_refuses_an_empty_prompt(trained: Run) -> None:
    params = quantised(trained.params)
    assert greedy(params, CONFIG, [[0, 1, 2]], PERIOD - 1, 50) == [[3, 4]]
    assert greedy(params, CONFIG, [[0, 1, 2]], 23, 4) == [[3, 4, 0, 1]]
    with pytest.raises(ValueError, match="no tokens"):
        greedy(params, CONFIG, [[]], 1, 5)
