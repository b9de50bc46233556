"""The linear tier with the weights that come with needlens."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from needlens.errors import DomainError, NotFound
from needlens.mining import Domain
from needlens.mining.linear import LinearMiner, contributions
from needlens.mining.linear.miner import WEIGHTS
from needlens.mining.miner import OPINIONS, SUGGESTIONS

PRAISE = [
    "质量很好，穿着舒服，会推荐给朋友",
    "物流很快，第二天就到了，包装完好",
    "房间干净，服务热情，下次还住这里",
    "Lovely dress, fits perfectly and the fabric is so soft",
    "Great value, I am very happy with it",
]
BLAME = [
    "质量太差，洗一次就破了，不会再买",
    "物流慢得要命，盒子都压扁了",
    "房间又脏又吵，服务态度恶劣",
    "Cheap fabric, it fell apart after one wash, very disappointed",
    "Terrible fit, I returned it at once",
]
SAMPLE = "商品质量不错，物流速度很快，但客服服务态度一般"


def frame(texts: list[str | None]) -> pl.DataFrame:
    ids = [f"s{i}" for i in range(len(texts))]
    schema = {"signal_id": pl.String, "text": pl.String}
    return pl.DataFrame({"signal_id": ids, "text": texts}, schema=schema)


@pytest.fixture(scope="module")
def miner() -> LinearMiner:
    return LinearMiner()


def test_whole_texts(miner) -> None:
    told = miner.sentiment(pl.Series([*PRAISE, *BLAME]))
    assert (told["probability"][: len(PRAISE)] > 0.5).all()
    assert (told["probability"][len(PRAISE) :] < 0.5).all()
    assert ((told["strength"] > 0) == (told["probability"] > 0.5)).all()


def test_sample_sentence(miner) -> None:
    said, asked = miner.mine(frame([SAMPLE]))
    found = {SAMPLE[a:b]: (c, v) for c, v, a, b in said.select("category", "valence", "start", "end").iter_rows()}  # fmt: skip
    assert found["商品质量不错"][0] == "PRODUCT#QUALITY"
    assert found["物流速度很快"][0] == "LOGISTICS#SPEED"
    assert found["但客服服务态度一般"][0] == "SERVICE#ATTITUDE"
    assert found["物流速度很快"][1] > 5.5 > found["但客服服务态度一般"][1]
    assert said["aspect"].null_count() == said["opinion"].null_count() == said.height
    assert asked.is_empty()


def test_frames_have_the_columns_of_the_records(miner) -> None:
    for texts in ([SAMPLE, None], [], [None, "", "。。。"], ["😀", "\ud7ff", "a" * 5000]):
        said, asked = miner.mine(frame(texts))
        assert dict(said.schema) == OPINIONS
        assert dict(asked.schema) == SUGGESTIONS
        assert said["confidence"].is_between(0, 1).all()
        assert said["valence"].is_between(1, 9).all()


def test_offsets_are_those_of_the_text_as_given(miner) -> None:
    texts = ["🎁包裝很差！！ ㎏數不對,５㎞外送來很慢", "  The zip broke…  Great colour, though! "]
    said, _ = miner.mine(frame(texts))
    quotes = [
        texts[int(i[1:])][a:b] for i, a, b in said.select("signal_id", "start", "end").iter_rows()
    ]
    assert {"🎁包裝很差", "Great colour"} <= set(quotes)
    assert all(q == q.strip() for q in quotes)


def test_traditional_is_read_like_simplified(miner) -> None:
    a, b = "螢幕很漂亮，電池卻不耐用，客服態度惡劣", "屏幕很漂亮，电池却不耐用，客服态度恶劣"
    b = b.replace("屏", "萤")
    columns = [c for c in OPINIONS if c != "signal_id"]
    said, _ = miner.mine(frame([a, b]))
    first, second = (said.filter(signal_id=i).select(columns).rows() for i in ("s0", "s1"))
    assert first == second and len(first) >= 2
    told = miner.sentiment(pl.Series([a, b]))
    assert told.row(0) == told.row(1)


def test_a_text_is_read_the_same_alone_and_among_others(miner) -> None:
    texts = [*PRAISE, None, *BLAME, SAMPLE] * 200
    together = miner.mine(frame(texts))[0].filter(signal_id=f"s{len(texts) - 1}")
    alone = miner.mine(frame([SAMPLE]))[0]
    assert together.drop("signal_id").equals(alone.drop("signal_id"))
    assert miner.sentiment(pl.Series(texts))["strength"][-1] == miner.sentiment(pl.Series([SAMPLE]))["strength"][0]  # fmt: skip


def test_blank_texts_have_no_sentiment(miner) -> None:
    told = miner.sentiment(pl.Series([None, "", "  \t", "好"]))
    assert told["probability"].is_null().to_list() == [True, True, True, False]


@pytest.mark.parametrize(
    ("domain", "text", "category"),
    [
        ("laptop", "鍵盤手感很好", "KEYBOARD#"),
        ("laptop", "the battery dies quickly", "BATTERY#"),
        ("restaurant", "牛肉麵很好吃", "FOOD#QUALITY"),
        ("restaurant", "our waiter was rude", "SERVICE#GENERAL"),
        ("cosmetics", "味道很好闻", "气味"),
    ],
)
def test_trained_domains(domain, text, category) -> None:
    said, _ = LinearMiner(domain).mine(frame([text]))
    assert said["category"][0].startswith(category)


def test_categories_are_those_of_the_given_domain() -> None:
    domain = Domain.load("ecommerce")
    named, plain = LinearMiner(domain), LinearMiner("ecommerce")
    said = named.mine(frame([SAMPLE, *PRAISE, *BLAME]))[0]
    assert set(said["category"]) <= set(domain.categories)
    assert named.version != plain.version


def test_wrong_names_are_sentences(tmp_path) -> None:
    with pytest.raises(DomainError, match="there is no domain"):
        LinearMiner("phones")
    with pytest.raises(NotFound, match="there is no model"):
        LinearMiner("ecommerce", tmp_path / "none")


def test_contributions_name_the_words_and_sum_up(miner) -> None:
    intercept = miner.weights.tables["sentiment"].intercept
    for text in [*PRAISE, *BLAME, SAMPLE, "５㎞很慢…😀😀 don't", "手機電池很好，it's ok", " "]:
        added = contributions(text, miner)
        strength = miner.sentiment(pl.Series([text]))["strength"].item() or intercept
        assert sum(one.value for one in added) == pytest.approx(strength - intercept, abs=1e-9)
        assert [one.words for one in added] == [text[one.start : one.end] for one in added]
        starts = [one.start for one in added]
        assert starts == sorted(set(starts))
    words = {one.words: one.value for one in contributions("快递很快，可惜质量太差", miner)}
    assert words["很快"] > 0 > max(words["太"], words["差"])


def test_files_are_small_and_data_only() -> None:
    files = list(WEIGHTS.iterdir())
    assert sum(f.stat().st_size for f in files if f.suffix in {".npy", ".json"}) <= 2 * 1024 * 1024
    assert {f.suffix for f in files} == {".npy", ".json", ".md"}


def test_nothing_for_training_is_imported() -> None:
    code = (
        "import sys, polars as pl\n"
        "from needlens.mining.linear import LinearMiner\n"
        "LinearMiner().sentiment(pl.Series(['很好']))\n"
        "print([m for m in ('torch', 'sklearn', 'scipy', 'transformers') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
