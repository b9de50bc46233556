"""Topics 话题: what the texts of a shop are about, found without being told what to look for.

Two methods, the same ids and counts for both. ``embedding`` groups texts by the meaning the
shipped encoder sees in them and by their words; Chinese and English texts share a topic
where they are about one thing. ``lda`` (extra ``[topics]``) groups by words alone. A topic
keeps its id from run to run, see :mod:`needlens.mining.identity`.

>>> from needlens.mining.topics import name
>>> name(["快递", "送货", "很慢"])
'快递 · 送货 · 很慢'
"""

from __future__ import annotations

from needlens.mining.topics.finding import find, waiting
from needlens.mining.topics.fitted import METHODS
from needlens.mining.topics.learning import Learnt, learn
from needlens.mining.topics.listing import over_time, topics
from needlens.mining.topics.naming import name
from needlens.mining.topics.stored import history
from needlens.mining.topics.topic import Sentence, Topic

__all__ = [
    "METHODS", "Learnt", "Sentence", "Topic",
    "find", "history", "learn", "name", "over_time", "topics", "waiting",
]  # fmt: skip
