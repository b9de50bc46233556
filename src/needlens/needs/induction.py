"""From everything that was said and done to needs, with the evidence of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from needlens.config import NeedsConfig
from needlens.mining.filling import filled
from needlens.needs.arrivals import Vectors
from needlens.needs.assigning import assigned
from needlens.needs.choice import chosen
from needlens.needs.columns import EVIDENCE, NEEDS, checked
from needlens.needs.decided import Decided
from needlens.needs.groups import Groups, Likeness
from needlens.needs.measures import measured
from needlens.needs.names import CategoryName
from needlens.needs.ngrams import Ngrams
from needlens.needs.origins import described
from needlens.needs.products import concerned
from needlens.needs.recognition import Recognise
from needlens.needs.space import Space
from needlens.needs.typical import worded
from needlens.needs.vectors import likeness_of
from needlens.needs.voices import ENOUGH, masses, with_voice


@dataclass(frozen=True, slots=True)
class Belonging:
    """Which expression belongs to which need, and what is needed to count them."""

    frame: pl.DataFrame
    """Expressions with ``voice``, ``part`` and ``need_id``."""
    everyone: float
    """The number of all voices, of which those behind a need are a share."""


@dataclass(slots=True)
class Memory:
    """What grouping knows before it begins: groups, and how vectors are made."""

    groups: Groups
    vectors: Vectors
    decided: Decided = field(default_factory=Decided)
    likeness: Likeness = field(default_factory=Likeness)
    recognise: Recognise | None = None
    """Recognises needs of the library in vectors; None where there is no library."""

    @classmethod
    def empty(cls) -> Memory:
        """Return the memory of a first run without an encoder."""
        ngrams = Ngrams()
        groups = Groups(Space(ngrams.size, centred=False), ngrams.model)
        return cls(groups, ngrams, likeness=likeness_of(ngrams.model))


def induce(
    expressions: pl.DataFrame,
    names: Mapping[str, CategoryName],
    config: NeedsConfig | None = None,
    *,
    now: datetime | None = None,
    general: str = "",
    memory: Memory | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the needs in ``expressions`` (columns EXPRESSIONS) and their evidence.

    The frames have the columns NEEDS, greatest opportunity first and what is met last,
    and EVIDENCE, best first. ``names`` gives each category its words. Dates after ``now``
    (UTC) are taken for wrong. A need with fewer than ``config.min_evidence`` voices is
    left out. ``general`` is the category of what is said of a product as a whole: praise
    and blame nobody can act on, so only what is asked for in it becomes a need.
    ``memory`` is what earlier runs know; it learns what is new. Raise UserError when a
    column is missing.

    >>> said = pl.DataFrame({"signal_id": ["1", "2", "3"], "kind": "review",
    ...     "origin": "opinion", "category": "LOGISTICS#SPEED", "ask": "", "aspect": "物流",
    ...     "opinion": "太慢", "valence": [2.0, 2.5, 3.0], "confidence": 0.9, "start": 0,
    ...     "end": 5, "quote": ["物流太慢了", "物流太慢", "快递慢"], "at": None,
    ...     "customer_id": ["甲", "乙", "丙"], "product_id": "p", "language": "zh",
    ...     "provenance": "real", "source": "评价.csv", "line": [2, 3, 4], "weight": 1.0})
    >>> names = {"LOGISTICS#SPEED": CategoryName("物流速度", "delivery", "更快的物流",
    ...                                          "faster delivery")}
    >>> needs, evidence = induce(said, names)
    >>> needs["statement_zh"][0], needs["state"][0], needs["demand"][0], evidence["quote"][0]
    ('更快的物流', 'unmet', 3.0, '物流太慢了')
    """
    config = config or NeedsConfig()
    return summed(
        belonging(expressions, names, config, general=general, memory=memory), names, config, now
    )


def belonging(
    expressions: pl.DataFrame,
    names: Mapping[str, CategoryName],
    config: NeedsConfig,
    *,
    general: str = "",
    memory: Memory | None = None,
) -> Belonging:
    """Return which of the expressions belong to a need, and to which."""
    memory = memory or Memory.empty()
    frame = with_voice(checked(expressions))
    found = assigned(
        filled(frame),
        memory.groups,
        memory.vectors,
        anchors(frame["category"], names, general),
        config.min_evidence,
        memory.likeness,
        general=general,
        kept=memory.decided.kept,
        recognise=memory.recognise,
        offshoots=memory.decided.offshoots,
    )
    merged = _merged(found, memory.decided.merged)
    shown = merged.filter(~pl.col("need_id").is_in(sorted(memory.decided.hidden)))
    return Belonging(shown, float(masses(frame, [])["mass"].sum()))


def _merged(frame: pl.DataFrame, into: Mapping[str, str]) -> pl.DataFrame:
    """Give what belongs to a need that is part of another the id and the part of that one."""
    if not into:
        return frame
    parts = frame.filter(pl.col("need_id").is_in(sorted(set(into.values()))))
    known = dict(parts.select("need_id", "part").unique().iter_rows())
    target = pl.col("need_id").replace_strict(dict(into), default=None, return_dtype=pl.String)
    return frame.with_columns(
        pl.coalesce(target, "need_id").alias("need_id"),
        pl.coalesce(
            target.replace_strict(known, default=None, return_dtype=pl.String), "part"
        ).alias("part"),
    )


def anchors(
    categories: pl.Series, names: Mapping[str, CategoryName], general: str
) -> dict[str, Iterable[str]]:
    """Return the words by which each category goes that has a need of its own.

    What is outside the taxonomy (DEMAND#…) has none, nor has what is said of the product
    as a whole.
    """
    found: dict[str, Iterable[str]] = {}
    for category in categories.unique().sort():
        if category and category != general and not category.startswith("DEMAND#"):
            name = names.get(category) or CategoryName(category, category, category, category)
            found[category] = name.words()
    return found


def summed(
    found: Belonging,
    names: Mapping[str, CategoryName],
    config: NeedsConfig,
    now: datetime | None,
    resized: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return needs and evidence of expressions that know their need.

    ``resized`` corrects demand and its interval by what people have checked.
    """
    table = measured(found.frame, found.everyone, now, config.min_evidence - ENOUGH, resized)
    if table.is_empty():
        return NEEDS.to_frame(), EVIDENCE.to_frame()
    frame = found.frame.join(table.select("need_id"), on="need_id", how="semi")
    needs = (
        table.join(worded(frame, names), on="need_id")
        .join(concerned(frame), on="need_id", how="left")
        .join(described(frame), on="need_id", how="left")
        .with_columns(
            pl.col("products").fill_null([]),
            worded_by=pl.lit("template"),
            status=pl.lit(""),
            kano=pl.lit(""),
            currency=pl.lit(""),
        )
        .rename({"need_id": "id"})
        .sort(pl.col("state") == "met", -pl.col("opportunity"), -pl.col("demand"), "id")
    )
    missing = [pl.lit(None).alias(name) for name in NEEDS.names() if name not in needs.columns]
    needs = needs.with_columns(missing).select(
        pl.col(name).cast(kind) for name, kind in NEEDS.items()
    )
    return needs, chosen(frame, needs, config.max_evidence)
