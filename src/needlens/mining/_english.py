"""The forms of an English word, so that the word lists need only the plain one."""

from __future__ import annotations

_VOWELS = "aeiou"


def verb_forms(verb: str) -> set[str]:
    """Return a regular verb and its -s, -ed and -ing forms.

    >>> sorted(verb_forms("ruin")), sorted(verb_forms("love"))
    (['ruin', 'ruined', 'ruining', 'ruins'], ['love', 'loved', 'loves', 'loving'])
    """
    stem = _doubled(verb)
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    return {verb, _with_s(verb), stem + "ed", stem + "ing"}


def noun_forms(noun: str) -> set[str]:
    """Return a noun, or a term that ends in one, and its plural.

    >>> sorted(noun_forms("battery")), sorted(noun_forms("power switch"))
    (['batteries', 'battery'], ['power switch', 'power switches'])
    """
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return {noun, noun[:-1] + "ies"}
    return {noun} if noun.endswith("s") and not noun.endswith("ss") else {noun, _with_s(noun)}


def adjective_forms(adjective: str) -> set[str]:
    """Return a short adjective with its comparative and superlative.

    >>> sorted(adjective_forms("fine")), sorted(adjective_forms("fair"))
    (['fine', 'finer', 'finest'], ['fair', 'fairer', 'fairest'])
    """
    if adjective.endswith("e"):
        return {adjective, adjective + "r", adjective + "st"}
    if adjective.endswith("y"):
        return {adjective, adjective[:-1] + "ier", adjective[:-1] + "iest"}
    stem = _doubled(adjective)
    return {adjective, stem + "er", stem + "est"}


def _with_s(word: str) -> str:
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _doubled(word: str) -> str:
    """Double the last letter of a one-syllable word such as *dig*, *hot*."""
    end = word[-3:]
    short = len(word) <= 4 and sum(letter in _VOWELS for letter in word) == 1
    closed = len(end) == 3 and end[1] in _VOWELS and end[2] not in _VOWELS + "wxy"
    return word + word[-1] if short and closed and end[0] not in _VOWELS else word
