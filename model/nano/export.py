"""A training checkpoint as a Hugging Face folder: `python -m model.nano.export run.safetensors`.

The matrices are written as rounded to the 4-bit grid, so that conversion changes no value.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from model.nano import checkpoint
from model.nano.fake_quantization import quantised
from model.nano.network import MATRICES, NanoConfig, Params

TRAINED = Path(__file__).parent / "trained"
CONTEXT = 2048
_LAYER_NAMES = {
    "attention_norm": "input_layernorm.weight",
    "mlp_norm": "post_attention_layernorm.weight",
    "q": "self_attn.q_proj.weight",
    "k": "self_attn.k_proj.weight",
    "v": "self_attn.v_proj.weight",
    "q_bias": "self_attn.q_proj.bias",
    "k_bias": "self_attn.k_proj.bias",
    "v_bias": "self_attn.v_proj.bias",
    "o": "self_attn.o_proj.weight",
    "gate": "mlp.gate_proj.weight",
    "up": "mlp.up_proj.weight",
    "down": "mlp.down_proj.weight",
}


def to_tensors(params: Params) -> dict[str, NDArray[np.float32]]:
    """Tensors by Hugging Face's names, matrices as [out, in], float32; the head is tied."""
    tensors = {
        "model.embed_tokens.weight": np.asarray(params["embed"]),
        "model.norm.weight": np.asarray(params["norm"]),
    }
    for name, full_name in _LAYER_NAMES.items():
        for index, layer in enumerate(np.asarray(params[name])):
            tensors[f"model.layers.{index}.{full_name}"] = layer.T if name in MATRICES else layer
    return {name: np.ascontiguousarray(tensor, np.float32) for name, tensor in tensors.items()}


def to_config(config: NanoConfig, bos: int, eos: int) -> dict[str, Any]:
    """The `config.json` of a Qwen2ForCausalLM with these sizes and special token ids."""
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "hidden_size": config.hidden,
        "intermediate_size": config.intermediate,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.key_value_heads,
        "head_dim": config.head_dim,
        "vocab_size": config.vocabulary,
        "hidden_act": "silu",
        "rms_norm_eps": config.epsilon,
        "rope_theta": config.rope_theta,
        "max_position_embeddings": CONTEXT,
        "tie_word_embeddings": True,
        "bos_token_id": bos,
        "eos_token_id": eos,
        "torch_dtype": "float32",
    }


def export(config: NanoConfig, params: Params, bos: int, eos: int, folder: Path) -> None:
    """Write `config.json` and `weights.safetensors`, on the 4-bit grid, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = json.dumps(to_config(config, bos, eos), indent=2) + "\n"
    (folder / "config.json").write_text(raw, encoding="utf-8")
    save_file(to_tensors(quantised(params)), folder / "weights.safetensors")


def main() -> None:
    """Run the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("checkpoint", type=Path)
    options.add_argument("--out", type=Path, default=TRAINED)
    given = options.parse_args()
    from model.nano.tokenizer import BOS, EOS, load, token_id

    run, tokenizer = checkpoint.load(given.checkpoint), load()
    bos, eos = token_id(tokenizer, BOS), token_id(tokenizer, EOS)
    if tokenizer.get_vocab_size() != run.config.vocabulary:
        options.error(
            f"The tokenizer has {tokenizer.get_vocab_size()} tokens, "
            f"the checkpoint {run.config.vocabulary}."
        )
    export(run.config, run.params, bos, eos, given.out)
    print(f"Wrote {given.out} from step {run.step}, {run.tokens / 1e6:.1f}M tokens.")


if __name__ == "__main__":
    main()
