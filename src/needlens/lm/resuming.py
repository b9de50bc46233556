"""Take up a run where it was interrupted."""

from __future__ import annotations

from needlens.lm import checkpoint
from needlens.lm.pytorch import torch
from needlens.lm.run import Run, read_record

_WEIGHT, _MEMORY = "weight", "memory"


def save(run: Run, model: torch.nn.Module, optimiser: torch.optim.Optimizer) -> None:
    """Write all that the rest of the run depends on: one file, replaced as a whole.

    Chance needs no memory of its own: every step draws from the seed and its number.
    """
    weights = checkpoint.weights(model, trained=True)
    memory = checkpoint.moments(optimiser, model)
    tensors = {f"{_WEIGHT}:{name}": tensor for name, tensor in weights.items()}
    tensors |= {f"{_MEMORY}:{name}": tensor for name, tensor in memory.items()}
    checkpoint.write(run.checkpoint, tensors, run.facts())


def resume(run: Run, model: torch.nn.Module, optimiser: torch.optim.Optimizer) -> None:
    """Go on from the checkpoint, if there is one; raise ConfigError for another run's."""
    if not run.checkpoint.exists():
        return
    tensors, facts = checkpoint.read(run.checkpoint)
    run.take(facts, run.checkpoint)
    run.resumed_at = run.steps
    kinds: dict[str, checkpoint.Tensors] = {_WEIGHT: {}, _MEMORY: {}}
    for label, tensor in tensors.items():
        kind, _, name = label.partition(":")
        kinds[kind][name] = tensor
    checkpoint.fill(model, kinds[_WEIGHT], run.checkpoint)
    checkpoint.fill_moments(optimiser, model, kinds[_MEMORY])


def load_finished(run: Run, model: torch.nn.Module) -> bool:
    """Load the weights of a run that was finished before; say whether there was one."""
    facts = read_record(run.folder)
    if not (facts and facts.get("finished") and run.weights.exists()):
        return False
    run.take(facts, run.weights)
    checkpoint.load(model, run.weights)
    model.eval()
    return True


def clear(run: Run) -> None:
    """Remove what only an unfinished run needs."""
    for path in (run.checkpoint, run.best_weights):
        path.unlink(missing_ok=True)
