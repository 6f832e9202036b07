"""Average the weights of several builds, and of the shipped model, into one build.

    uv run --group train python models/tagger/recipe/average.py --out build/m --builds build/i build/j --shares 0.3 0.3

Builds that went on from one another lie in one valley of the loss, and their mean does better on texts unlike those of
training than the last of them (Wortsman et al. 2022, "Model soups"). The shares that are missing from 1 are the shipped
model's. Word vectors, vocabulary and facts are those of the last build, which must go on from the shipped encoder.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from base_encoder import BaseEncoder
from network import Encoder
from shipped import shipped_encoder, shipped_head
from torch import Tensor

SHIPPED = Path(__file__).resolve().parents[2]


def shipped_weights(base: BaseEncoder) -> dict[str, dict[str, Tensor]]:
    """The weights of the shipped encoder and head, named as in a build."""
    head = {name: torch.from_numpy(array) for name, array in shipped_head(SHIPPED / "tagger").items()}
    return {"encoder": Encoder(base).state_dict(), "head": head}


def mean_of(states: list[dict[str, dict[str, Tensor]]], shares: list[float]) -> dict[str, dict[str, Tensor]]:
    """Weighted mean of encoders and heads; the rows of a head that another lacks are those of the last.

    Parameters
    ----------
    shares
        As many as `states`, together 1.
    """
    last = states[-1]
    found: dict[str, dict[str, Tensor]] = {"encoder": {}, "head": {}, "gaps": last["gaps"]}
    for part in ("encoder", "head"):
        for name, tensor in last[part].items():
            if name == "word.weight":
                found[part][name] = tensor
                continue
            rows = min(len(state[part][name]) for state in states)
            mean = torch.stack([share * state[part][name][:rows] for state, share in zip(states, shares, strict=True)])
            found[part][name] = torch.cat([mean.sum(0), tensor[rows:]])
    return found


def main() -> None:
    """Read the arguments and write the build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--builds", type=Path, nargs="+", required=True)
    parser.add_argument("--shares", type=float, nargs="+", required=True)
    args = parser.parse_args()
    rest = 1.0 - sum(args.shares)
    if len(args.shares) != len(args.builds) or rest < -1e-6:
        parser.error("give as many shares as builds, together at most 1")
    states = [torch.load(build / "weights.pt", weights_only=True) for build in args.builds]
    shares = args.shares
    if rest > 1e-6:
        states, shares = [shipped_weights(shipped_encoder(SHIPPED / "encoder")), *states], [rest, *shares]
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean_of(states, shares), args.out / "weights.pt")
    for name in ("facts.json", "tokenizer.json"):
        shutil.copy(args.builds[-1] / name, args.out / name)


if __name__ == "__main__":
    main()
