"""Keys of what customers do: a kind and the ids it is about, in one string.

A key is what the identity of a need of behaviour rests on, so it must not change:
``viewed sku-12``, ``together sku-3 + sku-7``, ``switched Grocery › Tea + Old Mill``.
"""

from __future__ import annotations

_BETWEEN = " + "


def escaped(expression: str) -> str:
    """Return the SQL that writes one part of a key so that a plus sign in it parts nothing.

    >>> escaped("product_id")
    "replace(replace(product_id, '%', '%25'), '+', '%2B')"
    """
    return f"replace(replace({expression}, '%', '%25'), '+', '%2B')"


def key_sql(kind: str, *parts: str) -> str:
    """Return the SQL of a key of SQL expressions; ``parts_of`` takes it apart again.

    >>> key_sql("viewed", "product_id")
    "'viewed ' || replace(replace(product_id, '%', '%25'), '+', '%2B')"
    """
    return f"'{kind} ' || " + f" || '{_BETWEEN}' || ".join(escaped(part) for part in parts)


def parts_of(key: str) -> tuple[str, list[str]]:
    """Return the kind of a key and its parts.

    >>> parts_of("together 牙刷 + 牙膏 2%2B1")
    ('together', ['牙刷', '牙膏 2+1'])
    """
    kind, _, rest = key.partition(" ")
    return kind, [
        part.replace("%2B", "+").replace("%25", "%") for part in rest.split(_BETWEEN) if part
    ]
