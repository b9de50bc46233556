"""What the shop sells, as far as the rules of action look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from needlens.insight.facts import Standing


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the shop sells, as far as the rules look at it."""

    titles: Mapping[str, str] = field(default_factory=dict)
    weak: Mapping[str, Standing] = field(default_factory=dict)

    def title(self, product_id: str) -> str:
        """Return the title of a product, its id when it has none."""
        return self.titles.get(product_id) or product_id
