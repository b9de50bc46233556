"""Cut a text into sentences and clauses, as spans of the text."""

from __future__ import annotations

from needlens.text._cuts import clause_cuts, sentence_cuts

Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Cut a text into sentences: ``[(start, end), ...]``, without the spaces around.

    Sentences end at 。！？!?；;…, at line breaks, at an English full stop (not in
    decimals, addresses and abbreviations), at ～ and at emoji that close a clause, and
    before the items of a numbered list (1、… 2、…). The closing marks belong to the
    sentence they close.

    >>> text = "质量很好！物流3.5天到。Works well. Mr. Li agrees"
    >>> [text[start:end] for start, end in sentences(text)]
    ['质量很好！', '物流3.5天到。', 'Works well.', 'Mr. Li agrees']
    """
    return _spans(text, 0, len(text), sentence_cuts(text))


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Cut ``text[start:end]`` into clauses, the unit in which one opinion is read.

    Clauses end where sentences do, and at ，and , (not in 1,000), at 、 after a part
    that says something (质量好、物流快 but not 颜色、大小), at a space between Chinese
    parts of three characters and more, and before a word of contrast (但, 不过, but).

    >>> text = "质量好、物流快，颜色、大小都对 but the box was torn"
    >>> [text[start:end] for start, end in clauses(text)]
    ['质量好、', '物流快，', '颜色、大小都对', 'but the box was torn']
    """
    stop = len(text) if end is None else end
    return _spans(text, start, stop, clause_cuts(text))


def _spans(text: str, start: int, stop: int, cuts: list[int]) -> list[Span]:
    spans: list[Span] = []
    first = start
    for cut in [*(c for c in cuts if start < c < stop), stop]:
        part = text[first:cut]
        begin = first + len(part) - len(part.lstrip())
        finish = first + len(part.rstrip())
        if begin < finish:
            spans.append((begin, finish))
        first = cut
    return spans
