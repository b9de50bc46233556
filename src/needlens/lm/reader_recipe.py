"""How the shipped reader is made: vocabulary, model, training.

Every step writes what it made into the folder of the run and is not repeated when that is
there, so that a run that was stopped goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from needlens.lm import base, checkpoint, reader_export, vocabulary
from needlens.lm.averaging import average_weights
from needlens.lm.corpora import invented_titles, plain
from needlens.lm.corpora.mixed_titles import mixed
from needlens.lm.corpora.samples import Sample
from needlens.lm.decoding import Floats
from needlens.lm.layers import keep_layers
from needlens.lm.misspelling import Misspeller
from needlens.lm.reader_batches import Row, rows_of
from needlens.lm.reader_corpora import Corpora, categories, domain_of
from needlens.lm.reader_model import ReaderModel, ReaderShape
from needlens.lm.reader_scores import (
    best_threshold,
    confidence_rule,
    entity_counts,
    entity_score,
    log_odds,
    quad_counts,
    quad_scores,
    read,
    strength_error,
    strengths,
    title_tags,
)
from needlens.lm.reader_tasks import Schedule, Task, loss_of
from needlens.lm.segments import SegmentRule
from needlens.lm.tokens import Tokeniser
from needlens.lm.training import Run, TrainingConfig, train

INVENTORIES = ("laptop", "restaurant", "cosmetics", "ecommerce")
DOMAINS = ("general", "laptop", "restaurant", "cosmetics", "title", "ecommerce")
MIXES = 8
"""How many different mixes of the titles there are."""
Grams = Callable[[list[str]], Floats]
LABEL_LENGTH = 4.0
"""The mean length of a category's centred embedding before it is projected."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of training: how long, how fast, and how much of each task an epoch sees."""

    epochs: int
    learning_rate: float
    head_learning_rate: float
    sentiment: int
    """Texts with a sentiment in an epoch, other ones each time."""
    weak: int = 3_000
    weak_domain: str = "ecommerce"
    """Whose vector the weak labels are read with; their conventions are the rules'."""
    aspects: int = 0
    """Sentences whose aspects and polarity are known, but not their opinion terms."""
    mixed: int = 0
    """Titles with brands and products exchanged, beside each labelled one."""
    invented: int = 0
    """Invented titles, of which the English half is all the English that titles have."""
    mistyped: bool = False
    """A part of the opinions and sentiments is seen with slips of typing."""
    strength: float = 2.0
    """The weight of the loss of strength."""
    share: int = 1
    """What the weights after this stage count in the average that is the result."""
    seed: int = 0

    def config(self) -> TrainingConfig:
        """Return the settings of the training loop."""
        return TrainingConfig(
            epochs=self.epochs, learning_rate=self.learning_rate,
            head_learning_rate=self.head_learning_rate, warmup=0.06, bf16=True, seed=self.seed,
            checkpoint_every=200,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen about the reader; the shipped one has these values."""

    base: str = base.E5
    pieces: int = 20_000
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    tokens: int = 1_200
    """Tokens of a batch."""
    longest: int = 128
    stages: tuple[Stage, ...] = (
        Stage(
            epochs=6, learning_rate=1.2e-4, head_learning_rate=1e-3, sentiment=5_500,
            weak_domain="general",
        ),
        Stage(
            epochs=8, learning_rate=1e-4, head_learning_rate=6e-4, sentiment=18_000, weak=2_500,
            aspects=1_500, mixed=4_000, invented=1_500, mistyped=True, strength=3.0, share=2,
            seed=1,
        ),
    )  # fmt: skip


def short(recipe: Recipe) -> Recipe:
    """Return the recipe with one epoch a stage and a small vocabulary, to try it out."""
    stages = tuple(
        replace(stage, epochs=1, sentiment=50, weak=50, aspects=20, mixed=20, invented=20)
        for stage in recipe.stages
    )
    return replace(recipe, stages=stages, pieces=8_000)


@dataclass(frozen=True, slots=True)
class Workshop:
    """The parts that the steps share."""

    recipe: Recipe
    folder: Path
    corpora: Corpora
    categories: Sequence[tuple[str, str, str]]
    """(domain, category, what it is called), by domain."""
    tokeniser: Tokeniser
    model: ReaderModel
    centre: Tensor
    scale: float
    grams: Grams

    def inventory(self, domain: str) -> Tensor:
        """Return which categories belong to a domain."""
        return torch.tensor([owner == domain for owner, _, _ in self.categories])

    def rows(
        self,
        samples: Sequence[Sample],
        domain: str,
        inventory: str = "",
        *,
        complete: bool = True,
    ) -> list[Row]:
        """Return samples in tokens, with the categories of a domain (``inventory``: another's)."""
        owner = inventory or domain
        known = {id: i for i, (of, id, _) in enumerate(self.categories) if of == owner}
        return rows_of(
            samples,
            self.tokeniser,
            DOMAINS.index(domain) if domain in DOMAINS else 0,
            INVENTORIES.index(owner) if owner in INVENTORIES else 0,
            known,
            self.model.shape.width,
            complete=complete,
        )


def open_workshop(
    recipe: Recipe,
    folder: Path,
    data: Path,
    corpora: Corpora,
    names: Mapping[str, Mapping[str, str]],
    grams: Grams,
) -> Workshop:
    """Choose the vocabulary, embed what categories are called, and build the model.

    ``names`` gives what the categories of each domain are called, by id; ``grams`` the
    linear tier's log-odds of texts being praise. Writes
    ``tokenizer.json``, the word embeddings and ``embedder.onnx`` into ``folder``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    start = base.load(recipe.base)
    kept = _vocabulary(recipe, folder, data, corpora, start.tokenizer)
    words = base.words_of(start.encoder, kept)
    reader_export.write_words(words, folder)
    tokeniser = Tokeniser(folder / "tokenizer.json", recipe.longest)
    known = categories(corpora, names)
    known = [one for domain in INVENTORIES for one in known if one[0] == domain]
    called = _embedded(start.encoder, words, tokeniser, [text for _, _, text in known])
    centre = called.mean(0)
    scale = float(LABEL_LENGTH / (called - centre).norm(dim=1).mean())
    encoder = keep_layers(start.encoder, recipe.layers)
    _freeze_words(encoder)
    shape = ReaderShape(domains=DOMAINS, hidden=words.shape[1])
    torch.manual_seed(recipe.stages[0].seed)
    model = ReaderModel(encoder, words, (called - centre) * scale, shape)
    reader_export.write_embedder(start.encoder, shape.hidden, folder)
    return Workshop(recipe, folder, corpora, known, tokeniser, model, centre, scale, grams)


def _vocabulary(
    recipe: Recipe, folder: Path, data: Path, corpora: Corpora, tokenizer: dict[str, Any]
) -> list[int]:
    """Write the pruned tokenizer and return the rows of the base's embeddings it keeps."""
    rows = folder / "kept.json"
    if rows.is_file():
        kept: list[int] = json.loads(rows.read_text(encoding="utf-8"))
        return kept
    labelled = [s for part in corpora.opinions.values() for s in part] + list(corpora.titles)
    texts = [sample.text for sample in labelled]
    borders = [_borders(sample) for sample in labelled]
    other = list(plain.texts(data))
    banned: set[int] = set()
    pruned = vocabulary.Pruned(tokenizer, list(range(len(tokenizer["model"]["vocab"]))))
    # Dropping a piece changes where others are used, so the borders are looked at again.
    while new := _straddling(pruned, texts, borders) - banned:
        banned |= new
        current = Tokenizer.from_str(json.dumps(pruned.tokenizer))
        seen = vocabulary.count(current, [*texts * 3, *other])
        of_base = type(seen)({pruned.kept[token]: times for token, times in seen.items()})
        pruned = vocabulary.prune(tokenizer, of_base, recipe.pieces, banned)
    (folder / "tokenizer.json").write_text(vocabulary.save(pruned), encoding="utf-8")
    rows.write_text(json.dumps(pruned.kept), encoding="utf-8")
    return pruned.kept


def _straddling(
    pruned: vocabulary.Pruned, texts: Sequence[str], borders: Sequence[list[int]]
) -> set[int]:
    current = Tokenizer.from_str(json.dumps(pruned.tokenizer))
    pieces = pruned.tokenizer["model"]["vocab"]
    cut = vocabulary.straddling(current, texts, borders)
    return {pruned.kept[token] for token in cut if len(pieces[token][0]) > 1}


def _borders(sample: Sample) -> list[int]:
    terms = [term for quad in sample.quads or () for term in (quad.aspect, quad.opinion)]
    terms += [(start, end) for start, end, _ in sample.entities or ()]
    return [border for term in terms for border in term if border > 0]


def _embedded(
    encoder: torch.nn.Module, words: Tensor, tokeniser: Tokeniser, texts: Sequence[str]
) -> Tensor:
    """Return the mean states of texts, (texts, hidden)."""
    encoder.eval()
    vectors = []
    with torch.no_grad():
        for tokens in tokeniser.encode([text.lower() for text in texts]):
            embedded = words[torch.from_numpy(tokens.ids).long()][None]
            vectors.append(encoder(inputs_embeds=embedded).last_hidden_state[0].mean(0))
    return torch.stack(vectors)


def _freeze_words(encoder: torch.nn.Module) -> None:
    """Keep the base's word table out of the model: embeddings come in from outside."""
    empty = torch.nn.Embedding(1, encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
    encoder.set_input_embeddings(empty.requires_grad_(False))  # type: ignore[operator]
    for layer in encoder.encoder.layer:  # type: ignore[union-attr]
        layer.attention.self.dropout.p = 0.0


def tasks_of(shop: Workshop, stage: Stage) -> list[Task]:
    """Return what the reader is trained on in a stage."""
    corpora = shop.corpora
    known = (s.text for part in corpora.opinions.values() for s in part) if stage.mistyped else ()
    misspell = Misspeller(known)

    def task(
        name: str,
        samples: Sequence[Sample],
        domain: str,
        per_epoch: int = 0,
        *,
        complete: bool = True,
        inventory: str = "",
    ) -> Task:
        def rows(some: Sequence[Sample]) -> list[Row]:
            return shop.rows(some, domain, inventory or domain, complete=complete)

        def mistyped(some: list[Row], seed: int) -> list[Row]:
            return rows(misspell([row.sample for row in some], seed))

        return Task(name, rows(samples), per_epoch, mistyped if stage.mistyped else None)

    opinions = [
        task("opinions", samples, domain_of(name)) for name, samples in corpora.opinions.items()
    ]
    tasks = [
        *opinions,
        task(
            "opinions", corpora.weak, stage.weak_domain, stage.weak,
            complete=False, inventory="ecommerce",
        ),
        task("sentiment", corpora.sentiment, "general", stage.sentiment),
        Task("entities", shop.rows(corpora.titles, "title")),
    ]  # fmt: skip
    if stage.aspects:
        tasks.append(task("opinions", corpora.aspects, "ecommerce", stage.aspects, complete=False))
    if stage.mixed:
        seeds = range(stage.seed, stage.seed + MIXES)
        several = [title for seed in seeds for title in mixed(corpora.titles, seed)]
        tasks.append(Task("entities", shop.rows(several, "title"), stage.mixed))
    if stage.invented:
        own = invented_titles.generate(stage.invented * stage.epochs, stage.seed)
        tasks.append(Task("entities", shop.rows(own, "title"), stage.invented))
    return tasks


def run(shop: Workshop) -> list[Run]:
    """Train the model, stage after stage, and average what the stages have made.

    An interrupted run goes on where it stopped.
    """
    inventories = torch.stack([shop.inventory(domain) for domain in INVENTORIES])
    records, weights = [], []
    for number, stage in enumerate(shop.recipe.stages, start=1):
        schedule = Schedule(
            tasks_of(shop, stage), shop.recipe.tokens, shop.tokeniser.size, stage.seed
        )
        records.append(
            train(
                shop.model, schedule, loss_of(shop.tokeniser, inventories, stage.strength), stage.config(),
                shop.folder / f"stage-{number}", steps_per_epoch=schedule.steps(),
                evaluate=scorer(shop), data=json.dumps(asdict(shop.recipe), sort_keys=True),
            )
        )  # fmt: skip
        made = {name: one.clone() for name, one in checkpoint.weights(shop.model).items()}
        weights += [made] * stage.share
    shop.model.load_state_dict(average_weights(weights), strict=False)
    return records


def scorer(shop: Workshop) -> Callable[[ReaderModel], dict[str, float]]:
    """Return what scores a model on the dev sets; ``score`` sums them up."""
    rows = {name: shop.rows(s, domain_of(name)) for name, s in shop.corpora.opinions_dev.items()}
    felt = shop.rows(shop.corpora.sentiment_dev[:3_000], "general")
    titles = shop.rows(shop.corpora.titles_dev, "title")

    def scores(model: ReaderModel) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, mine in rows.items():
            reads = read(model, mine, shop.inventory(domain_of(name)))
            weights = confidence_rule(reads)
            counts = quad_counts(reads, weights, best_threshold(reads, weights))
            found[f"{name}/cF1"] = quad_scores(counts)["cF1"]
            if domain_of(name) != "cosmetics":
                found[f"{name}/RMSE_VA"] = strength_error(*strengths(model, mine))
        said, true = log_odds(model, felt)
        found["sentiment/accuracy"] = float(((said > 0) == (true > 0.5)).mean())
        tagged = title_tags(model, titles)
        found["titles/F1"] = entity_score(entity_counts(tagged, shop.tokeniser, SegmentRule()))
        errors = [value for name, value in found.items() if name.endswith("RMSE_VA")]
        found["score"] = sum(found.values()) - sum(errors) - float(np.mean(errors))
        return found

    return scores
