"""The generated problems: their thoughts hold, their slips are found, their halves stay apart."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from model.nano.batches import draw_example
from model.nano.checker import find_false_lines
from model.nano.evaluate import Case, draw_cases, draw_planted, judge
from model.nano.problems.registry import (
    GIVE_UP,
    MAKERS,
    draw_problem,
    is_held_out,
    plant_slip,
    plant_two_slips,
    work_out,
)
from model.nano.problems.weekdays import DAYS
from model.nano.scratchpad import Problem
from model.nano.tokenizer import END_THINK, SPECIAL, encode, load, render_prompt, render_reply

COUNT = 150
ARITHMETIC = [kind for kind in MAKERS if kind != "off-topic"]


def thought_of(problem: Problem) -> tuple[str, str]:
    pad, answer = work_out(problem)
    return "\n".join(line.text for line in pad.lines), answer


def asked_about(problem: Problem) -> tuple[str | None, str | None]:
    parts = problem.key.split()
    if problem.kind == "count":
        return parts[-1], parts[1]
    return (parts[-1], None) if problem.kind == "reverse" else (None, None)


def truth(problem: Problem) -> str:
    """The answer's value worked out again from the key alone, by Python's own means."""
    words = problem.key.split()
    if problem.kind in ("add", "subtract", "multiply"):
        a, b = int(words[1]), int(words[2])
        return str({"add": a + b, "subtract": a - b, "multiply": a * b}[problem.kind])
    if problem.kind == "divide":
        quotient, left = divmod(int(words[1]), int(words[2]))
        if " mod " in problem.expected:
            return str(left)
        return f"{quotient} remainder {left}" if left else str(quotient)
    if problem.kind == "count":
        return str(words[2].count(words[1]))
    if problem.kind == "reverse":
        return words[1][::-1]
    if problem.kind == "equation":
        return words[3]
    if problem.kind == "weekday":
        days = int(words[2])
        return DAYS[(int(words[1]) + (-days if words[3] == "True" else days)) % 7]
    if problem.kind == "compare":
        pair = words[1], words[2]
        if Decimal(pair[0]) == Decimal(pair[1]):
            return "equal"
        smaller = "smaller" in problem.expected
        return min(pair, key=Decimal) if smaller else max(pair, key=Decimal)
    if problem.kind == "sort":
        numbers = [int(n) for n in problem.key.split("[")[1].split("]")[0].split(", ")]
        return ", ".join(map(str, sorted(numbers, reverse=problem.key.endswith("True"))))
    raise AssertionError(problem.kind)


@pytest.mark.parametrize("kind", ARITHMETIC)
def test_every_line_of_a_thought_is_true_and_leads_to_the_answer(kind: str) -> None:
    chance = random.Random(1)
    for _ in range(COUNT):
        problem = draw_problem(kind, chance, held_out=False)
        thought, answer = thought_of(problem)
        assert answer == problem.expected
        assert find_false_lines(thought, *asked_about(problem)) == [], thought


@pytest.mark.parametrize("kind", [kind for kind in ARITHMETIC if kind != "story"])
def test_the_expected_answer_is_what_python_finds(kind: str) -> None:
    chance = random.Random(2)
    for wording in (False, True):
        for _ in range(COUNT):
            problem = draw_problem(kind, chance, held_out=False, held_out_wording=wording)
            value = truth(problem)
            assert (
                f"**{value}**" in problem.expected
                or f"boxed{{{value}}}" in problem.expected
                or f"= {value}}}" in problem.expected
            )


@pytest.mark.parametrize("kind", ARITHMETIC)
def test_a_planted_slip_is_found_by_the_check_and_repaired(kind: str) -> None:
    chance, planted = random.Random(3), 0
    for _ in range(COUNT):
        problem = draw_problem(kind, chance, held_out=False)
        found = plant_slip(problem, chance)
        if found is None:
            continue
        planted += 1
        pad, answer = found
        thought, _ = thought_of(problem)
        assert answer == problem.expected
        assert "\n".join(line.text for line in pad.lines) != thought
        assert sum(line.slipped for line in pad.lines) == 1
    assert planted > COUNT * 0.7


@pytest.mark.parametrize("kind", ARITHMETIC)
def test_a_thought_that_fails_its_check_twice_gives_up_and_says_so(kind: str) -> None:
    chance, planted = random.Random(12), 0
    for _ in range(COUNT):
        found = plant_two_slips(draw_problem(kind, chance, held_out=False), chance)
        if found is None:
            continue
        planted += 1
        pad, answer = found
        assert answer == GIVE_UP
        assert sum(line.slipped for line in pad.lines) == 2
        assert pad.lines[-1].text == "It is still not right, so I stop here."
    assert planted > COUNT * 0.4


@pytest.mark.parametrize("kind", list(MAKERS))
def test_held_out_problems_are_never_drawn_for_training(kind: str) -> None:
    chance = random.Random(4)
    assert not any(
        is_held_out(draw_problem(kind, chance, held_out=False).key) for _ in range(COUNT)
    )
    assert all(is_held_out(case.problem.key) for case in draw_cases(kind, 30, 5))


@pytest.mark.parametrize("kind", list(MAKERS))
def test_what_the_model_writes_encodes_to_the_tokens_that_it_wrote(kind: str) -> None:
    tokenizer, chance = load(), random.Random(6)
    for _ in range(40):
        thought, answer = thought_of(draw_problem(kind, chance, held_out=False))
        ids = encode(tokenizer, render_reply(thought, answer))
        assert encode(tokenizer, tokenizer.decode(ids, skip_special_tokens=False)) == ids


def test_any_text_survives_the_tokenizer() -> None:
    tokenizer, chance = load(), random.Random(7)
    for _ in range(200):
        text = "".join(
            chr(
                chance.choice(
                    (
                        chance.randint(32, 126),
                        chance.randint(0xA0, 0x24F),
                        chance.randint(0x4E00, 0x9FA5),
                        0x1F600,
                    )
                )
            )
            for _ in range(20)
        )
        assert tokenizer.decode(encode(tokenizer, text), skip_special_tokens=False) == text


def test_digits_and_letters_of_a_word_are_tokens_of_their_own() -> None:
    tokenizer = load()
    assert len(encode(tokenizer, "12345")) == 5
    assert len(encode(tokenizer, " strawberry")) == len(" strawberry")
    assert [tokenizer.token_to_id(token) for token in SPECIAL] == list(range(len(SPECIAL)))


def test_no_loss_falls_on_the_prompt_or_on_the_planted_line() -> None:
    tokenizer, chance = load(), random.Random(8)
    for _ in range(60):
        example = draw_example(tokenizer, "add", chance, slip_share=1.0)
        text = tokenizer.decode(
            [i for i, weight in zip(example.ids, example.weights, strict=True) if weight == 0],
            skip_special_tokens=False,
        )
        assert text.startswith(SPECIAL[0])
        assert "<think>" in text
        assert text.split("<think>\n")[1].count("\n") <= 1


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("1+2: 1+2+1=4 → 42", "7+8: 7+8=15 → 5"),
        ("4×8=33", "4×8=32 → 5"),
        ("12 (3): 1×7=7, 12-7=4 → 1", "12 (3): 1×7=7, 12-7=5 → 1"),
        ("3 → 3, 4 → 8", "3 → 3, 4 → 7"),
        ("9 > 11", "11 > 9"),
        (
            "Check without the point: 2801 and 2807: 2=2, 8=8, 0=0, 1>7. Good.",
            "Check without the point: 2801 and 2807: 2=2, 8=8, 0=0, 1<7. Good.",
        ),
        (
            "Check without the point: 2801 and 2807: 2=2, 8=8. Good.",
            "Check without the point: 28 and 28: 2=2, 8=8. Good.",
        ),
        ("Check: 9<28<25, 3 of 3 numbers. Good.", "Check: 9<25=25, 3 of 3 numbers. Good."),
        (
            "Check: 9<25, 2 of 3 numbers. Good.",
            "Check: 9<25, 2 of 3 numbers. Wait, that is not right.",
        ),
        ("18=17 → 18", "18=18 → 18"),
        ("8.1 < 8.4, so 8.1 is larger.", "8.1 < 8.4, so 8.1 is smaller."),
        ("9.1 < 9.4, so 9.1.4 is larger.", "9.1 < 9.4, so 9.4 is larger."),
        ("5230-4047: 5<4", "5230-4047: 5>4"),
        ("80-312: 3>2 digits, so -(312-80)", "80-312: 2<3 digits, so -(312-80)"),
        ("5 = 6. Good.", "5 = 5. Good."),
        ("2 on from Monday: 1 Tuesday, 2 Thursday", "2 on from Monday: 1 Tuesday, 2 Wednesday"),
        ("This line says nothing that can be checked", "Check by nines:"),
    ],
)
def test_the_checker_tells_false_lines_from_true_ones(line: str, good: str) -> None:
    assert find_false_lines(line) == [line]
    assert find_false_lines(good) == []


def test_the_checker_finds_the_slip_unless_the_line_is_only_out_of_place() -> None:
    chance, found, total = random.Random(9), 0, 0
    for kind in ("reverse", "count", "divide", "weekday"):
        for _ in range(60):
            problem = draw_problem(kind, chance, held_out=False)
            planted = plant_slip(problem, chance)
            if planted:
                total += 1
                thought = "\n".join(line.text for line in planted[0].lines)
                found += bool(find_false_lines(thought, *asked_about(problem)))
    assert found > 0.8 * total


def test_a_reply_is_judged_by_its_answer_its_thought_and_its_verdict() -> None:
    problem = draw_problem("add", random.Random(10), held_out=False)
    thought, answer = thought_of(problem)
    case = Case(problem, render_prompt(problem.question), "", "")
    right = judge(case, f"{thought}\n{END_THINK}\n\n{answer}", True, 100)
    assert (right.right, right.thought_true, right.called_good) == (True, True, True)
    wrong = judge(case, f"{thought}\n{END_THINK}\n\n{answer}1", True, 100)
    assert not wrong.right
    assert wrong.called_good


def test_planted_cases_end_with_the_wrong_line() -> None:
    tokenizer = load()
    for case in draw_planted("subtract", 20, 1, tokenizer):
        thought, _ = thought_of(case.problem)
        *before, last = case.begun.rstrip("\n").split("\n")
        lines = thought.split("\n")
        assert lines[: len(before)] == before
        assert lines[len(before)] != last
