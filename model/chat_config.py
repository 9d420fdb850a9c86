"""`mlc-chat-config.json`: what WebLLM reads beside the weights.

Facts of R1-Distill's exact template: DeepSeek-R1's README and the chat template of its tokenizers.
"""

from __future__ import annotations

from typing import Any

from model.config import ConfigError, ModelConfig, parse_config
from model.metadata import describe_architecture
from model.quantization import Quantization
from model.tokenizer_files import (
    ASSISTANT,
    BOS,
    CHATML,
    EOS,
    R1,
    THINK,
    USER,
    ChatFormat,
    ModelTokenizer,
)


def build_chat_config(
    config: ModelConfig,
    quantization: Quantization,
    tokenizer: ModelTokenizer,
    *,
    context_window_size: int,
    prefill_chunk_size: int,
) -> dict[str, Any]:
    """The JSON of `mlc-chat-config.json`; both sizes are tokens.

    `model_config` carries every figure that a library bakes in, so that loading can compare it with
    the library's metadata and refuse one made for a sister model.
    """
    sizes = {
        "context_window_size": context_window_size,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": prefill_chunk_size,
        "tensor_parallel_shards": 1,
    }
    end_id = tokenizer.control_ids[tokenizer.chat_format.end]
    figures = {
        **describe_architecture(config),
        "max_position_embeddings": config.max_position_embeddings,
        "dtype": quantization.dtype,
    }
    return {
        "version": "0.1.0",
        "model_type": config.architecture,
        "quantization": quantization.name,
        "model_config": {"model_type": config.architecture, **figures, **sizes},
        "vocab_size": config.vocab_size,
        **sizes,
        **SAMPLING,
        "bos_token_id": tokenizer.control_ids[tokenizer.chat_format.start],
        "eos_token_id": end_id,
        "pad_token_id": end_id,
        "tokenizer_files": ["tokenizer.json", "tokenizer_config.json"],
        "tokenizer_info": {
            "token_postproc_method": tokenizer.postprocessing,
            "prepend_space_in_encode": False,
            "strip_space_in_decode": False,
        },
        "conv_template": build_template(tokenizer.chat_format, end_id),
    }


# "Use 0.6, top-p 0.95" (DeepSeek-R1's README); penalties would punish a thought for its digits.
SAMPLING = {
    "temperature": 0.6,
    "top_p": 0.95,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
    "repetition_penalty": 1.0,
}


# R1-Distill's conversation: no system prompt of its own, and a reply that starts to think.
_R1_WORDS = {
    "system_template": BOS + "{system_message}",
    "roles": {"user": USER, "assistant": ASSISTANT},
    "seps": ["", EOS],
    "role_content_sep": "",
    "role_empty_sep": f"{THINK}\n",
}
_CHATML_WORDS = {
    "system_template": "<|im_start|>system\n{system_message}<|im_end|>\n",
    "roles": {"user": "<|im_start|>user", "assistant": "<|im_start|>assistant"},
    "seps": ["<|im_end|>\n"],
    "role_content_sep": "\n",
    "role_empty_sep": "\n",
}
_WORDS = {R1: _R1_WORDS, CHATML: _CHATML_WORDS}


def build_template(chat_format: ChatFormat, end_id: int) -> dict[str, Any]:
    """`conv_template`: how WebLLM would write a conversation.

    There are no `role_templates`: WebLLM fills them by `String.replace`, which reads `$$` and `$&`
    in a person's text as patterns; without them it takes the text as it is.
    """
    return {
        "name": chat_format.name,
        "system_message": "",
        "add_role_after_system_message": True,
        **_WORDS[chat_format],
        "messages": [],
        "stop_str": [],
        "stop_token_ids": [end_id],
        "function_string": "",
        "use_function_calling": False,
    }


def read_model_config(chat_config: dict[str, Any]) -> ModelConfig:
    """The architecture figures of a converted folder. Raises ConfigError when they are missing."""
    figures = chat_config.get("model_config")
    if not isinstance(figures, dict):
        raise ConfigError("mlc-chat-config.json has no model_config.")
    return parse_config({"model_type": chat_config.get("model_type"), **figures})
