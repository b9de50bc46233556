"""Text → meaning: opinions with their strength, and suggestions (the rule tier)."""

from __future__ import annotations

from needlens.mining._opinions import Reason, explain, opinions
from needlens.mining._suggestions import suggestions
from needlens.mining.domain import Category, Domain
from needlens.mining.miner import RuleMiner

__all__ = ["Category", "Domain", "Reason", "RuleMiner", "explain", "opinions", "suggestions"]
