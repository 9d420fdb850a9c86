"""The tensors and figures of a GGUF file under Hugging Face's names.

llama.cpp's converter swaps the rows of Llama's query and key, so that the two numbers that RoPE
turns together lie side by side; here they are put back half a head apart, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.config import ConfigError
from model.gguf.file import GgufFile
from model.weights.errors import WeightsError
from model.weights.parameters import FAMILIES

_WHOLE = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
_OF_A_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


class GgufWeights:
    """Float tensors by Hugging Face's names, as `model.weights.pack` takes them."""

    def __init__(self, file: GgufFile) -> None:
        """Raises WeightsError for a tensor that these architectures do not have."""
        self._file = file
        self._names = {_rename(name): name for name in file}
        config = read_config(file)
        if config["model_type"] == "llama":
            self._swapped = {
                "q_proj.weight": config["num_attention_heads"],
                "k_proj.weight": config["num_key_value_heads"],
            }
        else:
            self._swapped = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        tensor = self._file[self._names[name]]
        heads = self._swapped.get(".".join(name.split(".")[-2:]))
        return tensor if heads is None else put_rows_back(tensor, heads)


def put_rows_back(matrix: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Rows (2j, 2j + 1) of each head become rows (j, j + half a head)."""
    rows, columns = matrix.shape
    pairs = matrix.reshape(heads, rows // heads // 2, 2, columns)
    return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(rows, columns)


def _rename(name: str) -> str:
    part, _, kind = name.rpartition(".")
    if part in _WHOLE:
        return f"{_WHOLE[part]}.{kind}"
    pieces = part.split(".")
    if len(pieces) == 3 and pieces[0] == "blk" and pieces[2] in _OF_A_LAYER:
        return f"model.layers.{pieces[1]}.{_OF_A_LAYER[pieces[2]]}.{kind}"
    raise WeightsError(f"The GGUF file has a tensor that is not known: {name}.")


def read_config(file: GgufFile) -> dict[str, Any]:
    """The figures of a `config.json`. Raises ConfigError when one is missing or not supported."""
    values = file.values
    architecture = values.get("general.architecture")
    if architecture not in FAMILIES:
        raise ConfigError(f"The GGUF file holds a {architecture!r} model, which is not supported.")
    scaling = values.get(f"{architecture}.rope.scaling.type", "none")
    if scaling != "none" or "rope_freqs.weight" in file:
        raise ConfigError("RoPE scaling in a GGUF file is not supported.")

    def figure(name: str) -> Any:  # noqa: ANN401
        try:
            return values[f"{architecture}.{name}"]
        except KeyError as error:
            raise ConfigError(f"The GGUF file does not state {architecture}.{name}.") from error

    heads, hidden = figure("attention.head_count"), figure("embedding_length")
    return {
        "model_type": architecture,
        "hidden_size": hidden,
        "intermediate_size": figure("feed_forward_length"),
        "num_hidden_layers": figure("block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": values.get(f"{architecture}.attention.head_count_kv", heads),
        "head_dim": values.get(f"{architecture}.attention.key_length", hidden // heads),
        "vocab_size": len(values["tokenizer.ggml.tokens"]),
        "rms_norm_eps": _as_written(figure("attention.layer_norm_rms_epsilon")),
        "rope_theta": _as_written(values.get(f"{architecture}.rope.freq_base", 10000.0)),
        "max_position_embeddings": figure("context_length"),
        "tie_word_embeddings": "output.weight" not in file,
        "eos_token_id": values.get("tokenizer.ggml.eos_token_id"),
    }


def _as_written(value: float) -> float:
    """The short decimal that a float32 was made from: 1e-05, not 9.99999974738e-06."""
    return float(str(np.float32(value)))
