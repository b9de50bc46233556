"""Bank cards and accounts: Luhn-checked card numbers, IBAN, accounts named as such.

Sources: ISO/IEC 7812-1 (Luhn, issuer ranges), ISO 13616 (IBAN).
"""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_ISSUERS = re.compile(
    r"62\d{14,17}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|3[068]\d{12}"
    r"|6011\d{12}|65\d{14}|60\d{14,17}|8[1-7]\d{14,17}|9558\d{15}|5[06-8]\d{14,17}|6[37]\d{14,17}|10\d{17}"
)
_GROUPS = r"\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,4}(?:[ -]\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{6}[ -]\d{7,13}"
_NAMED = r"(?:银行卡|储蓄卡|借记卡|信用卡|银行账[号户]|(?<!会员)(?<!游戏)卡号|打款|退款账[号户]|开户|[农工建招交中]行|信用社|邮储)"


class BankCard(Recogniser):
    """Payment cards and bank accounts.

    >>> [f.start for f in BankCard().find("卡号 6222 0212 3456 7890 128")]
    [3]
    """

    TYPE = "bank-card"
    HINT = r"\d(?:[ -]?\d){7}|[A-Za-z]{2}\d\d ?[A-Za-z\d]{4}"
    CONTEXT = (
        rf"{_NAMED}|银行|转账|汇款|账[号户]|退到|打到|打给|打钱|付款卡|户名|尾号"
        r"|\b(?:card|visa|mastercard|amex|debit|credit|bank|account|acct|iban|unionpay|charged|paid with)"
    )
    BEFORE = 28
    AFTER = 14
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(
            re.compile(rf"(?<![A-Za-z\d.-])(?<!\d )(?:{_GROUPS})(?![ -]?\d)(?![A-Za-z.]\d)"), 0.3
        ),
        Pattern(re.compile(r"(?<![\dA-Za-z.])(?<!\d-)\d{13,19}(?![\dA-Za-z])(?!\.\d)"), 0.3),
        Pattern(
            re.compile(
                r"(?<![A-Za-z\d])[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z\d])"
            ),
            0.3,
        ),
        Pattern(
            re.compile(
                r"(?i:bank account|account|acct)(?i: number| no\.?| is|[:# ]){0,4}(?P<pii>\d{8}(?:\d{2,4})?)(?![A-Za-z\d])(?!\.\d)"
            ),
            0.75,
        ),
    )

    def validate(self, value: str) -> bool | None:
        """Confirm a known issuer with a right Luhn digit, or an IBAN; refuse a wrong IBAN."""
        plain = re.sub(r"[ -]", "", value)
        if plain[0].isalpha():
            return iban(plain)
        if len(set(plain)) == 1:
            return False
        if _ISSUERS.fullmatch(plain) and luhn(plain):
            return True
        return False if plain.startswith(("978", "979")) and len(plain) == 13 else None


def luhn(digits: str) -> bool:
    """Tell whether the last of ``digits`` is the right Luhn check digit.

    >>> luhn("6222021234567890128"), luhn("6222021234567890129")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def iban(text: str) -> bool:
    """Tell whether ``text`` (no spaces) is a valid IBAN.

    >>> iban("GB82WEST12345698765432")
    True
    """
    moved = text[4:] + text[:4]
    return 15 <= len(text) <= 34 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
