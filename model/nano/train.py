"""Train ponder-nano: `python -m model.nano.train --minutes 90`.

`--resume` goes on with an interrupted run, `--init` starts another from the
weights of a checkpoint or of an exported folder, as `model/nano/trained` is one.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from model.nano import cores

CACHE = Path(__file__).parents[1] / ".cache" / "nano"


def parse_mix(text: str) -> dict[str, float] | None:
    """`add=1,sort=1.5` as a mapping; nothing means the data's own mix."""
    pairs = (part.split("=") for part in text.split(",") if part)
    return {name: float(weight) for name, weight in pairs} or None


def parser() -> argparse.ArgumentParser:
    """The options, with the figures of the shipped model as defaults."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, required=True, help="training time in all")
    options.add_argument("--name", default="run", help="names checkpoint and log")
    start = options.add_mutually_exclusive_group()
    start.add_argument("--resume", action="store_true", help="go on with this name's checkpoint")
    start.add_argument("--init", type=Path, help="new run from a checkpoint's or folder's weights")
    options.add_argument("--keep-optimizer", action="store_true", help="with --init: its state too")
    options.add_argument("--size", default="128,4,4,2,64,384", help="h,layers,heads,kv,d,f")
    options.add_argument("--rows", type=int, default=16)
    options.add_argument("--length", type=int, default=256)
    options.add_argument("--mix", type=parse_mix, help="add=1,sort=1.5,…")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--rate", type=float, default=4e-3)
    options.add_argument("--warm-up", type=int, default=100, help="steps")
    options.add_argument("--decay", type=float, default=0.5, help="share of the time")
    options.add_argument("--qat-fraction", type=float, default=0.25, help="share of the time")
    options.add_argument("--save-minutes", type=float, default=3)
    return options


def main() -> None:
    """Run the command line."""
    options = parser().parse_args()
    cores.keep_memory()
    devices = cores.use_all()
    from model.nano import checkpoint, optimizer, tokenizer
    from model.nano.batches import batches
    from model.nano.feed import Recipe, ahead
    from model.nano.network import NanoConfig, initialise
    from model.nano.quantised import load_trained
    from model.nano.schedule import Schedule
    from model.nano.training import Saving, train

    saved = CACHE / f"{options.name}.safetensors"
    if options.resume:
        run = checkpoint.load(saved)
    elif options.init:
        if options.init.is_dir():
            config, params = load_trained(options.init)
            run = checkpoint.Run(config, params, optimizer.start(params))
        else:
            run = checkpoint.load(options.init)
            run.step, run.elapsed, run.tokens = 0, 0.0, 0
            if not options.keep_optimizer:
                run.state = optimizer.start(run.params)
    else:
        vocabulary = tokenizer.load().get_vocab_size()
        hidden, layers, heads, pairs, head_dim, between = map(int, options.size.split(","))
        config = NanoConfig(hidden, layers, heads, pairs, head_dim, between, vocabulary)
        params = initialise(config, options.seed)
        run = checkpoint.Run(config, params, optimizer.start(params))

    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{options.name}.log").open("a", encoding="utf-8") as log:

        def report(line: str) -> None:
            print(line, flush=True)
            log.write(line + "\n")
            log.flush()

        report(f"# {json.dumps(vars(options), default=str)} {run.config}")
        recipe = Recipe(batches, options.seed, options.rows, options.length, options.mix)
        schedule = Schedule(
            options.minutes, options.rate, options.warm_up, options.decay, options.qat_fraction
        )
        try:
            train(
                run,
                ahead(recipe, run.step),
                schedule,
                devices=devices,
                saving=Saving(saved, 60 * options.save_minutes),
                report=report,
            )
        except KeyboardInterrupt:
            sys.exit(f"Stopped; go on with --resume --name {options.name}.")


if __name__ == "__main__":
    main()
