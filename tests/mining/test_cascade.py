"""The cascade: who reads what, and what stands in the end."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from needlens.config import Config, MiningConfig
from needlens.errors import ConfigError
from needlens.mining import RuleMiner
from needlens.mining.cascade import Cascade, CascadeConfig
from needlens.mining.certainty import Gate, certainty, threshold
from needlens.mining.choosing import cascaded, choose
from needlens.mining.linear import LinearMiner
from needlens.mining.miner import OPINIONS, SUGGESTIONS

TEXTS = {
    "a": "物流很快，希望送货前打个电话",
    "b": "用了三天屏幕就花了",
    "c": None,
    "d": "The strap broke after a week. Please add a spare one.",
    "e": "收到了",
}


def frame() -> pl.DataFrame:
    return pl.DataFrame({"signal_id": list(TEXTS), "text": list(TEXTS.values())})


class Slow:
    """Stands in for the reader: notes what it is given and reads it like the rules."""

    version = "slow-1"

    def __init__(self) -> None:
        self.given: list[str] = []
        self._rules = RuleMiner()

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        self.given += frame["text"].to_list()
        said, asked = self._rules.mine(frame)
        mark = {"tier": pl.lit("reader"), "version": pl.lit(self.version)}
        return said.with_columns(**mark), asked.with_columns(**mark)

    def sentiment(self, texts: pl.Series) -> pl.DataFrame:
        self.given += texts.to_list()
        return pl.DataFrame({"probability": [0.25] * len(texts), "strength": [-1.1] * len(texts)})


def gates(**each: Gate) -> CascadeConfig:
    return CascadeConfig(each)


NEVER, ALWAYS = Gate(1.01, 0.0, 1.01), Gate(0.0, 0.0, 0.0)


def test_what_the_first_tier_is_sure_of_goes_no_further() -> None:
    slow = Slow()
    cascade = Cascade({"reader": slow, "rule": RuleMiner()}, gates(rule=Gate(0.5, 0.9)))
    said, asked = cascade.mine(frame())
    assert slow.given == []
    assert said.equals(RuleMiner().mine(frame())[0])
    assert asked.equals(RuleMiner().mine(frame())[1])


def test_doubtful_sentences_go_on_the_most_doubtful_first_and_are_replaced() -> None:
    slow = Slow()
    cascade = Cascade({"rule": RuleMiner(), "reader": slow}, gates(rule=NEVER, reader=ALWAYS))
    said, asked = cascade.mine(frame())
    two = ["The strap broke after a week.", "Please add a spare one."]
    assert sorted(slow.given) == sorted([TEXTS["a"], TEXTS["b"], TEXTS["e"], *two])
    sentences = pl.DataFrame({"signal_id": slow.given, "text": slow.given})
    sure = certainty(sentences["signal_id"], RuleMiner().mine(sentences)[0], NEVER.silence)
    assert sure.is_sorted() and sure[0] < sure[-1]
    assert set(said["tier"]) == set(asked["tier"]) == {"reader"}
    assert said["signal_id"].to_list() == sorted(said["signal_id"])


def test_linear_replaces_what_it_is_surer_of_and_keeps_the_wishes() -> None:
    rule, linear = RuleMiner(), LinearMiner()
    words = ["客服态度差", "快递慢", "质量好", "runs small", "soft fabric", "发货速度快得很"]
    texts = pl.DataFrame({"signal_id": words, "text": [f"{w}，希望改进包装" for w in words]})
    cascade = Cascade({"rule": rule, "linear": linear}, gates(rule=NEVER, linear=Gate(0.5, 0.0)))
    said, asked = cascade.mine(texts)
    ids = texts["signal_id"]
    first, second = (certainty(ids, tier.mine(texts)[0], 0.0) for tier in (rule, linear))
    surer = set(ids.filter((second > first) & (second >= 0.5)))
    assert 0 < len(surer) < len(words)
    assert set(said.filter(tier="linear")["signal_id"]) == surer
    assert asked.equals(rule.mine(texts)[1]) and asked.height


def test_only_the_doubtful_sentence_of_a_text_goes_on_and_offsets_are_of_the_text() -> None:
    texts = {
        "zh": "物流很快。用起来有点那个。\n希望送货前打个电话",
        "en": "Delivery was fast. It does its thing, sort of. The strap broke.",
    }
    given = pl.DataFrame({"signal_id": list(texts), "text": list(texts.values())})
    slow = Slow()
    cascade = Cascade({"rule": RuleMiner(), "reader": slow}, gates(rule=Gate(0.5, 0.0)))
    said, asked = cascade.mine(given)
    assert set(slow.given) >= {"用起来有点那个。", "It does its thing, sort of."}
    assert not set(slow.given) & {"物流很快。", "Delivery was fast."}
    assert {"物流", "Delivery"} <= set(said["aspect"])
    for row in said.iter_rows(named=True):
        text = texts[row["signal_id"]]
        assert text[row["opinion_start"] : row["opinion_end"]] == row["opinion"]
        assert row["start"] <= row["opinion_start"] < row["opinion_end"] <= row["end"]
    [ask] = asked.iter_rows(named=True)
    assert texts["zh"][ask["ask_start"] : ask["ask_end"]] == ask["ask"]


def test_before_a_tier_with_words_linear_only_tells_who_is_silent() -> None:
    slow = Slow()
    said_nothing = ["周三下午收到的", "It arrived on Tuesday"]
    texts = pl.Series([*said_nothing, "用起来有点那个,后悔了"])
    linear = LinearMiner()
    silence = linear.silence(texts).to_list()
    assert min(silence[:2]) > silence[2]
    tiers = {"rule": RuleMiner(), "linear": linear, "reader": slow}
    gate = Gate(0.0, min(silence[:2]))
    cascade = Cascade(tiers, gates(rule=NEVER, linear=gate))
    said, _ = cascade.mine(pl.DataFrame({"signal_id": ["a", "b", "c"], "text": texts}))
    assert slow.given == [texts[2]]
    assert "linear" not in set(said["tier"])


def test_where_people_labelled_opinions_the_reader_reads_alone() -> None:
    assert list(cascaded("laptop")) == ["reader"]
    tiers = cascaded("ecommerce")
    assert list(tiers) == ["rule", "linear", "reader"]
    said, asked = Cascade(tiers).mine(frame())
    assert said.height and asked["signal_id"].to_list() == ["a", "d"]


def test_each_opinion_says_who_read_it() -> None:
    tiers = {"rule": RuleMiner(), "linear": LinearMiner(), "reader": Slow()}
    said, _ = Cascade(tiers).mine(frame())
    versions = {name: tier.version for name, tier in tiers.items()}
    assert said.height
    for tier, version in said.select("tier", "version").iter_rows():
        assert versions[tier] == version


def test_frames_have_the_columns_of_the_records() -> None:
    cascade = Cascade({"rule": RuleMiner(), "linear": LinearMiner()})
    for texts in (frame(), frame().clear()):
        said, asked = cascade.mine(texts)
        assert (dict(said.schema), dict(asked.schema)) == (OPINIONS, SUGGESTIONS)


def test_sentiment_of_the_doubtful_is_asked_of_the_next_tier() -> None:
    slow = Slow()
    texts = pl.Series(
        ["非常好，很满意，推荐", "周二收到的", None, "Terrible, broke at once, awful"]
    )
    cascade = Cascade({"linear": LinearMiner(), "reader": slow}, gates(linear=Gate(sentiment=0.9)))
    told = cascade.sentiment(texts)
    assert told.columns == ["probability", "strength", "tier"]
    assert told["tier"].to_list() == ["linear", "reader", "linear", "linear"]
    assert slow.given == ["周二收到的"]
    assert told["probability"][1] == 0.25 and told["probability"][2] is None
    assert Cascade({"linear": LinearMiner()}).sentiment(texts)["tier"].unique().to_list() == [
        "linear"
    ]


def test_without_a_tier_for_sentiment_it_says_so() -> None:
    with pytest.raises(ConfigError, match="tells sentiment"):
        Cascade({"rule": RuleMiner()}).sentiment(pl.Series(["好"]))


def test_the_version_changes_with_tiers_and_gates() -> None:
    rule, linear = RuleMiner(), LinearMiner()
    versions = {
        Cascade({"rule": rule}).version,
        Cascade({"rule": rule, "linear": linear}).version,
        Cascade({"rule": rule, "linear": linear}, gates(rule=NEVER)).version,
    }
    assert len(versions) == 3
    assert Cascade({"linear": linear, "rule": rule}).version in versions


@pytest.mark.parametrize("tiers", [{}, {"oracle": RuleMiner()}])
def test_unknown_tiers_are_a_sentence(tiers) -> None:
    with pytest.raises(ConfigError, match="rule, linear, reader, llm"):
        Cascade(tiers)


def test_certainty_is_that_of_the_doubtfullest_opinion() -> None:
    said, _ = RuleMiner().mine(frame())
    sure = dict(zip(TEXTS, certainty(frame()["signal_id"], said, 0.42), strict=True))
    assert sure["e"] == sure["c"] == 0.42
    assert sure["a"] == said.filter(signal_id="a")["confidence"].min()


def test_threshold_keeps_the_loss_within_bounds() -> None:
    sure = [i / 1000 for i in range(1000)]
    own = [float(i % 10 != 0 or i > 700) for i in range(1000)]
    better = [1.0] * 1000
    found = threshold(sure, own, better, loss=0.02)
    kept = [o if s >= found else b for s, o, b in zip(sure, own, better, strict=True)]
    assert 0.975 <= sum(kept) / 1000 <= 1.0
    assert found <= 0.55
    assert threshold(sure, [0.0] * 1000, better) == 0.995
    assert threshold([0.5] * 1000, own, better) == 1.01
    assert threshold([], [], []) == 1.01


def test_one_setting_chooses() -> None:
    kinds = {"rule": RuleMiner, "linear": LinearMiner, "cascade": Cascade}
    for name, kind in kinds.items():
        config = Config.from_text(f'[mining]\ntier = "{name}"').mining
        assert isinstance(choose(config), kind)
    with pytest.raises(ConfigError, match="rule, linear, reader, cascade"):
        choose(MiningConfig(tier="magic"))


def test_no_llm_unless_calls_are_allowed() -> None:
    config = MiningConfig(tier="cascade", llm_url="http://127.0.0.1:9/v1", llm_model="m")
    assert config.llm_calls == 0
    for settings, there in ((config, False), (replace(config, llm_calls=2), True)):
        cascade = choose(settings)
        assert isinstance(cascade, Cascade)
        assert ("llm" in cascade.tiers) is there
    assert Config.from_text("[mining]\nllm_calls = 0").mining.llm_calls == 0
    with pytest.raises(ConfigError, match="greater than 0"):
        Config.from_text("[mining]\nllm_calls = -1")
