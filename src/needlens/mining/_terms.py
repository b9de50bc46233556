"""Join neighbouring aspect words to one term, and find the category of the whole."""

from __future__ import annotations

import re

from needlens.mining._lexicon import Token
from needlens.mining._parts import Term
from needlens.mining.domain import Domain, parts

_GAP = re.compile(r"(?:的|之|方面| of (?:the |this |my |its |it's )?|'s | | ?- ?)?")
_JOIN = re.compile(
    r"[ ]?(?:和|与|跟|及|以及|、|还有|加上|而且|又|且|或者?|外加|\+|/|都|也|,? and(?: the| its| my)?|&|,? or(?: the)?"
    r"|as well as(?: the)?|,? plus)?[ ]?"
)


class Terms:
    """Make terms of the aspect words of one clause."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._generic = domain.generic
        self._main = parts(domain.general)[0]

    def join(self, text: str, words: list[Token]) -> list[Term]:
        """Return the terms that ``words`` (aspect words in order) form in ``text``."""
        terms: list[Term] = []
        for start, end, entry in words:
            category = entry.aspect
            if terms:
                last = terms[-1]
                gap = text[last.end : start]
                whole = self._whole(last.category, category, gap) if _GAP.fullmatch(gap) else ""
                if whole:
                    last.end, last.category = end, whole
                    continue
                group = last.group if _JOIN.fullmatch(gap) else last.group + 1
                terms.append(Term(start, end, category, group))
            else:
                terms.append(Term(start, end, category))
        return terms

    def _whole(self, head: str, tail: str, gap: str) -> str:
        """Return the category of a term of two parts; empty when they are two terms."""
        if " of " in gap:
            head, tail = tail, head
        if head == tail:
            return head
        entity, attribute = parts(head)
        entity2, attribute2 = parts(tail)
        if attribute2 == "GENERAL":
            if attribute != "GENERAL":
                return ""
            return head if entity2 == self._main else tail
        if entity == entity2:
            if attribute in ("GENERAL", attribute2):
                return tail
            return (
                head if attribute2 in self._generic else tail if attribute in self._generic else ""
            )
        if attribute == "GENERAL":
            if entity == self._main:
                return tail
            known = self._domain.known(f"{entity}#{attribute2}")
            whole = self._domain.is_whole(entity)
            return known or (head if entity2 == self._main and not whole else tail)
        return ""
