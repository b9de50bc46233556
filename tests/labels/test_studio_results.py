"""What people draw in Label Studio."""

import pytest

from needlens.labels.studio_results import drafts_of_task

TEXT = "质量和包装都不错，物流慢"


def region(id_, label, start, end, **said):
    place = {"start": start, "end": end, "text": TEXT[start:end]}
    first = {"id": id_, "from_name": "span", "to_name": "text", "type": "labels",
             "value": place | {"labels": [label]}}  # fmt: skip
    rest = [
        {"id": id_, "from_name": name, "to_name": "text",
         "type": "choices" if name == "category" else "number",
         "value": place | ({"choices": [v]} if name == "category" else {"number": v})}
        for name, v in said.items()
    ]  # fmt: skip
    return [first, *rest]


def joined(one, other):
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right"}


def read(result, **annotation):
    task = {"id": 1, "data": {"text": TEXT, "signal_id": "r"}, "predictions": [],
            "annotations": [{"completed_by": 4, "result": result, **annotation}]}  # fmt: skip
    return list(drafts_of_task(task, 1))


def test_two_aspects_that_share_an_opinion_have_their_own_categories():
    [draft] = read(
        [
            *region("a", "Aspect", 0, 2, category="PRODUCT#QUALITY"),
            *region("b", "Aspect", 3, 5, category="PACKAGING#GENERAL"),
            *region("o", "Opinion", 6, 8, valence=6.5, arousal=5),
            joined("a", "o"),
            joined("o", "b"),
        ]
    )
    found = [(o["aspect"], o["opinion"], o["category"], o["valence"]) for _, o in draft.opinions]
    assert found == [
        ("质量", "不错", "PRODUCT#QUALITY", 6.5),
        ("包装", "不错", "PACKAGING#GENERAL", 6.5),
    ]
    assert draft.sentence["annotator"] == "user 4"


def test_implied_aspects_and_opinions():
    [draft] = read(
        [
            *region("o", "Opinion", 11, 12, category="LOGISTICS#SPEED", valence=3),
            *region("a", "Aspect", 0, 2, category="PRODUCT#QUALITY", valence=6),
            *region("i", "Implied", 0, 12, category="PRODUCT#GENERAL", valence=5),
        ]
    )
    found = [(o["aspect"], o["opinion"], o["category"]) for _, o in draft.opinions]
    assert found == [
        (None, "慢", "LOGISTICS#SPEED"),
        ("质量", None, "PRODUCT#QUALITY"),
        (None, None, "PRODUCT#GENERAL"),
    ]


def test_an_empty_result_says_no_opinion_and_a_skipped_one_nothing():
    [draft] = read([])
    assert draft.opinions == [] and not draft.fault
    assert read([], was_cancelled=True) == []


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (region("a", "Aspect", 0, 2), "has no opinion"),
        ([*region("a", "Aspect", 0, 2), *region("b", "Aspect", 3, 5), joined("a", "b")], "must join"),
        (region("x", "Brand", 0, 2), "labelled 'Brand'"),
        (region("x", "Opinion", 2, 2), "marks no words"),
    ],
)  # fmt: skip
def test_what_makes_no_opinion_is_told(result, says):
    [draft] = read(result)
    assert says in draft.fault
