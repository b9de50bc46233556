"""Asking a language model within a budget, and once more when its answer has a wrong form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from needlens.errors import UserError
from needlens.mining.llm_client import Budget, Model

Believed = TypeVar("Believed")
AGAIN = {"temperature": 0.4, "seed": 7}
"""How the second question differs: a model without chance would give the same answer."""


def ask(
    model: Model,
    request: dict[str, Any],
    believe: Callable[[dict[str, Any]], Believed | None],
    budget: Budget,
    problems: list[str],
    tries: int = 2,
) -> Believed | None:
    """Return what is believed of the answer to ``request``; None when there is none.

    ``believe`` returns None for an answer of a wrong form. Then, and when the model
    answered no JSON or could not be asked, it is asked once more if ``tries`` and the budget
    allow; ``budget`` is the one the model counts in. What went wrong is added to
    ``problems``, without a word of the answer.
    """
    for attempt in (request, request | AGAIN)[:tries]:
        if not budget.left():
            break
        try:
            found = believe(model.json(attempt))
        except UserError as error:
            problems.append(str(error))
            continue
        if found is not None:
            return found
        problems.append("the language model's answer had another form than was asked for")
    return None
