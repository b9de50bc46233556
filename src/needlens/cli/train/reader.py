"""``needlens train reader``: make the shipped reader anew from its data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._terminal import print_json, say
from needlens.errors import NotFound

if TYPE_CHECKING:
    from needlens.lm.corpora.samples import Sample
    from needlens.lm.decoding import Floats

Data = Annotated[
    Path,
    typer.Option(
        help="The folder of data sets: dimabsa, zhijiang_cup, online_shopping_10_cats, "
        "womens_clothing, taobao_title_ner, suggestion_mining.",
        envvar="NEEDLENS_DATA",
    ),
]
Out = Annotated[Path, typer.Option(help="Folder for the run and the finished files.")]
Few = Annotated[
    int,
    typer.Option(help="Take only so many texts of each kind, and one epoch; to try it out.", min=0),
]

SURE = 0.6
"""A rule's opinion less sure than this is no weak label."""


def command(data: Data, out: Out, few: Few = 0, json: options.Json = False) -> None:
    """Make the reader: vocabulary, training in stages, calibration, int8 files.

    Takes hours on two cores; the same command goes on after an interruption.
    """
    from needlens.lm.libraries import library

    library("torch")  # where it is missing, this says so in a sentence

    from needlens.lm import suggestion_head
    from needlens.lm.corpora import suggestions
    from needlens.lm.embedder import Embedder
    from needlens.lm.reader_calibration import write
    from needlens.lm.reader_corpora import first, gather
    from needlens.lm.reader_recipe import Recipe, open_workshop, run, short
    from needlens.mining.domain import Domain

    if not data.is_dir():
        raise NotFound(f"{data} is no folder; say where the data sets are with --data")
    corpora = gather(data, weak_labels)
    recipe = Recipe()
    if few:
        corpora, recipe = first(corpora, few), short(recipe)
    names = {
        domain: {c.id: f"{c.name_en} {c.name_zh}" for c in Domain.load(domain).categories.values()}
        for domain in ("laptop", "restaurant", "cosmetics", "ecommerce")
    }
    shop = open_workshop(recipe, out, data, corpora, names, by_grams)
    records = run(shop)
    write(shop)
    asking = suggestions.read(data / "suggestion_mining", "train")[: few or None]
    suggestion_head.save(suggestion_head.fit(asking, Embedder(out)), out)
    facts = {"files": str(out), "seconds": sum(record.seconds for record in records)}
    if json:
        print_json(facts | {"metrics": records[-1].best.metrics if records[-1].best else {}})
        return
    say(f"reader: {out}, trained in {facts['seconds']:,.0f} s")


def by_grams(texts: list[str]) -> Floats:
    """Return the linear tier's log-odds of texts being praise."""
    import numpy as np
    import polars as pl

    from needlens.mining.linear.whole import Whole

    whole = Whole()
    said = whole.strengths(pl.Series(texts, dtype=pl.String))
    return np.where(np.isnan(said), whole.table.intercept, said).astype(np.float32)


def weak_labels(texts: list[str]) -> list[Sample]:
    """Return the opinions the rule tier is sure of, as samples of the general taxonomy."""
    import polars as pl

    from needlens.lm.corpora.samples import NOWHERE, Quad, Sample
    from needlens.mining import RuleMiner

    frame = pl.DataFrame({"signal_id": [str(i) for i in range(len(texts))], "text": texts})
    said = RuleMiner("ecommerce").mine(frame)[0].filter(pl.col("confidence") > SURE)
    quads: dict[int, list[Quad]] = {}
    for row in said.iter_rows(named=True):
        aspect = (row["aspect_start"], row["aspect_end"]) if row["aspect"] else NOWHERE
        opinion = (row["opinion_start"], row["opinion_end"]) if row["opinion"] else NOWHERE
        quad = Quad(aspect, opinion, row["category"])
        quads.setdefault(int(row["signal_id"]), []).append(quad)
    return [Sample(f"weak:{i}", texts[i], "general", tuple(some)) for i, some in quads.items()]
