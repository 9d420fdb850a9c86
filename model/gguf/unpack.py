"""Turns a GGUF file into a folder that `model.convert` takes.

    python -m model.gguf.unpack model.gguf trained/

Writes `config.json`, `tokenizer.json` and the weights as float32 safetensors.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from safetensors.numpy import save_file

from model.config import ConfigError
from model.gguf.file import GgufFile
from model.gguf.tokenizer import read_gguf_tokenizer
from model.gguf.weights import GgufWeights, read_config
from model.tokenizer_files import TokenizerError
from model.weights.errors import WeightsError


def unpack(source: Path, out: Path) -> None:
    """Write the folder `out`. Raises ConfigError, TokenizerError or WeightsError."""
    file = GgufFile(source)
    config, tokenizer, weights = read_config(file), read_gguf_tokenizer(file), GgufWeights(file)
    out.mkdir(parents=True, exist_ok=True)
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")
    tokenizer.save(str(out / "tokenizer.json"))
    save_file({name: weights[name] for name in weights}, out / "model.safetensors")


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when the folder was written, 1 with one sentence on stderr when not."""
    parser = argparse.ArgumentParser(prog="python -m model.gguf.unpack", description=__doc__)
    parser.add_argument("source", type=Path, help="the .gguf file")
    parser.add_argument("out", type=Path, help="folder to write")
    given = parser.parse_args(arguments)
    try:
        unpack(given.source, given.out)
    except (ConfigError, TokenizerError, WeightsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
