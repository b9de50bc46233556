"""Which need comes first, and which ranks cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from needlens.insight.opportunities.draws import surely_above
from needlens.needs.intervals import Floats
from needlens.records import Need


def ranked(needs: Sequence[Need]) -> list[Need]:
    """Return the needs that are not met, greatest opportunity first."""
    unmet = [need for need in needs if need.state != "met"]
    return sorted(unmet, key=lambda n: (-n.opportunity, -n.demand.value, n.id))


def tied(draws: Floats, shown: int) -> list[tuple[int, int]]:
    """Return for each of the first ``shown`` ranks the first and last it may trade with.

    ``draws`` has a row for each rank, in order (see ``drawn``). From a rank on, upwards and
    downwards, neighbours count until one is surely above or below. Ranks are from 1.
    """
    return [_tied(draws, place) for place in range(min(shown, len(draws)))]


def _tied(draws: Floats, place: int) -> tuple[int, int]:
    first = last = place
    while first > 0 and not surely_above(draws[first - 1], draws[place]):
        first -= 1
    while last + 1 < len(draws) and not surely_above(draws[place], draws[last + 1]):
        last += 1
    return first + 1, last + 1
