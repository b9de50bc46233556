"""Write a trained reader as the files that the default install runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from needlens.lm.export import Axes, export, int8_rows, quantise
from needlens.lm.reader_files import FORMAT, SETTINGS
from needlens.lm.reader_model import PairIndex, ReaderModel

POSITIONS = 128
"""The longest piece of a text the exported networks take, in tokens."""


class _Reads(nn.Module):
    """Embeddings in; states, spans, what tokens add to the sentiment, and tags out."""

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, embedded: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        states = self.model.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return (
            states,
            self.model.span_scores(states),
            self.model.sentiment(states, mask),
            self.model.tags(states),
        )


class _Judges(nn.Module):
    """States and pairs in; valid, meaning and strength out."""

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        self.pairs = model.pairs

    def forward(
        self, states: Tensor, mask: Tensor, row: Tensor, seat: Tensor, seats: Tensor, terms: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        index = PairIndex(row, seat, seats, *terms.unbind(1))
        valid, meaning, strength = self.pairs(states, mask, index)
        return valid, meaning, strength


def write(
    model: ReaderModel,
    folder: Path,
    *,
    labels: Mapping[str, Sequence[str]],
    centre: Tensor,
    scale: float,
    settings: Mapping[str, Any],
) -> None:
    """Write ``reader.onnx``, ``pairs.onnx`` (int8), the tables and ``reader.json``.

    ``labels`` gives the categories of each inventory, in the order of the model's labels.
    A category that only has a name is placed by its embedding: (embedding - ``centre``) ×
    ``scale``, projected. ``settings`` (confidence, thresholds, …) go into ``reader.json``.
    """
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    prepare(model.encoder)
    with torch.no_grad():
        vectors = model.labels().numpy()
        weight, bias = model.label.weight.T * scale, model.label.bias
        by_name = torch.cat([weight, (bias - centre @ weight)[None]]).numpy()
        domains = model.domain.weight.numpy()
    np.save(folder / "labels.npy", vectors.astype(np.float16))
    np.save(folder / "label_by_name.npy", by_name.astype(np.float32))
    np.save(folder / "domains.npy", domains.astype(np.float32))
    _networks(model, folder)
    content = {
        "format": FORMAT,
        "shape": model.shape.to_json(),
        "labels": {k: list(v) for k, v in labels.items()},
    }
    text = json.dumps(content | dict(settings), ensure_ascii=False, indent=1)
    (folder / SETTINGS).write_text(text + "\n", encoding="utf-8")


def prepare(encoder: nn.Module) -> None:
    """Make an encoder exportable: plain attention, no more positions than are used."""
    encoder.config._attn_implementation = "eager"  # type: ignore[union-attr]
    embeddings: Any = encoder.embeddings
    rows = embeddings.position_embeddings.weight.detach()[:POSITIONS].clone()
    embeddings.position_embeddings = nn.Embedding(len(rows), rows.shape[1], _weight=rows)
    embeddings.position_ids = embeddings.position_ids[:, :POSITIONS]
    if hasattr(embeddings, "token_type_ids"):
        embeddings.token_type_ids = embeddings.token_type_ids[:, :POSITIONS]


class _Pools(nn.Module):
    """Embeddings in; the mean state of each text out."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        pooled: Tensor = (states * weights).sum(1) / weights.sum(1)
        return pooled


def write_embedder(encoder: nn.Module, hidden: int, folder: Path) -> None:
    """Write ``embedder.onnx`` (int8): a frozen encoder with mean pooling."""
    prepare(encoder)
    batch = {0: "rows", 1: "tokens"}
    given = {"embedded": torch.randn(2, 9, hidden), "mask": torch.ones(2, 9, dtype=torch.long)}
    axes: Axes = {"embedded": batch, "mask": batch, "pooled": {0: "rows"}}
    with TemporaryDirectory() as temporary:
        export(_Pools(encoder), given, ["pooled"], axes, Path(temporary) / "embedder.onnx")
        quantise(Path(temporary) / "embedder.onnx", folder / "embedder.onnx")


def write_words(words: Tensor, folder: Path) -> None:
    """Write the table of word embeddings as int8 rows with their scales."""
    values, scales = int8_rows(words.numpy())
    np.save(folder / "words.npy", values)
    np.save(folder / "scales.npy", scales)


def _networks(model: ReaderModel, folder: Path) -> None:
    hidden = model.shape.hidden
    embedded, mask = torch.randn(2, 9, hidden), torch.ones(2, 9, dtype=torch.long)
    batch = {0: "rows", 1: "tokens"}
    axes: Axes = {
        "embedded": batch, "mask": batch, "states": batch, "contributions": batch, "tags": batch,
        "spans": {1: "rows", 2: "tokens"},
    }  # fmt: skip
    row, seat = torch.tensor([0, 0, 1]), torch.tensor([0, 1, 0])
    seats, terms = (
        torch.tensor([[0, 1], [2, 0]]),
        torch.tensor([[1, 2, 3, 3], [0, 0, 2, 4], [1, 1, 0, 0]]),
    )
    judged: Axes = {
        "states": batch, "mask": batch, "row": {0: "pairs"}, "seat": {0: "pairs"},
        "seats": {0: "rows", 1: "seats"}, "terms": {0: "pairs"},
        "valid": {0: "pairs"}, "meaning": {0: "pairs"}, "strength": {0: "pairs"},
    }  # fmt: skip
    with TemporaryDirectory() as temporary:
        plain = Path(temporary)
        export(
            _Reads(model), {"embedded": embedded, "mask": mask},
            ["states", "spans", "contributions", "tags"], axes, plain / "reader.onnx",
        )  # fmt: skip
        export(
            _Judges(model),
            {"states": embedded, "mask": mask, "row": row, "seat": seat, "seats": seats, "terms": terms},
            ["valid", "meaning", "strength"], judged, plain / "pairs.onnx",
        )  # fmt: skip
        quantise(plain / "reader.onnx", folder / "reader.onnx", leave=("spans",))
        quantise(plain / "pairs.onnx", folder / "pairs.onnx")
