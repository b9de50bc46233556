"""Continued pretraining: the encoder reads a shop's own texts and fills in hidden words.

Gururangan et al. 2020, "Don't stop pretraining". No labels are needed; what is learnt
stays in the encoder, which is then fine-tuned for the tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from needlens.errors import ConfigError, UserError
from needlens.lm.batching import Numbers, batch_count, by_length
from needlens.lm.masking import Flags, Ids, Marks, Masked, hide, word_starts
from needlens.lm.pytorch import torch
from needlens.lm.run import Run, fingerprint
from needlens.lm.settings import TrainingConfig
from needlens.lm.tokens import Tokeniser
from needlens.lm.tracking import Tracker
from needlens.lm.training import train
from needlens.text.duplicates import groups
from needlens.text.folding import fold_series

Progress = Callable[[str, int, int | None], None]
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class PretrainingConfig:
    """How hidden words are chosen and texts are put together."""

    share: float = 0.15
    """The share of the words that is hidden."""
    batch_size: int = 32
    """Texts in a batch."""
    held_out: float = 0.05
    """The share of the texts on which the loss is measured and never trained."""
    most_held_out: int = 2_000
    """Texts held out at most."""

    def __post_init__(self) -> None:
        """Refuse shares that hide nothing or everything."""
        if not (0 < self.share < 1 and 0 < self.held_out < 1):
            raise ConfigError(
                f"share = {self.share} and held_out = {self.held_out} must be between 0 and 1"
            )
        if self.batch_size < 1:
            raise ConfigError(f"batch_size = {self.batch_size} must be at least 1")


class MaskedReader(torch.nn.Module):
    """An encoder with a head that names hidden tokens, by the encoder's own word table.

    Only the hidden positions pass through the head: with 15 % hidden, that saves most
    of the work of a large vocabulary.
    """

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        table = self._table()
        width = table.weight.shape[1]
        self.dense = torch.nn.Linear(width, width)
        self.norm = torch.nn.LayerNorm(width)
        self.bias = torch.nn.Parameter(torch.zeros(table.weight.shape[0]))

    def forward(self, ids: torch.Tensor, real: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Return logits (hidden tokens, vocabulary) for the flat positions ``hidden``."""
        states = self.encoder(input_ids=ids, attention_mask=real).last_hidden_state
        states = states.flatten(0, 1)[hidden]
        states = self.norm(torch.nn.functional.gelu(self.dense(states)))
        return torch.nn.functional.linear(states, self._table().weight, self.bias)

    def _table(self) -> torch.nn.Embedding:
        table = self.encoder.get_input_embeddings()  # type: ignore[operator]
        assert isinstance(table, torch.nn.Embedding)
        return table


class Texts:
    """Tokenised texts with their words, in flat arrays: 5 bytes a token."""

    def __init__(
        self, texts: Sequence[str], tokeniser: Tokeniser, progress: Progress | None = None
    ) -> None:
        ids: list[Ids] = []
        begins: list[Flags] = []
        lengths: list[int] = []
        for start in range(0, len(texts), _AT_ONCE):
            some = list(texts[start : start + _AT_ONCE])
            read = tokeniser.encode(some)
            ids.append(np.concatenate([tokens.ids for tokens in read]))
            begins.append(
                np.concatenate([word_starts(t, k) for t, k in zip(some, read, strict=True)])
            )
            lengths += [len(tokens.ids) for tokens in read]
            if progress:
                progress("cutting texts into words", start + len(some), len(texts))
        self.ids, self.begins = np.concatenate(ids), np.concatenate(begins)
        self.lengths = np.asarray(lengths)
        self.ends = np.cumsum(self.lengths)

    def rows(self, numbers: Numbers) -> list[tuple[Ids, Flags]]:
        """Return the tokens of some texts, and which of them begin a word."""
        spans = [slice(self.ends[i] - self.lengths[i], self.ends[i]) for i in numbers]
        return [(self.ids[span], self.begins[span]) for span in spans]


def pretrain(
    encoder: torch.nn.Module,
    tokeniser: Tokeniser,
    texts: Sequence[str],
    config: TrainingConfig,
    folder: Path,
    *,
    pretraining: PretrainingConfig | None = None,
    trackers: Sequence[Tracker] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Train ``encoder`` in place to fill in hidden words of ``texts``; return the run.

    ``encoder`` is called like a Hugging Face encoder. Texts are folded and repeated ones
    dropped; near-duplicates are all trained on or all held out. The evaluations of the
    run give the ``loss`` on held-out text (nats per hidden token) and the share of
    hidden tokens named right; the weights of the lowest loss are kept. Raise UserError
    when there is too little text.
    """
    pretraining = pretraining or PretrainingConfig()
    folded = _folded(texts)
    seen, unseen = _apart(folded, pretraining, config.seed)
    marks = _marks(tokeniser)
    training = Texts(seen, tokeniser, progress)
    size = pretraining.batch_size

    def batches(epoch: int) -> Iterator[Tensors]:
        chance = np.random.default_rng((config.seed, epoch))
        for numbers in by_length(training.lengths, size, chance):
            yield _tensors(hide(training.rows(numbers), pretraining.share, marks, chance))

    held_out = _held_out(Texts(unseen, tokeniser), pretraining, marks)
    return train(
        MaskedReader(encoder), batches, masked_loss, config, folder,
        steps_per_epoch=batch_count(len(seen), size),
        evaluate=lambda model: _evaluated(model, held_out), better="-loss",
        trackers=trackers, data=fingerprint(folded),
    )  # fmt: skip


Tensors = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def masked_loss(model: MaskedReader, batch: Tensors) -> torch.Tensor:
    """Return the mean cross-entropy of the hidden tokens of a batch."""
    ids, real, hidden, answers = batch
    return torch.nn.functional.cross_entropy(model(ids, real, hidden).float(), answers)


def _folded(texts: Sequence[str]) -> list[str]:
    column = fold_series(pl.Series("text", texts, dtype=pl.String)).str.strip_chars()
    return column.filter(column.str.len_chars() > 1).unique(maintain_order=True).to_list()


def _apart(
    texts: list[str], pretraining: PretrainingConfig, seed: int
) -> tuple[list[str], list[str]]:
    """Part the texts to train on from the held-out ones, near-duplicates together."""
    if len(texts) < 2:
        raise UserError(
            f"{len(texts)} different texts are too few to learn from; give more, or ingest them first"
        )
    group = groups(pl.Series(texts)).to_numpy()
    wanted = min(pretraining.most_held_out, max(1, round(pretraining.held_out * len(texts))))
    found, sizes = np.unique(group, return_counts=True)
    order = np.random.default_rng((seed, len(texts))).permutation(len(found))
    n = int(np.searchsorted(np.cumsum(sizes[order]), wanted)) + 1
    out = np.isin(group, found[order[:n]])
    if out.all():
        raise UserError(
            f"all {len(texts)} texts are nearly the same; none is left to train on. Give other texts"
        )
    return [t for t, o in zip(texts, out, strict=True) if not o], [
        t for t, o in zip(texts, out, strict=True) if o
    ]


def _marks(tokeniser: Tokeniser) -> Marks:
    mask, pad = (tokeniser.tokenizer.token_to_id(mark) for mark in ("<mask>", "<pad>"))
    if mask is None:
        mask = tokeniser.tokenizer.token_to_id("<unk>")
    if mask is None or pad is None:
        raise UserError("the tokenizer has no <mask>, <unk> or <pad>; give an XLM-R or e5 one")
    return Marks(mask, pad, tokeniser.size)


def _held_out(texts: Texts, pretraining: PretrainingConfig, marks: Marks) -> list[Tensors]:
    """Hide words of the held-out texts once: every evaluation asks for the same ones."""
    chance = np.random.default_rng(2)
    size = pretraining.batch_size
    cuts = by_length(texts.lengths, size, chance)
    return [_tensors(hide(texts.rows(c), pretraining.share, marks, chance)) for c in cuts]


def _tensors(masked: Masked) -> Tensors:
    ids, real, hidden, answers = (torch.from_numpy(part) for part in masked)
    return ids, real, hidden, answers


def _evaluated(model: MaskedReader, batches: list[Tensors]) -> dict[str, float]:
    home = model.bias.device
    total = right = n = 0.0
    for ids, real, hidden, answers in batches:
        logits = model(ids.to(home), real.to(home), hidden.to(home)).float()
        there = answers.to(home)
        total += float(torch.nn.functional.cross_entropy(logits, there, reduction="sum"))
        right += float((logits.argmax(-1) == there).sum())
        n += len(answers)
    return {"loss": total / max(1, n), "right": right / max(1, n)}
