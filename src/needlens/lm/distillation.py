"""Distillation: a small student learns to answer as a teacher does.

The teacher is a larger encoder, an ensemble, or a language model that is asked once per
text. Loss terms: Hinton et al. 2015 (answers), Romero et al. 2015 (hidden states).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from needlens.errors import ConfigError, UserError
from needlens.lm.averaging import mean
from needlens.lm.layers import spread
from needlens.lm.pytorch import torch

B = TypeVar("B")
functional = torch.nn.functional


class Answer(NamedTuple):
    """What a model says of a batch: logits (rows, classes), hidden states, or both.

    Each of ``hidden`` has shape (rows, tokens, width); ``mask`` (rows, tokens) is 1 for
    real tokens.
    """

    logits: torch.Tensor | None = None
    hidden: tuple[torch.Tensor, ...] = ()
    mask: torch.Tensor | None = None


class Bridge(torch.nn.Module):
    """A student with linear maps from its hidden states to those of a wider teacher.

    Train the bridge; keep ``bridge.student``.
    """

    def __init__(self, student: torch.nn.Module, widths: tuple[int, int], n: int) -> None:
        super().__init__()
        self.student = student
        self.maps = torch.nn.ModuleList(torch.nn.Linear(*widths) for _ in range(n))

    def forward(self, *inputs: object, **named: object) -> object:
        """Call the student."""
        return self.student(*inputs, **named)

    def mapped(self, hidden: Sequence[torch.Tensor]) -> tuple[torch.Tensor, ...]:
        """Return the student's hidden states as wide as the teacher's."""
        pairs = zip(self.maps, hidden, strict=True)
        return tuple(linear(state) for linear, state in pairs)


@dataclass(frozen=True)
class Distillation(Generic[B]):
    """The ``loss`` of a student for :func:`needlens.lm.training.train`.

    ``student(model, batch)`` and ``teacher(batch)`` give an :class:`Answer`. Of a
    teacher with more hidden states, evenly spread ones are matched.
    """

    student: Callable[[torch.nn.Module, B], Answer]
    teacher: Callable[[B], Answer]
    kind: Literal["kl", "mse", "binary"] = "kl"
    """How answers are compared: classes (kl), numbers (mse), independent yes/no (binary)."""
    temperature: float = 2.0
    """kl and binary: how much the teacher's second thoughts count."""
    hidden: float = 1.0
    """How much the hidden states count beside the answers."""
    own: Callable[[torch.nn.Module, B], torch.Tensor] | None = None
    """The loss on true labels, added when given."""

    def __call__(self, model: torch.nn.Module, batch: B) -> torch.Tensor:
        """Return the loss of a batch."""
        with torch.no_grad():
            taught = self.teacher(batch)
        said = self.student(model, batch)
        terms = [] if self.own is None else [self.own(model, batch)]
        if said.logits is not None and taught.logits is not None:
            terms.append(answer_loss(said.logits, taught.logits, self.kind, self.temperature))
        if said.hidden and taught.hidden and self.hidden:
            terms.append(self.hidden * hidden_loss(said.hidden, taught.hidden, said.mask))
        if not terms:
            raise ConfigError("student and teacher have neither logits nor hidden states in common")
        return torch.stack(terms).sum()


def answer_loss(
    student: torch.Tensor, teacher: torch.Tensor, kind: str = "kl", temperature: float = 2.0
) -> torch.Tensor:
    """Return how far the student's logits are from the teacher's; mean over the rows."""
    student, teacher = student.float(), teacher.float()
    if kind == "mse":
        return functional.mse_loss(student, teacher)
    if kind == "binary":
        aim = (teacher / temperature).sigmoid()
        found = functional.binary_cross_entropy_with_logits(student / temperature, aim)
        return found * temperature**2
    found = functional.kl_div(
        (student / temperature).log_softmax(-1),
        (teacher / temperature).log_softmax(-1),
        reduction="batchmean",
        log_target=True,
    )
    return found * temperature**2


def hidden_loss(
    student: Sequence[torch.Tensor],
    teacher: Sequence[torch.Tensor],
    mask: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return the mean squared distance of the hidden states of real tokens."""
    chosen = [teacher[i] for i in spread(len(teacher), len(student))]
    if student[0].shape[-1] != chosen[0].shape[-1]:
        raise ConfigError(
            f"the student is {student[0].shape[-1]} wide and the teacher "
            f"{chosen[0].shape[-1]}: train a Bridge, which maps one to the other"
        )
    real = torch.ones_like(student[0][..., 0]) if mask is None else mask.to(student[0].dtype)
    distances = [
        ((one.float() - other.float()).square().mean(-1) * real).sum() / real.sum()
        for one, other in zip(student, chosen, strict=True)
    ]
    return torch.stack(distances).mean()


def several(teachers: Sequence[Callable[[B], Answer]]) -> Callable[[B], Answer]:
    """Return a teacher whose answer is the mean of the answers of several."""

    def answer(batch: B) -> Answer:
        answers = [teacher(batch) for teacher in teachers]
        found = mean([(one.logits, one.hidden) for one in answers])
        return Answer(found[0], found[1], answers[0].mask)

    return answer


def asked(
    ask: Callable[[list[str]], list[Mapping[str, float] | str | None]],
    texts: Sequence[str],
    labels: Sequence[str],
    batch: int = 20,
) -> npt.NDArray[np.float32]:
    """Ask a language model for the labels of texts; return soft labels (texts, labels).

    ``ask`` sends some texts to the model and returns for each a label, or a weight per
    label. What does not make sense (an unknown label, a negative or missing weight) is
    not believed: the row is NaN, and :func:`soft_loss` passes over it. Raise UserError
    when no answer makes sense.
    """
    rows = []
    for start in range(0, len(texts), batch):
        some = list(texts[start : start + batch])
        answers = list(ask(some))[: len(some)]
        rows += [_believed(answer, labels) for answer in answers]
        rows += [_believed(None, labels)] * (len(some) - len(answers))
    found = np.asarray(rows, dtype=np.float32).reshape(-1, len(labels))
    if len(found) and np.isnan(found).all():
        raise UserError(
            f"none of {len(found)} answers names one of the labels {', '.join(labels)}; "
            "look at what the model answers"
        )
    return found


def soft_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy with soft labels (rows, classes); rows of NaN do not count."""
    known = ~labels.isnan().any(-1)
    if not known.any():
        return logits.sum() * 0.0
    found = -(labels[known] * logits[known].float().log_softmax(-1)).sum(-1)
    return found.mean()


def _believed(answer: object, labels: Sequence[str]) -> list[float]:
    weights = {answer: 1.0} if isinstance(answer, str) else answer
    if not isinstance(weights, Mapping) or set(weights) - set(labels):
        return [float("nan")] * len(labels)
    row = [weights.get(label, 0.0) for label in labels]
    plain = all(isinstance(w, int | float) and 0 <= w < float("inf") for w in row)
    total = sum(row) if plain else 0.0
    return [w / total for w in row] if total > 0 else [float("nan")] * len(labels)
