"""The settings of one training run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from needlens.errors import ConfigError


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How a model is trained; everything here but the last three changes the numbers.

    A *step* is one update of the weights; it sees ``accumulate`` batches per process.

    >>> TrainingConfig(epochs=5, warmup=0.06).epochs
    5
    >>> TrainingConfig(warmup=6)
    Traceback (most recent call last):
    ...
    needlens.errors.ConfigError: warmup = 6 must be between 0 and 1
    """

    epochs: int = 3
    """How often the data is seen."""
    learning_rate: float = 5e-5
    """The highest rate, for what the encoder brings along."""
    head_learning_rate: float = 5e-4
    """The highest rate, for what starts from nothing: heads, LoRA, prefixes, adapters."""
    warmup: float = 0.1
    """The share of all steps in which the rate rises from 0."""
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    """How the rate falls to 0 after the warm-up; constant: not at all."""
    weight_decay: float = 0.01
    """Pull of matrices towards 0 (AdamW); biases and norms are left alone."""
    accumulate: int = 1
    """Batches per step and process; 2 batches of 16 give the step of one batch of 32."""
    clip: float = 1.0
    """The longest gradient (its norm); 0: any length."""
    bf16: bool = False
    """Multiply matrices in bfloat16; weights and sums stay in float32."""
    adversarial: float = 0.0
    """Length of the FGM disturbance of each text's embeddings; 0: off. Doubles the work."""
    patience: int = 0
    """Stop after so many evaluations without gain; 0: never."""
    evaluate_every: int = 0
    """Steps between two evaluations; 0: after each epoch."""
    seed: int = 0
    """Where chance begins: dropout and whatever else a step draws from torch."""
    checkpoint_every: int = 0
    """Steps between two checkpoints; 0: after each epoch."""
    threads: int = 0
    """Threads of PyTorch; 0: leave them as they are."""
    device: str = ""
    """Where to compute, such as cpu or cuda:0; empty: a GPU when there is one."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, by name."""
        for name in ("epochs", "accumulate"):
            _at_least(name, getattr(self, name), 1)
        for name in (
            "learning_rate", "head_learning_rate", "weight_decay", "clip", "adversarial",
            "patience", "evaluate_every", "seed", "checkpoint_every", "threads",
        ):  # fmt: skip
            _at_least(name, getattr(self, name), 0)
        if not 0 <= self.warmup <= 1:
            raise ConfigError(f"warmup = {self.warmup} must be between 0 and 1")
        if self.schedule not in {"linear", "cosine", "constant"}:
            raise ConfigError(
                f"schedule = {self.schedule!r} must be 'linear', 'cosine' or 'constant'"
            )


def _at_least(name: str, value: float, least: int) -> None:
    if not value >= least:
        raise ConfigError(f"{name} = {value} must be at least {least}")
