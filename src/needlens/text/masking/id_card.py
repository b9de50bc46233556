"""Identity numbers: Chinese resident ID (18 and old 15), Taiwan, Hong Kong, US and UK.

Source: GB 11643-1999 (check digit ISO 7064 MOD 11-2); SSA for the US.
"""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
_REGION = rf"(?:{'|'.join(_PROVINCES.split())})\d{{4}}"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN18 = rf"(?<![\d.]){_REGION}[ -]?(?:19|20)\d\d[ -]?{_DAY}[ -]?\d{{3}}[\dXx](?![\dA-Za-z])"


class IdCard(Recogniser):
    """Numbers that the state gave a person.

    >>> [f.probability for f in IdCard().find("身份证11010119900307002X")]
    [0.99]
    """

    TYPE = "id-card"
    HINT = r"\d(?:[ -]?[\dXx]){8}|(?:身份证|护照|通行证|证件|passport|insurance|nino?|id card).{1,24}\d"
    CONTEXT = (
        r"身份|证件|证号|护照|通行证|id card|\bid\b|identity|passport|ssn|\bsocial\b|national insurance"
        r"|\bni(?:no)?\b|tax"
    )
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(re.compile(_CN18), 0.3),
        Pattern(re.compile(rf"(?<![\d.]){_REGION}\d\d{_DAY}\d{{3}}(?![\dA-Za-z])"), 0.5),
        Pattern(
            re.compile(
                r"(?<![A-Za-z\d-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![A-Za-z\d-])"
            ),
            0.7,
        ),
        Pattern(re.compile(r"(?<![A-Za-z\d-])(?!000|666|9)\d{3} ?\d\d ?\d{4}(?![A-Za-z\d-])"), 0.1),
        Pattern(
            re.compile(
                r"(?i:身份证|护照|通行证|证件|passport|national insurance|(?<![a-z])nino?(?![a-z])|(?<![a-z])id card)"
                r"(?i:字?号码?|是|为|:|number|no\.?|is|#| ){0,6}"
                r"(?P<pii>[A-Za-z]{1,2} ?\d\d ?\d\d ?\d\d ?(?:\d{0,3}\(?[\dA]?\)?|[A-Da-d]))(?![A-Za-z\d])"
            ),
            0.8,
        ),
    )

    def validate(self, value: str) -> bool | None:
        """Check the date and, where there is one, the check digit."""
        plain = re.sub(r"[ -]", "", value).upper()
        if not re.fullmatch(r"\d{15}|\d{17}[\dX]", plain):
            return None
        born = plain[6:14] if len(plain) == 18 else "19" + plain[6:12]
        try:
            day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
        except ValueError:
            return False
        if not 1900 <= day.year <= date.today().year:
            return False
        return True if len(plain) == 18 and check_digit(plain) == plain[17] else None


def check_digit(number: str) -> str:
    """Return the check digit of the first 17 digits of a Chinese ID ``number``.

    >>> check_digit("11010119900307002")
    'X'
    """
    total = sum(int(n) * w for n, w in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11]
