"""Fine-tune all of an encoder, or only a small addition to it: LoRA, a prefix, an adapter.

One setting, :class:`Adaptation`, chooses. The additions are those of peft.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from needlens.errors import ConfigError, UserError
from needlens.lm import checkpoint
from needlens.lm.libraries import library
from needlens.lm.pytorch import torch

Method = Literal["full", "lora", "prefix", "adapter"]


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What of an encoder is trained."""

    method: Method = "full"
    """full: all of it. lora: low-rank changes of the attention's matrices (Hu et al.
    2022). prefix: vectors in front of each layer's keys and values (Li and Liang 2021).
    adapter: a scale for keys, values and the inner layer (IA³, Liu et al. 2022)."""
    rank: int = 8
    """lora: the rank of a change."""
    scale: float = 2.0
    """lora: how strongly a change counts (alpha / rank)."""
    dropout: float = 0.0
    """lora: share of the inputs of a change that is dropped in training."""
    length: int = 16
    """prefix: how many vectors."""
    targets: tuple[str, ...] = ("query", "value")
    """lora: the matrices that are changed, by the end of their name."""

    def __post_init__(self) -> None:
        """Refuse what peft could not make sense of."""
        if self.method not in {"full", "lora", "prefix", "adapter"}:
            raise ConfigError(
                f"method = {self.method!r} must be 'full', 'lora', 'prefix' or 'adapter'"
            )
        if self.rank < 1 or self.length < 1:
            raise ConfigError(f"rank = {self.rank} and length = {self.length} must be at least 1")


def adapt(encoder: torch.nn.Module, adaptation: Adaptation) -> torch.nn.Module:
    """Return the encoder with the addition; with one, only the addition is trainable.

    The result is called as the encoder was. ``encoder`` itself is changed, too: give a
    copy to keep it.
    """
    if adaptation.method == "full":
        return encoder
    peft = library("peft")
    try:
        with _old_names():
            adapted: torch.nn.Module = peft.get_peft_model(encoder, _configured(peft, adaptation))
    except ValueError as error:
        raise ConfigError(
            f"{adaptation.method} does not fit this encoder: {str(error).splitlines()[0]}"
        ) from None
    return adapted


def merge(encoder: torch.nn.Module) -> torch.nn.Module:
    """Return a plain encoder with the same outputs, the addition worked into its weights.

    LoRA and adapters can be merged; a prefix stays an addition (UserError).
    """
    if not hasattr(encoder, "peft_config"):
        return encoder
    merged = getattr(encoder, "merge_and_unload", None)
    if merged is None or getattr(encoder.active_peft_config, "is_prompt_learning", True):
        raise UserError(
            "a prefix cannot be merged into the weights: save it beside them, or use lora"
        )
    plain: torch.nn.Module = merged()
    return plain.requires_grad_(True)


def trainable_share(model: torch.nn.Module) -> float:
    """Return the share of the parameters that is trained."""
    sizes = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return sum(n for n, trained in sizes if trained) / max(1, sum(n for n, _ in sizes))


def save(encoder: torch.nn.Module, adaptation: Adaptation, path: Path) -> None:
    """Write only what was trained, with the setting, into one safetensors file."""
    tensors = checkpoint.weights(encoder, trained=True)
    checkpoint.write(path, tensors, {"adaptation": asdict(adaptation)})


def load(encoder: torch.nn.Module, path: Path) -> torch.nn.Module:
    """Return the encoder with the addition that :func:`save` has written."""
    tensors, facts = checkpoint.read(path)
    known = facts.get("adaptation")
    if not isinstance(known, dict) or set(known) - set(Adaptation.__dataclass_fields__):
        raise UserError(f"{path} holds no adaptation; give a file that adapters.save has written")
    adapted = adapt(encoder, Adaptation(**known | {"targets": tuple(known["targets"])}))
    checkpoint.fill(adapted, tensors, path)
    return adapted


def _configured(peft: Any, adaptation: Adaptation) -> Any:
    if adaptation.method == "lora":
        return peft.LoraConfig(
            r=adaptation.rank,
            lora_alpha=adaptation.scale * adaptation.rank,
            lora_dropout=adaptation.dropout,
            target_modules=list(adaptation.targets),
        )
    if adaptation.method == "prefix":
        return peft.PrefixTuningConfig(
            task_type=peft.TaskType.FEATURE_EXTRACTION, num_virtual_tokens=adaptation.length
        )
    inner = "output.dense"
    return peft.IA3Config(
        target_modules=r".*(key|value|\d+\.output\.dense)", feedforward_modules=[inner]
    )


@contextmanager
def _old_names() -> Iterator[None]:
    """Peft asks transformers by a name that is about to be replaced."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
        yield
