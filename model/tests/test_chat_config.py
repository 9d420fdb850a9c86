"""The template is R1-Distill's, to the letter; ChatML is there for other models."""

from __future__ import annotations

from typing import Any

from model.chat_config import SAMPLING, build_template
from model.tokenizer_files import CHATML, R1

END = 151643


def render(
    template: dict[str, Any], turns: list[tuple[str, str]], system: str | None = None
) -> str:
    """A prompt by WebLLM's rules: system, then role + content + separator, then the header."""
    message: str = template["system_message"] if system is None else system
    text: str = template["system_template"].replace("{system_message}", message)
    for index, (role, content) in enumerate(turns):
        role_templates = template.get("role_templates")
        assert role_templates is None, "WebLLM would read $ in the content as a pattern"
        text += template["roles"][role] + template["role_content_sep"] + content
        text += template["seps"][index % len(template["seps"])]
    header: str = template["roles"]["assistant"] + template["role_empty_sep"]
    return text + header


def test_a_question_is_rendered_without_a_system_prompt_and_opens_the_thought() -> None:
    prompt = render(build_template(R1, END), [("user", "What is 2 + 2?")])
    assert prompt == "<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n"


def test_earlier_replies_end_with_the_end_token() -> None:
    turns = [("user", "Hi"), ("assistant", "Hello!"), ("user", "Bye")]
    assert render(build_template(R1, END), turns) == (
        "<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜>Hello!<｜end▁of▁sentence｜>"
        "<｜User｜>Bye<｜Assistant｜><think>\n"
    )


def test_a_system_prompt_follows_the_first_token_when_a_person_gives_one() -> None:
    prompt = render(build_template(R1, END), [("user", "Hi")], system="Be brief.")
    assert prompt == "<｜begin▁of▁sentence｜>Be brief.<｜User｜>Hi<｜Assistant｜><think>\n"


def test_replies_stop_at_the_end_token_of_the_tokenizer_alone() -> None:
    template = build_template(R1, END)
    assert (template["stop_token_ids"], template["stop_str"]) == ([END], [])


def test_sampling_is_what_deepseek_advises_without_penalties() -> None:
    assert (SAMPLING["temperature"], SAMPLING["top_p"]) == (0.6, 0.95)
    assert SAMPLING["presence_penalty"] == SAMPLING["frequency_penalty"] == 0
    assert SAMPLING["repetition_penalty"] == 1


def test_chatml_closes_every_turn() -> None:
    template = build_template(CHATML, END)
    turns = [("user", "Hi"), ("assistant", "Hello"), ("user", "Bye")]
    assert render(template, turns, system="Be brief.") == (
        "<|im_start|>system\nBe brief.<|im_end|>\n"
        "<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\nHello<|im_end|>\n"
        "<|im_start|>user\nBye<|im_end|>\n"
        "<|im_start|>assistant\n"
    )
