"""``needlens topics``: what the texts are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, progress, say, table

if TYPE_CHECKING:
    import polars as pl

    from needlens.mining.topics import Topic
    from needlens.records import Interval

_PERIODS = 6


def command(
    context: typer.Context,
    method: Annotated[
        str, typer.Option(help="embedding: by meaning; lda: by words alone (extra topics).")
    ] = "embedding",
    n: Annotated[
        int | None,
        typer.Option(
            "--n", "-n", help="How many topics; as many as suit the texts by default.", min=2
        ),
    ] = None,
    since: options.Since = None,
    over_time: Annotated[bool, typer.Option("--over-time", help="Count texts by period.")] = False,
    by: Annotated[str, typer.Option(help="The period: week or month.")] = "month",
    json: options.Json = False,
) -> None:
    """List what the texts are about, each topic with its size, trend and a typical sentence.

    Topics are found anew when texts came or went since; a topic keeps its id.
    """
    _find(context, method, n, quiet=json)
    with shop(context, read_only=True) as opened:
        if over_time:
            frame = opened.topics_over_time(by, method, since)
            print_json(frame.to_dicts()) if json else _show_periods(frame)
            return
        found = opened.topics(n, method, since)
    print_json(found) if json else _show(found)


def _find(context: typer.Context, method: str, n: int | None, *, quiet: bool) -> None:
    with shop(context, read_only=True) as opened:
        texts = opened.topics_waiting(n, method)
    if not texts:
        return
    if not quiet:
        say(f"{texts:,} texts came or went since topics were found; finding them …")
    with shop(context) as opened, progress() as tick:
        learnt = opened.find_topics(n, method, tick)
    if learnt and not quiet:
        stayed = (
            f"; {learnt.stayed:,} of {learnt.had:,} texts kept their topic" if learnt.had else ""
        )
        say(
            f"{learnt.topics:,} topics in {learnt.texts:,} texts, {learnt.without:,} without one{stayed}"
        )


def _show(found: list[Topic]) -> None:
    if not found:
        say(
            "there are no topics: no text in this period says enough; ingest more, or a longer --since"
        )
        return
    rows = [
        (
            topic.id,
            topic.name,
            f"{topic.texts:,}",
            f"{topic.share:.1%}",
            None if topic.valence is None else f"{topic.valence:.1f}",
            topic.trend and _times(topic.trend),
            "\n".join(f"“{sentence.quote}”" for sentence in topic.typical[:2]),
        )
        for topic in found
    ]
    columns = ["id", "topic", "texts", "share", "valence 1–9", "later/earlier", "typical"]
    table("", columns, rows)


def _times(trend: Interval) -> str:
    return f"×{2**trend.value:.1f} ({2**trend.low:.1f}–{2**trend.high:.1f})"


def _show_periods(frame: pl.DataFrame) -> None:
    """Print a row a topic, with the texts and the share of voices of the latest periods."""
    if frame.is_empty():
        say("there is nothing to count by period: no text of a topic has a date")
        return
    starts = sorted(set(frame["start"]))[-_PERIODS:]
    rows = []
    for (topic_id, zh, en), some in frame.group_by(
        "topic_id", "name_zh", "name_en", maintain_order=True
    ):
        cells = {
            r["start"]: f"{r['texts']:,} ({r['share']:.0%})" for r in some.iter_rows(named=True)
        }
        rows.append((topic_id, " | ".join(x for x in (zh, en) if x), *(cells[s] for s in starts)))
    table("", ["id", "topic", *(str(start) for start in starts)], rows)
    say("texts (share of all voices of the period); all periods: --json")
