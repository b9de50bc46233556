"""Fetching a file from the web: only where it was told to, only so much, and resumed.

This is the one place that downloads by URL. Nothing fetched is run.
"""

from __future__ import annotations

import http.client
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from needlens.errors import Refused, SourceError

HOSTS = (
    "huggingface.co",
    "hf.co",
    "hf-mirror.com",
    "modelscope.cn",
    "github.com",
    "githubusercontent.com",
)
"""Where a redirect may lead, besides the host that was asked for; with their subdomains."""
_CHUNK = 1 << 20
_SECONDS = 30.0
_BROKEN = (
    urllib.error.URLError,
    TimeoutError,
    ConnectionError,
    ssl.SSLError,
    http.client.HTTPException,
)


def fetch(
    url: str,
    target: Path,
    size: int,
    *,
    tick: Callable[[int], None] | None = None,
    context: ssl.SSLContext | None = None,
) -> None:
    """Bring what is at ``url`` into the file ``target``; go on where an earlier try stopped.

    ``size`` is the number of bytes expected; more are refused. ``tick`` is told how many
    are there. Only https is taken, or http from this machine; a redirect may lead to the
    same host or to one of ``HOSTS``. ``context`` is for certificates of your own. The
    content is not checked: that is the caller's. Raise Refused for an address that is not
    allowed or too many bytes, SourceError when the server cannot be reached or stops early;
    what has arrived stays in ``target``.

    >>> fetch("ftp://models.example/m.gguf", Path("m.gguf"), 10)
    Traceback (most recent call last):
    ...
    needlens.errors.Refused: 'ftp://models.example/m.gguf' is not fetched: give an https address
    """
    host = allowed(url)
    there = target.stat().st_size if target.is_file() else 0
    if there >= size:
        return
    secure = urllib.request.HTTPSHandler(context=context or ssl.create_default_context())
    opener = urllib.request.build_opener(_Redirects(host), secure)
    request = urllib.request.Request(url, headers={"Range": f"bytes={there}-"} if there else {})
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            resumed = answer.status == 206 and _begins(answer.headers, there)
            with target.open("ab" if resumed else "wb") as file:
                _copy(answer, file, there if resumed else 0, size, tick)
    except urllib.error.HTTPError as error:
        raise SourceError(
            f"{_shown(url)} cannot be had: the server answered {error.code}"
        ) from None
    except _BROKEN as why:
        reason = getattr(why, "reason", why)
        raise SourceError(
            f"{_shown(url)} cannot be had ({type(reason).__name__}); what has arrived is kept, "
            "the same command goes on from there"
        ) from None
    if target.stat().st_size < size:
        raise SourceError(
            f"{_shown(url)} ended after {target.stat().st_size:,} of {size:,} bytes; "
            "the same command goes on from there"
        )


def allowed(url: str) -> str:
    """Return the host of an address that may be asked; raise Refused for any other."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        here = host in ("127.0.0.1", "::1", "localhost")
        if host and (parts.scheme == "https" or (parts.scheme == "http" and here)):
            return host
    except ValueError:
        pass
    raise Refused(f"{_shown(url)!r} is not fetched: give an https address")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same host or a known one only."""

    def __init__(self, host: str) -> None:
        self._hosts = (host, *HOSTS)

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        host = allowed(newurl)
        if not any(host == one or host.endswith(f".{one}") for one in self._hosts):
            raise Refused(f"{_shown(req.full_url)} leads to {host}, which is not on the list")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _begins(headers: Any, there: int) -> bool:
    return str(headers.get("Content-Range", "")).startswith(f"bytes {there}-")


def _copy(
    answer: Any, file: BinaryIO, done: int, size: int, tick: Callable[[int], None] | None
) -> None:
    while chunk := answer.read(_CHUNK):
        done += len(chunk)
        if done > size:
            raise Refused(f"the server sends more than the {size:,} bytes that belong to the file")
        file.write(chunk)
        if tick:
            tick(done)
    file.flush()
    os.fsync(file.fileno())


def _shown(url: str) -> str:
    """Return an address without a name, password or token in it."""
    plain = url.partition("?")[0]
    scheme, mark, rest = plain.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}" if mark else plain
