"""How well the watch would do in this shop: surges put into its own history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.errors import UserError
from needlens.insight.alarms.detector import Floats, watch
from needlens.insight.alarms.injection import History, Plan
from needlens.insight.alarms.messages import Heard, hear, talk
from needlens.insight.alarms.settings import AlarmSettings
from needlens.needs.intervals import wilson
from needlens.records import Interval

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class BackTest:
    """What came out: surges found, how soon, and alarms where there was no surge."""

    size: float
    """Share of the messages in a surge that complain who would not have."""
    within: int
    """Messages within which a surge had to be found."""
    found: Interval
    """Share of the surges found in time; ``n`` counts surges."""
    median_delay: float | None
    """Messages until the alarm, for those found in time."""
    per_product_month: Interval
    """Alarms without a surge per product in 30 days; ``n`` counts alarms."""
    per_month: Interval
    """The same in the whole shop."""
    messages: int
    products: int
    days: float


def back_test(
    expressions: pl.DataFrame,
    settings: AlarmSettings | None = None,
    *,
    surges: int = 200,
    size: float = 0.3,
    within: int = 50,
    rounds: int = 20,
    seed: int = 0,
) -> BackTest:
    """Try the watch on the shop's own history, ``expressions`` as for ``find_alarms``.

    False alarms: what each product heard is shuffled, so that nothing surges, ``rounds``
    times. Power: into a shuffled history, at a random moment, complaints from the shop
    itself come in, ``size`` of the next ``within`` messages. Same seed, same answer. Raise
    UserError when there is too little to try it on.
    """
    if not (0 < size < 1 and within > 0 and surges > 0 and rounds > 0):
        raise UserError(
            f"size = {size}, within = {within}, surges = {surges}, rounds = {rounds} is no "
            "back-test; size is a share between 0 and 1, the others are at least 1"
        )
    settings = settings or AlarmSettings()
    heard = hear(talk(expressions), settings)
    _checked(heard, settings, within)
    rng = np.random.default_rng(seed)
    run_length = heard.run_length(settings)
    history = History.of(heard)
    plan = Plan(surges, size, within, int(np.ceil(settings.warm_up)))
    delays = _delays(history, plan, run_length, settings, rng)
    alarms, of_shop = _false_alarms(history, rounds, run_length, settings, rng)
    in_time = delays[delays <= within]
    low, high = wilson(np.array([float(len(in_time))]), surges)
    products = heard.messages["product_id"].drop_nulls().n_unique()
    months = rounds * heard.days / 30
    return BackTest(
        size,
        within,
        Interval(len(in_time) / surges, float(low[0]) / surges, float(high[0]) / surges, surges),
        float(np.median(in_time)) if len(in_time) else None,
        _rate(alarms if products else of_shop, months * max(products, 1)),
        _rate(alarms + of_shop, months),
        heard.messages.filter(pl.col("product_id").is_null()).height,
        products,
        heard.days,
    )


def _checked(heard: Heard, settings: AlarmSettings, within: int) -> None:
    sizes = heard.messages.group_by("product_id").len()["len"].to_list()
    most, least = max(sizes, default=0), settings.warm_up + within
    if heard.complaints.is_empty() or most < least:
        raise UserError(
            f"a back-test needs a product, or a shop, with {least:,.0f} dated messages that "
            f"say something, and complaints among them; the most here are {most:,}. "
            "Ingest reviews with their dates, then: needlens mine"
        )


def _delays(
    history: History, plan: Plan, run_length: float, settings: AlarmSettings, rng: Random
) -> Floats:
    """Return the messages until each injected surge was noticed, infinite if it was not."""
    trial = history.injected(plan, rng)
    found = watch(trial.complaints, trial.ends, run_length, settings)
    delays = np.full(plan.surges, np.inf)
    after = trial.delay[found.alarm]
    inside = after > 0
    np.minimum.at(delays, trial.complaints.stream[found.alarm][inside], after[inside])
    return delays


def _false_alarms(
    history: History, rounds: int, run_length: float, settings: AlarmSettings, rng: Random
) -> tuple[int, int]:
    """Return the alarms about products and about the shop in shuffled histories."""
    trial, is_shop = history.shuffled(rounds, rng)
    found = watch(trial.complaints, trial.ends, run_length, settings)
    raised = is_shop[trial.complaints.stream[found.alarm]]
    return int((~raised).sum()), int(raised.sum())


def _rate(events: int, times: float) -> Interval:
    """Return a Poisson rate with its 95 % interval by Byar's approximation."""
    z = 1.96
    low = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3 if events else 0.0
    more = events + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(events / times, max(float(low), 0.0) / times, float(high) / times, events)
