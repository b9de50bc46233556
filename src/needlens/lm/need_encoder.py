"""The encoder of needs: multilingual-e5-small, fine-tuned to tell which need a text wants.

Cosine softmax over the needs of a library (Wang et al. 2018, "CosFace", without the
margin), and beside it whether anything is wanted at all: texts that speak of a need come to
lie around one direction, complaint and praise alike, so the same vectors serve to recognise
known needs, to say how well they are met, and to find new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from needlens.lm import base, reader_export
from needlens.lm.batching import batch_count, by_length
from needlens.lm.decoding import Floats
from needlens.lm.tokens import Tokeniser
from needlens.lm.told import Told
from needlens.lm.training import Run, TrainingConfig, train
from needlens.lm.words import Words
from needlens.text.folding import fold

VOCABULARY = ("tokenizer.json", "words.npy", "scales.npy")


@dataclass(frozen=True, slots=True)
class NeedRecipe:
    """What is chosen about the encoder of needs; the shipped one has these values."""

    base: str = base.E5
    longest: int = 48
    """Tokens of a text; later ones are not seen."""
    texts: int = 64
    """Texts in a batch."""
    temperature: float = 0.06
    smoothing: float = 0.05
    """Share of a text's need that is spread over all: a few texts are ambiguous."""
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(
            epochs=5, learning_rate=1.2e-4, head_learning_rate=2e-3, warmup=0.08, bf16=True
        )
    )


def lasting(recipe: NeedRecipe, epochs: int) -> NeedRecipe:
    """Return the recipe with another number of epochs."""
    return replace(recipe, training=replace(recipe.training, epochs=epochs))


class Batch(NamedTuple):
    """Texts in tokens, the need of each, and whether it wants anything."""

    ids: Tensor
    mask: Tensor
    need: Tensor
    wants: Tensor


class NeedModel(nn.Module):
    """An encoder with mean pooling; directions of the needs, and of wanting, around a middle."""

    def __init__(self, encoder: nn.Module, words: Tensor, needs: int, temperature: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.register_buffer("words", words, persistent=False)
        self.temperature = temperature
        self.middle = nn.Parameter(torch.zeros(words.shape[1]))
        self.directions = nn.Parameter(torch.zeros(needs + 1, words.shape[1]))
        self.bias = nn.Parameter(torch.zeros(needs + 1))

    def pooled(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the mean state of each text, shape (n, size)."""
        embedded = self.words[ids]  # type: ignore[index]
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean: Tensor = (states * weights).sum(1) / weights.sum(1)
        return mean

    def odds(self, pooled: Tensor) -> Tensor:
        """Return the logits of each need and, last, of wanting anything: (n, needs + 1)."""
        around = nn.functional.normalize(pooled, dim=1) - self.middle
        unit = nn.functional.normalize(around, dim=1)
        to = nn.functional.normalize(self.directions, dim=1)
        logits: Tensor = unit @ to.T / self.temperature + self.bias
        return logits

    def begin(self, pooled: Tensor, need: Tensor, wants: Tensor) -> None:
        """Start the directions at the mean of the texts of each need, and of those that want."""
        unit = nn.functional.normalize(pooled, dim=1)
        with torch.no_grad():
            self.middle.copy_(unit.mean(0))
            for one in range(len(self.directions) - 1):
                self.directions[one] = (unit[need == one] - self.middle).mean(0)
            self.directions[-1] = unit[wants].mean(0) - unit[~wants].mean(0)
            self.directions.div_(self.directions.norm(dim=1, keepdim=True).clamp_min(1e-6))

    def centre(self) -> Floats:
        """Return the middle around which the texts lie."""
        found: Floats = self.middle.detach().float().numpy()
        return found


def make(
    recipe: NeedRecipe,
    told: Told,
    vocabulary: Path,
    folder: Path,
    evaluate: Callable[[NeedModel], dict[str, float]] | None = None,
) -> tuple[Run, NeedModel]:
    """Train the encoder and write ``embedder.onnx`` and its vocabulary into ``folder``.

    ``vocabulary`` is the folder of a model whose tokenizer and word embeddings it shares.
    An interrupted run goes on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in VOCABULARY:
        copyfile(vocabulary / name, folder / name)
    tokeniser = Tokeniser(folder / "tokenizer.json", recipe.longest)
    tokens = [one.ids for one in tokeniser.encode([fold(text).text for text in told.texts])]
    lengths = np.array([len(ids) for ids in tokens])
    model = _model(recipe, folder, told.needs)
    need, wants = torch.tensor(list(told.need)), torch.tensor(list(told.wants))
    model.begin(_all_pooled(model, tokens), need, wants)

    def batches(epoch: int) -> Iterator[Batch]:
        chance = np.random.default_rng((recipe.training.seed, epoch))
        for rows in by_length(lengths, recipe.texts, chance, pool=16):
            which = torch.from_numpy(rows)
            yield Batch(*_padded([tokens[i] for i in rows]), need[which], wants[which])

    def loss(model: NeedModel, batch: Batch) -> Tensor:
        odds = model.odds(model.pooled(batch.ids, batch.mask).float())
        wanting = nn.functional.binary_cross_entropy_with_logits(odds[:, -1], batch.wants.float())
        known = batch.need >= 0
        if not known.any():
            return wanting
        about = nn.functional.cross_entropy(
            odds[known, :-1], batch.need[known], label_smoothing=recipe.smoothing
        )
        return about + wanting

    run = train(
        model, batches, loss, recipe.training, folder / "run",
        steps_per_epoch=batch_count(len(tokens), recipe.texts), evaluate=evaluate,
        data=f"{asdict(recipe)} {_fingerprint(told)}",
    )  # fmt: skip
    reader_export.write_embedder(model.encoder, model.middle.shape[0], folder)
    return run, model


def _fingerprint(told: Told) -> str:
    """Return what changes with any text, or what is told of it."""
    said = repr((list(told.texts), list(told.need), list(told.wants), told.needs))
    return blake2b(said.encode(), digest_size=8).hexdigest()


def _all_pooled(model: NeedModel, tokens: list[Any]) -> Tensor:
    model.eval()
    found = torch.zeros(len(tokens), model.middle.shape[0])
    order = np.argsort([len(ids) for ids in tokens], kind="stable")
    with torch.no_grad():
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            ids, mask = _padded([tokens[i] for i in rows])
            found[torch.from_numpy(rows)] = model.pooled(ids, mask).float()
    return found


def _padded(tokens: list[Any]) -> tuple[Tensor, Tensor]:
    longest = max(len(ids) for ids in tokens)
    ids = torch.zeros(len(tokens), longest, dtype=torch.long)
    mask = torch.zeros(len(tokens), longest, dtype=torch.long)
    for row, one in enumerate(tokens):
        ids[row, : len(one)] = torch.from_numpy(np.asarray(one, dtype=np.int64))
        mask[row, : len(one)] = 1
    return ids, mask


def _model(recipe: NeedRecipe, folder: Path, needs: int) -> NeedModel:
    start = base.load(recipe.base)
    table = Words(folder)
    words = torch.from_numpy(table(np.arange(len(table.rows))[None])[0].copy())
    encoder: Any = start.encoder
    encoder.set_input_embeddings(nn.Embedding(1, words.shape[1]).requires_grad_(False))
    torch.manual_seed(recipe.training.seed)
    return NeedModel(encoder, words, needs, recipe.temperature)
