"""Text → meaning: opinions with their strength, and suggestions (the rule tier)."""

from __future__ import annotations

from needlens.mining._opinions import Reason, explain, opinions
from needlens.mining._suggestions import suggestions
from needlens.mining.domain import Category, Domain

__all__ = ["Category", "Domain", "Reason", "explain", "opinions", "suggestions"]
