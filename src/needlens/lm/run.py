"""The record of a training run: what was trained, with what, and how it went."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from needlens.errors import ConfigError
from needlens.lm.durable import replace_text
from needlens.lm.settings import TrainingConfig

RECORD = "run.json"
_LIBRARIES = ("needlens", "torch", "transformers", "peft", "tokenizers", "numpy", "safetensors")
_SIMPLE = (
    "steps", "without_gain", "seconds", "stopped_early", "finished", "resumed_at",
    "loss_sum", "losses",
)  # fmt: skip
_FREE = ("threads", "checkpoint_every", "device")
"""Settings that may differ when a run goes on: they do not change what is computed."""


@dataclass(slots=True)
class Evaluation:
    """How good the model was after a step; ``loss`` is the mean over the steps before."""

    step: int
    epoch: float
    loss: float
    metrics: dict[str, float]
    score: float
    """What evaluations are compared by; more is better."""
    seconds: float


@dataclass(slots=True)
class Run:
    """One training run; ``run.json`` in its folder says the same."""

    folder: Path
    config: TrainingConfig
    steps_per_epoch: int
    data: str = ""
    """A fingerprint of the data, see :func:`fingerprint`."""
    steps: int = 0
    """Updates of the weights made."""
    evaluations: list[Evaluation] = field(default_factory=list)
    best: Evaluation | None = None
    """The evaluation whose weights were kept; None without evaluations."""
    without_gain: int = 0
    """Evaluations since the best one."""
    seconds: float = 0.0
    """Time of training and evaluating, also before an interruption."""
    stopped_early: bool = False
    finished: bool = False
    resumed_at: int | None = None
    """The step at which an interrupted run was taken up."""
    loss_sum: float = 0.0
    losses: int = 0
    """Sum and number of the losses since the last evaluation."""

    @property
    def weights(self) -> Path:
        """Where the weights of the finished run are."""
        return self.folder / "model.safetensors"

    @property
    def checkpoint(self) -> Path:
        """Where an unfinished run is kept."""
        return self.folder / "checkpoint.safetensors"

    @property
    def best_weights(self) -> Path:
        """Where the best weights of an unfinished run are kept."""
        return self.folder / "best.safetensors"

    def facts(self) -> dict[str, Any]:
        """Return the run as JSON has it."""
        plain = asdict(self)
        del plain["folder"]
        return plain | {"seed": self.config.seed, "versions": versions()}

    def take(self, facts: dict[str, Any], source: Path) -> None:
        """Go on from the facts of the same run; raise ConfigError when it is another one."""
        self._same(facts, source)
        for name in _SIMPLE:
            setattr(self, name, facts[name])
        self.evaluations = [Evaluation(**one) for one in facts["evaluations"]]
        self.best = Evaluation(**facts["best"]) if facts["best"] else None

    def write(self) -> None:
        """Write ``run.json``, as a whole or not at all."""
        text = json.dumps(self.facts(), ensure_ascii=False, indent=2)
        replace_text(self.folder / RECORD, text + "\n")

    def _same(self, facts: dict[str, Any], source: Path) -> None:
        mine, theirs = _decisive(self.facts()), _decisive(facts)
        other = [name for name in mine if mine[name] != theirs.get(name)]
        if other:
            name = other[0]
            raise ConfigError(
                f"{source.parent} holds a run with {name} = {theirs.get(name)!r}, not "
                f"{mine[name]!r}; give the same settings and data to go on, or another folder"
            )


def _decisive(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what must be the same for a run to go on."""
    config = {name: value for name, value in facts["config"].items() if name not in _FREE}
    return config | {"steps_per_epoch": facts["steps_per_epoch"], "data": facts["data"]}


def read_record(folder: Path) -> dict[str, Any] | None:
    """Return the facts of the run in a folder, None when there is none to be read."""
    try:
        facts: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts


def versions() -> dict[str, str]:
    """Return the versions of what computes."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def fingerprint(texts: Iterable[str]) -> str:
    """Return a fingerprint of a data set: the same texts in the same order, the same sign.

    >>> fingerprint(["电池耐用", "runs all day"])
    '2ebdce3e01f22686'
    """
    digest = hashlib.sha256()
    for text in texts:
        coded = text.encode("utf-8", "surrogatepass")
        digest.update(len(coded).to_bytes(8, "big") + coded)
    return digest.hexdigest()[:16]
