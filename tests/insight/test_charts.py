from __future__ import annotations

from itertools import pairwise

from insight.generated import shop
from needlens.insight import charts


def test_points_stay_on_the_map_and_apart():
    needs, _ = shop(2500)
    drawn = charts.opportunity_map(needs)
    assert all(
        drawn.left <= p.x <= drawn.right and drawn.top <= p.y <= drawn.bottom for p in drawn.points
    )
    assert [p.rank for p in drawn.points] == list(range(1, len(needs) + 1))
    apart = [((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for a, b in pairwise(drawn.points)]
    assert min(apart) > 12


def test_nothing_to_draw():
    assert charts.opportunity_map([]).points == []
    assert charts.diverging([]) == [] and charts.columns([]).columns == []
    assert charts.diverging([(0, 0, 0)])[0].any is False


def test_diverging_bars_share_one_scale():
    bars = charts.diverging([(10, 4, 30), (0, 0, 5)])
    assert bars[0].middle == bars[1].middle
    assert abs(bars[1].positive[1] * 6 - bars[0].positive[1]) < 0.5
    assert abs(sum(bars[0].positive) - charts.BAR_WIDTH) < 0.2


def test_columns_stand_on_a_line():
    drawn = charts.columns([(f"0{i}", i, 1, 2 * i) for i in range(1, 9)])
    assert all(column.down[0][1] == drawn.base for column in drawn.columns)
    heights = [column.down[0][2] for column in drawn.columns]
    assert heights == sorted(heights) and max(heights) + drawn.base <= drawn.height
    assert 0 in [value for _, value in drawn.ticks]
