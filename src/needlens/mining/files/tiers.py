"""Choose the tier that reads a file of texts."""

from __future__ import annotations

from pathlib import Path

from needlens.errors import NotFound, UserError
from needlens.mining.files.rule_texts import RuleTexts
from needlens.mining.files.text_reader import TextReader, TierName


def text_reader(
    tier: TierName | None = None, domain: str = "ecommerce", model: Path | None = None
) -> TextReader:
    """Return the tier called ``tier``; by default the reader if it is installed, else the rules.

    ``model`` is the folder of a model of the linear tier or the reader. Raises DomainError,
    ModelError or NotFound with a sentence when it, or ``domain``, cannot be used.

    >>> [o.aspect for o in text_reader("rule").opinions(["屏幕很清晰"])[0]]
    ['屏幕']
    """
    if tier == "rule":
        if model is not None:
            raise UserError("the rule tier has no model; leave --model out, or use --tier reader")
        return RuleTexts(domain)
    if tier == "linear":
        from needlens.mining.files.linear_texts import LinearTexts

        return LinearTexts(domain, model)
    if tier == "cascade":
        from needlens.mining.files.cascade_texts import CascadeTexts

        return CascadeTexts(domain, model)
    from needlens.mining.files.reader_texts import ReaderTexts
    from needlens.mining.reader import Reader

    try:
        return ReaderTexts(Reader(domain, model))
    except NotFound:
        if tier or model:
            raise
        return RuleTexts(domain)
