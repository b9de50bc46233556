"""Customer ids replaced by a keyed hash: the same customer, but nobody knows who.

Source: ENISA, "Pseudonymisation techniques and best practices" (2019), keyed hash (HMAC).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
import unicodedata
from pathlib import Path

import polars as pl

from needlens.errors import ConfigError

KEY_BYTES = 32
"""The length of a key."""
KEY_VARIABLE = "NEEDLENS_KEY"
"""The environment variable that holds the key as 64 hex digits instead of a file."""


class Pseudonyms:
    """Turns customer ids into pseudonyms under one ``key`` (32 bytes).

    The same id gives the same pseudonym whatever its width or surrounding spaces; under
    another key it gives another.

    >>> pseudonyms = Pseudonyms(bytes(32))
    >>> names = pseudonyms.series(pl.Series(["买家８", " 买家8 ", None]))
    >>> names[0] == names[1], names[0][:2], len(names[0]), names[2]
    (True, 'c-', 18, None)
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ConfigError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
        self._key = key

    def __repr__(self) -> str:
        return "Pseudonyms(…)"

    def series(self, ids: pl.Series) -> pl.Series:
        """Return the pseudonyms of ``ids``; null stays null, each distinct id is hashed once."""
        ids = ids.cast(pl.String)
        unique = ids.drop_nulls().unique()
        if unique.is_empty():
            return ids
        named = pl.Series(map(self._one, unique), dtype=pl.String)
        return ids.replace_strict(unique, named, return_dtype=pl.String)

    def _one(self, customer: str) -> str:
        folded = unicodedata.normalize("NFKC", customer).strip()
        return f"c-{hmac.digest(self._key, folded.encode(), hashlib.sha256).hex()[:16]}"


def read_or_create_key(path: Path) -> bytes:
    """Return the key in ``path``, made on first use (32 random bytes, only for the owner).

    ``NEEDLENS_KEY`` (64 hex digits) in the environment goes first and leaves ``path``
    alone. Two processes that create it at once get the same key. Raises ConfigError when
    the key cannot be read or has the wrong length; a key is never replaced.
    """
    if given := os.environ.get(KEY_VARIABLE, "").strip():
        return _from_hex(given)
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = _create(path)
    except OSError as error:
        raise ConfigError(
            f"the key {path} cannot be read ({error.strerror}); give the user who runs needlens"
            f" the right to read it, or set {KEY_VARIABLE}"
        ) from None
    if len(key) != KEY_BYTES:
        raise ConfigError(
            f"the key {path} has {len(key)} bytes instead of {KEY_BYTES}; restore it from a backup:"
            " with another key known customers would get new pseudonyms"
        )
    return key


def _from_hex(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(
            f"{KEY_VARIABLE} is not {2 * KEY_BYTES} hex digits; make one with: openssl rand -hex 32"
        )
    return key


def _create(path: Path) -> bytes:
    """Write a new key beside ``path`` and link it into place, unless another was quicker."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(name, path)
            except FileExistsError:
                pass
            except OSError:  # a file system without hard links
                os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"the key {path} cannot be created ({error.strerror}); make the folder writable, or set"
            f" {KEY_VARIABLE}"
        ) from None
