"""Chinese aspect polarity (MIT): sentences on goods, their aspects, praise or blame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from needlens.lm.corpora.samples import NOWHERE, Quad, Sample, folded

VALENCE = {"Positive": 6.8, "Negative": 3.0}
"""A polarity as a point on the scale of 1 to 9."""
_LINES = 3
"""Of each example: the sentence with $T$ for the aspect, the aspect, its polarity."""
LEARNED = ("notebook", "phone")
"""The goods that are trained on; camera and car stay unseen, to measure other goods by."""


def read(folder: Path, goods: Sequence[str]) -> list[Sample]:
    """Return the sentences on some goods, each once, with all its aspects and their valence.

    The opinion terms are not labelled: they are nowhere.
    """
    found: dict[str, set[tuple[int, int, float]]] = defaultdict(set)
    for file in [folder / kind / f"{kind}.train.txt" for kind in goods]:
        lines = file.read_text(encoding="utf-8").splitlines()
        for i in range(0, len(lines) - _LINES + 1, _LINES):
            before, _, after = (part.replace(" ", "") for part in lines[i].partition("$T$"))
            aspect, valence = lines[i + 1].replace(" ", ""), VALENCE.get(lines[i + 2].strip())
            text = before + aspect + after
            if valence and len(folded(text)) == len(text):
                found[text].add((len(before), len(before) + len(aspect), valence))
    return [
        Sample(
            f"aspects:{i}", folded(text), "ecommerce",
            quads=tuple(Quad((a, b), NOWHERE, "", valence) for a, b, valence in sorted(aspects)),
        )
        for i, (text, aspects) in enumerate(sorted(found.items()))
    ]  # fmt: skip
