from __future__ import annotations

import pytest

from needlens.needs.poles import POLES, pole_of


@pytest.mark.parametrize(
    ("opinion", "pole"),
    [
        ("太小", "small"), ("有点儿偏大", "large"), ("小", "small"), ("太紧了", "tight"), ("重", "heavy"),
        ("too big", "large"), ("a bit tight", "tight"), ("way too long", "long"),
        ("重要", ""), ("大气", ""), ("不大", ""), ("没那么重", ""), ("isn't small", ""), ("not small", ""),
        ("忽大忽小", ""), ("small and large", ""), ("", ""), ("差", ""), ("bad", ""),
    ],
)  # fmt: skip
def test_pole_of(opinion, pole):
    assert pole_of(opinion) == pole


def test_every_pole_has_its_opposite():
    assert all(POLES[pole.opposite].opposite == name for name, pole in POLES.items())
