"""schema.org Product and Review, as pages carry them in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from needlens.sources.platforms._nested import Document, Expanded, Nested, Unusable, first, items
from needlens.sources.platforms._picks import json_of
from needlens.sources.platforms._rows import title_id

PRODUCTS = {"Product", "ProductGroup", "ProductModel", "IndividualProduct", "Book", "Vehicle"}
REVIEWS = {"Review", "UserReview", "CriticReview", "EmployerReview"}
_ID = (
    "sku",
    "productID",
    "productGroupID",
    "gtin",
    "gtin13",
    "gtin14",
    "gtin12",
    "gtin8",
    "mpn",
    "isbn",
    "@id",
)
_ATTRIBUTES = ("color", "size", "material", "model", "pattern", "weight", "itemCondition")


class SchemaOrg(Nested):
    """Products with offers, pictures and reviews; ``@graph`` and nesting are walked."""

    name = "schemaorg"
    title_zh = "schema.org 商品与评价"
    title_en = "schema.org products and reviews"
    channel = "web"
    personal = (
        "author",
        "review.author",
        "review.author.name",
        "author.name",
        "reviews.author.name",
    )
    uses: ClassVar = {
        "sku": ("product", "product_id"), "name": ("product", "title"),
        "description": ("product", "description"), "brand": ("product", "brand"),
        "brand.name": ("product", "brand"), "category": ("product", "category"),
        "url": ("product", "url"), "image": ("image", "url"), "image.url": ("image", "url"),
        "offers.price": ("offer", "price"), "offers.lowPrice": ("offer", "price"),
        "offers.priceCurrency": ("offer", "currency"), "offers.availability": ("offer", "availability"),
        "review.reviewBody": ("review", "text"), "review.name": ("review", "title"),
        "review.datePublished": ("review", "at"), "review.reviewRating.ratingValue": ("review", "rating"),
        "review.reviewRating.bestRating": ("review", "rating"), "reviewBody": ("review", "text"),
        "reviewRating.ratingValue": ("review", "rating"), "datePublished": ("review", "at"),
        "itemReviewed.name": ("product", "title"), "itemReviewed.sku": ("product", "product_id"),
    }  # fmt: skip

    def fits(self, document: Document) -> bool:
        """Return whether a document is JSON-LD with a product or a review somewhere."""
        marked = "schema.org" in str(document.get("@context", "")) or "@graph" in document
        typed = bool(_types(document) & (PRODUCTS | REVIEWS))
        return typed or (marked and any(_types(n) & (PRODUCTS | REVIEWS) for n in _nodes(document)))

    def expand(self, document: Document) -> Expanded:
        """Yield products, offers, images and reviews."""
        records: list[tuple[str, Mapping[str, Any]]] = []
        for node in _nodes(document):
            if _types(node) & PRODUCTS:
                records += _product(node)
            elif _types(node) & REVIEWS:
                reviewed = next(iter(items(node.get("itemReviewed"))), {})
                if _types(reviewed) & PRODUCTS or first(reviewed, "name", *_ID):
                    records += [r for r in _product(reviewed) if r[0] == "product"]
                records += _review(node, _key(reviewed))
        if not records:
            raise Unusable("the document holds no product and no review")
        yield from records


def _types(node: Document) -> set[str]:
    given = node.get("@type", [])
    names = given if isinstance(given, list) else [given]
    return {str(n).rpartition("/")[2].rpartition(":")[2] for n in names}


def _nodes(document: Document) -> Iterator[Document]:
    """Yield the document, or what its graph and lists hold."""
    inner = [
        n
        for name in ("@graph", "mainEntity", "itemListElement", "item")
        for n in items(document.get(name))
    ]
    yield document
    for node in inner:
        yield from _nodes(node)


def _key(product: Document) -> str | None:
    given = first(product, *_ID)
    if given is not None and not isinstance(given, dict | list):
        return str(given)
    title = _text(product.get("name"))
    return title_id(title) if title else _text(product.get("url"))


def _text(value: Any) -> str | None:
    """Return the text of a value that may be a string, an object with a name, or a list."""
    if isinstance(value, list):
        value = next((v for v in value if v), None)
    if isinstance(value, Mapping):
        value = first(value, "name", "@value", "url", "@id")
    return str(value) if value is not None and not isinstance(value, dict | list) else None


def _product(node: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    key = _key(node)
    if key is None:
        raise Unusable("the product has neither an id nor a name")
    yield (
        "product",
        {
            "product_id": key,
            "title": _text(node.get("name")),
            "description": _text(node.get("description")),
            "brand": _text(first(node, "brand", "manufacturer")),
            "category": _text(node.get("category")),
            "url": _text(node.get("url")),
            "attributes": json_of({name: _text(node.get(name)) for name in _ATTRIBUTES}),
        },
    )
    for offer in items(node.get("offers")):
        yield from _offers(offer, key)
    pictures = node.get("image")
    for place, picture in enumerate(pictures if isinstance(pictures, list) else [pictures], 1):
        address = first(picture, "url", "contentUrl") if isinstance(picture, Mapping) else picture
        if address:
            yield "image", {"product_id": key, "url": address, "position": place}
    for name in ("review", "reviews"):
        for review in items(node.get(name)):
            yield from _review(review, key)
    for variant in items(node.get("hasVariant")):
        for offer in items(variant.get("offers")):
            yield from _offers(offer, key, _text(first(variant, "sku", "name")))


def _offers(
    offer: Document, key: str, variant: str | None = None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    inner = items(offer.get("offers"))
    if inner:
        for one in inner:
            yield from _offers(one, key, variant)
        return
    named = next(iter(items(offer.get("priceSpecification"))), {})
    stock = next(iter(items(offer.get("inventoryLevel"))), {})
    yield (
        "offer",
        {
            "product_id": key,
            "variant": variant or _text(offer.get("sku")),
            "price": first(offer, "price", "lowPrice") or first(named, "price"),
            "list_price": first(offer, "highPrice"),
            "currency": first(offer, "priceCurrency") or first(named, "priceCurrency"),
            "stock": first(stock, "value"),
            "availability": str(offer.get("availability") or "").rpartition("/")[2] or None,
        },
    )


def _review(node: Document, key: str | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    grade = first(node, "reviewRating")
    best = first(grade, "bestRating")
    value = first(grade, "ratingValue") if isinstance(grade, Mapping) else grade
    if value is not None and best is not None:
        value = f"{str(value).replace(',', '.')}/{best}"
    yield (
        "review",
        {
            "external_id": _text(first(node, "@id", "identifier")),
            "product_id": key,
            "at": first(node, "datePublished", "dateCreated"),
            "title": _text(first(node, "name", "headline")),
            "text": _text(first(node, "reviewBody", "description", "text")),
            "rating": value,
            "has_image": "true" if first(node, "image", "associatedMedia") else None,
        },
    )
