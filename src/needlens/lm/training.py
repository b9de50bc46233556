"""Train a model: warm-up, accumulation, clipping, early stopping; resumable to the step.

The folder of a run holds ``run.json`` (the record), ``model.safetensors`` (the weights,
once it is finished), ``tensorboard/``, and while it runs ``checkpoint.safetensors`` and
``best.safetensors``. The same call in the same folder goes on where it was interrupted
and ends with the same weights as if it had not been.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from needlens.errors import ConfigError, UserError
from needlens.lm import checkpoint, parallel, resuming
from needlens.lm.adversarial import Adversary
from needlens.lm.devices import device, moved, threads
from needlens.lm.groups import Rates, default_rates, parameter_groups
from needlens.lm.pytorch import torch
from needlens.lm.run import Evaluation, Run
from needlens.lm.schedule import share
from needlens.lm.settings import TrainingConfig
from needlens.lm.tracking import TensorBoard, Tracker

__all__ = ["Run", "TrainingConfig", "train"]

B = TypeVar("B")
M = TypeVar("M", bound=torch.nn.Module)


def train(
    model: M,
    batches: Callable[[int], Iterable[B]],
    loss: Callable[[M, B], torch.Tensor],
    config: TrainingConfig,
    folder: Path,
    *,
    steps_per_epoch: int,
    evaluate: Callable[[M], dict[str, float]] | None = None,
    better: str = "score",
    trackers: Sequence[Tracker] | None = None,
    groups: Rates | None = None,
    data: str = "",
) -> Run:
    """Train ``model`` in place and return the record of the run.

    ``batches(epoch)`` yields the batches of an epoch (from 0), always the same for the
    same epoch; ``steps_per_epoch`` is how many. ``loss(model, batch)`` is a mean over
    the batch. Both draw chance only from the epoch or from torch, which is seeded anew
    for every step, so that a resumed run draws what an uninterrupted one does.

    With ``evaluate``, the weights of the best evaluation are kept: the one with the
    highest ``better`` (``"-loss"``: the lowest ``loss``); ``config.patience`` stops
    early. ``groups`` gives each parameter its rate (:mod:`needlens.lm.groups`).
    ``trackers`` is TensorBoard by default; ``()`` is none. ``data`` is the data's
    fingerprint: with another one, or another config, an interrupted run does not go on
    (ConfigError). A finished run is loaded, not repeated.

    Under torchrun, the processes share the batches of each step; the first one
    evaluates, writes and logs.
    """
    run = Run(folder, config, steps_per_epoch, data)
    if steps_per_epoch < 1:
        raise ConfigError(f"steps_per_epoch = {steps_per_epoch}: there is nothing to train on")
    loop = _Loop(model, batches, loss, run, evaluate, better, groups or default_rates(config))
    with threads(config.threads), _tracked(trackers, run, loop.processes) as loop.trackers:
        loop.go()
    return run


class _Loop(Generic[M, B]):
    """One run: its model, its optimiser and how far it has come."""

    def __init__(
        self,
        model: M,
        batches: Callable[[int], Iterable[B]],
        loss: Callable[[M, B], torch.Tensor],
        run: Run,
        evaluate: Callable[[M], dict[str, float]] | None,
        better: str,
        rates: Rates,
    ) -> None:
        self.model, self.batches, self.loss = model, batches, loss
        self.run, self.evaluate, self.better = run, evaluate, better
        self.config = config = run.config
        self.processes = parallel.join()
        self.device = device(config.device)
        self.trackers: Sequence[Tracker] = ()
        model.to(self.device)
        grouped = parameter_groups(model, rates, config.weight_decay)
        if not grouped:
            raise ConfigError("no parameter of the model is trainable: all are frozen or at rate 0")
        self.optimiser = torch.optim.AdamW(grouped, fused=True)
        self.parameters = [p for group in grouped for p in group["params"]]
        self.adversary = Adversary(model, config.adversarial) if config.adversarial else None
        self.batches_per_step = config.accumulate * self.processes.n
        self.steps_per_epoch = math.ceil(run.steps_per_epoch / self.batches_per_step)
        self.steps = config.epochs * self.steps_per_epoch

    def go(self) -> None:
        """Take up what is there, train to the end, keep the best."""
        if resuming.load_finished(self.run, self.model):
            return
        resuming.resume(self.run, self.model, self.optimiser)
        self.before, self.begun = self.run.seconds, time.perf_counter()
        self.processes.agree(self.model)
        while self.run.steps < self.steps and not self.run.stopped_early:
            for step_batches in self._rest_of_epoch():
                self._step(step_batches)
                self._evaluate_when_due()
                self._checkpoint_when_due()
                if self.run.stopped_early:
                    break
        self._finish()

    def _rest_of_epoch(self) -> Iterator[list[B]]:
        """Yield the batches of each step of the epoch that is not yet done."""
        epoch, done = divmod(self.run.steps, self.steps_per_epoch)
        n = self.run.steps_per_epoch
        stream = islice(self.batches(epoch), n)
        seen = sum(1 for _ in islice(stream, done * self.batches_per_step))
        while seen < n:
            taken = list(islice(stream, min(self.batches_per_step, n - seen)))
            seen += len(taken)
            if seen < n and len(taken) < self.batches_per_step:
                raise UserError(
                    f"epoch {epoch} ended after {seen} batches, but steps_per_epoch says {n}"
                )
            yield taken

    def _step(self, batches: list[B]) -> None:
        config, run = self.config, self.run
        part = share(run.steps, self.steps, config.warmup, config.schedule)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * part
        self.model.train()
        self._draw_from(run.steps)
        self.optimiser.zero_grad()
        mine = batches[self.processes.rank :: self.processes.n]
        own = sum(self._backward(batch, 1 / len(batches)) for batch in mine)
        mean = self.processes.add(self.parameters, own)
        if not math.isfinite(mean):
            raise UserError(
                f"the loss is {mean} at step {run.steps}; a lower learning rate, a longer "
                "warm-up or bf16 = false usually mends it"
            )
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, config.clip or math.inf)
        self.optimiser.step()
        run.steps += 1
        run.loss_sum, run.losses = run.loss_sum + mean, run.losses + 1
        self._log({"train/loss": mean, "train/gradient": float(norm), "train/rate": part})

    def _backward(self, batch: B, weight: float) -> float:
        """Add the gradient of a batch; return its part of the loss."""
        batch = moved(batch, self.device)
        watching = self.adversary.watching() if self.adversary else nullcontext()
        with watching:
            value = self._weighted_loss(batch, weight)
            value.backward()  # type: ignore[no-untyped-call]
        if self.adversary:
            with self.adversary.attacking():
                self._weighted_loss(batch, weight).backward()  # type: ignore[no-untyped-call]
        return float(value.detach())

    def _weighted_loss(self, batch: B, weight: float) -> torch.Tensor:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bf16):
            return self.loss(self.model, batch) * weight

    def _draw_from(self, step: int) -> None:
        """Seed torch for a step; a resumed run needs no other memory of chance."""
        words = np.random.SeedSequence((self.config.seed, step, self.processes.rank))
        torch.manual_seed(int(words.generate_state(1, np.uint64)[0] >> np.uint64(1)))

    def _evaluate_when_due(self) -> None:
        run = self.run
        due = run.steps % (self.config.evaluate_every or self.steps_per_epoch) == 0
        if not (due or run.steps == self.steps):
            return
        metrics = self._metrics() if self.evaluate and self.processes.first else {}
        score = self.processes.told(self._score(metrics) if metrics else 0.0)
        epoch, loss = run.steps / self.steps_per_epoch, run.loss_sum / run.losses
        run.loss_sum, run.losses = 0.0, 0
        now = Evaluation(run.steps, epoch, loss, metrics, score, self._seconds())
        run.evaluations.append(now)
        self._log({f"evaluation/{name}": value for name, value in metrics.items()})
        if self.evaluate:
            self._compare(now)

    def _metrics(self) -> dict[str, float]:
        assert self.evaluate is not None
        self.model.eval()
        with torch.no_grad():
            return {name: float(value) for name, value in self.evaluate(self.model).items()}

    def _score(self, metrics: dict[str, float]) -> float:
        name = self.better.removeprefix("-")
        if name not in metrics:
            raise ConfigError(
                f"better = {self.better!r}, but evaluate returned {sorted(metrics)}; "
                "name one of these, with - in front when less is better"
            )
        return -metrics[name] if self.better.startswith("-") else metrics[name]

    def _compare(self, now: Evaluation) -> None:
        """Keep the weights when they are the best so far, or see whether to stop."""
        run = self.run
        if run.best is None or now.score > run.best.score:
            run.best, run.without_gain = now, 0
            self._write(run.best_weights, trained=True)
        else:
            run.without_gain += 1
            run.stopped_early = 0 < self.config.patience <= run.without_gain

    def _checkpoint_when_due(self) -> None:
        run = self.run
        due = run.steps % (self.config.checkpoint_every or self.steps_per_epoch) == 0
        if (due or run.steps == self.steps or run.stopped_early) and self.processes.first:
            run.seconds = self._seconds()
            resuming.save(run, self.model, self.optimiser)
            run.write()

    def _finish(self) -> None:
        run = self.run
        if run.best and run.best.step < run.steps and self.processes.first:
            checkpoint.load(self.model, run.best_weights)
        self.processes.agree(self.model)
        self.model.eval()
        run.seconds, run.finished = self._seconds(), True
        self._write(run.weights)
        if self.processes.first:
            run.write()
            resuming.clear(run)

    def _write(self, path: Path, *, trained: bool = False) -> None:
        if self.processes.first:
            checkpoint.write(path, checkpoint.weights(self.model, trained=trained), {})

    def _log(self, values: dict[str, float]) -> None:
        for tracker in self.trackers if values else ():
            tracker.log(self.run.steps, values)

    def _seconds(self) -> float:
        return self.before + time.perf_counter() - self.begun


@contextmanager
def _tracked(
    trackers: Sequence[Tracker] | None, run: Run, processes: parallel.Processes
) -> Iterator[Sequence[Tracker]]:
    """Give the first process its trackers, and close them at the end."""
    if not processes.first:
        trackers = ()
    elif trackers is None:
        trackers = (TensorBoard(run.folder / "tensorboard"),)
    try:
        yield trackers
    finally:
        for tracker in trackers:
            tracker.close()
