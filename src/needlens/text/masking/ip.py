"""Public IPv4 addresses named as such: without the word they look like version numbers."""

from __future__ import annotations

import ipaddress
import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser


class IP(Recogniser):
    """IP addresses that can lead to a person; private ones (192.168.…) stay.

    >>> [f.start for f in IP().find("我的IP是203.0.114.7")]
    [5]
    """

    TYPE = "ip"
    HINT = r"\d\.\d{1,3}\.\d{1,3}\.\d"
    CONTEXT = r"(?<![a-z])ip(?:v4)?(?![a-z])|登录地|login from"
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(re.compile(r"(?<![\d.A-Za-z])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)"), 0.1),
    )

    def validate(self, value: str) -> bool | None:
        """Refuse what is no public address."""
        try:
            address = ipaddress.IPv4Address(value)
        except ValueError:
            return False
        return None if not address.is_private else False
