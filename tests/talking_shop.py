"""A small bilingual shop of invented reviews on four subjects, and where to keep it."""

from datetime import UTC, datetime, timedelta

import polars as pl

from needlens.config import StoreConfig
from needlens.store import Database

SUBJECTS = {
    "delivery": (
        ["快递", "物流", "送货", "派送", "运输"],
        ["太慢了", "三天才到", "等了一周", "速度很快", "隔天就到"],
        ["courier", "delivery", "shipping", "parcel", "shipment"],
        ["took two weeks", "arrived late", "came the next day", "was slow", "was fast"],
    ),
    "battery": (
        ["电池", "续航", "充电", "电量", "待机"],
        ["不耐用", "撑不到晚上", "掉得厉害", "很持久", "要充很久"],
        ["battery", "charging", "battery life", "charger", "standby"],
        ["drains by noon", "lasts two days", "takes for ages", "dies quickly", "stays full"],
    ),
    "size": (
        ["尺码", "裤子", "腰围", "袖子", "衣服"],
        ["偏小一码", "穿着太紧", "长了一截", "很合身", "肩膀太宽"],
        ["size", "trousers", "waist", "sleeves", "shirt"],
        ["runs small", "feels tight", "is too long", "fits well", "is wide in the shoulders"],
    ),
    "taste": (
        ["味道", "苹果", "口感", "果肉", "水果"],
        ["很甜很脆", "酸得要命", "不新鲜", "水分足", "烂了两个"],
        ["taste", "apples", "flavour", "fruit", "texture"],
        ["was sweet and crisp", "was sour", "was rotten", "is juicy", "is not fresh"],
    ),
}
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def texts(language, rounds=range(4)):
    """Return (subject, text): every pairing of the subjects' words, once a round."""
    column = 0 if language == "zh" else 2
    filler = (
        ["这次", "买来", "说实话", "家里用"] if language == "zh" else ["the", "my", "our", "this"]
    )
    found = []
    for subject, parts in SUBJECTS.items():
        for turn in rounds:
            for i, thing in enumerate(parts[column]):
                for j, said in enumerate(parts[column + 1]):
                    other = parts[column][(i + j + turn + 1) % 5]
                    gap = "，" if language == "zh" else " "
                    link = "和" if language == "zh" else " and the "
                    found.append(
                        (
                            subject,
                            f"{filler[turn]}{gap if language == 'en' else ''}{thing}{link}{other}{gap}{said}",
                        )
                    )
    return found


def reviews(rounds=range(4), languages=("zh", "en")):
    rows = [
        {"id": f"{language}-{subject}-{i:03}", "subject": subject, "text": text}
        for language in languages
        for i, (subject, text) in enumerate(texts(language, rounds))
    ]
    days = pl.Series("day", [i * 7 % 120 for i in range(len(rows))])
    at = [START + timedelta(days=day) for day in days]
    return pl.DataFrame(rows).with_columns(at=pl.Series(at))


def add(database, frame):
    database.execute(
        'INSERT INTO reviews (id, provenance, source, line, text, "at", customer_id) '
        "SELECT id, 'simulated', 'made', 1, text, \"at\", NULL FROM rows",
        rows=frame.select("id", "text", "at"),
    )


def database_with(folder, frame):
    database = Database(folder / "shop.duckdb", StoreConfig())
    add(database, frame)
    return database


def placed(database, method="embedding"):
    rows = database.query(
        "SELECT signal_id, topic_id FROM topic_texts WHERE method = ? ORDER BY signal_id", [method]
    )
    return rows.with_columns(pl.col("signal_id").str.split("-").list.get(1).alias("subject"))


def purity(database, method="embedding"):
    sizes = placed(database, method).group_by("topic_id", "subject").len()
    return sizes.group_by("topic_id").agg(pl.col("len").max())["len"].sum() / sizes["len"].sum()
