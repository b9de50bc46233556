"""A build backend that builds nothing: pip asks for metadata, it hands over PKG-INFO.

Even to download a source archive, pip runs the archive's build to learn its name and
version. `_fetch` puts this file in the place of ``setuptools.build_meta`` for that one
call, so that no line of a data package is ever executed and no build tool is fetched.
It stands alone: it is copied, and run by whichever Python pip uses.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

__legacy__ = sys.modules[__name__]


def get_requires_for_build_wheel(config_settings: object = None) -> list[str]:
    """Return nothing: reading a file needs no build tools."""
    return []


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: object = None
) -> str:
    """Copy the archive's PKG-INFO (pip runs this in its unpacked folder) as METADATA."""
    info = Path("PKG-INFO").read_bytes()
    name, version = (
        re.search(rb"^%s:[ \t]*([\w.+!-]+)" % key, info, re.M | re.I)
        for key in (b"Name", b"Version")
    )
    if name is None or version is None:
        raise SystemExit("PKG-INFO has no Name or Version")
    stem = re.sub(rb"[-_.]+", b"_", name[1]) + b"-" + version[1].replace(b"-", b"_")
    folder = Path(metadata_directory, f"{stem.decode()}.dist-info")
    folder.mkdir(parents=True)
    (folder / "METADATA").write_bytes(info)
    return folder.name


def build_wheel(*_: object, **__: object) -> str:
    """Refuse: a data package is read, never built."""
    raise SystemExit("data packages are not built")
