"""Where a text may be cut: the candidate marks, found by one regular expression."""

from __future__ import annotations

import re

CLOSERS = "”’\"'）)】」』》〉］]"
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
PICTURES = r"\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a-\u23ff"
JOINED = r"[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]"
EMOJI = rf"(?:[{PICTURES}]{JOINED}*|\^[_\-.oO]?\^)"

# The first sign is matched by one character class, which scans fast; the alternatives
# then look back at it. Each ends in an empty group that names the kind of mark.
_MARKS = rf"""
    [\n。！？!?｡…;；.．~～〜，,﹐、\s{PICTURES}^]
    (?:(?<=\n)\s*(?P<line>)
    |(?<=[。！？!?｡…])(?:[。！？!?…~～，,]|{EMOJI}|\.(?!\d))*(?P<ender>)
    |(?<=[;；])[;；]*(?P<semicolon>)
    |(?<=[.．])[.．]+(?P<ellipsis>)
    |(?<=[.．])(?P<stop>)
    |(?<=[~～〜])[~～〜]*(?P<wave>)
    |(?<=[，,﹐])[，,﹐]*(?P<comma>)
    |(?<=、)(?P<list>)
    |(?<=[^\S\n])[^\S\n]*(?P<space>)
    |(?:(?<=[{PICTURES}]){JOINED}*|(?<=\^)[_\-.oO]?\^)(?:\ ?{EMOJI})*(?P<emoji>))
    """
MARKS = re.compile(_MARKS, re.VERBOSE)
MARKS_BUT_SPACES = re.compile(_MARKS.replace(r"、\s", "、"), re.VERBOSE)
"""For what no space can cut: sentences, and texts without Chinese. Most marks of an English
text are its spaces."""

ADDRESS_HINTS = ("://", "www.", "@", ".com", ".cn", ".net", ".org")
ADDRESSES = re.compile(
    rf"https?://[^\s{HAN}，。！？；、）】]+|www\.[A-Za-z0-9./?=&_-]+"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,64}"
    r"|(?<![A-Za-z0-9-])[A-Za-z0-9-]{1,64}\.(?:com|cn|net|org)(?![A-Za-z])"
)

NUMBERED = re.compile(
    rf"(?:^|(?<=[\s。！？!?；;，,.…~～）)：:])|(?<=[{HAN}]))"
    r"(?:[(（]?(?P<number>\d{1,2})(?:[、.．)）])(?!\d)|(?P<circled>[①-⑳])|(?P<keycap>[1-9]️?⃣))"
)

ABBREVIATIONS = re.compile(
    r"mrs?|ms|dr|prof|st|vs|e\.?g|i\.?e|cf|approx|nos|vol|max|fig|dept|est|feat|misc|tel|ext"
)
"""A full stop after one of these never ends a sentence."""

UNITS = re.compile("in|ft|oz|lbs?|hrs?|mins?|secs?|yrs?|mos?|qt|pt|gal")
"""After a number these take a full stop that ends a sentence only before a capital."""

MAYBE_LAST = re.compile(r"etc|inc|ltd|co|corp|jr|sr|[ap]\.?m|u\.s(?:\.a)?|u\.k|ave|blvd")
"""A full stop after one of these ends a sentence only before a capital or at the end."""

CONTRASTS = re.compile(
    "但(?<![不非]但)(?![愿願凡])是?"
    "|不过(?<![只再好比信打骗瞒]不过)(?![瘾关敏期时来去])"
    "|不過(?<![只再好比信打騙瞞]不過)(?![癮關敏期時來去])"
    "|可是(?<![这這那都我你他它不还還]可是)"
    "|然而"
)
ENGLISH_CONTRASTS = re.compile(
    r"(?<![A-Za-z])(?<!nothing )(?<!all )(?<!anything )(?<!none )"
    r"(?:but(?! also| rather)|however|(?:al)?though(?=\s+[A-Za-z]))(?![A-Za-z])",
    re.IGNORECASE,
)
CONTRAST_AT_END = re.compile(r"(?:但是?|不[过過]|可是|然而|\b(?:but|however))\s*$", re.IGNORECASE)
