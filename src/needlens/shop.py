r"""The shop: one workspace and the verbs on it, the same in Python, CLI and HTTP.

>>> import tempfile, pathlib
>>> folder = pathlib.Path(tempfile.mkdtemp())
>>> rows = ["评价内容,评分", "物流太慢了,2", "快递很慢，等了一周,1", "发货速度太慢,2"]
>>> _ = (folder / "评价.csv").write_text("\n".join(rows), encoding="gb18030")
>>> with open_shop(folder / "my-shop") as shop:
...     account, = shop.ingest(folder / "评价.csv")
...     mined = shop.mine()
...     need = shop.needs(n=1)[0]
>>> account.rows, account.accepted, account.encoding
(3, 3, 'gb18030')
>>> need.category, need.demand.n, need.evidence[0].quote in "".join(rows)
('LOGISTICS#SPEED', 3, True)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

import polars as pl

from needlens.config import Config
from needlens.errors import ConfigError, NotFound, UserError
from needlens.insight import export as write_table
from needlens.insight import report as render_report
from needlens.insight.alarms import BackTest, back_test, find_alarms
from needlens.insight.export import write_whole
from needlens.insight.facts import Facts
from needlens.insight.gather import gather, shelf
from needlens.insight.opportunities import Report, Shelf, opportunities
from needlens.insight.opportunities.writing import write as write_opportunities
from needlens.mining import Domain
from needlens.mining.choosing import choose
from needlens.mining.stage import read_texts
from needlens.mining.suspicion import suspect
from needlens.mining.voices import weigh
from needlens.needs import CategoryName, as_needs, checks, memory, stored
from needlens.needs.choice import chosen
from needlens.needs.decisions import Decision, Decisions
from needlens.needs.induction import Belonging
from needlens.needs.names import known_names
from needlens.needs.renewal import Needs
from needlens.needs.tracing import Trace, trace
from needlens.period import since as since_of
from needlens.records import KINDS, Evidence, Finding, Ingested, Need
from needlens.sources import Checked, Ingest, Reading, retry
from needlens.sources import check as check_source
from needlens.sources.view import whole
from needlens.store import Workspace, quarantine, results, runs
from needlens.text.pseudonyms import read_or_create_key
from needlens.text.sealing import Seal

if TYPE_CHECKING:
    from needlens.labels import Imported
    from needlens.mining.topics import Learnt, Topic
    from needlens.needs.knowledge.making import Made

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Mined:
    """What a run of ``mine`` did: texts read now, and what the shop holds after it."""

    texts: int
    opinions: int
    suggestions: int
    remarks: int
    """Questions, reasons for use and implied needs."""
    copies: int
    """Texts that are near-duplicates of another; together they are one voice."""
    needs: int
    domain: str
    version: str


class Shop:
    """An open workspace. Use it as a context manager, or ``close()`` it."""

    def __init__(self, workspace: Workspace, *, read_only: bool = False) -> None:
        self.workspace = workspace
        self.config = workspace.config
        self._read_only = read_only
        self._database = workspace.database(read_only=read_only)

    @classmethod
    def open(
        cls, folder: Path | str, config: Config | None = None, *, read_only: bool = False
    ) -> Shop:
        """Open a workspace, making it first if it is not there.

        Raise WorkspaceBusy when another process is writing to it.
        """
        where = Path(folder)
        if read_only:
            return cls(Workspace.find(where, config), read_only=True)
        workspace = Workspace.create(where, config)
        read_or_create_key(workspace.key_path)
        _own_domain(where / "domains", workspace.config.mining.domain)
        return cls(workspace)

    def __enter__(self) -> Shop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the workspace; another process can open it then."""
        self._database.close()

    # --- bringing data in -------------------------------------------------------------

    def ingest(
        self,
        path: Path | str,
        reading: Reading | None = None,
        *,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> list[Ingested]:
        """Bring a file, a folder or (with a query) a database in; return its accounts.

        Each row is stored once, whatever file it comes from; one that cannot be used is
        set aside with its reason. Raise SourceError when the source cannot be read.
        """
        ingest = Ingest(self._database, self.config, self._key())
        tick = (
            (lambda source, rows: progress(f"reading {source}", rows, None)) if progress else None
        )
        return ingest(_place(path), self._reading(reading), note, tick)

    def quarantine(self) -> pl.DataFrame:
        """Return the rows set aside: id, source, line, column, reason, shown (masked)."""
        return quarantine.view(self._database)

    def retry(self, reading: Reading | None = None) -> Ingested:
        """Read the rows set aside again, with the same or new settings."""
        return retry(self._database, self.config, self._key(), reading)

    def save_quarantine(self, path: Path) -> int:
        """Write the unmasked rows set aside as JSON Lines, for the owner only; return how many.

        What was no row is an object with ``raw``. Raise UserError when ``path`` cannot be
        written.
        """
        rows = quarantine.sealed(self._database)
        seal = Seal(self._key())

        def write(part: Path) -> None:
            with part.open("w", encoding="utf-8") as file:
                file.writelines(f"{whole(seal.open(raw))}\n" for raw in rows["raw"])

        write_whole(path, write, private=True)
        return rows.height

    def drop_quarantine(self) -> None:
        """Forget all rows set aside."""
        with self._database.transaction():
            quarantine.remove(self._database, self.quarantine()["id"].to_list())

    def counts(self) -> pl.DataFrame:
        """Return what is stored: table, provenance, n."""
        return runs.table_counts(self._database, [record.table for record in KINDS.values()])

    # --- reading the texts ------------------------------------------------------------

    def domain(self) -> Domain:
        """Return the taxonomy in force: the workspace's own file if it has one."""
        name = self.config.mining.domain
        own = self.workspace.folder / "domains" / f"{name}.toml"
        return Domain.load(own if own.is_file() else name)

    def mine(self, progress: Progress | None = None) -> Mined:
        """Read all texts not yet read by this version of the domain, then form the needs."""
        domain = self.domain()
        cache = self.workspace.folder / "cache"
        tier = choose(self.config.mining, domain, cache, self._models)
        read = read_texts(
            self._database, tier, domain, self.config.mining.batch_rows, progress, self._models
        )
        copies = 0
        if read.texts:
            copies = weigh(self._database)
            suspect(self._database)
        found, _ = self._finder(ask=True).renew()
        return Mined(
            read.texts,
            read.opinions,
            read.suggestions,
            read.remarks,
            copies,
            found.height,
            domain.id,
            tier.version,
        )

    def texts(self, rows: int = 50_000) -> Iterator[pl.DataFrame]:
        """Yield what customers wrote (kind, signal_id, text), in frames of at most ``rows``."""
        for kind in results.TEXTS:
            for frame in results.texts_of(self._database, kind, rows):
                yield frame.select(pl.lit(kind).alias("kind"), "signal_id", "text")

    # --- labels -----------------------------------------------------------------------

    def labels(self) -> pl.DataFrame:
        """Return all labels, sentence by sentence; columns: ``needlens.labels.LABELS``."""
        from needlens.labels import load

        return load(self._database)

    def unlabelled(self) -> pl.DataFrame:
        """Return sentences nobody has labelled, with what was read in them.

        ``needlens.labels.choose`` picks the most useful of them, ``sample`` draws by lot.
        """
        from needlens.labels import candidates

        return candidates(self._database)

    def import_labels(
        self,
        path: Path | str,
        *,
        annotator: str = "person",
        source: str = "person",
        checked: bool = False,
    ) -> Imported:
        """Check a file of labels and store those that hold; return the account.

        ``annotator`` and ``source`` hold where the file names none; with ``checked`` rows
        count as checked whatever the file says. Raise UserError for a file that cannot be
        read and for an unknown ``source``.
        """
        from needlens.labels import import_labels

        return import_labels(
            self._database, Path(path), self.domain(),
            annotator=annotator, source=source, checked=checked,
        )  # fmt: skip

    # --- what they talk about ---------------------------------------------------------

    def topics(
        self, n: int | None = None, method: str = "embedding", since: str | None = None
    ) -> list[Topic]:
        """Return what the texts are about, the topic with most voices first.

        Topics are found anew when texts came or went since (``find_topics``), not in a shop
        opened for reading only. ``since`` (30d or a date) counts from then on. ``n`` is how
        many topics to look for, ``method`` embedding or lda.
        """
        from needlens.mining.topics import topics

        if not self._read_only:
            self.find_topics(n, method)
        return topics(self._database, method, since_of(since) if since else None)

    def find_topics(
        self, n: int | None = None, method: str = "embedding", progress: Progress | None = None
    ) -> Learnt | None:
        """Find the topics when texts came or went since; None: those that are stored hold."""
        from needlens.mining.topics import find

        return find(self._database, self.workspace.folder / "cache", method, n, progress)

    def topics_waiting(self, n: int | None = None, method: str = "embedding") -> int:
        """Return how many texts came or went since topics were found; 0: those stored hold."""
        from needlens.mining.topics import waiting

        return waiting(self._database, method, n)

    def topics_over_time(
        self, by: str = "month", method: str = "embedding", since: str | None = None
    ) -> pl.DataFrame:
        """Return the texts and voices of each stored topic by ``week`` or ``month``."""
        from needlens.mining.topics import over_time

        return over_time(self._database, method, by, since_of(since) if since else None)

    # --- what they need ---------------------------------------------------------------

    def needs(self, since: str | None = None, n: int | None = None) -> list[Need]:
        """Return the needs with the greatest opportunity first; ``since`` as 30d or a date."""
        frames = self._needs(since)
        return as_needs(*frames)[:n]

    def need(self, need_id: str, since: str | None = None) -> Need:
        """Return one need with the evidence kept of it; raise NotFound."""
        needs, evidence = self._needs(since)
        for need in as_needs(
            needs.filter(pl.col("id") == need_id), evidence.filter(pl.col("need_id") == need_id)
        ):
            return need
        raise NotFound(f"there is no need {need_id!r}; `needlens needs` lists the ids")

    def evidence(self, need_id: str, since: str | None = None) -> list[Evidence]:
        """Return every piece of evidence of a need, the strongest first; raise NotFound."""
        found, needs, _ = self._found(since)
        frame = found.frame.filter(pl.col("need_id") == need_id)
        needs = needs.filter(pl.col("id") == need_id)
        for need in as_needs(needs, chosen(frame, needs, frame.height)):
            return list(need.evidence)
        raise NotFound(f"there is no need {need_id!r}; `needlens needs` lists the ids")

    def memberships(self) -> pl.DataFrame:
        """Return which signal speaks of which need: one row for each thing said or done.

        Columns: need_id, kind, signal_id, origin, category, statement, quote, start, end,
        valence, confidence, product_id, at, shown (whether enough voices stand behind the
        need). As of the last ``mine``.
        """
        return stored.belonging(self._database)

    def history(self, need_id: str) -> pl.DataFrame:
        """Return what became of a need: at, event, other_id, detail, by; oldest first."""
        return memory.history(self._database, need_id)

    def trace(self, what: str, n: int = 20) -> list[Trace]:
        """Return the texts that ``what`` means, each with what it says and its needs.

        ``what`` is the id of a need or of a signal, or words of a text; raise NotFound.
        """
        return trace(self._database, what, n)

    def sample_needs(self, per_need: int = 5, texts: int = 200) -> pl.DataFrame:
        """Return a sample for people to check; see ``needlens.needs.checks.SAMPLE``."""
        return checks.sample(self._database, per_need, texts)

    def take_verdicts(self, path: Path, annotator: str = "person") -> checks.Checked:
        """Take a checked sample in and count the needs anew; return the account."""
        account = checks.take(self._database, path, annotator)
        self._finder(ask=True).renew()
        return account

    def decide(
        self,
        need_id: str,
        decision: Decision,
        *,
        zh: str = "",
        en: str = "",
        into: str = "",
        statements: Sequence[str] = (),
    ) -> str:
        """Carry out what a person decides about a need; return the id of the need concerned.

        ``rename`` wants ``zh`` and ``en``, ``merge`` wants ``into``, ``split`` the
        ``statements`` (see ``trace``) that become a need of their own; ``pin``, ``unpin``,
        ``reject``, ``restore`` and ``unmerge`` want nothing. Later runs follow it. Raise NotFound and
        UserError.
        """
        decisions = Decisions(self._database, datetime.now(UTC))
        with self._database.transaction():
            concerned = decisions.take(
                need_id, decision, zh=zh, en=en, into=into, statements=statements
            )
        self._finder(ask=True).renew()
        return concerned

    def report(self, path: Path, since: str | None = None) -> Path:
        """Write the report as one self-contained HTML file (zh and en); return its path."""
        expressions = self._expressions(since)
        frames = self._needs(since)
        names = self._names(self.domain())
        facts = gather(
            self._database, self.workspace.folder.resolve().name, expressions, frames[0], names
        )
        page = render_report(as_needs(*frames), facts)

        def write(part: Path) -> None:
            part.write_text(page, encoding="utf-8")

        return write_whole(path, write)

    def shelf(self, need: Need) -> Shelf:
        """Return what advice on a need looks at: titles of products, and weak products."""
        return shelf(self._database, need, self._expressions(None))

    def alarms(self, since: str | None = None) -> list[Finding]:
        """Return surges of complaints, those that go on first; ``since`` as 30d or a date."""
        return find_alarms(
            self._expressions(None), since=since_of(since) if since else None, now=datetime.now(UTC)
        )

    def back_test_alarms(self, size: float = 0.3, seed: int = 0) -> BackTest:
        """Try the alarms on surges put into the shop's own history; raise UserError."""
        return back_test(self._expressions(None), size=size, seed=seed)

    def make_knowledge(self, calls: int = 0, most: int = 200) -> Made:
        """Ask the language model of the settings why people buy; return the account.

        Generated: no need, evidence or number is made of it. At most ``calls`` calls.
        Raise ConfigError when ``mining.llm_url`` names no model.
        """
        from needlens.mining.llm_choice import named
        from needlens.needs.knowledge.making import make

        if not self.config.mining.llm_url:
            raise ConfigError(
                "no language model is named; set mining.llm_url, "
                "e.g. embedded:qwen-1.5b or http://127.0.0.1:8000/v1"
            )
        model, budget = named(self.config.mining, calls)
        return make(self._database, model, budget, self.workspace.folder / "cache", most=most)

    def knowledge(self, n: int | None = None) -> pl.DataFrame:
        """Return reasons for buying that a language model generated, the surest first."""
        from needlens.needs.knowledge.kept import load

        return load(self._database, n)

    def opportunities(self, since: str | None = None, n: int = 40) -> Report:
        """Return the needs to work on first: what to do, and how firm each rank is."""
        return self._opportunities(since, n)[0]

    def write_opportunities(
        self,
        path: Path,
        *,
        language: Literal["zh", "en"] | None = None,
        since: str | None = None,
        n: int = 40,
    ) -> Report:
        """Write the opportunities to an .html, .xlsx or .md file; return what it says."""
        found, facts = self._opportunities(since, n)
        write_opportunities(found, facts, path, language)
        return found

    def export(self, table: str, path: Path) -> int:
        """Write a table to .csv, .xlsx, .jsonl or .parquet; return the number of rows."""
        frame = self._table(table)
        write_table(frame, path)
        return frame.height

    # --- inside -----------------------------------------------------------------------

    def _needs(self, since: str | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        return stored.load(self._database) if since is None else self._found(since)[1:]

    def _found(self, since: str | None) -> tuple[Belonging, pl.DataFrame, pl.DataFrame]:
        """Return what belongs to which need, the needs and the evidence kept of them."""
        finder = self._finder()
        if since is None:
            return finder.since(None), *stored.load(self._database)
        found = finder.since(since_of(since))
        return found, *finder.counted(found)

    def _opportunities(self, since: str | None, n: int) -> tuple[Report, Facts]:
        found, needs, evidence = self._found(since)
        name = self.workspace.folder.resolve().name
        facts = gather(self._database, name, found.frame, needs, self._names(self.domain()))
        return opportunities(as_needs(needs, evidence), facts, found.frame, n=n), facts

    def _expressions(self, since: str | None) -> pl.DataFrame:
        return stored.expressions(self._database, since_of(since) if since else None)

    def _finder(self, *, ask: bool = False) -> Needs:
        """Return what finds needs; only with ``ask`` may a language model be asked."""
        from needlens.needs.wording import put_into_words

        domain = self.domain()
        names = self._names(domain)
        return Needs(
            self._database,
            names,
            self.config.needs,
            general=domain.general,
            wording=partial(
                put_into_words,
                self._database, names, self.config, self.workspace.folder / "cache", ask,
            ),
            models=self._models,
        )  # fmt: skip

    def _names(self, domain: Domain) -> dict[str, CategoryName]:
        """Return the words of each category, and of each need of the library."""
        categories = {
            c.id: CategoryName(c.name_zh, c.name_en, c.better_zh, c.better_en)
            for c in domain.categories.values()
        }
        return categories | known_names(self._models)

    @property
    def _models(self) -> Path:
        return self.workspace.folder / "models"

    def _table(self, table: str) -> pl.DataFrame:
        made = {"labels": self.labels, "quarantine": self.quarantine}
        if table in made:
            return made[table]()
        known = [record.table for record in KINDS.values()]
        known += ["opinions", "suggestions", "needs", "evidence"]
        if table not in known:
            raise UserError(f"there is no table {table!r}; known: {', '.join([*known, *made])}")
        return self._database.query(f"SELECT * FROM {table}")

    def _key(self) -> bytes:
        return read_or_create_key(self.workspace.key_path)

    def _reading(self, reading: Reading | None) -> Reading:
        given = reading or Reading()
        config = self.config.ingest
        options = replace(given.options, batch_rows=config.batch_rows, line_chars=config.line_chars)
        return replace(given, options=options)


def open_shop(folder: Path | str, config: Config | None = None) -> Shop:
    """Open a workspace (made first if it is not there): ``needlens.open("my-shop")``."""
    return Shop.open(folder, config)


def check(path: Path | str, reading: Reading, folder: Path) -> list[Checked]:
    """Return what the sources in ``path`` are, without storing; works without a workspace."""
    config = Config.load(folder / "needlens.toml")
    key = os.urandom(32)
    return check_source(_place(path), reading, config, key)


def _place(path: Path | str) -> Path | str:
    """Return a path as Path; the URL of a database stays text."""
    return path if isinstance(path, str) and "://" in path else Path(path)


def _own_domain(folder: Path, name: str) -> None:
    """Give the workspace a copy of a built-in domain to edit.

    A copy nobody has edited follows newer versions of needlens; an edited one is left
    alone. What was copied is remembered in ``.shipped``.
    """
    built_in = files("needlens.domains").joinpath(f"{name}.toml")
    if not built_in.is_file():
        return
    copy, shipped = folder / f"{name}.toml", folder / f".{name}.shipped"
    content = built_in.read_bytes()
    mark = sha256(content).hexdigest()
    untouched = (
        shipped.is_file()
        and copy.is_file()
        and (sha256(copy.read_bytes()).hexdigest() == shipped.read_text())
    )
    if not copy.exists() or (untouched and shipped.read_text() != mark):
        folder.mkdir(exist_ok=True)
        copy.write_bytes(content)
        shipped.write_text(mark)
