"""Products that are sent back more than others."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.acts import ACTS, BUYER, VISITOR, last_of, purchases, within
from needlens.needs.chance import MOST, clearly_more
from needlens.needs.goods import goods, titles
from needlens.needs.keys import key_sql
from needlens.store import Database

_SENT_BACK = r"退[货貨]|退款|[换換][货貨]|退[换換]|已退|\b(returned|returning|return|refund(ed)?|exchanged?)\b"
_NOT_SENT_BACK = (
    r"[没沒][有]?|[无無未不]|可退|支持|[关關][闭閉]|取消|拒[绝絕]|失[败敗]|撤[销銷]|[驳駁]回|到期|"
    r"\b(no|not|non|never|without|window|policy|eligible|free|reject(ed)?|declined|denied|"
    r"cancell?ed|closed|expired)\b"
)
_ANY_REASON = "[无無]理由"
"""退货 for no reason is a return; the 无 in it denies nothing."""


def found(
    database: Database, min_voices: float, since: datetime | None, now: datetime | None
) -> pl.DataFrame:
    """Return who sent back what they had bought (columns ACTS).

    A product counts when the share of its buyers who sent it back is clearly above the
    shop's. A return is an event of that type, a negative quantity, or a status that says
    so (退货, 退款, 换货, returned, refunded …); a refused or cancelled one is none.
    """
    dated = within(since, now)
    counts = database.query(
        f"""WITH back AS (SELECT DISTINCT customer_id, product_id FROM ({_returns(dated)})),
            bought AS (SELECT DISTINCT customer_id, product_id FROM ({purchases(dated)}))
            SELECT o.product_id, count(*)::DOUBLE AS whole, count(b.product_id)::DOUBLE AS part
            FROM bought o LEFT JOIN back b USING (customer_id, product_id)
            GROUP BY o.product_id HAVING count(*) >= ? ORDER BY o.product_id""",
        [min_voices],
    )
    kept = clearly_more(counts, min_voices)
    named = goods(titles(database, kept["product_id"].head(MOST)))
    acts = database.query(
        last_of(
            f"""SELECT {key_sql("returned", "r.product_id")} AS key, r.*, n.title
            FROM ({_returns(dated)}) r JOIN named n USING (product_id)
            SEMI JOIN ({purchases(dated)}) o
              ON o.customer_id = r.customer_id AND o.product_id = r.product_id"""
        ),
        named=named,
    )
    quote = pl.format("退换了 · returned: {}", "title")
    return acts.with_columns(quote=quote).select(ACTS.names())


def _returns(dated: str) -> str:
    """Return the SQL of what was sent back: customer_id, product_id and the record."""
    return f"""
        SELECT {BUYER} AS customer_id, product_id, "at", id AS signal_id, 'order' AS kind,
               provenance, source, line
        FROM orders
        WHERE {dated} AND provenance <> 'assigned' AND product_id <> '' AND {BUYER} IS NOT NULL
              AND (quantity < 0 OR {_says_so("status")} OR {_says_so("after_sales")})
        UNION ALL
        SELECT {VISITOR}, product_id, "at", id, 'event', provenance, source, line
        FROM events
        WHERE {dated} AND type = 'return' AND provenance <> 'assigned' AND product_id <> ''
              AND {VISITOR} IS NOT NULL"""


def _says_so(column: str) -> str:
    words = f"regexp_replace(lower({column}), '{_ANY_REASON}', '', 'g')"
    return (
        f"(coalesce({column}, '') <> '' AND regexp_matches({words}, '{_SENT_BACK}')"
        f" AND NOT regexp_matches({words}, '{_NOT_SENT_BACK}'))"
    )


def statement(parts: list[str], names: dict[str, str]) -> tuple[str, str]:
    """Return the need in Chinese and English.

    >>> statement(["p1"], {"p1": "折叠伞"})
    ('「折叠伞」：退换的人多，弄清原因', '“折叠伞”: returned more than others: find out why')
    """
    title = names.get(parts[0], parts[0])
    return (
        f"「{title}」：退换的人多，弄清原因",
        f"“{title}”: returned more than others: find out why",
    )
