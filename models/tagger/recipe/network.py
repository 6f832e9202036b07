"""The network that is trained: a BERT encoder with label attention, in plain torch."""

from __future__ import annotations

import numpy as np
import torch
from base_encoder import BaseEncoder
from torch import Tensor, nn
from torch.nn import functional


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, hidden: int, inner: int, heads: int, eps: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, eps=eps), nn.LayerNorm(hidden, eps=eps)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Run the layer on x (batch, tokens, hidden); mask (batch, 1, 1, tokens) is True at real tokens."""
        batch, length, hidden = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)

        drop = self.dropout if self.training else 0.0
        # No dropout inside the attention: it would rule out the fast kernel, a quarter of the training time.
        context = functional.scaled_dot_product_attention(
            split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask
        )
        context = self.ao(context.transpose(1, 2).reshape(batch, length, hidden))
        x = self.aln(x + functional.dropout(context, drop))
        return self.oln(x + functional.dropout(self.fo(functional.gelu(self.fi(x))), drop))


class Encoder(nn.Module):
    """BERT-shaped encoder; gives the last hidden states."""

    def __init__(self, base: BaseEncoder, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        vocabulary, hidden = base.tensors["emb.word"].shape
        inner = base.tensors["l0.fi.w"].shape[0]
        self.word = nn.Embedding(vocabulary, hidden, padding_idx=base.pad)
        self.position = nn.Embedding(base.tensors["emb.pos"].shape[0], hidden)
        self.kind = nn.Parameter(torch.zeros(hidden))
        self.norm = nn.LayerNorm(hidden, eps=base.eps)
        self.layers = nn.ModuleList(Layer(hidden, inner, base.heads, base.eps, dropout) for _ in range(base.layers))
        self.frozen = 0
        self._fill(base.tensors)

    def freeze(self, layers: int) -> None:
        """Leave the vectors of words and places and this many of the lowest layers as they are."""
        self.frozen = layers
        if layers:
            self.kind.requires_grad_(False)
            for part in (self.word, self.position, self.norm, *self.layers[:layers]):
                part.requires_grad_(False)

    def _fill(self, tensors: dict[str, np.ndarray]) -> None:
        with torch.no_grad():
            self.word.weight.copy_(torch.tensor(tensors["emb.word"]))
            self.position.weight.copy_(torch.tensor(tensors["emb.pos"]))
            self.kind.copy_(torch.tensor(tensors["emb.type"][0]))
            self.norm.weight.copy_(torch.tensor(tensors["emb.ln.w"]))
            self.norm.bias.copy_(torch.tensor(tensors["emb.ln.b"]))
            for i, layer in enumerate(self.layers):
                for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                    part = getattr(layer, name)
                    part.weight.copy_(torch.tensor(tensors[f"l{i}.{name}.w"]))
                    part.bias.copy_(torch.tensor(tensors[f"l{i}.{name}.b"]))

    def forward(self, ids: Tensor, mask: Tensor, layers: int | None = None) -> Tensor:
        """Give hidden states (batch, tokens, hidden) after so many layers (all by default).

        The ids and mask are (batch, tokens).
        """
        return self.states(ids, mask, (layers or len(self.layers),))[0]

    def states(self, ids: Tensor, mask: Tensor, after: tuple[int, ...]) -> list[Tensor]:
        """Give the hidden states after each of these numbers of layers (rising), in one pass."""
        found = []
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.kind
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        wide = mask.bool()[:, None, None, :]
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.frozen):
            for layer in self.layers[: self.frozen]:
                x = layer(x, wide)
        for number, layer in enumerate(self.layers[self.frozen : after[-1]], self.frozen + 1):
            x = layer(x, wide)
            if number in after:
                found.append(x)
        return found


class ClassifierHead(nn.Module):
    """Logit per theme: a theme's own attention over the tokens, plus the mean of all.

    Label attention after Mullenbach et al. (2018), "Explainable prediction of medical codes from clinical text": each
    theme looks at the words that carry it, so that one telling sentence in a long turn is not averaged away.
    """

    def __init__(self, hidden: int, themes: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.randn(themes, hidden) * 0.02)
        self.attended = nn.Parameter(torch.randn(themes, hidden) * 0.02)
        self.mean = nn.Parameter(torch.randn(themes, hidden) * 0.02)
        self.bias = nn.Parameter(torch.full((themes,), -2.0))
        self.scale = hidden**-0.5 * 4

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Give logits (batch, themes) and attention (batch, themes, tokens); mask is True at the text's tokens."""
        scores = torch.einsum("bth,kh->bkt", states, self.query) * self.scale
        attention = scores.masked_fill(~mask[:, None, :], -1e4).softmax(-1)
        pooled = torch.einsum("bkt,bth->bkh", attention, states)
        average = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        logits = (pooled * self.attended).sum(-1) + average @ self.mean.T + self.bias
        return logits, attention
