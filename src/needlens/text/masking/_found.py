"""What the recognisers report: where personal data is, never the data itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

TYPES = (
    "phone",
    "id-card",
    "bank-card",
    "email",
    "address",
    "wechat",
    "qq",
    "parcel",
    "name",
    "ip",
)
"""Every kind of personal data that is masked."""

PLACEHOLDER = re.compile(f"⟨(?:{'|'.join(TYPES)})⟩")
"""What stands in a masked text instead of personal data, e.g. ``⟨phone⟩``."""


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data: ``text[start:end]`` is a ``type`` with ``probability``.

    The text itself is left out on purpose, so that a Found may be printed or logged.
    """

    type: str
    start: int
    end: int
    probability: float
