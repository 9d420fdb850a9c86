"""Which parameters a model has: MLC's names on one side, Hugging Face's on the other.

A new architecture of the same family is one more entry in `FAMILIES`.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.config import ModelConfig
from model.quantization import GROUP_SIZE, NIBBLES_PER_WORD, Quantization
from model.weights.errors import WeightsError


@dataclass(frozen=True)
class Family:
    """How one architecture differs from the pre-norm, gated, rotary decoder that all of them are.

    `fused_attention` is MLC's name of the joined query, key and value projection.
    """

    fused_attention: str
    attention_bias: bool
    query_key_norm: bool


FAMILIES = {
    "llama": Family(fused_attention="qkv_proj", attention_bias=False, query_key_norm=False),
    "qwen2": Family(fused_attention="c_attn", attention_bias=True, query_key_norm=False),
    "qwen3": Family(fused_attention="c_attn", attention_bias=False, query_key_norm=True),
}


@dataclass(frozen=True)
class Source:
    """One tensor of the float weights."""

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Parameter:
    """One parameter of the library: `sources` joined along their first axis.

    A quantised one is stored as `<name>.q_weight` and `<name>.q_scale`.
    """

    name: str
    sources: tuple[Source, ...]
    quantized: bool

    @property
    def shape(self) -> tuple[int, ...]:
        return (sum(source.shape[0] for source in self.sources), *self.sources[0].shape[1:])


def get_family(config: ModelConfig) -> Family:
    """The family of `config`. Raises WeightsError for an unknown architecture."""
    family = FAMILIES.get(config.architecture)
    if family is None:
        known = ", ".join(sorted(FAMILIES))
        raise WeightsError(f"Unknown architecture {config.architecture!r}; known: {known}.")
    return family


def list_parameters(config: ModelConfig) -> list[Parameter]:
    """Every parameter of a model of `config`, in the order of its layers.

    Raises WeightsError for an unknown architecture.
    """
    family = get_family(config)
    embedding = (config.vocab_size, config.hidden_size)
    parameters = [_matrix("model.embed_tokens", Source("model.embed_tokens.weight", embedding))]
    for layer in range(config.num_hidden_layers):
        parameters += _list_layer(config, family, f"model.layers.{layer}.")
    parameters.append(_vector("model.norm.weight", config.hidden_size))
    if not config.tie_word_embeddings:
        parameters.append(_matrix("lm_head", Source("lm_head.weight", embedding)))
    return parameters


def list_stored(
    config: ModelConfig, quantization: Quantization
) -> dict[str, tuple[list[int], str]]:
    """Shape and type of every array of a converted model, by its name in the library."""
    stored: dict[str, tuple[list[int], str]] = {}
    for parameter in list_parameters(config):
        if parameter.quantized:
            rows, columns = parameter.shape
            words, scales = [rows, columns // NIBBLES_PER_WORD], [rows, columns // GROUP_SIZE]
            stored[f"{parameter.name}.q_weight"] = (words, "uint32")
            stored[f"{parameter.name}.q_scale"] = (scales, quantization.dtype)
        else:
            stored[parameter.name] = (list(parameter.shape), quantization.dtype)
    return stored


def _list_layer(config: ModelConfig, family: Family, prefix: str) -> list[Parameter]:
    hidden, inner = config.hidden_size, config.intermediate_size
    attention, feed_forward = f"{prefix}self_attn.", f"{prefix}mlp."
    heads = {"q": config.query_size, "k": config.key_value_size, "v": config.key_value_size}
    fused = f"{attention}{family.fused_attention}"

    def project(part: str, size: int) -> Source:
        return Source(f"{attention}{part}_proj.weight", (size, hidden))

    def widen(part: str) -> Source:
        return Source(f"{feed_forward}{part}_proj.weight", (inner, hidden))

    output = Source(f"{attention}o_proj.weight", (hidden, config.query_size))
    narrow = Source(f"{feed_forward}down_proj.weight", (hidden, inner))
    parameters = [
        _vector(f"{prefix}input_layernorm.weight", hidden),
        _matrix(fused, *(project(part, size) for part, size in heads.items())),
        _matrix(f"{attention}o_proj", output),
        _vector(f"{prefix}post_attention_layernorm.weight", hidden),
        _matrix(f"{feed_forward}gate_up_proj", widen("gate"), widen("up")),
        _matrix(f"{feed_forward}down_proj", narrow),
    ]
    if family.attention_bias:
        biases = (Source(f"{attention}{part}_proj.bias", (heads[part],)) for part in heads)
        parameters.append(Parameter(f"{fused}.bias", tuple(biases), quantized=False))
    if family.query_key_norm:
        parameters += [_vector(f"{attention}{part}_norm.weight", config.head_dim) for part in "qk"]
    return parameters


def _matrix(name: str, *sources: Source) -> Parameter:
    return Parameter(name, sources, quantized=True)


def _vector(name: str, size: int) -> Parameter:
    return Parameter(name, (Source(name, (size,)),), quantized=False)
