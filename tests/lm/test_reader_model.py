"""The reader's model from samples to int8 files, on a tiny random encoder."""

import math

import numpy as np
import pytest
import torch

from needlens.lm import decoding, reader_export, vocabulary
from needlens.lm.corpora.samples import NOWHERE, Quad, Sample, place
from needlens.lm.reader_batches import NULL, batches, pair_truth, rows_of, span_truth
from needlens.lm.reader_losses import span_loss
from needlens.lm.reader_model import ReaderModel, ReaderShape, pair_index
from needlens.lm.reader_scores import (
    confidence_rule,
    entity_counts,
    entity_score,
    log_odds,
    quad_counts,
    quad_scores,
    read,
    segment_rule,
    strength_error,
    strengths,
    title_tags,
)
from needlens.lm.reader_tasks import Schedule, Task, loss_of
from needlens.lm.tokens import Tokeniser

LABELS = ["BATTERY#GENERAL", "DELIVERY#GENERAL"]


def samples():
    made = []
    for i, (text, aspect, opinion, label, valence) in enumerate(
        [
            ("电池 很耐用", "电池", "很耐用", 0, 7.5), ("电池 充电太慢", "电池", "充电太慢", 0, 2.5),
            ("the courier came the same day", "courier", None, 1, 7.0), ("the battery charges slowly", "battery", "slowly", 0, 2.5),
            ("the courier was very friendly", "courier", "very friendly", 1, 8.0), ("smells bad", None, "bad", 1, 2.0),
        ] * 6
    ):  # fmt: skip
        spans = place(text, aspect, opinion)
        quad = Quad(*spans, LABELS[label], valence, 5.0)
        made.append(
            Sample(
                str(i), text, "laptop", (quad,), positive=float(valence > 5),
                entities=() if aspect is None else ((*spans[0], "product"),),
                entity_kinds=frozenset({"product"}),
            )
        )  # fmt: skip
    return made


@pytest.fixture
def tokeniser(tokenizer_file):
    return Tokeniser(tokenizer_file, 64)


@pytest.fixture
def rows(tokeniser):
    return rows_of(samples(), tokeniser, 1, 0, {c: i for i, c in enumerate(LABELS)}, 8)


@pytest.fixture
def model(tiny_encoder):
    torch.manual_seed(0)
    encoder = tiny_encoder()
    words = encoder.get_input_embeddings().weight.detach().clone()
    shape = ReaderShape(
        ("general", "laptop", "title"), hidden=words.shape[1], span=16, pair=24, label=12, width=8
    )
    return ReaderModel(encoder, words, torch.randn(2, words.shape[1]), shape)


def test_terms_become_tokens_and_what_is_implied_becomes_s(rows, tokeniser):
    by_text = {row.sample.text: row for row in rows}
    assert by_text["smells bad"].quads[0].aspect == NULL
    assert by_text["the courier came the same day"].quads[0].opinion == NULL
    row = by_text["the battery charges slowly"]
    tokens = tokeniser.encode([row.sample.text])[0]
    first, last = row.quads[0].aspect
    assert row.sample.text[tokens.starts[first] : tokens.ends[last]] == "battery"


def test_the_nearest_place_of_a_word_said_twice_is_meant():
    assert place("good case, good battery", "battery", "good") == ((16, 23), (11, 15))
    assert place("很贵,但电池很好,屏幕很好", "屏幕", "很好") == ((9, 11), (11, 13))
    assert place("bad", None, "bad") == (NOWHERE, (0, 3))
    assert place("a part of the art", "art", None)[0] == (14, 17), "not inside another word"


def test_span_loss_is_small_only_when_every_true_span_is_above_0():
    truth = torch.tensor([[True, False, False]])
    allowed = torch.tensor([[True, True, False]])
    good = span_loss(torch.tensor([[9.0, -9.0, 9.0]]), truth, allowed)
    assert good < 0.01, "a span that is not allowed does not count"
    assert span_loss(torch.tensor([[-9.0, -9.0, 0.0]]), truth, allowed) > 5
    assert span_loss(torch.tensor([[9.0, 9.0, 0.0]]), truth, allowed) > 5


def test_training_teaches_opinions_sentiment_and_entities(model, rows, tokeniser):
    inventories = torch.ones(1, 2, dtype=torch.bool)
    tasks = [Task(name, rows) for name in ("opinions", "sentiment", "entities")]
    loss = loss_of(tokeniser, inventories)
    schedule = Schedule(tasks, 160, tokeniser.size, seed=3)
    assert [b.ids.tolist() for b in schedule(1)] == [b.ids.tolist() for b in schedule(1)]
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3)
    before = strength_error(*strengths(model, rows))
    for epoch in range(30):
        model.train()
        for batch in schedule(epoch):
            optimiser.zero_grad()
            loss(model, batch).backward()
            optimiser.step()
    reads = read(model, rows, inventories[0])
    scores = quad_scores(quad_counts(reads, confidence_rule(reads), 0.5))
    assert scores["pair_F1"] > 0.8
    assert 0.5 < scores["cF1"] <= scores["pair_F1"]
    assert strength_error(*strengths(model, rows)) < before / 2
    said, true = log_odds(model, rows)
    assert ((said > 0) == (true > 0.5)).mean() > 0.8
    tagged = title_tags(model, rows)
    rule = segment_rule(tagged, tokeniser)
    assert entity_score(entity_counts(tagged, tokeniser, rule)) > 0.6


def test_pairs_to_judge_hold_the_true_ones_and_wrong_ones(model, rows):
    batch = batches("opinions", rows[:4], 1_000, 0)[0]
    truth, allowed = span_truth(batch, model.shape.width)
    known = pair_truth(batch, torch.where(truth, 5.0, -5.0), allowed)
    assert (known.valid == 1).sum() == 4
    assert (known.valid == 0).sum() >= 4
    alone = known.valid == -1
    assert alone.any() and not torch.isnan(known.strength[alone]).any()
    assert torch.isnan(known.strength[known.valid == 0]).all()


def test_pairs_are_seated_row_by_row():
    index = pair_index(torch.tensor([[0, 1, 1, 2, 2], [2, 1, 1, 0, 0], [2, 3, 3, 0, 0]]), 3)
    assert index.seat.tolist() == [0, 0, 1]
    assert index.seats.tolist() == [[0, 0], [0, 0], [1, 2]]


def test_exported_files_say_what_the_model_says(model, rows, tokeniser, tokenizer_file, tmp_path):
    from needlens.lm.sessions import session
    from needlens.lm.words import Words

    model.eval()
    batch = batches("opinions", rows[:5], 1_000, 0)[0]
    with torch.no_grad():
        states = model.states(batch.ids, batch.mask, torch.zeros_like(batch.domain))
        spans = model.span_scores(states).numpy()
        felt = model.sentiment(states, batch.mask).numpy()
    rule = {"weights": [1.0] * 7, "threshold": 0.5}
    reader_export.write(
        model, tmp_path, labels={"laptop": LABELS}, centre=torch.zeros(model.shape.hidden), scale=1.0,
        settings={"opinions": {"general/zho": rule}, "sentiment": {"scale": 1.0}},
    )  # fmt: skip
    reader_export.write_words(model.get_buffer("words"), tmp_path)
    embedded = Words(tmp_path)(batch.ids.numpy())
    given = {"embedded": embedded, "mask": batch.mask.numpy()}
    names = ["spans", "contributions", "states"]
    got = dict(zip(names, session(tmp_path / "reader.onnx").run(names, given), strict=True))
    assert np.abs(got["spans"] - spans).max() < 0.25, "int8 is near to float"
    assert np.abs(got["contributions"] - felt).max() < 0.1
    for i, length in enumerate(batch.mask.sum(1).tolist()):
        alone = {name: part[i : i + 1, :length] for name, part in given.items()}
        states = session(tmp_path / "reader.onnx").run(["states"], alone)[0][0]
        assert np.abs(states - got["states"][i, :length]).max() < 0.01, "whatever is beside it"
    pairs = decoding.plausible(got["spans"], batch.mask.sum(1).numpy(), least=-99)
    assert np.bincount(pairs.row).max() == (decoding.MOST + 1) ** 2
    by_name = np.load(tmp_path / "label_by_name.npy")
    assert by_name.shape == (model.shape.hidden + 1, model.shape.label)


def test_a_vocabulary_keeps_what_is_used_and_cuts_where_terms_end(tokenizer_file, texts):
    import json

    from tokenizers import Tokenizer

    content = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    content["post_processor"]["special_tokens"] = {
        mark: {"id": mark, "ids": [0], "tokens": [mark]} for mark in ("<s>", "</s>")
    }
    whole = Tokenizer.from_file(str(tokenizer_file))
    seen = vocabulary.count(whole, texts)
    pruned = vocabulary.prune(content, seen, 100)
    small = Tokenizer.from_str(vocabulary.save(pruned))
    assert small.get_vocab_size() == 100 == len(pruned.kept)
    often = [token for token, _ in seen.most_common(60)]
    assert set(often) <= set(pruned.kept)
    pieces = [piece for piece, _ in content["model"]["vocab"]]
    assert [piece for piece, _ in pruned.tokenizer["model"]["vocab"]] == [
        pieces[i] for i in pruned.kept
    ]
    long = next(t for t in whole.encode(texts[0]).tokens[1:-1] if len(t.lstrip("▁")) > 1)
    at = texts[0].index(long.lstrip("▁")) + 1
    cut = vocabulary.straddling(whole, [texts[0]] * 2, [[at]] * 2, share=0.5)
    assert whole.token_to_id(long) in cut


def test_implied_terms_cross_with_spans_and_rivals_give_way():
    scores = np.full((2, 1, 5, 2), -9, dtype=np.float32)
    scores[0, 0, 1, 0], scores[1, 0, 2, 1] = 3.0, 2.0
    pairs = decoding.plausible(scores, np.array([5]))
    terms = list(zip(*[c.tolist() for c in pairs[:5]], strict=True))
    assert set(terms) == {(0, 0, 0, 0, 0), (0, 0, 0, 2, 3), (0, 1, 1, 0, 0), (0, 1, 1, 2, 3)}
    sure = np.array([0.9 if t == (0, 1, 1, 2, 3) else 0.1 for t in terms], dtype=np.float32)
    kept = decoding.chosen(pairs, sure, 0.5)
    assert [terms[i] for i in kept] == [(0, 1, 1, 2, 3)]
    assert math.isclose(decoding.features(pairs, sure)[terms.index((0, 1, 1, 2, 3)), 1], 3.0)
