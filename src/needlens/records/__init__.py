"""The words of the product: one noun per file, its columns, types and rules.

>>> sorted(KINDS)
['chat', 'event', 'image', 'offer', 'order', 'post', 'product', 'query', 'review']
>>> KINDS["review"].table
'reviews'
"""

from __future__ import annotations

from needlens.records._columns import LANGUAGES, PROVENANCES, Record, Signal
from needlens.records.chat import SPEAKERS, ChatTurn
from needlens.records.entity import Entity
from needlens.records.event import EVENT_TYPES, Event
from needlens.records.evidence import Evidence
from needlens.records.finding import Finding
from needlens.records.image import Image
from needlens.records.ingested import Ingested
from needlens.records.need import (
    Interval,
    Kano,
    Need,
    NeedProduct,
    Origins,
    State,
    Status,
    WordedBy,
)
from needlens.records.offer import Offer
from needlens.records.opinion import Opinion, Polarity, polarity_of
from needlens.records.order import Order
from needlens.records.post import Post
from needlens.records.product import Product
from needlens.records.query import Query
from needlens.records.rejected import Rejected
from needlens.records.remark import Remark, RemarkOrigin
from needlens.records.review import Review
from needlens.records.sentiment import Sentiment
from needlens.records.suggestion import Suggestion

KINDS: dict[str, type[Record]] = {
    "review": Review,
    "product": Product,
    "offer": Offer,
    "image": Image,
    "query": Query,
    "event": Event,
    "order": Order,
    "chat": ChatTurn,
    "post": Post,
}
"""What can be ingested, by the word used on the command line and in mappings."""

__all__ = [
    "EVENT_TYPES",
    "KINDS",
    "LANGUAGES",
    "PROVENANCES",
    "SPEAKERS",
    "ChatTurn",
    "Entity",
    "Event",
    "Evidence",
    "Finding",
    "Image",
    "Ingested",
    "Interval",
    "Kano",
    "Need",
    "NeedProduct",
    "Offer",
    "Opinion",
    "Order",
    "Origins",
    "Polarity",
    "Post",
    "Product",
    "Query",
    "Record",
    "Rejected",
    "Remark",
    "RemarkOrigin",
    "Review",
    "Sentiment",
    "Signal",
    "State",
    "Status",
    "Suggestion",
    "WordedBy",
    "polarity_of",
]
