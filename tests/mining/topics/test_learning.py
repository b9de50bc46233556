"""Topics of a bilingual shop: what they are, what they are called, and that they stay."""

import polars as pl
import pytest

from needlens.errors import UserError
from needlens.mining import topics
from needlens.text.folding import fold_series
from talking_shop import add, database_with, placed, purity, reviews


def test_subjects_are_found_and_hold_both_languages(found):
    database, learnt = found
    assert (learnt.texts, learnt.embedded, learnt.topics) == (400, 400, 4)
    assert purity(database) > 0.9
    for topic in topics.topics(database):
        assert topic.name_zh and topic.name_en
        languages = {sentence.signal_id[:2] for sentence in topic.typical}
        assert languages == {"zh", "en"}


def test_names_and_quotes_stand_in_the_texts_of_their_topic(found):
    database, _ = found
    texts = database.query("SELECT id AS signal_id, text FROM reviews").join(
        placed(database), on="signal_id"
    )
    for topic in topics.topics(database):
        own = texts.filter(pl.col("topic_id") == topic.id)
        folded = fold_series(own["text"])
        assert own.height == topic.texts
        for word in (*topic.words_zh, *topic.words_en):
            assert folded.str.contains(word, literal=True).sum() >= 3
        for sentence in topic.typical:
            (whole,) = own.filter(pl.col("signal_id") == sentence.signal_id)["text"]
            assert whole[sentence.start : sentence.end] == sentence.quote


def test_nothing_is_done_when_nothing_came(found, tmp_path):
    database, _ = found
    assert topics.waiting(database) == 0
    assert topics.find(database, tmp_path / "cache") is None
    before = placed(database)
    again = topics.learn(database, tmp_path / "cache")
    assert (again.embedded, again.stayed, again.had) == (0, 400, 400)
    assert placed(database).equals(before)


def test_another_number_or_new_and_removed_texts_wait(found):
    database, _ = found
    assert topics.waiting(database, n=4) == 0
    assert topics.waiting(database, n=7) == 400
    assert topics.waiting(database, "lda") == 400
    database.execute("DELETE FROM reviews WHERE id = 'zh-delivery-049'")
    add(database, reviews(range(2, 3)).head(5).with_columns(pl.col("id") + "-new"))
    assert topics.waiting(database) == 6


def test_old_texts_keep_their_topic_when_more_come(found, tmp_path):
    database, _ = found
    known = {topic.id for topic in topics.topics(database)}
    more = reviews(range(2, 3))
    add(database, more.with_columns(pl.col("id") + "-new").sample(80, seed=1))
    learnt = topics.find(database, tmp_path / "cache")
    assert learnt.embedded == 80
    assert learnt.had == 400 and learnt.stayed >= 380
    assert {topic.id for topic in topics.topics(database)} == known
    assert purity(database) > 0.9


def test_a_new_subject_becomes_a_topic_of_its_own(found, tmp_path):
    database, _ = found
    known = {topic.id for topic in topics.topics(database)}
    said = [
        f"{a}{b}，{c}" for a in ("客服", "店员", "人工客服", "售后")
        for b in ("回复", "答复", "说话", "处理") for c in ("没人理", "很耐心", "态度差", "推来推去")
    ]  # fmt: skip
    asked = [
        f"{a} {b} {c}" for a in ("support", "the agent", "customer service", "staff")
        for b in ("on chat", "by phone", "by mail", "at once") for c in ("was rude", "never answered", "helped me", "was kind")
    ]  # fmt: skip
    rows = pl.DataFrame({"text": [*said, *asked]}).with_row_index("id")
    rows = rows.with_columns(
        pl.format("new-service-{}", "id").alias("id"), at=pl.lit(None, pl.Datetime("us", "UTC"))
    )
    add(database, rows)
    learnt = topics.find(database, tmp_path / "cache")
    assert learnt.stayed >= 0.95 * learnt.had
    born = {topic.id: topic for topic in topics.topics(database) if topic.id not in known}
    news = placed(database).filter(pl.col("subject") == "service")
    assert news["topic_id"].is_in(list(born)).mean() > 0.8
    events = topics.history(database)
    assert set(events.filter(pl.col("run") == 2).select("id", "event").rows()) == {
        (topic_id, "born") for topic_id in born
    }


def test_the_order_of_rows_changes_nothing(tmp_path, encoder):
    rows = reviews(range(1))
    answers = []
    for name, frame in (("a", rows), ("b", rows.reverse())):
        (tmp_path / name).mkdir()
        database = database_with(tmp_path / name, frame)
        topics.learn(database, tmp_path / "cache")
        answers.append((placed(database), topics.topics(database)))
        database.close()
    assert answers[0][0].equals(answers[1][0]) and answers[0][1] == answers[1][1]


def test_texts_beyond_the_sample_are_placed_by_their_words(tmp_path, encoder):
    database = database_with(tmp_path, reviews(range(2)))
    learnt = topics.learn(database, tmp_path / "cache", n=4, most=150)
    assert learnt.embedded == 150 and learnt.texts == 400
    assert purity(database) > 0.9
    assert learnt.without < 20
    database.close()


def test_texts_that_say_nothing_are_of_no_topic(found, tmp_path):
    database, _ = found
    blank = pl.DataFrame({"id": ["n-1", "n-2", "n-3"], "text": ["……", "👍👍", "12345"]})
    add(database, blank.with_columns(at=pl.lit(None, pl.Datetime("us", "UTC"))))
    topics.find(database, tmp_path / "cache")
    rows = database.query("SELECT topic_id FROM topic_texts WHERE signal_id IN ('n-1', 'n-3')")
    assert rows["topic_id"].null_count() == 2


def test_few_texts_are_no_topics_yet(tmp_path, encoder):
    database = database_with(tmp_path, reviews().head(0))
    assert topics.find(database, tmp_path) is None
    assert topics.topics(database) == []
    add(database, reviews().head(1))
    assert topics.find(database, tmp_path).topics == 0
    database.close()


def test_wrong_wishes_are_refused_in_words(found, tmp_path):
    database, _ = found
    with pytest.raises(UserError, match=r"no method 'magic'.*embedding, lda"):
        topics.waiting(database, "magic")
    with pytest.raises(UserError, match="2 or more"):
        topics.learn(database, tmp_path, n=1)
