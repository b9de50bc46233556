"""``needlens entities``: the entities in a file of titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needlens.cli import _files as files
from needlens.cli import _options as options

if TYPE_CHECKING:
    from needlens.mining.files.answers import Answers


def command(
    input: files.Input,
    out: files.Out = "-",
    domain: files.Domain = "ecommerce",
    tier: files.Tier = None,
    model: files.Model = None,
    format: files.Format = None,
    field: files.Field = None,
    encoding: options.Encoding = None,
) -> None:
    """Read the brands, products, functions and attributes in a file of titles."""

    def make() -> tuple[Answers, str]:
        from needlens.mining.files.answers import Entities
        from needlens.mining.files.tiers import text_reader

        reader = text_reader(tier, domain, model)
        return Entities(reader), reader.version

    files.answer_file(input, out, make, format, encoding, field)
