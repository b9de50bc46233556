"""Which meanings make which record: the generic platform's knowledge of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from needlens.records import KINDS
from needlens.sources.headers import listed


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table: what tells it, what it needs and what its fields are read from."""

    fields: Mapping[str, str]
    """Field → meanings, best first; one that is not the first is uncertain."""
    needs: tuple[str, ...]
    """Sets of meanings, each of which is enough to make the record."""
    weights: Mapping[str, int]
    """Meaning → how strongly it speaks for this kind."""
    also: tuple[str, ...] = ()
    """Further kinds the same row may give."""
    asks: str = ""
    """What a table of this kind must have, for people."""


_WHO = {"customer_id": "customer_id customer", "product_id": "product_id sku", "channel": "channel"}
_SAID = {"provenance": "provenance"}
_ABOUT = {"brand": "brand", "department": "department", "category": "category type"}

TABLES: dict[str, Table] = {
    "review": Table(
        {
            "external_id": "review_id id",
            "at": "review_time time paid_time order_time",
            **_WHO,
            "title": "review_title title",
            "text": "review_text text message post_text",
            "follow_up": "follow_up",
            "merchant_reply": "merchant_reply",
            "rating": "rating",
            "variant": "variant sku",
            "category": "category",
            "helpful_votes": "helpful likes",
            "has_image": "has_image review_image",
            **_SAID,
        },
        ("review_text", "follow_up", "text rating", "text product_id rating", "rating customer_id",
         "rating customer", "rating review_time", "rating review_id", "text review_title"),
        {"review_text": 3, "follow_up": 3, "review_title": 2, "rating": 2, "helpful": 1, "has_image": 1,
         "review_time": 2, "review_id": 2, "merchant_reply": 1, "text": 1, "customer_id": 1, "product_id": 1,
         "review_image": 1, "product_title": 1},
        ("product", "image"),
        "a text (评价内容, review_text) or a rating (评分) with a customer or a date",
    ),
    "order": Table(
        {
            "external_id": "line_id id",
            "at": "order_time paid_time time event_time",
            **_WHO,
            "order_id": "order_id",
            "title": "product_title title name description",
            "variant": "variant sku",
            "quantity": "quantity",
            "unit_price": "price",
            "amount": "amount",
            "discount": "discount",
            "currency": "currency",
            "status": "status",
            "after_sales": "after_sales",
            "region": "province region city country",
            **_SAID,
        },
        (
            *(
                f"{what} {which}"
                for what in ("order_id", "quantity", "amount", "line_id")
                for which in ("product_id", "sku", "product_title", "description", "title", "name")
            ),
            "order_id amount", "order_id order_time", "customer_id amount order_time",
            "customer_id quantity order_time", "customer_id quantity amount time",
        ),
        {"order_id": 3, "line_id": 2, "quantity": 2, "amount": 2, "order_time": 2, "paid_time": 2, "price": 1,
         "status": 1, "discount": 1, "after_sales": 2, "customer_id": 1, "customer": 1,
         "visits": -9},
        ("product",),
        "an order number, quantity or amount (订单编号, 数量, 金额) and a product (商品名称, product_id)",
    ),
    "product": Table(
        {
            "product_id": "product_id sku id",
            "title": "product_title title name",
            "description": "description",
            "attributes": "attributes",
            **_ABOUT,
            "tags": "tags keywords",
            "url": "product_url",
            **_SAID,
        },
        tuple(
            f"{which} {what}"
            for which in ("product_id", "sku", "product_title", "title", "name")
            for what in ("description", "brand", "category", "department", "price", "tags", "stock",
                         "list_price", "product_url", "image_url")
        ),
        {"product_title": 1, "description": 2, "brand": 2, "category": 1, "department": 1, "price": 2,
         "list_price": 2, "stock": 2, "availability": 1, "tags": 1, "image_url": 1, "product_url": 1,
         "sku": 1, "name": 1, "product_id": 1},
        ("offer", "image"),
        "a product (商品ID, product_id or 商品名称) and something about it (价格, 品牌, 类目, description)",
    ),
    "chat": Table(
        {
            "external_id": "message_id id",
            "at": "message_time time",
            **_WHO,
            "conversation_id": "conversation_id session_id",
            "speaker": "speaker",
            "text": "message text",
            **_SAID,
        },
        ("message speaker", "text speaker"),
        {"message": 3, "speaker": 3, "conversation_id": 3, "message_time": 2, "message_id": 2, "text": 1},
        (),
        "a message (消息内容) and who said it (发送人: 买家/客服)",
    ),
    "query": Table(
        {
            "external_id": "query_id id",
            "at": "search_time time event_time",
            **_WHO,
            "text": "query_text keywords text",
            "session_id": "session_id conversation_id",
            "results": "query_results",
            **_SAID,
        },
        ("query_text", "keywords query_results", "keywords search_time"),
        {"query_text": 4, "query_results": 2, "search_time": 2, "keywords": 1, "session_id": 1, "query_id": 1},
        (),
        "what was searched (搜索词, query)",
    ),
    "event": Table(
        {
            "external_id": "id",
            "at": "event_time time search_time order_time",
            **_WHO,
            "type": "event_type type",
            "session_id": "session_id conversation_id",
            "query_id": "query_id",
            "position": "position",
            "quantity": "quantity",
            "value": "value amount price rating",
            "dwell_seconds": "dwell",
            **_SAID,
        },
        tuple(
            f"{act} {what}"
            for act in ("event_type", "type event_time", "type customer_id time")
            for what in ("product_id", "sku", "product_title")
        ),
        {"event_type": 4, "event_time": 2, "dwell": 2, "session_id": 1, "position": 1, "query_id": 1,
         "type": 2, "customer_id": 1, "value": 1},
        ("product",),
        "an act (行为类型, event_type) and a product (商品ID)",
    ),
    "post": Table(
        {
            "external_id": "post_id id",
            "at": "post_time time",
            **_WHO,
            "title": "post_title title",
            "text": "post_text text review_text message",
            "url": "post_url product_url",
            "likes": "likes helpful",
            **_SAID,
        },
        ("post_text", "text post_time", "text post_id", "text post_url", "text post_title",
         "text title product_url", "text likes"),
        {"post_text": 4, "post_title": 2, "post_id": 3, "likes": 2, "post_time": 2, "post_url": 2, "text": 1,
         "title": 1, "product_url": 1},
        (),
        "a text (微博内容, post_text)",
    ),
    "offer": Table(
        {
            "product_id": "product_id sku id",
            "variant": "variant sku",
            "at": "time event_time order_time",
            "price": "price",
            "list_price": "list_price",
            "currency": "currency",
            "stock": "stock",
            "availability": "availability status",
            **_SAID,
        },
        ("product_id price", "product_id stock", "product_id list_price", "sku price", "sku stock",
         "product_title price", "product_title stock", "title price", "name price", "title stock",
         "product_title list_price", "name stock"),
        {"price": 2, "list_price": 1, "stock": 2, "time": 3, "event_time": 2, "currency": 1, "variant": 1},
        (),
        "a product (商品ID) with its price or stock (价格, 库存)",
    ),
    "image": Table(
        {
            "product_id": "product_id sku id",
            "review_external_id": "review_id",
            "url": "image_url review_image",
            "position": "image_position position",
            "alt": "image_alt",
            **_SAID,
        },
        ("image_url product_id", "image_url review_id", "review_image review_id", "image_url sku",
         "image_url product_title", "image_url title", "review_image", "image_url name"),
        {"image_url": 2, "image_position": 3, "image_alt": 2},
        (),
        "a picture's address (图片链接, image_url) and a product or review",
    ),
}  # fmt: skip
"""The order decides between kinds that fit equally well."""

LEAST = 3
"""Points a kind must have to be chosen without being told."""


def kind_of(meanings: Sequence[str], fields: Mapping[str, str] | None = None) -> str | None:
    """Return the kind of table whose telling columns are there, or None.

    The user's own fields speak for the kinds that have them.
    """
    there = {name for name in meanings if name}
    given = {name.rpartition(".")[2] for name in fields or {}}
    best, points = None, LEAST - 1
    for kind, table in TABLES.items():
        if given and not given <= set(KINDS[kind].columns()):
            continue
        filled = there | {m for name in given for m in table.fields.get(name, "").split()[:1]}
        if not _enough(table, filled):
            continue
        total = sum(weight for meaning, weight in table.weights.items() if meaning in filled)
        if total > points:
            best, points = kind, total
    return best


def _enough(table: Table, there: set[str]) -> bool:
    return any(set(needed.split()) <= there for needed in table.needs)


def nothing_fits(columns: Sequence[str]) -> str:
    """Return the sentences for a table that no kind fits: what was seen, what is needed."""
    lines = [
        f"no known kind of record fits these columns: {listed(columns)}",
        *(f"  {kind}: {table.asks}" for kind, table in TABLES.items()),
        "say what the columns are, e.g. --kind review --field text=内容 --field rating=评分",
    ]
    return "\n".join(lines)


def not_enough(kind: str, columns: Sequence[str]) -> str:
    """Return the sentences for a table that lacks what the wanted kind needs."""
    return (
        f"a {kind} needs {TABLES[kind].asks}; none of these columns was recognised as that: "
        f"{listed(columns)}\nsay which column it is, e.g. --field text=内容"
    )
