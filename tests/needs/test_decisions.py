"""What a person decides survives every run, and later evidence follows it."""

import pytest

from needlens.errors import NotFound, UserError
from needlens.needs import memory, stored
from needlens.needs.decisions import Decisions
from needlens.needs.ngrams import Ngrams
from needs.shops import NOW, asked, belonging, finder, put, stocked_with

ZH = ["充电线长一点", "充电线再长一点", "充电线长一些"]
EN = ["spare lid included", "include spare lid", "a spare lid"]
FOUR = ZH + EN + ["开电子发票", "能开电子发票", "要开电子发票"] + ["rubber wheels", "softer rubber wheels", "wheels of rubber"]  # fmt: skip


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    return stocked_with(tmp_path_factory, asked(*FOUR))


def decide(shop, *given, **more):
    concerned = Decisions(shop, NOW, Ngrams()).take(*given, **more)
    finder(shop).renew()
    return concerned


def need_of(shop, words):
    return shop.query("SELECT need_id FROM belongs WHERE quote = ? LIMIT 1", [words])["need_id"][0]


def later(shop, *said):
    put(shop, asked(*said, first=100 + shop.query("SELECT count(*) AS n FROM reviews")["n"][0]))
    finder(shop).renew()
    return [need_of(shop, words) for words in said]


def shown(shop):
    return stored.load(shop)[0]


@pytest.mark.parametrize("words", [ZH[0], EN[0]])
def test_a_name_stays(shop, words):
    one = need_of(shop, words)
    decide(shop, one, "rename", zh="名字", en="a name")
    later(shop, words + "呀")
    row = shown(shop).filter(id=one)
    assert (row["statement_zh"][0], row["statement_en"][0]) == ("名字", "a name")
    assert row["worded_by"][0] == "person"
    assert "renamed" in memory.history(shop, one)["event"].to_list()


@pytest.mark.parametrize(("zh", "en"), [("", "a"), ("名", " "), ("名\n字", "a")])
def test_a_name_is_one_line_in_both_languages(shop, zh, en):
    with pytest.raises(UserError):
        decide(shop, need_of(shop, ZH[0]), "rename", zh=zh, en=en)


def test_pinned_ones_come_first_until_they_are_let_go(shop):
    last = shown(shop)["id"][-1]
    decide(shop, last, "pin")
    assert shown(shop)["id"][0] == last and shown(shop)["status"][0] == "pinned"
    later(shop, "充电线再长")
    assert shown(shop)["id"][0] == last
    decide(shop, last, "unpin")
    assert "pinned" not in shown(shop)["status"].to_list()
    assert memory.history(shop, last)["event"].to_list()[-2:] == ["pinned", "unpinned"]
    with pytest.raises(NotFound):
        decide(shop, last, "unpin")


@pytest.mark.parametrize("words", [ZH, EN])
def test_a_rejected_need_is_not_shown_and_its_evidence_goes_nowhere_else(shop, words):
    one, before = need_of(shop, words[0]), belonging(shop)
    decide(shop, one, "reject")
    assert one not in shown(shop)["id"]
    assert belonging(shop).equals(before.filter(before["need_id"] != one))
    put(shop, asked(*words, first=70))
    finder(shop).renew()
    assert one not in shown(shop)["id"]
    decide(shop, one, "restore")
    assert shown(shop).filter(id=one)["demand"].to_list() == [6.0]
    assert {"rejected", "restored"} <= set(memory.history(shop, one)["event"])


def test_a_merge_is_followed_by_what_is_like_either(shop):
    gone, into = need_of(shop, EN[0]), need_of(shop, ZH[0])
    decide(shop, gone, "merge", into=into)
    assert gone not in shown(shop)["id"]
    assert shown(shop).filter(id=into)["demand"].to_list() == [6.0]
    name = shown(shop).filter(id=into)["statement_zh"][0]
    assert later(shop, "spare lid please", "充电线要长") == [into, into]
    assert "充电线" in name and shown(shop).filter(id=into)["part"][0].startswith("about 充电线")
    for one, other in ((gone, into), (into, gone)):
        past = memory.history(shop, one).filter(event="merged")
        assert past.select("other_id", "by").rows() == [(other, "person")]


def test_merges_in_a_row_end_in_the_last(shop):
    a, b, c = (need_of(shop, words) for words in (ZH[0], EN[0], "rubber wheels"))
    decide(shop, b, "merge", into=c)
    decide(shop, a, "merge", into=b)
    assert {need_of(shop, words) for words in (ZH[0], EN[0], "rubber wheels")} == {c}
    with pytest.raises(UserError, match="itself"):
        decide(shop, c, "merge", into=a)


def test_a_need_merged_again_goes_to_the_other(shop):
    a, b, c = (need_of(shop, words) for words in (ZH[0], EN[0], "rubber wheels"))
    decide(shop, a, "merge", into=b)
    decide(shop, a, "merge", into=c)
    assert need_of(shop, ZH[0]) == c and need_of(shop, EN[0]) == b


@pytest.mark.parametrize("words", [ZH, EN])
def test_a_merge_can_be_taken_back(shop, words):
    gone, into = need_of(shop, words[0]), need_of(shop, "rubber wheels")
    before = belonging(shop)
    decide(shop, gone, "merge", into=into)
    decide(shop, gone, "unmerge")
    assert belonging(shop).equals(before) and need_of(shop, words[0]) == gone
    for one, other in ((gone, into), (into, gone)):
        past = memory.history(shop, one).filter(event="unmerged")
        assert past.select("other_id", "by").rows() == [(other, "person")]
    with pytest.raises(NotFound, match="nothing to take back"):
        decide(shop, gone, "unmerge")


def test_a_need_of_a_category_can_be_merged(shop):
    (category,) = later(shop, "更好用")
    into = need_of(shop, ZH[0])
    decide(shop, category, "merge", into=into)
    assert later(shop, "更好用吧") == [into]
    assert shown(shop).filter(id=into)["part"][0].startswith("about")


@pytest.mark.parametrize(
    ("inside", "moved", "after"),
    [
        (["充电线要红色长一点", "充电线长一点红色"], "充电线要红色长一点", "充电线红色"),
        (["spare lid made of glass", "glass spare lid"], "spare lid made of glass", "spare glass lid"),
    ],
)  # fmt: skip
def test_a_split_is_followed_by_later_statements_like_the_moved(shop, inside, moved, after):
    (old, _) = later(shop, *inside)
    new = decide(shop, old, "split", statements=inside)
    assert new != old and {need_of(shop, words) for words in inside} == {new}
    assert need_of(shop, (ZH if "线" in moved else EN)[0]) == old
    assert later(shop, after) == [new]
    past = memory.history(shop, new)
    assert past.filter(event="born")["other_id"].to_list() == [old]
    assert memory.history(shop, old).filter(event="split")["other_id"].to_list() == [new]


def test_the_words_a_need_is_called_by_can_leave_it(shop):
    old = need_of(shop, ZH[0])
    part = shown(shop).filter(id=old)["part"][0].removeprefix("about ")
    new = decide(shop, old, "split", statements=[part])
    assert new != old and need_of(shop, part) == new
    assert {need_of(shop, words) for words in ZH if words != part} == {old}


def test_what_was_merged_can_be_split_off_again(shop):
    gone, into = need_of(shop, EN[0]), need_of(shop, ZH[0])
    decide(shop, gone, "merge", into=into)
    new = decide(shop, into, "split", statements=EN)
    assert {need_of(shop, words) for words in EN} == {new} and new != into
    assert {need_of(shop, words) for words in ZH} == {into}


def test_all_or_nothing_cannot_be_split_off(shop):
    one = need_of(shop, ZH[0])
    for statements in ([], ZH, ["没有人说过"]):
        with pytest.raises(UserError, match="some of them"):
            decide(shop, one, "split", statements=statements)


@pytest.mark.parametrize("decision", ["pin", "reject", "rename", "merge", "split", "restore"])
def test_an_unknown_need_is_said(shop, decision):
    with pytest.raises(NotFound):
        decide(shop, "n-000000000000", decision, zh="甲", en="a", into=need_of(shop, ZH[0]))


def test_a_decided_need_is_not_merged_away_by_the_model(shop):
    one = need_of(shop, ZH[0])
    decide(shop, one, "pin")
    later(shop, *[f"充电线再长一点{i}" for i in range(30)])
    assert need_of(shop, ZH[0]) == one
