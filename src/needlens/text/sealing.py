"""Seal raw rows that are kept in quarantine, so that a copied database shows nothing.

Source: AES-256-GCM (NIST SP 800-38D), key by HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from needlens.errors import StoreError

_NONCE = 12
_PURPOSE = b"needlens quarantine 1"
"""Bound into key and seal: a change of format is a new purpose."""


class Seal:
    """Seals and opens texts under a key derived from the workspace's ``key``.

    The derived key is not the one that makes pseudonyms. A sealed text is a random
    12-byte nonce followed by the ciphertext and its tag; equal texts look different.

    >>> seal = Seal(bytes(32))
    >>> sealed = seal.seal(["电话13800138000"])
    >>> seal.open(sealed[0])
    '电话13800138000'
    """

    def __init__(self, key: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key)
        self._cipher = AESGCM(derived)

    def __repr__(self) -> str:
        return "Seal(…)"

    def seal(self, texts: Sequence[str]) -> list[bytes]:
        """Return each of ``texts`` sealed; any text can be, also with lone surrogates."""
        encrypt = self._cipher.encrypt
        nonces = os.urandom(_NONCE * len(texts))
        sealed = []
        for i, text in enumerate(texts):
            nonce = nonces[i * _NONCE : (i + 1) * _NONCE]
            sealed.append(nonce + encrypt(nonce, text.encode("utf-8", "surrogatepass"), _PURPOSE))
        return sealed

    def open(self, sealed: bytes) -> str:
        """Return the text in ``sealed``; raise StoreError when it was changed or not ours."""
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _PURPOSE)
        except (InvalidTag, ValueError):
            raise StoreError(
                "a sealed row cannot be opened: it is damaged, or the workspace's key is another"
                " one; restore the key file that belongs to this workspace"
            ) from None
        return plain.decode("utf-8", "surrogatepass")
