"""Where a run's numbers go while it runs: TensorBoard, MLflow, Weights & Biases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from needlens.lm.libraries import library


class Tracker(Protocol):
    """Takes the numbers of a run, such as loss, learning rate and the evaluations."""

    def log(self, step: int, values: Mapping[str, float]) -> None:
        """Take the values that belong to a step."""

    def close(self) -> None:
        """Write what is still held back."""


class TensorBoard:
    """Writes event files into a folder: ``tensorboard --logdir FOLDER`` shows them."""

    def __init__(self, folder: Path) -> None:
        library("tensorboard")
        self._writer: Any = library("torch.utils.tensorboard").SummaryWriter(str(folder))

    def log(self, step: int, values: Mapping[str, float]) -> None:
        """Write the values that belong to a step."""
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        """Close the event file."""
        self._writer.close()


class Mlflow:
    """Sends the numbers to MLflow: a folder, a database or a server by its URL."""

    def __init__(self, experiment: str, url: str | None = None, name: str | None = None) -> None:
        self._mlflow: Any = library("mlflow", "mlflow")
        if url:
            self._mlflow.set_tracking_uri(url)
        self._mlflow.set_experiment(experiment)
        self._mlflow.start_run(run_name=name)

    def log(self, step: int, values: Mapping[str, float]) -> None:
        """Send the values that belong to a step."""
        self._mlflow.log_metrics(dict(values), step=step)

    def close(self) -> None:
        """End the run."""
        self._mlflow.end_run()


class WeightsAndBiases:
    """Sends the numbers to Weights & Biases; ``mode="offline"`` keeps them in a folder."""

    def __init__(self, project: str, name: str | None = None, mode: str = "online") -> None:
        wandb: Any = library("wandb", "wandb")
        self._run = wandb.init(project=project, name=name, mode=mode)

    def log(self, step: int, values: Mapping[str, float]) -> None:
        """Send the values that belong to a step."""
        self._run.log(dict(values), step=step)

    def close(self) -> None:
        """End the run."""
        self._run.finish()
