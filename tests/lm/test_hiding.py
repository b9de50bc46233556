import numpy as np
import pytest

from needlens.errors import ConfigError, UserError
from needlens.lm.masking import Marks, hide, word_starts
from needlens.lm.pretraining import PretrainingConfig, Texts, pretrain
from needlens.lm.settings import TrainingConfig
from needlens.lm.tokens import Tokeniser
from needlens.text.segment import words


@pytest.fixture
def tokeniser(tokenizer_file):
    return Tokeniser(tokenizer_file)


MARKS = Marks(mask=4, pad=1, size=300)


def pieces(tokeniser, text):
    """The words of a text as the tokens that make them up, by what word_starts says."""
    tokens = tokeniser.encode([text])[0]
    begins = word_starts(text, tokens)
    spans = []
    for start, end, first in zip(tokens.starts, tokens.ends, begins, strict=True):
        if end > start:
            spans += [[start, end]] if first else []
            spans[-1][1] = end
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "text",
    ["充电太慢,颜色鲜艳", "the courier was friendly", "电池battery很耐用 ok", "快递小哥 客服"],
)
def test_no_group_of_tokens_ends_within_a_word(tokeniser, text):
    found = pieces(tokeniser, text)
    assert "".join(found) == text.replace(" ", "")
    borders = {sum(map(len, found[:i])) for i in range(len(found) + 1)}
    of_words = {sum(map(len, words(text)[:i])) for i in range(len(words(text)) + 1)}
    assert borders <= of_words
    assert len(found) >= len(words(text)) / 2


def test_a_word_of_several_tokens_is_hidden_as_a_whole(tokeniser, texts):
    folded = [t.replace("，", ",") for t in texts]
    rows = Texts(folded, tokeniser).rows(range(len(folded)))
    masked = hide(rows, 0.3, MARKS, np.random.default_rng(0))
    hidden = np.zeros(masked.ids.size, dtype=bool)
    hidden[masked.hidden] = True
    hidden = hidden.reshape(masked.ids.shape)
    several = 0
    for row, (ids, begins) in zip(hidden, rows, strict=True):
        word = np.cumsum(begins) - 1
        for one in range(word[-1] + 1):
            members = row[: len(ids)][word == one]
            assert members.all() or not members.any()
            several += len(members) > 1 and members.all()
        assert not row[0] and not row[len(ids) - 1 :].any()
    assert several > 30
    assert 0.25 < hidden.sum() / (masked.real.sum() - 2 * len(rows)) < 0.35


def test_hidden_tokens_are_masked_swapped_or_left_and_the_answers_are_right(tokeniser, texts):
    rows = Texts(texts * 20, tokeniser).rows(range(1800))
    masked = hide(rows, 0.15, MARKS, np.random.default_rng(1))
    shown = masked.ids.ravel()[masked.hidden]
    assert (shown == 4).mean() == pytest.approx(0.8, abs=0.04)
    assert ((shown != 4) & (shown != masked.answers)).mean() == pytest.approx(0.1, abs=0.03)
    whole = masked.ids.ravel().copy()
    whole[masked.hidden] = masked.answers
    first = whole.reshape(masked.ids.shape)[0, : len(rows[0][0])]
    assert (first == rows[0][0]).all()


def test_at_least_one_word_is_hidden(tokeniser):
    rows = Texts(["很好"], tokeniser).rows([0])
    assert len(hide(rows, 1e-9, MARKS, np.random.default_rng(0)).hidden) >= 1


@pytest.mark.parametrize("language", [slice(0, 45), slice(45, 90)], ids=["zh", "en"])
def test_pretraining_lowers_the_loss_on_held_out_text(
    language, texts, tokeniser, tiny_encoder, tmp_path
):
    config = TrainingConfig(
        epochs=12, learning_rate=3e-3, head_learning_rate=3e-3, evaluate_every=6
    )
    encoder = tiny_encoder()
    before = encoder.embeddings.word_embeddings.weight.clone()
    run = pretrain(
        encoder, tokeniser, texts[language], config, tmp_path / "run", trackers=(),
        pretraining=PretrainingConfig(batch_size=8, held_out=0.2),
    )  # fmt: skip
    first, best = run.evaluations[0].metrics, run.best.metrics
    assert best["loss"] < 0.9 * first["loss"]
    assert 0 <= first["right"] <= best["right"] <= 1
    assert not before.equal(encoder.embeddings.word_embeddings.weight)


def test_near_duplicates_are_not_in_both_parts(monkeypatch, texts):
    from needlens.lm import pretraining

    base = [f"{t}，这是第一次在这家店里买东西，希望以后一直这样" for t in texts[:45]]
    twins = [t.replace("希望", "希望你们") for t in base]
    seen, unseen = pretraining._apart([*base, *twins], PretrainingConfig(held_out=0.3), 0)
    assert len(seen) + len(unseen) == 90 and len(unseen) >= 27
    plain = {t.replace("希望你们", "希望") for t in unseen}
    assert not plain & {t.replace("希望你们", "希望") for t in seen}


def test_too_little_text_is_a_sentence(tokeniser, tiny_encoder, tmp_path):
    with pytest.raises(UserError, match="1 different texts are too few"):
        pretrain(tiny_encoder(), tokeniser, ["好评", "好评"], TrainingConfig(), tmp_path)
    with pytest.raises(ConfigError, match=r"share = 1\.5"):
        PretrainingConfig(share=1.5)
