"""The form of a reader's files, agreed between who writes them and who reads them."""

from __future__ import annotations

SETTINGS = "reader.json"
FORMAT = 1
"""Of ``reader.json``; raised when a reader of before could not read the files."""
