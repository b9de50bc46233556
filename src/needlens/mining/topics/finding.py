"""When topics are found anew: when they never were, or texts came or went since."""

from __future__ import annotations

from pathlib import Path

from needlens.mining.topics import stored
from needlens.mining.topics.learning import Learnt, Progress, learn, version_of
from needlens.mining.topics.sample import count
from needlens.store import Database


def waiting(database: Database, method: str = "embedding", n: int | None = None) -> int:
    """Return how many texts came or went since topics were found; 0: the stored ones hold.

    All texts wait when topics were never found, or not with this model or number ``n``.
    Raise UserError for an unknown method.
    """
    changed = stored.waiting(database, method, version_of(method), n)
    return count(database) if changed is None else changed


def find(
    database: Database,
    cache: Path,
    method: str = "embedding",
    n: int | None = None,
    progress: Progress | None = None,
) -> Learnt | None:
    """Find the topics when texts wait, and store them; None: those that are stored hold.

    ``n`` is how many topics to look for; by default as many as suit the texts. ``cache`` is
    a folder for vectors. See :func:`~needlens.mining.topics.learning.learn`.
    """
    if not waiting(database, method, n):
        return None
    return learn(database, cache, method, n, progress)
