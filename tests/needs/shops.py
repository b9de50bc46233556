"""A small workspace whose customers ask for sixteen things, zh and en, the same for a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import polars as pl

import needlens
from needlens.config import NeedsConfig, StoreConfig
from needlens.needs import CategoryName
from needlens.needs.ngrams import Ngrams
from needlens.needs.renewal import Needs
from needlens.store import Database

NOW = datetime(2026, 6, 1, tzinfo=UTC)
GENERAL = "SHOP#GENERAL"
NAMES = {
    "DEVICE#USE": CategoryName("使用", "use", "更好用", "easier to use"),
    "SHOP#SERVICE": CategoryName("服务", "service", "更好的服务", "better service"),
    GENERAL: CategoryName("整体", "overall", "更好", "better"),
}
WISHES = {
    "cable": ("DEVICE#USE", ["充电线长一点", "充电线再长一点", "充电线长一些", "要长一点的充电线"]),
    "manual": ("DEVICE#USE", ["配中文说明书", "配一份中文说明书", "中文说明书", "附中文说明书"]),
    "handle": ("DEVICE#USE", ["把手防滑", "把手要防滑", "防滑把手", "把手做成防滑的"]),
    "noise": ("DEVICE#USE", ["夜里噪音小", "夜里噪音小一些", "噪音夜里要小", "夜里噪音再小"]),
    "invoice": ("SHOP#SERVICE", ["开电子发票", "能开电子发票", "电子发票自动开", "要开电子发票"]),
    "weekend": ("SHOP#SERVICE", ["周末也送货", "周末送货", "周末能送货", "送货周末也要"]),
    "hotline": ("SHOP#SERVICE", ["人工电话热线", "有人工电话热线", "人工热线电话", "电话人工热线"]),
    "gift": ("SHOP#SERVICE", ["礼盒包装可选", "可选礼盒包装", "礼盒包装", "要礼盒包装"]),
    "lid": ("DEVICE#USE", ["spare lid included", "include spare lid", "spare lid", "a spare lid"]),
    "timer": ("DEVICE#USE", ["timer with display", "display timer", "timer display", "a timer display"]),
    "wheels": ("DEVICE#USE", ["rubber wheels", "softer rubber wheels", "wheels of rubber", "rubber wheels please"]),
    "strap": ("DEVICE#USE", ["padded shoulder strap", "shoulder strap padded", "shoulder strap", "padded strap shoulder"]),
    "refill": ("SHOP#SERVICE", ["monthly refill plan", "refill plan monthly", "a monthly refill", "refill plan"]),
    "locker": ("SHOP#SERVICE", ["parcel locker pickup", "pickup parcel locker", "parcel locker", "locker pickup parcel"]),
    "repair": ("SHOP#SERVICE", ["local repair workshop", "repair workshop local", "repair workshop", "a local repair workshop"]),
    "swatch": ("SHOP#SERVICE", ["fabric swatch sample", "sample fabric swatch", "fabric swatch", "fabric sample swatch"]),
}  # fmt: skip
SIGNALS = {
    "id": pl.String, "text": pl.String, "customer_id": pl.String, "product_id": pl.String,
    "language": pl.String, "at": pl.Datetime("us", "UTC"), "category": pl.String,
    "origin": pl.String, "valence": pl.Float64, "wish": pl.String,
}  # fmt: skip


def signals(n, seed=5, first=0, wishes=None):
    """Return ``n`` texts: one in five praises, the others ask for something."""
    chance = random.Random(f"{seed} {first}")
    rows = []
    for number in range(first, first + n):
        wish = chance.choice(sorted(wishes or WISHES))
        category, words = WISHES[wish]
        said = chance.choice(words)
        language = "zh" if said[0] > "z" else "en"
        praise = chance.random() < 0.2
        if praise:
            said = "东西很好" if language == "zh" else "works great"
        rows.append((
            f"s{number:05}", said, f"c{number % 997}", f"p{chance.randrange(6)}", language,
            NOW - timedelta(days=chance.randrange(90)), category,
            "opinion" if praise else "question", 8.0 if praise else None, wish,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=SIGNALS, orient="row")


def asked(*said, category="DEVICE#USE", first=0):
    """Return texts that ask for what is given, each by a customer of their own."""
    rows = [
        (f"a{first + i:05}", words, f"d{first + i}", "p1", "zh" if words[0] > "z" else "en", NOW,
         category, "question", None, "")
        for i, words in enumerate(said)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SIGNALS, orient="row")


def put(database, rows):
    """Store texts and what was read in them, as mining would."""
    database.execute(
        "INSERT INTO reviews BY NAME SELECT id, 'real' AS provenance, 'r.csv' AS source, "
        'row_number() OVER () + 1 AS line, text, customer_id, product_id, language, "at" FROM given',
        given=rows,
    )
    found = "id AS signal_id, 'review' AS kind, category, 0 AS start, length(text) AS \"end\""
    database.execute(
        f"INSERT INTO remarks BY NAME SELECT {found}, origin, text AS statement, "
        "[]::VARCHAR[] AS facets, 0.9 AS confidence, 'v' AS version FROM given "
        "WHERE origin <> 'opinion'",
        given=rows,
    )
    database.execute(
        f"INSERT INTO opinions BY NAME SELECT {found}, text AS aspect, text AS opinion, valence, "
        "5 AS arousal, 'positive' AS polarity, 0.9 AS confidence, 'rule' AS tier, 'v' AS version "
        "FROM given WHERE origin = 'opinion'",
        given=rows,
    )


def opened(folder, *frames):
    """Return the database of a new workspace that holds these texts; the caller closes it."""
    database = needlens.open(folder / "shop")._database
    for frame in frames:
        put(database, frame)
    return database


def stocked_with(factory, *frames):
    """Return the file of a workspace whose needs have been found once in these texts."""
    database = opened(factory.mktemp("shop"), *frames)
    finder(database).renew()
    database.close()
    return database.path


def copied(path, folder):
    """Return the database of a copy of a workspace's file."""
    return Database(Path(copy(path, folder / "shop.duckdb")), StoreConfig(threads=1))


def finder(database, encoder=None, **settings):
    """Return what finds the needs of a shop, without an encoder of meaning unless given."""
    return Needs(
        database, NAMES, NeedsConfig(**settings), general=GENERAL, encoder=encoder or Ngrams(),
        now=NOW,
    )  # fmt: skip


def belonging(database):
    """Return which signal belongs to which need: signal_id, origin, need_id, in order."""
    return database.query("SELECT signal_id, origin, need_id FROM belongs ORDER BY ALL")
