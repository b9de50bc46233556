"""Search for good settings (optuna's TPE), seeded, and resumable after any interruption."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from needlens.errors import ConfigError, UserError
from needlens.lm.libraries import library

Value = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Between:
    """A number from ``low`` to ``high``, both included; whole when both are.

    ``log``: each power of ten is tried as often as the next, as befits learning rates.

    >>> Between(1e-5, 3e-4, log=True)
    Between(low=1e-05, high=0.0003, log=True)
    """

    low: float
    high: float
    log: bool = False


Space = Mapping[str, Between | Sequence[Value]]
"""What may be tried: for each setting a range, or the values to choose from."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One try; ``score`` is None when it failed (``failed`` says why)."""

    number: int
    settings: dict[str, Value]
    score: float | None
    seconds: float
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome: ``best`` are the settings with the highest score."""

    best: dict[str, Value]
    score: float
    trials: list[Trial]


def search(
    score: Callable[[dict[str, Value], Path], float],
    space: Space,
    folder: Path,
    *,
    trials: int = 20,
    seed: int = 0,
) -> Found:
    """Try settings and return the best ones.

    ``score(settings, trial_folder)`` trains with the settings in a folder of its own and
    returns how good it is on development data (more is better). A try that raises
    UserError, such as one whose loss is not a number, counts as failed. Each finished
    try is a line of ``trials.jsonl`` in ``folder``: the same call goes on after the last
    one, chooses as it would have without the interruption, and the interrupted training
    itself is taken up, as its folder is the same. Akiba et al. 2019 (optuna), Bergstra
    et al. 2011 (TPE).
    """
    optuna = library("optuna")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    distributions = {name: _distribution(optuna, name, one) for name, one in space.items()}
    record = folder / "trials.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    done = _read(record, space)
    study = optuna.create_study(direction="maximize")
    for trial in done:
        study.add_trial(_told(optuna, trial, distributions))
    for number in range(len(done), trials):
        # A sampler of its own for each try, so that chance does not depend on the past.
        study.sampler = optuna.samplers.TPESampler(seed=seed * 100_003 + number)
        settings = dict(study.ask(distributions).params)
        trial = _tried(score, number, settings, folder)
        study.tell(number, trial.score, None if trial.score is not None else _failed(optuna))
        _append(record, trial)
        done.append(trial)
    return _found(done)


def _tried(
    score: Callable[[dict[str, Value], Path], float],
    number: int,
    settings: dict[str, Value],
    folder: Path,
) -> Trial:
    begun = time.perf_counter()
    reached, failed = None, ""
    try:
        answer = float(score(settings, folder / f"trial-{number:03d}"))
        reached = answer if math.isfinite(answer) else None
        failed = "" if reached is not None else f"the score is {answer}"
    except UserError as error:
        failed = str(error)
    return Trial(number, settings, reached, time.perf_counter() - begun, failed)


def _found(trials: list[Trial]) -> Found:
    scored = [(trial.score, -trial.number, trial) for trial in trials if trial.score is not None]
    if not scored:
        why = f"; the first said: {trials[0].failed}" if trials else ""
        raise UserError(f"none of {len(trials)} tries gave a score{why}")
    best = max(scored)
    return Found(best[2].settings, best[0], trials)


def _distribution(optuna: Any, name: str, one: Between | Sequence[Value]) -> Any:
    kinds = optuna.distributions
    if not isinstance(one, Between):
        if not one or isinstance(one, str):
            raise ConfigError(f"{name}: give a range, Between(low, high), or a list of values")
        return kinds.CategoricalDistribution(tuple(one))
    if not one.low <= one.high or (one.log and one.low <= 0):
        raise ConfigError(f"{name}: {one} must rise, and begin above 0 when it is logarithmic")
    if isinstance(one.low, int) and isinstance(one.high, int):
        return kinds.IntDistribution(one.low, one.high, log=one.log)
    return kinds.FloatDistribution(one.low, one.high, log=one.log)


def _failed(optuna: Any) -> Any:
    return optuna.trial.TrialState.FAIL


def _told(optuna: Any, trial: Trial, distributions: dict[str, Any]) -> Any:
    lost = trial.score is None
    return optuna.trial.create_trial(
        params=trial.settings,
        distributions=distributions,
        value=trial.score,
        state=_failed(optuna) if lost else optuna.trial.TrialState.COMPLETE,
    )


def _read(record: Path, space: Space) -> list[Trial]:
    """Read the finished tries; a last line cut short by a crash does not count."""
    trials = []
    for line in record.read_text(encoding="utf-8").splitlines() if record.exists() else []:
        try:
            trial = Trial(**json.loads(line))
        except (ValueError, TypeError):
            break
        if set(trial.settings) != set(space):
            raise ConfigError(
                f"{record} is of a search for {', '.join(trial.settings)}; give another folder"
            )
        trials.append(trial)
    text = "".join(json.dumps(asdict(t), ensure_ascii=False) + "\n" for t in trials)
    if record.exists() and record.read_text(encoding="utf-8") != text:
        record.write_text(text, encoding="utf-8")
    return trials


def _append(record: Path, trial: Trial) -> None:
    with record.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(trial), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
