"""The sentences of a planted shop: templates filled, mistyped, in traditional script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import opencc
from benchmarks.needs.planted_list import Good, Language, wording
from benchmarks.needs.planted_settings import Settings
from benchmarks.perturb import homophones, typos

EMOJI = ("👍", "😊", "😡", "!!!", "～", "…")


class Writer:
    """Writes the texts of one shop; the same seed, the same texts."""

    def __init__(self, settings: Settings, rng: np.random.Generator) -> None:
        self.rng = rng
        self.mistyped = settings.mistyped
        self.traditional = settings.traditional
        self.bare = settings.bare

    def filled(self, templates: Sequence[str], language: Language, good: Good) -> str:
        """Return one of the templates with its product, degree and brand."""
        words = wording()
        return self._one(templates).format(
            p=good.zh if language == "zh" else good.en,
            d=self._one(words.degrees[language]),
            b=self._one(words.brands[language]),
        )

    def joined(self, sentences: Sequence[str], language: Language) -> str:
        """Return sentences as one text, now and then with an emoji at the end."""
        if language == "zh":
            text = "，".join(sentences)
        else:
            parts = [s[:1].upper() + s[1:] for s in sentences]
            text = " ".join(p if p[-1] in ".,:?!" else f"{p}." for p in parts)
        return text + (self._one(EMOJI) if self.rng.random() < 0.08 else "")

    def framed(self, sentences: Sequence[str], kind: str, language: Language) -> list[str]:
        """Return sentences with others around that say nothing, so that few texts are alike."""
        if self.rng.random() < self.bare:
            return list(sentences)
        frames = wording().frames
        before, after = (
            self._one(frames[f"{kind}_{place}_{language}"]) for place in ("before", "after")
        )
        return [before, *sentences, after]

    def handled(self, text: str, language: Language) -> str:
        """Return a text as hurried people, or people in Taipei, would have written it."""
        if self.rng.random() < self.mistyped:
            wrong = homophones if language == "zh" else typos
            text = wrong(text, share=0.12, seed=int(self.rng.integers(1 << 30))).text
        if language == "zh" and self.rng.random() < self.traditional:
            text = _converter().convert(text)
        return text

    def edited(self, text: str, language: Language) -> str:
        """Return a copy of a text, lightly changed or not at all."""
        how = self.rng.random()
        if how < 0.4:
            return text
        if how < 0.7:
            return text + self._one(EMOJI)
        if how < 0.85:
            return self.joined([text, self._one(wording().noise[f"said_{language}"])], language)
        return text.replace(self._one(wording().degrees[language]), "")

    def _one(self, texts: Sequence[str]) -> str:
        return texts[int(self.rng.integers(len(texts)))]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
