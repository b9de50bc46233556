"""What is answered to each text of a file: its intent, how sure, and the next likeliest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from needlens.mining.files.row import TextRow
from needlens.mining.files.safe import readable
from needlens.mining.intents.model import IntentModel

_DIGITS = 4


class Intents:
    """Answers with the intent of a text; see :class:`IntentModel`."""

    def __init__(self, model: IntentModel, threshold: float = 0.5) -> None:
        self._model = model
        self._threshold = threshold

    def __call__(self, rows: Sequence[TextRow]) -> list[dict[str, Any]]:
        """Return ``intent``, ``probability``, ``in_scope`` and ``ranked`` for each row."""
        found = self._model([readable(row.text) for row in rows], self._threshold)
        return [_answer(*row) for row in found.iter_rows()]


def _answer(
    intent: str, probability: float, in_scope: bool, ranked: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "intent": intent,
        "probability": round(probability, _DIGITS),
        "in_scope": in_scope,
        "ranked": [[one["intent"], round(one["probability"], _DIGITS)] for one in ranked],
    }
