"""Titles with exchanged names: the spans stay true, the rest of the title stays."""

from __future__ import annotations

from needlens.lm.corpora import gazetteers
from needlens.lm.corpora.mixed_titles import mixed
from needlens.lm.corpora.samples import Sample

TITLES = [
    Sample("1", "某牌连衣裙 夏季新款", "title", entities=((0, 2, "brand"), (2, 5, "product"))),
    Sample("2", "lumora headphones black", "title", entities=((0, 6, "brand"), (7, 17, "product"))),
    Sample("3", "包邮特价", "title", entities=()),
]


def test_names_are_exchanged_within_their_kind_and_spans_follow():
    known = {"brand": {"某牌", "lumora"}, "product": {"连衣裙", "headphones"}}
    changed = 0
    for seed in range(20):
        for title, new in zip(TITLES, mixed(TITLES, seed), strict=True):
            assert [kind for *_, kind in new.entities] == [kind for *_, kind in title.entities]
            for start, end, kind in new.entities:
                assert new.text[start:end] in known[kind]
            changed += new.text != title.text
        assert mixed(TITLES, seed)[2] == TITLES[2]
    assert changed > 5
    assert mixed(TITLES, 3) == mixed(TITLES, 3)
    assert len({str(mixed(TITLES, seed)) for seed in range(20)}) > 3


def test_listed_names_are_put_in_too():
    names = {"brand": ["青禾"], "product": ["遮阳帽"]}
    made = [title for seed in range(40) for title in mixed(TITLES, seed, names)]
    words = {title.text[a:b] for title in made for a, b, _ in title.entities}
    assert {"青禾", "遮阳帽", "lumora"} <= words
    assert all(title.text.endswith(("夏季新款", "black", "特价")) for title in made)


def test_gazetteers_leave_out_what_is_not_clear(tmp_path):
    (tmp_path / "brand1.dic").write_text("青禾\n防曬\n裙\nLumora\n", encoding="utf-8")
    (tmp_path / "brand2.dic").write_text("帽子\n", encoding="utf-8")
    (tmp_path / "product1.dic").write_text("连衣裙\n帽子\n", encoding="utf-8")
    names = gazetteers.read(tmp_path)
    assert names == {"brand": ["lumora", "防晒", "青禾"], "product": ["连衣裙"]}
    titles = [
        Sample("1", "防晒连衣裙", "title", entities=((2, 5, "product"),)),
        Sample("2", "lumora连衣裙", "title", entities=((0, 6, "brand"), (6, 9, "product"))),
    ]
    assert gazetteers.trusted(names, titles) == {"brand": ["lumora", "青禾"], "product": ["连衣裙"]}
