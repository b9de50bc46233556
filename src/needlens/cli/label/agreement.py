"""``needlens label agreement``: how far annotators agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say

if TYPE_CHECKING:
    from needlens.labels import Agreement
    from needlens.records import Interval


def command(context: typer.Context, json: options.Json = False) -> None:
    """Show how far the annotators of the stored labels agree, beyond chance."""
    from needlens.labels import agreement

    with shop(context, read_only=True) as opened:
        labels = opened.labels()
    agreed = agreement(labels)
    if json:
        print_json(agreed)
        return
    say(f"{labels.height:,} labels by {labels['annotator'].n_unique():,} annotators")
    show_agreement(agreed)
    if not agreed.sentences:
        say("no sentence was labelled by two of them, so there is no agreement to measure")


def show_agreement(agreed: Agreement) -> None:
    """Print an agreement, if there is anything to compare."""
    if not agreed.sentences:
        return
    say(f"agreement of {', '.join(agreed.annotators)} on {agreed.sentences:,} sentences:")
    say(f"  category ({agreed.measure}): {_shown(agreed.category)}")
    say(f"  valence (Krippendorff's alpha): {_shown(agreed.valence)}")
    say(f"  whole opinions (F1): {_shown(agreed.exact)}")


def _shown(x: Interval | None) -> str:
    return f"{x.value:.2f} ({x.low:.2f}–{x.high:.2f})" if x else "cannot be compared"
