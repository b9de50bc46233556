"""Record ids: a keyed hash of what tells one record from another."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import blake2b

import polars as pl

from needlens.records import KINDS, Signal

OWN_IDS = ("external_id", "order_id")
"""Columns in which the source itself names a record."""


def with_ids(
    kind: str, frame: pl.DataFrame, key: bytes, rest: pl.Series | None = None
) -> pl.DataFrame:
    """Return ``frame`` with its ``id`` column filled.

    An id is the first letter of the kind and 66 bits of a BLAKE2b hash, 12 characters
    in all. Empty columns are left out of the hash, so a later version of a record with
    a new column keeps the ids of the old rows. ``rest`` is what else the row holds: it
    tells rows apart that the source gave no id of their own. The hash is keyed, so that
    a pseudonym cannot be found by trying all customer numbers.

    >>> frame = pl.DataFrame({"product_id": ["sku-1", "sku-1", "sku-2"]})
    >>> frame = with_ids("product", frame, b"key")
    >>> frame["id"].n_unique(), frame["id"].str.len_chars().unique().to_list()
    (2, [12])
    """
    columns = KINDS[kind].identity()
    parts = [_part(column, frame.schema[column]) for column in columns if column in frame.columns]
    if rest is not None and issubclass(KINDS[kind], Signal):
        own = [pl.col(column).is_not_null() for column in OWN_IDS if column in frame.columns]
        parts.append(pl.when(~pl.any_horizontal(own)).then(rest) if own else pl.lit(rest))
    whole = frame.select(pl.concat_str(parts, separator="\x1f", ignore_nulls=True)).to_series()
    letter, hash_key = kind[0], key[:64]
    ids = [
        letter
        + urlsafe_b64encode(blake2b(text, digest_size=9, key=hash_key).digest())[:11].decode()
        for text in whole.cast(pl.Binary).to_list()
    ]
    return frame.with_columns(pl.Series("id", ids, dtype=pl.String))


def _part(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return ``name=value`` of a column; null when it is empty."""
    value = pl.col(column)
    if isinstance(dtype, pl.Datetime):
        value = value.dt.epoch("us")
    return pl.concat_str(pl.lit(f"{column}\x1e"), value.cast(pl.String))
