"""Cascade 级联: the cheap tier reads everything, the dearer ones the sentences it doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import polars as pl

from needlens.errors import ConfigError
from needlens.mining.certainty import Gate, certainty
from needlens.mining.miner import OPINIONS, SUGGESTIONS
from needlens.mining.sentence_parts import PART, parts, whole
from needlens.mining.tiers import ORDER, Budgeted, Feeling, Silent, Tier, spans, suggests

SURE = 0.5
"""An opinion of an earlier tier this sure stays where a later tier says nothing."""
_GATES = {"rule": Gate(0.45, 0.0), "linear": Gate(0.5, 0.5), "reader": Gate(0.3, 0.3)}


@dataclass(frozen=True, slots=True)
class CascadeConfig:
    """From when on the reading of each tier stands (``certainty.threshold`` finds it)."""

    gates: Mapping[str, Gate] = field(default_factory=lambda: dict(_GATES))


class Cascade:
    """Reads a batch with the first tier, and with each further one what is still in doubt.

    ``tiers`` go by name, any of rule, linear, reader, llm; they are asked in this order,
    sentence by sentence. A new reading of a sentence replaces the one before; only what an
    earlier tier was sure of, at a place of which the new one says nothing, stays beside it.
    A tier without spans replaces only what it reads more surely; before one with spans it
    is only asked whether a sentence says anything.

    >>> from needlens.mining import RuleMiner
    >>> from needlens.mining.linear import LinearMiner
    >>> cascade = Cascade({"rule": RuleMiner(), "linear": LinearMiner()})
    >>> texts = pl.DataFrame({"signal_id": ["a", "b"], "text": ["物流很快", "Love the colour"]})
    >>> cascade.mine(texts)[0].select("signal_id", "tier").rows()
    [('a', 'rule'), ('b', 'rule')]
    """

    def __init__(self, tiers: Mapping[str, Tier], config: CascadeConfig | None = None) -> None:
        unknown = sorted(tiers.keys() - set(ORDER))
        if unknown or not tiers:
            given = ", ".join(unknown) or "none"
            raise ConfigError(f"a cascade has tiers of {', '.join(ORDER)}; given: {given}")
        self.tiers = {name: tiers[name] for name in ORDER if name in tiers}
        self.config = config or CascadeConfig()
        self.version = self._version()

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the opinions and suggestions in the texts of a batch, in its order.

        ``frame`` has the columns ``signal_id`` and ``text``; a null text says nothing.
        """
        if len(self.tiers) == 1:  # nobody else is asked: the sentences stay together
            [alone] = self.tiers.values()
            return alone.mine(frame)
        given = parts(frame)
        open_ = given.select(signal_id=PART, text="text", sure=pl.lit(0.0))
        said, asked = pl.DataFrame(schema=OPINIONS), pl.DataFrame(schema=SUGGESTIONS)
        for name, tier in self.tiers.items():
            if open_.is_empty():
                break
            gate = self.config.gates.get(name, Gate())
            if not spans(tier) and self._words_follow(name):
                open_ = _saying(open_, said, tier, gate)
                continue
            new, wishes, read = _read(tier, open_.select("signal_id", "text"))
            open_ = _judged(open_, new, read, gate, spans(tier))
            taken = open_.filter("taken")["signal_id"]
            said = _joined(said, new, taken) if spans(tier) else _replaced(said, new, taken)
            if suggests(tier):
                asked = _replaced(asked, wishes, read)
            stands = pl.col("taken") & (pl.col("sure") >= gate.opinions)
            open_ = open_.filter(~stands).drop("taken").sort("sure", maintain_order=True)
        return whole(said, given), whole(asked, given)

    def _words_follow(self, name: str) -> bool:
        """Say whether a later tier tells which words are the opinion."""
        names = list(self.tiers)
        return any(spans(self.tiers[later]) for later in names[names.index(name) + 1 :])

    def sentiment(self, texts: pl.Series) -> pl.DataFrame:
        """Return ``probability``, ``strength`` and the ``tier`` that told them, for each text.

        Only tiers that tell the sentiment of the whole are asked. Raises ConfigError when
        none of them does.
        """
        able = {n: t for n, t in self.tiers.items() if isinstance(t, Feeling)}
        if not able:
            raise ConfigError(
                f"none of the tiers {', '.join(self.tiers)} tells sentiment; add linear or reader"
            )
        frame = pl.DataFrame({"text": texts.cast(pl.String)}).with_row_index()
        open_, parts = frame, []
        last = list(able)[-1]
        for name, tier in able.items():
            told = tier.sentiment(open_["text"]).select("probability", "strength")
            told = pl.concat([open_.select("index"), told], how="horizontal")
            likelier = pl.max_horizontal("probability", 1.0 - pl.col("probability"))
            gate = self.config.gates.get(name, Gate())
            stands = pl.lit(name == last) | likelier.ge(gate.sentiment).fill_null(True)
            parts.append(told.filter(stands).with_columns(tier=pl.lit(name)))
            open_ = open_.join(parts[-1], on="index", how="anti", maintain_order="left")
        return pl.concat(parts).sort("index").drop("index")

    def _version(self) -> str:
        """Name the tiers, with a hash of their versions and gates."""
        known = [(n, t.version, repr(self.config.gates.get(n))) for n, t in self.tiers.items()]
        digest = blake2b(repr(known).encode(), digest_size=6).hexdigest()
        return f"{'+'.join(self.tiers)}@{digest}"


def _read(tier: Tier, texts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
    if isinstance(tier, Budgeted):
        return tier.mine_some(texts)
    said, asked = tier.mine(texts)
    return said, asked, texts["signal_id"]


def _saying(texts: pl.DataFrame, said: pl.DataFrame, tier: Tier, gate: Gate) -> pl.DataFrame:
    """Return the texts without those that say nothing: nothing was read, nor is it likely."""
    if not isinstance(tier, Silent):
        return texts
    silent = ~texts["signal_id"].is_in(said["signal_id"].implode())
    return texts.filter(~(silent & (tier.silence(texts["text"]) >= gate.silence)))


def _judged(
    texts: pl.DataFrame, said: pl.DataFrame, read: pl.Series, gate: Gate, decides: bool
) -> pl.DataFrame:
    """Say in ``taken`` whose new reading replaces the old one, and in ``sure`` how sure it is.

    A tier that does not decide (without spans) only replaces what it reads surely, and
    more surely than it was read before.
    """
    now = certainty(texts["signal_id"], said, gate.silence)
    taken = texts["signal_id"].is_in(read.implode())
    if not decides:
        taken &= (now >= gate.opinions) & (now > texts["sure"])
    return texts.with_columns(taken=taken, sure=now.zip_with(taken, texts["sure"]))


def _replaced(old: pl.DataFrame, new: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """Put the new reading of some texts in the place of the old one."""
    ours = pl.col("signal_id").is_in(ids.implode())
    given = new.filter(ours).select(pl.col(name).cast(kind) for name, kind in old.schema.items())
    return pl.concat([old.filter(~ours), given])


def _joined(old: pl.DataFrame, new: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """Put the new reading in the old one's place, but keep sure opinions it does not touch."""
    ours = pl.col("signal_id").is_in(ids.implode())
    sure = old.filter(ours & (pl.col("confidence") >= SURE) & (pl.col("opinion_start") >= 0))
    place = new.filter(ours & (pl.col("opinion_start") >= 0)).select(
        "signal_id", begins="opinion_start", ends="opinion_end"
    )
    touched = (
        sure.with_row_index()
        .join(place, on="signal_id")
        .filter(
            (pl.col("begins") < pl.col("opinion_end")) & (pl.col("opinion_start") < pl.col("ends"))
        )
    )
    kept = sure.with_row_index().join(touched.select("index").unique(), on="index", how="anti")
    joined = pl.concat([_replaced(old, new, ids), kept.drop("index")])
    return joined.sort("signal_id", "start", maintain_order=True)
