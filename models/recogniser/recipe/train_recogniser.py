"""Train the recogniser of personal data: the lower half of the shipped encoder, with a label per word piece.

    uv run --group train python models/recogniser/recipe/train_recogniser.py --data DIR --corpus models/corpus

The word vectors are the encoder's and stay as they are, so that both networks share one file. Texts are varied anew in
each epoch (other names, lower case, no punctuation; dutch_pipeline/recipe/ner_data.py). One fold in five of p1 and p2
is held out, and of the rest a tenth is scored after each epoch.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from spacy import blank
from torch import Tensor, nn
from torch.nn import functional

MODELS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(MODELS / "tagger" / "recipe"), str(MODELS / "dutch_pipeline" / "recipe")]

import ner_data  # noqa: E402 - the fragments, and how they are varied, stand with the pipeline's recipe
import prepare  # noqa: E402
from base_encoder import BaseEncoder  # noqa: E402
from conllu import bucket  # noqa: E402
from export import Exported, quantise, to_onnx  # noqa: E402
from network import Encoder  # noqa: E402
from precision import fast_precision  # noqa: E402
from shipped import shipped_encoder  # noqa: E402
from train import rise_and_fall  # noqa: E402
from vocabulary import tokenizer_of  # noqa: E402

Fragment = ner_data.Fragment
Row = tuple[list[int], list[int]]
DEV_PARTS = 10
TEXT_TOKENS, BATCH_TOKENS = 250, 2048
TEMPLATES, PLAIN_TEXTS, PLAIN_SENTENCES = 500, 700, 400
IGNORED = -100


class Labeller(nn.Module):
    """An encoder with a label per piece."""

    def __init__(self, encoder: Encoder, hidden: int, labels: int) -> None:
        super().__init__()
        self.encoder, self.out = encoder, nn.Linear(hidden, labels)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Give logits (batch, tokens, labels)."""
        with fast_precision():
            states = self.encoder(ids, mask)
        return self.out(functional.dropout(states.float(), 0.1, self.training))


class ExportedLabels(nn.Module):
    """The labeller for one text at a time: word vectors in, log probabilities out."""

    def __init__(self, labeller: Labeller) -> None:
        super().__init__()
        self.states, self.out = Exported(labeller.encoder), labeller.out

    def forward(self, words: Tensor) -> Tensor:
        """Give log probabilities (1 x tokens x labels) for the vectors of words (1 x tokens x hidden)."""
        return self.out(self.states(words)).log_softmax(-1)


@dataclasses.dataclass(frozen=True)
class Texts:
    """What is trained on, and what is scored: dev after each epoch, held_out never here."""

    train: list[Fragment]
    dev: list[Fragment]
    plain: list[str]
    sentences: list[str]

    @classmethod
    def read(cls, data: Path, corpus: Path) -> Texts:
        """Read the corpus and the treebanks' plain sentences."""
        known = [f for f in ner_data.read_fragments(corpus) if ner_data.fold(f) != ner_data.HELD_OUT_FOLD]
        dev = [f for f in known if bucket(f"dev {f.id}", DEV_PARTS) == 0]
        rest = [f for f in known if bucket(f"dev {f.id}", DEV_PARTS) != 0]
        rest += ner_data.read_fragments(corpus, ner_data.MORE_FILES)
        return cls(rest, dev, list(prepare.plain_texts(blank("nl"), corpus)), list(prepare.plain_sentences(data)))

    def epoch(self, rng: random.Random, copies: int) -> list[Fragment]:
        """Vary the fragments, and add texts without personal data and such texts with names put in."""
        varied = ner_data.training_fragments(self.train, rng, copies, TEMPLATES)
        for text in rng.sample(self.plain, min(PLAIN_TEXTS, len(self.plain))):
            for version in (Fragment("plain", text, ()), ner_data.with_added_names(text, rng)):
                if version.entities or version.id == "plain":
                    varied.append(ner_data.unpunctuated(version) if rng.random() < 0.6 else version)
        for text in rng.sample(self.sentences, min(PLAIN_SENTENCES, len(self.sentences))):
            version = Fragment("plain", text, ())
            varied.append(ner_data.unpunctuated(version) if rng.random() < 0.5 else version)
        return [fragment for fragment in varied if fragment.text.strip()]


class Rows:
    """Turns fragments into ids and labels, and rows into batches."""

    def __init__(self, base: BaseEncoder, labels: list[str]) -> None:
        self.base, self.number = base, {label: i for i, label in enumerate(labels)}
        self.tokenizer = tokenizer_of(base)
        self.opening = [base.bos, *self.tokenizer.encode("query:", add_special_tokens=False).ids]

    def row(self, fragment: Fragment) -> Row:
        """Give the ids of a text with its marks, and a label for each (IGNORED for the marks)."""
        encoding = self.tokenizer.encode(fragment.text, add_special_tokens=False)
        labels = [self.number["O"]] * len(encoding.ids)
        for start, end, kind in fragment.entities:
            inside = [i for i, (a, b) in enumerate(encoding.offsets) if a < end and start < b and a < b]
            for place, i in enumerate(inside):
                labels[i] = self.number[f"{'I' if place else 'B'}-{kind}"]
        ids = [*self.opening, *encoding.ids[:TEXT_TOKENS], self.base.eos]
        return ids, [IGNORED] * len(self.opening) + labels[:TEXT_TOKENS] + [IGNORED]

    def batches(self, rows: list[Row], rng: random.Random) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Give ids, mask and labels of texts of like length together, in a random order."""
        groups: list[list[Row]] = [[]]
        longest = 0
        for row in sorted(rows, key=lambda row: len(row[0]) * rng.uniform(0.85, 1.15)):
            longest = max(longest, len(row[0]))
            if groups[-1] and longest * (len(groups[-1]) + 1) > BATCH_TOKENS:
                groups.append([])
                longest = len(row[0])
            groups[-1].append(row)
        rng.shuffle(groups)
        for group in groups:
            shape = (len(group), max(len(ids) for ids, _ in group))
            ids, labels = torch.full(shape, self.base.pad), torch.full(shape, IGNORED)
            for i, (row_ids, row_labels) in enumerate(group):
                ids[i, : len(row_ids)] = torch.tensor(row_ids)
                labels[i, : len(row_labels)] = torch.tensor(row_labels)
            yield ids, ids != self.base.pad, labels


def labels_of(fragments: list[Fragment]) -> list[str]:
    """Give the label names: O, then begin and inside of each kind in the alphabet's order."""
    kinds = sorted({kind for fragment in fragments for _, _, kind in fragment.entities})
    return ["O", *(f"{place}-{kind}" for kind in kinds for place in ("B", "I"))]


@torch.no_grad()
def right(model: Labeller, rows: Rows, fragments: list[Fragment]) -> dict[str, float]:
    """Give the share of right labels over pieces that are personal data, in each way of writing."""
    model.eval()
    found = {}
    ways = (
        ("as given", fragments),
        ("lower case", [ner_data.lower_case(f) for f in fragments]),
        ("bare", [ner_data.unpunctuated(f) for f in fragments]),
    )
    for name, texts in ways:
        same = total = 0
        for fragment in texts:
            ids, labels = (torch.tensor([part]) for part in rows.row(fragment))
            guess = model(ids, torch.ones_like(ids, dtype=torch.bool)).argmax(-1)
            counted = (labels > 0) | ((labels == 0) & (guess > 0))
            same += int((guess == labels)[counted].sum())
            total += int(counted.sum())
        found[name] = round(same / max(1, total), 3)
    return found


def train(args: argparse.Namespace) -> None:
    """Train, print the loss and the dev texts' score after each epoch, and export."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    base = dataclasses.replace(shipped_encoder(MODELS / "encoder"), layers=args.layers)
    texts = Texts.read(args.data, args.corpus)
    labels = labels_of(texts.train)
    rows = Rows(base, labels)
    model = Labeller(Encoder(base), base.hidden, len(labels))
    if args.init:
        model.load_state_dict(torch.load(args.init, weights_only=True))
    model.encoder.word.weight.requires_grad_(False)
    model.encoder.position.weight.requires_grad_(False)
    body = [p for n, p in model.encoder.named_parameters() if p.requires_grad]
    parts = [{"params": body, "lr": args.lr}, {"params": list(model.out.parameters()), "lr": args.head_lr}]
    optimiser = torch.optim.AdamW(parts, weight_decay=0.01)
    train_on = texts.train + (texts.dev if args.with_dev else [])
    texts = dataclasses.replace(texts, train=train_on)
    steps = args.epochs * sum(1 for _ in rows.batches([rows.row(f) for f in texts.epoch(rng, args.copies)], rng))
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, rise_and_fall(steps))
    averaged = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(args.average)
    )
    began = time.time()
    for epoch in range(args.epochs):
        model.train()
        losses = []
        for ids, mask, wanted in rows.batches([rows.row(f) for f in texts.epoch(rng, args.copies)], rng):
            loss = functional.cross_entropy(
                model(ids, mask).flatten(0, 1), wanted.flatten(), label_smoothing=0.02, ignore_index=IGNORED
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for part in parts for p in part["params"]], 1.0)
            optimiser.step()
            plan.step()
            averaged.update_parameters(model)
            losses.append(loss.item())
        scores = right(averaged.module, rows, texts.dev)
        print(f"epoch {epoch + 1} loss {np.mean(losses):.4f} dev {scores} {time.time() - began:.0f} s", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    facts = {"labels": labels, "outside": args.outside}
    (args.out / "labels.json").write_text(json.dumps(facts) + "\n", "utf-8")
    args.build.mkdir(parents=True, exist_ok=True)
    torch.save(averaged.module.state_dict(), args.build / "recogniser.pt")
    to_onnx(ExportedLabels(averaged.module), base.hidden, "scores", args.build / "recogniser.float.onnx")
    quantise(args.build / "recogniser.float.onnx", args.out / "recogniser.onnx")


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds ud_dutch/")
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds the labelled corpus")
    parser.add_argument("--out", type=Path, default=MODELS / "recogniser")
    parser.add_argument("--build", type=Path, default=Path("build/recogniser"), help="folder for the float network")
    parser.add_argument("--layers", type=int, default=6, help="how many of the encoder's lowest layers")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--copies", type=int, default=1, help="copies with other names per fragment and epoch")
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--head-lr", type=float, default=2e-3)
    parser.add_argument("--average", type=float, default=0.99, help="decay of the running average of the weights")
    parser.add_argument("--outside", type=float, default=1.5, help="added to the score of O; chosen on dev")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--init", type=Path, help="recogniser.pt of an earlier run with the same labels to go on from")
    parser.add_argument("--with-dev", action="store_true", help="train on the dev tenth too, once settings are fixed")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
