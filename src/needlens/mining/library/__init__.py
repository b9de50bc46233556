"""The library of needs: needs that many shops' customers have, and how to recognise them."""

from __future__ import annotations

from needlens.mining.library.library import KnownNeed, NeedLibrary, library

__all__ = ["KnownNeed", "NeedLibrary", "library"]
