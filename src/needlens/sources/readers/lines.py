"""Physical lines of a text file, decoded, whatever the file does to stop that.

Bytes are split at LF, CR LF and CR; in GB18030, Big5, Shift-JIS and EUC those bytes are
never part of another character, so a line can be split off before it is decoded, and a
broken character spoils one line only.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from needlens.sources.encoding import BOMS, Encoding, codec_of, detect, is_byte_wise, sample
from needlens.sources.plausibility import plausibility

SHOWN_CHARS = 10_000
"""How much of a line that cannot be read is kept with its rejection."""

BROKEN = "\udcff"
"""Stands in decoded text for bytes that are in no encoding; never handed on."""

_CHUNK = 1 << 20
_UTF8_MARK = codecs.BOM_UTF8


class Line(NamedTuple):
    """One physical line with its end, or what is left of it and what was wrong."""

    number: int
    text: str
    fault: str = ""


def encoding_of(file: BinaryIO, wanted: str | None) -> Encoding:
    """Return the encoding a file is to be read in: the one asked for, or the detected one."""
    if wanted:
        codec_of(wanted)
        return Encoding(wanted, True)
    return detect(sample(file))


def skip_mark(file: BinaryIO, encoding: str) -> str:
    """Move ``file`` behind its byte order mark; return the codec for what follows."""
    codec = codec_of(encoding)
    file.seek(0)
    first = file.read(4)
    mark, marked = next(((m, name) for m, name in BOMS if first.startswith(m)), (b"", "-le"))
    file.seek(len(mark))
    if codec in {"utf-16", "utf-32"}:
        codec += "-be" if marked.endswith("-be") else "-le"
    return codec


def read_lines(file: BinaryIO, encoding: str, line_chars: int) -> Iterator[Line]:
    """Yield the lines of ``file`` from its start, in memory bounded by ``line_chars``.

    A line in another encoding than the rest is decoded from GB18030 or UTF-8 when that
    makes plausible text. Otherwise, or when it is too long, it comes with a ``fault``.
    """
    codec = skip_mark(file, encoding)
    if is_byte_wise(codec):
        return _decoded(_split(_chunks(file), line_chars), codec, encoding, line_chars)
    recoded = _recoded(_chunks(file), codec)
    return _decoded(_split(recoded, line_chars), "utf-8", encoding, line_chars, foreign=False)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _recoded(chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """Turn UTF-16 and the like into UTF-8; what cannot be decoded becomes invalid UTF-8."""
    decoder = codecs.getincrementaldecoder(codec)("needlens-broken")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BROKEN, error.end


codecs.register_error("needlens-broken", _mark)


def _split(chunks: Iterator[bytes], line_chars: int) -> Iterator[list[bytes]]:
    """Yield lists of whole lines; of a line far too long only its beginning and its end."""
    most = 4 * line_chars + SHOWN_CHARS
    rest: list[bytes] = []
    held = 0
    for chunk in chunks:
        if held > most and not rest[-1].endswith(b"\r"):  # look for the line's end only
            end = _line_end(chunk)
            if end < 0:
                continue
            chunk = chunk[end:]
        elif b"\n" not in chunk and b"\r" not in chunk:
            rest.append(chunk)
            held += len(chunk)
            continue
        lines = (b"".join(rest) + chunk).splitlines(keepends=True)
        rest = [] if lines[-1].endswith(b"\n") else [lines.pop()]
        held = sum(map(len, rest))
        yield lines
    yield b"".join(rest).splitlines(keepends=True)


def _line_end(chunk: bytes) -> int:
    ends = [at for at in (chunk.find(b"\n"), chunk.find(b"\r")) if at >= 0]
    return min(ends, default=-1)


def _decoded(
    chunks: Iterator[list[bytes]],
    codec: str,
    encoding: str,
    line_chars: int,
    *,
    foreign: bool = True,
) -> Iterator[Line]:
    number = 0
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}.get(codec, "") if foreign else ""
    for lines in chunks:
        for raw in lines:
            number += 1
            try:
                text = raw.decode(codec)
            except UnicodeDecodeError:
                yield _rescued(number, raw, codec, encoding, other, line_chars)
                continue
            if len(text) > line_chars:
                yield _too_long(number, text, line_chars)
            else:
                yield Line(number, text)


def _rescued(
    number: int, raw: bytes, codec: str, encoding: str, other: str, line_chars: int
) -> Line:
    """Return a line that is not in the file's encoding, from another one or as faulty."""
    if len(raw) > 4 * line_chars:
        return _too_long(number, raw[: 4 * SHOWN_CHARS].decode(codec, "replace"), line_chars)
    if other:
        try:
            text = raw.decode(other)
        except UnicodeDecodeError:
            text = ""
        if text and plausibility(text) >= 0.6 and len(text) <= line_chars:
            return Line(number, text)
    text = raw.decode(codec, "replace")
    if len(text) > line_chars:
        return _too_long(number, text, line_chars)
    return Line(number, text, f"holds bytes that are not {encoding}")


def _too_long(number: int, text: str, line_chars: int) -> Line:
    return Line(number, text[:SHOWN_CHARS], f"the line is longer than {line_chars:,} characters")
