"""Encoding 编码: which characters the bytes of a text file stand for.

Order: byte order mark → strict UTF-8 → the legacy encoding whose characters make the most
plausible text. Most Big5 bytes are valid GB18030 too, and the other way round, so validity
decides nothing there: text of everyday characters does. Labels mean what browsers take
them for (WHATWG Encoding Standard): ``gbk`` reads GB18030, ``big5`` reads cp950, and so on.

>>> detect("质量很好，物流很快".encode("gbk"))
Encoding(name='gb18030', certain=True)
>>> detect("品質很好，出貨也很快".encode("big5"))
Encoding(name='big5', certain=True)
>>> detect("Très bon café, ça marche".encode("cp1252")).name
'cp1252'
"""

from __future__ import annotations

import codecs
import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from needlens.errors import SourceError
from needlens.sources.plausibility import plausibility

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, the longer ones before those they begin with."""

LEGACY = ("gb18030", "big5", "shift_jis", "euc_kr", "euc_jp", "cp1252")
"""Tried in this order; a later one must be clearly more plausible to win."""

_READ_AS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
}
"""Label → the superset that writers using the label really mean."""

_NOT_OF_FILES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})
_SAMPLE = 1 << 20
_JUDGED = 1 << 16
_TOP = 1 << 12
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_SHORT = 1 << 10
_CERTAIN = 0.8
_LEAD = 0.1
_MOSTLY, _NEARLY = 0.6, 0.9


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding's name, and whether the bytes leave no reasonable doubt."""

    name: str
    certain: bool


def detect(raw: bytes) -> Encoding:
    """Return the encoding of ``raw``, the bytes of a text or a sample cut at line ends.

    ``certain`` is False when it is the best guess and a person should look. Bytes that are
    in no encoding at all come back as ``latin-1``, which reads anything.
    """
    for mark, name in BOMS:
        if raw.startswith(mark):
            return Encoding(name, True)
    wide = _utf16_without_mark(raw)
    if wide:
        return Encoding(wide, True)
    lines = [line for line in raw.splitlines() if not line.isascii()]
    if _decoded(raw, "utf-8") is not None:
        return Encoding("utf-8", True)
    lines = _judged(lines)
    if _is_mostly_utf8(lines):
        return Encoding("utf-8", False)
    legacy = _legacy(lines)
    if legacy and legacy.certain:
        return legacy
    wide, score = _as_utf16(raw[:_SHORT])
    if len(raw) <= _SHORT and score >= _CERTAIN:
        return Encoding(wide, False)
    return legacy or _from_detector(raw) or Encoding("latin-1", False)


def sample(file: BinaryIO) -> bytes:
    """Return up to 1 MiB each of the head, middle and tail of ``file``, cut at line ends.

    The position in the file is left at its start.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_SAMPLE if size > 3 * _SAMPLE else -1)
    if size <= 3 * _SAMPLE or detect_wide(head):
        file.seek(0)
        return head
    parts = [head[: head.rfind(b"\n") + 1] or head]
    for start in (size // 2, size - _SAMPLE):
        file.seek(start)
        part = file.read(_SAMPLE)
        parts.append(part[part.find(b"\n") + 1 : part.rfind(b"\n") + 1])
    file.seek(0)
    return b"".join(parts)


def codec_of(name: str) -> str:
    """Return the codec that reads what files labelled ``name`` hold; raise SourceError.

    >>> codec_of("GB2312"), codec_of("Big5"), codec_of("utf8")
    ('gb18030', 'cp950', 'utf-8')
    """
    try:
        b"\x00\x00\x00\x00".decode(name)  # refuses codecs that are not of text, such as hex
        known = codecs.lookup(name).name
        if known in _NOT_OF_FILES:
            raise LookupError(known)
    except (LookupError, ValueError):
        near = difflib.get_close_matches(name.lower(), _LABELS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}? " if near else ""
        raise SourceError(
            f"unknown encoding {name!r}; {hint}Give one of {', '.join(_LABELS)}, "
            "or leave it out to have it detected."
        ) from None
    return _READ_AS.get(known, known)


_LABELS = ("utf-8", "gb18030", "gbk", "big5", "utf-16", "shift_jis", "euc_kr", "cp1252", "latin-1")


@cache
def is_byte_wise(codec: str) -> bool:
    """Tell whether line ends and commas are single bytes in ``codec`` (not so in UTF-16)."""
    return '\r\n,;\t|"{}[]'.encode(codec, "replace") == b'\r\n,;\t|"{}[]'


def detect_wide(raw: bytes) -> bool:
    """Tell whether ``raw`` is UTF-16 or UTF-32."""
    return raw.startswith(tuple(mark for mark, _ in BOMS[1:])) or bool(_utf16_without_mark(raw))


def _utf16_without_mark(raw: bytes) -> str:
    """Return the UTF-16 flavour in which bytes with zeros among them are plausible text."""
    head = raw[:_JUDGED]
    ascii_runs = sum(map(len, re.findall(rb"[\x20-\x7e]{8,}", head[:_TOP])))
    if b"\x00" not in head or ascii_runs > min(len(head), _TOP) / 5:
        return ""
    found = [_as_utf16(head), _as_utf16(head[:256])]
    agreed = found[0][0] == found[1][0] and min(score for _, score in found) >= _CERTAIN
    return found[0][0] if agreed else ""


def _as_utf16(raw: bytes) -> tuple[str, float]:
    """Return the better flavour of UTF-16 for ``raw`` and how plausible its text is."""
    raw = raw[: len(raw) & ~1]
    scores = []
    for name in ("utf-16-le", "utf-16-be"):
        text = raw.decode(name, "replace")
        odd = len(text) - sum(map(str.isascii, text))
        score = 1 - (1 - plausibility(text)) * odd / max(1, len(text))
        zeros = text.count("\x00") > max(2, len(text) / 100)  # a cell or two may hold one
        scores.append((0.0 if zeros else score, name))
    score, name = max(scores)
    return name, score


def _decoded(raw: bytes, codec: str) -> str | None:
    """Return the text of ``raw``, whose last character may be cut off, or None."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(raw)
    except UnicodeError:
        return None


def _is_mostly_utf8(lines: list[bytes]) -> bool:
    """Tell whether most of what is not ASCII is sensible UTF-8, as in a file with scars."""
    text = b"\n".join(lines).decode("utf-8", "replace")
    odd = len(text) - sum(map(str.isascii, text))
    valid = 1 - text.count("\ufffd") / odd
    return valid > _NEARLY or (valid >= _MOSTLY and plausibility(text.replace("\ufffd", "")) > 0.5)


def _judged(lines: list[bytes]) -> list[bytes]:
    """Return pieces of lines from all over the sample, as much as is worth judging."""
    odd = [found.start() for line in lines if (found := _BEYOND_ASCII.search(line))]
    parts = [line[at : at + _SHORT] for line, at in zip(lines, odd, strict=True)]
    return parts[:: max(1, -(-sum(map(len, parts)) // _JUDGED))]


def _legacy(lines: list[bytes]) -> Encoding | None:
    """Return the legacy encoding that makes the most plausible text of ``lines``."""
    best, best_score = "", 0.0
    for name in LEGACY:
        codec = _READ_AS.get(name, name)
        readable = [text for line in lines if (text := _decoded(line, codec)) is not None]
        score = plausibility("\n".join(readable)) * len(readable) / len(lines)
        if score > best_score + (_LEAD if best else 0.0):
            best, best_score = name, score
    if best_score < 0.5:
        return None
    return Encoding(best, best_score >= _CERTAIN and best != "cp1252")


def _from_detector(raw: bytes) -> Encoding | None:
    """Ask charset-normalizer, which knows the rarer encodings of other scripts."""
    from charset_normalizer import from_bytes

    found = from_bytes(re.sub(rb"[\x00-\x08]", b"", raw[:_JUDGED])).best()
    if found is None or _decoded(raw[:_JUDGED], found.encoding) is None:
        return None
    return Encoding(codecs.lookup(found.encoding).name, False)
