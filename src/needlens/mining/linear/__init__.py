"""The linear tier 线性层: hashed n-grams, thousands of times as fast as a large encoder."""

from __future__ import annotations

from needlens.mining.linear.contributions import Contribution, contributions
from needlens.mining.linear.miner import LinearMiner

__all__ = ["Contribution", "LinearMiner", "contributions"]
