"""Gorse's feedback, items and users, in both spellings of their fields."""

from __future__ import annotations

from typing import Any, ClassVar

from needlens.sources.platforms._nested import Document, Expanded, Nested, Unusable, first
from needlens.sources.platforms._picks import json_of


class Gorse(Nested):
    """Feedback becomes events, items products; users hold traits and are set aside."""

    name = "gorse"
    title_zh = "Gorse 数据"
    title_en = "Gorse data"
    uses: ClassVar = {
        name: use
        for camel, use in {
            "FeedbackType": ("event", "type"), "UserId": ("event", "customer_id"),
            "ItemId": ("event", "product_id"), "Timestamp": ("event", "at"),
            "Value": ("event", "value"), "Categories": ("product", "category"),
            "Labels": ("product", "tags"), "Comment": ("product", "title"),
        }.items()
        for name in (camel, camel.lower(), camel[0].lower() + camel[1:])
    }  # fmt: skip

    def fits(self, document: Document) -> bool:
        """Return whether a document is feedback, an item or a user of Gorse."""
        keys = {name.lower().replace("_", "") for name in document}
        known = {"feedbacktype", "userid", "itemid", "timestamp", "value", "comment", "ishidden",
                 "categories", "labels", "subscribe", "updated"}  # fmt: skip
        feedback = {"feedbacktype", "userid", "itemid"} <= keys
        item = "itemid" in keys and bool(keys & {"ishidden", "labels", "categories"})
        user = "userid" in keys and bool(keys & {"subscribe", "labels"})
        return keys <= known and (feedback or item or user)

    def expand(self, document: Document) -> Expanded:
        """Yield the event or the product of a document."""
        values = {name.lower().replace("_", ""): v for name, v in document.items()}
        if "feedbacktype" in values:
            act = values["feedbacktype"]
            yield (
                "event",
                {
                    "type": act,
                    "customer_id": first(values, "userid"),
                    "product_id": first(values, "itemid"),
                    "at": first(values, "timestamp"),
                    "value": first(values, "value") if "rat" in str(act).lower() else None,
                },
            )
        elif first(values, "itemid") is not None:
            yield "product", _product(values)
        else:
            raise Unusable("a user of Gorse holds customer traits, which are not kept")


def _product(values: dict[str, Any]) -> dict[str, Any]:
    labels = values.get("labels")
    known = labels if isinstance(labels, dict) else {}
    return {
        "product_id": values["itemid"],
        "title": first(known, "title", "name") or first(values, "comment"),
        "description": first(known, "description"),
        "category": first(values, "categories"),
        "tags": labels if isinstance(labels, list | str) else first(known, "tags"),
        "attributes": json_of(
            {n: v for n, v in known.items() if n not in ("title", "name", "description", "tags")}
        ),
    }
