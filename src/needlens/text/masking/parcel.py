"""Parcel numbers: by a carrier's prefix, or after a word such as 快递单号 or tracking number.

Sources: carriers' published number forms; UPU S10 (international post, check digit).
"""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_SAID = (
    r"(?:(?:快递|运|货运|物流|包裹|面|邮政|顺丰|圆通|中通|申通|韵达|极兔|京东|德邦|百世|邮局|寄件|退货|回寄)"
    r"(?:的)?(?:单号|快递号|单|编号|号码?)|(?<!订)(?<!下)单号"
    r"|(?:顺丰|圆通|中通|申通|韵达|极兔|京东快递|德邦|百世|邮政)(?:快递|速递|快运|速运)?(?=[ :]{0,2}\d{12,15}(?!\d))"
    r"|(?i:track|tracking|waybill|ups|usps|fedex|dhl)(?=:? \d{10,22}(?!\d))"
    r"|(?i:tracking|waybill|consignment|shipment|parcel|usps|fedex|dhl)(?i: number| no\.?| code| id| #|#| is){1,3})"
)
_GAP = r"(?:号码?|是|为|:|=|\(|#|\s|(?i:is|was)(?![A-Za-z])){0,5}"


class Parcel(Recogniser):
    """Numbers by which a parcel, and so a person's address, can be looked up.

    >>> [f.start for f in Parcel().find("SF1234567890123 / 1Z999AA10123456784")]
    [0, 18]
    """

    TYPE = "parcel"
    HINT = r"\d(?: ?\d){6}|1z[a-z\d]{6}|单号|运单|tracking|waybill|jd[a-z]{1,2}\d"
    CONTEXT = r"快递|物流|运单|包裹|单号|寄|退|邮政|tracking|parcel|package|usps|ups|ship|deliver"
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(
            re.compile(
                r"(?<![A-Za-z\d])(?:SF ?\d{12,15}|YT ?\d{13,16}|ZTO ?\d{10,14}|ZT\d{12}|STO ?\d{12,15}|JT\d{13}|YD\d{13,15}"
                r"|JD(?:[A-Z]{1,2}\d{10,14}|\d{12,15})(?:-\d-\d-?)?|JD[A-Z0-9]{10,14}-\d-\d-?|DPK\d{12}|TBA\d{12}|LP\d{14,17}|HTKY\d{13,15}"
                r"|CN\d{12,15}|UC\d{12})(?![A-Za-z\d])",
                re.I,
            ),
            0.9,
        ),
        Pattern(
            re.compile(r"(?<![A-Za-z\d])1Z ?(?:[0-9A-Z] ?){15}[0-9](?![A-Za-z\d])", re.I), 0.95
        ),
        Pattern(re.compile(r"(?<![\d.])9[2-5]\d\d ?(?:\d{4} ?){4}\d{2}(?![\d.])"), 0.85),
        Pattern(
            re.compile(r"(?<![A-Za-z\d])[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}(?![A-Za-z\d])"), 0.2
        ),
        Pattern(
            re.compile(r"(?<![A-Za-z\d.])(?:7[35-8]|4[36]|55|88|98)\d{11,13}(?![A-Za-z\d.])"), 0.1
        ),
        Pattern(
            re.compile(
                _SAID
                + _GAP
                + r"(?P<pii>(?=[A-Za-z-]{0,5}\d)[A-Za-z\d][A-Za-z\d-]{6,24}[A-Za-z\d])(?![A-Za-z\d])"
            ),
            0.85,
        ),
        Pattern(
            re.compile(_SAID + _GAP + r"(?P<pii>\d{4}(?: \d{4}){1,4}(?: \d{1,4})?)(?![ ]?\d)"), 0.8
        ),
    )

    def validate(self, value: str) -> bool | None:
        """Confirm an S10 number by its check digit; ask for at least 7 digits."""
        plain = value.replace(" ", "")
        if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", plain):
            return s10(plain[2:11])
        return None if sum(c.isdigit() for c in plain) >= 7 else False


def s10(digits: str) -> bool:
    """Tell whether the ninth of ``digits`` is the right S10 check digit.

    >>> s10("473124829")
    True
    """
    rest = 11 - sum(int(n) * w for n, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=False)) % 11
    return int(digits[8]) == {10: 0, 11: 5}.get(rest, rest)
