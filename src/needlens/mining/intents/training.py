"""From examples to an intent model, in seconds and without the extra libraries.

The encoder stays as it is. On its embeddings and on hashed n-grams stands a linear
classifier; what it says of examples kept aside tells how sure it may be.
"""

from __future__ import annotations

import re

import numpy as np

from needlens.lm.embedder import Embedder
from needlens.mining.intents.checking import Check, Outcome, Progress
from needlens.mining.intents.examples import Examples
from needlens.mining.intents.model import IntentModel
from needlens.mining.intents.ngrams import hashed
from needlens.mining.intents.table import Table
from needlens.text.folding import fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[_\-./\s]+")


def train(
    examples: Examples, embedder: Embedder, *, seed: int = 0, progress: Progress | None = None
) -> tuple[IntentModel, Outcome]:
    """Learn the intents of some examples; return the model and how it did on held-out ones.

    The name of an intent counts as an example of it. Texts out of scope are learnt as
    such when there are any; intents kept aside whole stand for what nobody foresaw.
    """
    said = progress or _silent
    names = [readable(name) for name in examples.names]
    texts = examples.texts + names
    said("embed", 0, len(texts))
    intents = np.concatenate([examples.intents, np.arange(len(names))])
    table = Table(embedder(texts), hashed(texts), intents, len(names))
    said("embed", len(texts), len(texts))
    certainty, outcome = Check(table, examples.texts, seed, said)()
    features, linear = table.learn(np.arange(len(texts)))
    return IntentModel(examples.names, features, linear, certainty, embedder), outcome


def readable(name: str) -> str:
    """Return the name of an intent as words.

    >>> readable("ORDER_STATUS"), readable("orderStatus"), readable("查询订单")
    ('order status', 'order status', '查询订单')
    """
    return fold(" ".join(_CAMEL.split(name))).text.strip()


def _silent(what: str, done: int, total: int) -> None:
    pass
