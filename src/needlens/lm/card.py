"""The card of a model: what it is for, what it was made from, how good it is, its limits.

After "Model Cards for Model Reporting" (Mitchell et al. 2019), with what a shop must know
before it uses a model: whose licence, measured on what, how surely.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from needlens.errors import ModelError


@dataclass(frozen=True, slots=True)
class TrainedOn:
    """A data set a model learnt from; ``n`` counts the texts that were used."""

    name: str
    licence: str
    n: int
    used_for: str

    def __post_init__(self) -> None:
        _tidy(self, "name", "licence", "used_for")
        _no_blanks("training data", name=self.name, licence=self.licence)
        _at_least_one(f"training data {self.name}", self.n)


@dataclass(frozen=True, slots=True)
class Measured:
    """One number on one slice of the data, with its 95 % interval and ``n`` cases.

    Numbers are kept to four decimals.
    """

    task: str
    slice: str
    metric: str
    value: float
    low: float
    high: float
    n: int

    def __post_init__(self) -> None:
        _tidy(self, "task", "slice", "metric")
        _no_blanks("a measured value", task=self.task, slice=self.slice, metric=self.metric)
        what = f"{self.task} on {self.slice}"
        for name in ("value", "low", "high"):
            number = float(getattr(self, name))
            if not math.isfinite(number):
                raise ModelError(f"card, {what}: {name} is {number}; give a number")
            object.__setattr__(self, name, round(number, 4))
        if self.low > self.high:
            raise ModelError(f"card, {what}: the interval begins at {self.low} above its end")
        _at_least_one(what, self.n)


@dataclass(frozen=True, slots=True)
class Card:
    """What people must know of a model before they use it; kept with it as ``card.md``.

    ``main_file`` is the file that holds the weights; its ``sha256`` may stay empty until
    the model is published. Texts may have several lines, in Chinese and English.

    >>> card = Card(
    ...     title="Reader · 评价阅读器",
    ...     purpose="Reads opinions in reviews. 从评价中读出观点。",
    ...     base="none",
    ...     base_licence="none",
    ...     licence="Apache-2.0",
    ...     data=(TrainedOn("own shop · 自家店铺", "own", 1200, "opinions"),),
    ...     measured=(Measured("opinions", "zh", "F1", 0.5, 0.46, 0.54, 300),),
    ...     limits="Irony is not understood. 不懂反语。",
    ...     made_with="needlens train reader",
    ...     main_file="model.onnx",
    ... )
    >>> Card.from_text(card.to_text()) == card
    True
    """

    title: str
    purpose: str
    base: str
    base_licence: str
    licence: str
    data: tuple[TrainedOn, ...]
    measured: tuple[Measured, ...]
    limits: str
    made_with: str
    main_file: str
    sha256: str = ""

    def __post_init__(self) -> None:
        texts = ("title", "purpose", "base", "base_licence", "licence", "limits", "made_with")
        _tidy(self, *texts, "main_file", "sha256")
        _no_blanks("the card", **{name: getattr(self, name) for name in (*texts, "main_file")})
        if not self.data:
            raise ModelError("the card names no training data; say what the model learnt from")

    def to_text(self) -> str:
        """Return the card as Markdown, with Chinese and English headings."""
        from needlens.lm.cardtext import written

        return written(self)

    @classmethod
    def from_text(cls, text: str, where: str = "card.md") -> Card:
        """Read a card that ``to_text`` wrote; raise ModelError saying what is missing."""
        from needlens.lm.cardtext import read

        return read(text, where)


def _tidy(record: object, *names: str) -> None:
    """Take white space off the ends of lines, so that a card reads back as it was."""
    for name in names:
        lines = str(getattr(record, name)).strip().splitlines()
        object.__setattr__(record, name, "\n".join(line.rstrip() for line in lines))


def _no_blanks(where: str, **texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise ModelError(f"{where} has no {name.replace('_', ' ')}; say it, or write 'none'")


def _at_least_one(where: str, n: int) -> None:
    if n < 1:
        raise ModelError(f"card, {where}: n is {n}; give the number of cases, at least 1")
