"""Titles with exchanged names: the spans stay true, the rest of the title stays."""

from __future__ import annotations

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
