"""A shop's own intents, Chinese and English, from a few examples each."""

import json

import numpy as np
import polars as pl
import pytest

from lm.tiny_embedder import write
from needlens.errors import ModelError, NotFound
from needlens.lm.embedder import Embedder
from needlens.lm.shipped import installed
from needlens.mining.intents import Examples, load, train
from needlens.mining.intents.encoder import SHIPPED, encoder

NEW_ZH = {"快递到哪里了呀": "物流", "我想退货，尺码不合适": "退换货", "怎么开发票": "发票",
          "请帮我转人工客服": "人工客服", "退款多久能到账呢": "退款", "有优惠券可以领吗": "优惠"}  # fmt: skip
NEW_EN = {"my order has not arrived": "ORDER_STATUS", "can I return these shoes": "RETURN_ITEM",
          "Can I pay by PayPal?": "PAY_WITH", "is there a size chart": "SIZE_HELP",
          "i want to talk to an agent": "TALK_TO_HUMAN"}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "new"),
    [("chinese_model", NEW_ZH), ("english_model", NEW_EN)],
    ids=["zh", "en"],
)
def test_new_messages_get_their_intent(request, model, new):
    found = request.getfixturevalue(model)[0](list(new))
    assert found.columns == ["intent", "probability", "in_scope", "ranked"]
    right = [a == b for a, b in zip(found["intent"], new.values(), strict=True)]
    assert sum(right) >= len(new) - 1


@pytest.mark.parametrize(
    ("model", "data"), [("chinese_model", "chinese"), ("english_model", "english")]
)
def test_what_was_learnt_is_known_and_what_was_out_of_scope_is_refused(request, model, data):
    examples = request.getfixturevalue(data)
    found = request.getfixturevalue(model)[0](examples.texts)
    inside = examples.intents >= 0
    names = np.array(examples.names)[examples.intents[inside]]
    assert (found["intent"].to_numpy()[inside] == names).mean() > 0.95
    assert found["in_scope"].to_numpy()[inside].mean() > 0.8
    assert found["in_scope"].to_numpy()[~inside].mean() < 0.3


def test_the_outcome_counts_what_was_kept_aside(chinese, chinese_model):
    outcome = chinese_model[1]
    assert outcome.known == (chinese.intents >= 0).sum() and outcome.right / outcome.known > 0.4
    assert outcome.foreign == len(chinese.texts) and 0.5 < outcome.refused / outcome.foreign < 1


def test_ranked_is_the_five_likeliest_and_sums_to_the_scope(english_model):
    model = english_model[0]
    texts = ["where is my order", "zzz", ""]
    found, likely = model(texts), model.probabilities(texts)
    assert likely.shape == (3, 5) and (likely >= 0).all() and (likely.sum(1) <= 1.0001).all()
    for row, chances in zip(found.iter_rows(named=True), likely, strict=True):
        ranked = [(one["intent"], one["probability"]) for one in row["ranked"]]
        assert ranked[0] == (row["intent"], row["probability"]) and len(ranked) == 5
        assert [p for _, p in ranked] == pytest.approx(sorted(chances, reverse=True))
        assert row["in_scope"] == (chances.sum() >= 0.5)
    assert found["in_scope"][2] is False and not likely[2].any()


def test_a_higher_threshold_refuses_more(english, english_model):
    taken = [english_model[0](english.texts, t)["in_scope"].sum() for t in (0, 0.3, 0.7, 0.99, 1.1)]
    assert (
        taken == sorted(taken, reverse=True) and taken[0] == len(english.texts) and taken[-1] == 0
    )


def test_spelling_order_and_company_do_not_matter(chinese_model):
    model = chinese_model[0]
    simple, other = model.probabilities(["怎么退货", "怎麼退貨"])
    assert (simple == other).all()
    texts = ["怎么退货", "发票", "WIFI 好用吗"] * 5
    alone = np.vstack([model.probabilities([text]) for text in texts])
    np.testing.assert_allclose(model.probabilities(pl.Series(texts)), alone, atol=1e-4)
    assert model([]).height == 0 and model([]).columns == model(["a"]).columns


def test_the_same_examples_make_the_same_model(english, english_model, embedder):
    again, outcome = train(english, embedder)
    assert outcome == english_model[1] and again.certainty == english_model[0].certainty
    assert (again.linear.weights == english_model[0].linear.weights).all()


def test_without_examples_out_of_scope_left_out_intents_stand_for_them(english, embedder):
    inside = english.intents >= 0
    texts = [t for t, i in zip(english.texts, inside, strict=True) if i]
    model, outcome = train(
        Examples.of(texts, [english.names[i] for i in english.intents[inside]]), embedder
    )
    assert outcome.foreign == outcome.known == inside.sum()
    foreign = model(["你几岁了", "附近有什么好玩的", "最近股票涨了吗"])
    assert not foreign["in_scope"].any()
    assert model(texts)["in_scope"].mean() > 0.8


@pytest.mark.parametrize(
    "pairs", [[("退货", "A"), ("买", "B")], [("a", "x1"), ("b", "y"), ("c", "y"), ("?", "")]]
)
def test_very_few_examples_are_enough_to_begin(embedder, pairs):
    model, _ = train(Examples.of(*zip(*pairs, strict=True)), embedder)
    known = [(text, name) for text, name in pairs if name]
    assert model([text for text, _ in known])["intent"].to_list() == [name for _, name in known]
    assert np.isfinite(model.probabilities(["什么", "x", "🙂"])).all()


def test_a_saved_model_says_the_same(tmp_path, english_model, embedder, encoder_folder):
    model, texts = english_model[0], ["where is my order", "how do i pay", "退货"]
    model.save(tmp_path)
    again = load(tmp_path, Embedder(encoder_folder))
    assert (again.probabilities(texts) == model.probabilities(texts)).all()
    settings = json.loads((tmp_path / "intents.json").read_text(encoding="utf-8"))
    assert settings["intents"] == list(model.names)


def test_a_model_of_another_encoder_is_refused(tmp_path, english_model, english):
    english_model[0].save(tmp_path / "model")
    other = Embedder(write(tmp_path / "other", english.texts, seed=1))
    with pytest.raises(ModelError, match="another encoder"):
        load(tmp_path / "model", other)


def _without_intents(folder):
    path = folder / "intents.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(settings | {"intents": 5}), encoding="utf-8")


def _newer(folder):
    path = folder / "intents.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(settings | {"format": 99}), encoding="utf-8")


DAMAGE = {
    "is damaged": lambda folder: (folder / "intents.json").write_text("{", encoding="utf-8"),
    "intents.json is damaged": _without_intents,
    "format 99": _newer,
    "weights.npy is missing": lambda folder: (folder / "weights.npy").unlink(),
    "middles.npy holds": lambda folder: np.save(
        folder / "middles.npy", np.zeros((2, 2), np.float32)
    ),
    "centre.npy is missing or damaged": lambda folder: np.save(
        folder / "centre.npy", np.array([{}]), allow_pickle=True
    ),
}


@pytest.mark.parametrize("message", DAMAGE)
def test_a_damaged_model_is_a_sentence(tmp_path, english_model, embedder, message):
    english_model[0].save(tmp_path)
    DAMAGE[message](tmp_path)
    with pytest.raises(ModelError, match=message):
        load(tmp_path, embedder)


def test_no_model_is_a_sentence(tmp_path, embedder):
    with pytest.raises(NotFound, match="needlens train intents"):
        load(tmp_path, embedder)


@pytest.mark.skipif(SHIPPED not in installed(), reason="the shipped reader is not installed")
def test_with_the_shipped_encoder_meaning_counts_across_languages(chinese):
    model, outcome = train(chinese, encoder())
    asked = {"如何购买某款商品": "购买", "Where is my parcel?": "物流", "轉接人工": "人工客服",
             "can I pay with a credit card": "支付", "包裹三天都没动静": "物流"}  # fmt: skip
    found = model(list(asked))
    assert found["intent"].to_list() == list(asked.values())
    assert found["in_scope"].gather([0, 2, 4]).all(), "the Chinese ones"
    assert not model(["你觉得哪个明星最帅"])["in_scope"].any()
    assert outcome.right / outcome.known > 0.7
