"""Pure functions on text, Chinese and English as equals.

>>> from needlens.text import fold, sentences
>>> fold("ＵＳＢ線很好").text
'usb线很好'
>>> sentences("很好！Nice.")
[(0, 3), (3, 8)]
"""

from needlens.text.duplicates import groups, signatures
from needlens.text.folding import Folded, fold, fold_series, unify
from needlens.text.language import language_of, languages
from needlens.text.masking import mask, mask_series
from needlens.text.normalise import clean
from needlens.text.segment import Segmenter, index_terms, keywords, stop_words, tags, words
from needlens.text.splitting import Span, clauses, sentences

__all__ = [
    "Folded",
    "Segmenter",
    "Span",
    "clauses",
    "clean",
    "fold",
    "fold_series",
    "groups",
    "index_terms",
    "keywords",
    "language_of",
    "languages",
    "mask",
    "mask_series",
    "sentences",
    "signatures",
    "stop_words",
    "tags",
    "unify",
    "words",
]
