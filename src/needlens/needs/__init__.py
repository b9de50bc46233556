"""Needs: what customers want, how many, how well it is met, and the words it rests on."""

from __future__ import annotations

from needlens.needs.columns import EVIDENCE, EXPRESSIONS, NEEDS
from needlens.needs.conversion import as_evidence, as_needs
from needlens.needs.grouping import need_id
from needlens.needs.induction import induce
from needlens.needs.names import CategoryName
from needlens.needs.saying import said
from needlens.needs.voices import count as count_voices

__all__ = [
    "EVIDENCE",
    "EXPRESSIONS",
    "NEEDS",
    "CategoryName",
    "as_evidence",
    "as_needs",
    "count_voices",
    "induce",
    "need_id",
    "said",
]
