"""Record ids: a keyed hash of what tells one record from another."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import blake2b

import polars as pl

from needlens.records import KINDS


def with_ids(kind: str, frame: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Return ``frame`` with its ``id`` column filled.

    An id is the first letter of the kind and 66 bits of a BLAKE2b hash, 12 characters
    in all. Empty columns are left out of the hash, so a later version of a record with
    a new column keeps the ids of the old rows. The hash is keyed, so that a pseudonym
    cannot be found by trying all customer numbers.

    >>> frame = pl.DataFrame({"product_id": ["sku-1", "sku-1", "sku-2"]})
    >>> frame = with_ids("product", frame, b"key")
    >>> frame["id"].n_unique(), frame["id"].str.len_chars().unique().to_list()
    (2, [12])
    """
    parts = []
    for column in KINDS[kind].identity():
        if column not in frame.columns:
            continue
        value = pl.col(column)
        if isinstance(frame.schema[column], pl.Datetime):
            value = value.dt.epoch("us")
        # Null when the cell is null, and concat_str leaves nulls out.
        parts.append(pl.concat_str(pl.lit(f"{column}\x1e"), value.cast(pl.String)))
    whole = frame.select(pl.concat_str(parts, separator="\x1f", ignore_nulls=True))
    letter, hash_key = kind[0], key[:64]
    ids = [
        letter
        + urlsafe_b64encode(blake2b(text.encode(), digest_size=9, key=hash_key).digest())[
            :11
        ].decode()
        for text in whole.to_series().to_list()
    ]
    return frame.with_columns(pl.Series("id", ids, dtype=pl.String))
