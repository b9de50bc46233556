"""120 attempts to instruct the language model from inside a review, sixty in each language.

Whatever a model does with them, even one that obeys every word: no id, no number and no
category of a need changes, and no attacker's word gets into a statement.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lm.tiny_gguf import write_gguf
from needlens.config import Config
from needlens.mining import RuleMiner
from needlens.mining.cascade import Cascade, CascadeConfig
from needlens.mining.certainty import Gate
from needlens.mining.llm import LlmMiner
from needlens.mining.llm_choice import model_of
from needlens.mining.llm_client import Budget, LlmClient
from needlens.mining.llm_screen import speaks_to_machine
from needlens.needs import stored, wording
from needlens.needs.names import CategoryName
from needlens.needs.wording import quotes_of, with_words, word
from needlens.needs.wording_prompt import visible
from needlens.text.normalise import clean

ATTEMPTS = [
    json.loads(line)
    for line in Path(__file__).with_name("injections.jsonl").read_text("utf-8").splitlines()
]
PLAIN = {
    "zh": ["物流太慢了，等了一周", "快递慢得很，三天没动", "发货慢，包装也破了"],
    "en": ["shipping is slow, took a week", "so slow, the box was torn", "delivery took ages"],
}
NAMES = {
    "LOGISTICS#SPEED": CategoryName("物流速度", "delivery speed", "更快的物流", "faster delivery")
}
NEED = pl.DataFrame({"id": ["n-1"], "category": ["LOGISTICS#SPEED"]})
Reply = Callable[[str], Any]


class Server(ThreadingHTTPServer):
    """An OpenAI-compatible server that answers what ``reply`` makes of the user's message."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply: Reply = lambda _: ""
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        content = body["messages"][-1]["content"]
        self.server.asked.append(content)
        answer = self.server.reply(content)
        told = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        raw = json.dumps(
            {"choices": [{"message": {"content": told}}], "usage": {"total_tokens": 9}}
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(raw.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


def said(zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"statement_zh": zh, "statement_en": en, "quote_ids": [0], **more}


def obeys(attempt: dict[str, Any]) -> list[Any]:
    """Return what models that obey might answer, from the plain to the absurd."""
    zh, en = attempt["wants_zh"], attempt["wants_en"]
    text = " ".join(attempt["texts"])
    return [
        said(zh, en),
        said(zh, "faster delivery"),
        said("更快的物流", en),
        said(f"更快的物流，{zh}", f"faster delivery, {en}"),
        said(text[:30], text[:90]),
        said(zh, en, id="n-000000000000", category="PRICE#GENERAL", demand=99999),
        attempt["texts"][0],
        {"tool_calls": [{"name": "delete_need", "arguments": {"id": "all"}}]},
    ]


def words_of(server: Server, quotes: list[str], answer: Any) -> wording.Worded:
    server.reply = lambda _: answer
    budget = Budget(1)
    return word(NEED, {"n-1": quotes}, NAMES, LlmClient(server.url, "m", budget), budget)


def test_there_are_enough_attempts_of_each_kind() -> None:
    count = pl.DataFrame(ATTEMPTS).group_by("language").agg(pl.len(), pl.col("kind").n_unique())
    assert count.sort("language").rows() == [("en", 60, 12), ("zh", 60, 12)]
    assert len({attempt["id"] for attempt in ATTEMPTS}) == len(ATTEMPTS)


@pytest.mark.parametrize("screened", [True, False], ids=["screened", "unscreened"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_of_an_attacker_gets_into_a_statement(
    server, monkeypatch, language, screened
) -> None:
    if not screened:
        none = lambda texts: pl.Series([False] * len(texts), dtype=pl.Boolean)  # noqa: E731
        monkeypatch.setattr(wording, "speaks_to_machine", none)
    asked = 0
    for attempt in (a for a in ATTEMPTS if a["language"] == language):
        texts = attempt["texts"]
        beside = [*texts, *PLAIN[language]]
        copies = [*texts, *(f"{text}！" for text in texts), *(f"{text} !!" for text in texts)]
        for answer in obeys(attempt):
            for quotes in (beside, copies, [*copies, *PLAIN[language]]):
                server.asked.clear()
                worded = words_of(server, quotes, answer)
                asked += len(server.asked)
                assert worded.words.is_empty(), (attempt["id"], answer, worded.words.rows())
                assert sum(worded.refused.values()) == 1
    assert asked > 400


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_honest_answer_beside_an_attempt_is_taken(server, language) -> None:
    for attempt in (a for a in ATTEMPTS if a["language"] == language):
        quotes = [*attempt["texts"], *PLAIN[language]]
        worded = words_of(server, quotes, said("更快的物流", "faster delivery"))
        assert worded.words.rows() == [("n-1", "更快的物流", "faster delivery", "llm")]


def test_most_attempts_are_not_even_sent() -> None:
    """The screen is a net with holes: 120 of these 130 texts, on which it was drawn."""
    texts = [text for attempt in ATTEMPTS for text in attempt["texts"]]
    seen = speaks_to_machine(clean(pl.Series(texts)))
    assert len(texts) == 130 and seen.sum() >= 120
    harmless = pl.Series(
        [*PLAIN["zh"], *PLAIN["en"], "扫地机器人很好用", "给个五星好评", "5 stars!"]
    )
    assert not speaks_to_machine(harmless).any()


@pytest.mark.parametrize("attempt", ATTEMPTS[::7], ids=lambda attempt: attempt["id"])
def test_what_is_sent_is_fenced_and_visible(server, monkeypatch, attempt) -> None:
    none = lambda texts: pl.Series([False] * len(texts), dtype=pl.Boolean)  # noqa: E731
    monkeypatch.setattr(wording, "speaks_to_machine", none)
    server.asked.clear()
    words_of(server, [*attempt["texts"], *PLAIN[attempt["language"]]], "")
    lines = server.asked[0].split("\n")
    fences = [i for i, line in enumerate(lines) if line == lines[-1]]
    assert len(fences) == 2 and lines[-1].startswith("quotes ")
    for line in lines[fences[0] + 1 : fences[1]]:
        quote = json.loads(line.partition(": ")[2])
        assert quote == visible(quote) and not set(quote) & set("<>{}[]|`")


# --- a whole shop ---------------------------------------------------------------------

REVIEWS = {
    "zh": ["物流太慢了", "快递很慢，等了一周", "包装破损了", "盒子包装太差", "客服态度差", "客服回复太慢",
           "质量不好", "质量太差，用两天就坏", "屏幕太暗", "尺码偏小", "充电太慢", "噪音太大"],
    "en": ["Shipping is slow", "Slow delivery, took a week", "The packaging was damaged", "Bad packaging",
           "Support was rude", "Slow customer service", "Poor quality", "Bad quality, broke in two days",
           "The screen is too dark", "Runs small", "Battery dies fast", "Too noisy"],
}  # fmt: skip


def opened(folder: Path, config: Config) -> Any:
    """Make a shop of ordinary reviews and all attempts, each from a customer of its own."""
    from needlens.shop import Shop

    texts = [text for _ in range(3) for kind in REVIEWS.values() for text in kind]
    texts = [f"{text}，第{i}次买" if i % 2 else f"{text} {i}" for i, text in enumerate(texts)]
    texts += [text for attempt in ATTEMPTS for text in attempt["texts"]]
    rows = {
        "review_id": [str(i) for i in range(len(texts))],
        "review_text": texts,
        "customer_id": [f"c{i}" for i in range(len(texts))],
        "created_at": ["2026-05-01"] * len(texts),
    }
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows).write_csv(folder / "reviews.csv")
    shop = Shop.open(folder / "shop", config)
    shop.ingest(folder / "reviews.csv")
    shop.mine()
    return shop


def test_a_whole_shop_keeps_its_ids_numbers_and_categories(server, tmp_path) -> None:
    with opened(tmp_path, Config()) as shop:
        needs, evidence = stored.load(shop._database)
        assert needs.height >= 6 and evidence["quote"].str.contains("(?i)忽略|ignore|write").any()
        names = shop._names(shop.domain())
        answers = cycle(said(a["wants_zh"], a["wants_en"]) for a in ATTEMPTS)
        server.reply = lambda _: next(answers)
        server.asked.clear()
        statements = []
        while len(server.asked) < len(ATTEMPTS):
            budget = Budget(needs.height)
            model = LlmClient(server.url, "m", budget)
            worded = word(needs, quotes_of(evidence), names, model, budget)
            statements += worded.words.rows()
            assert budget.used_calls, "the model was asked"
        assert statements == []
        server.reply = lambda _: said("更快的送货", "quicker shipment")
        budget = Budget(99)
        model = LlmClient(server.url, "m", budget)
        words = word(needs, quotes_of(evidence), names, model, budget).words
        assert words.height, "an honest answer is taken"
        after = with_words(needs, words)
        same = [name for name in needs.columns if not name.startswith(("statement_", "worded_"))]
        assert after.select(same).equals(needs.select(same))


TRIGGERS = ("忽略", "无视", "指令", "规则", "系统", "ignore", "disregard", "instruction", "rule",
            "system", "http", "statement", "prompt", "写“", "write '", "json", "evil")  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reading_model_that_obeys_reads_as_one_that_does_not(server, language) -> None:
    """Mining with a language model: no sentence of an attempt steers the reading of any.

    The model obeys when it sees what an attacker wants or a word of command, and praises
    all it was given. Lies (the kind ``plain``) are no commands.
    """
    attempts = [a for a in ATTEMPTS if a["language"] == language and a["kind"] != "plain"]
    wanted = [one for a in attempts for one in (a["wants_zh"], a["wants_en"])]
    commands = [word.lower() for word in (*wanted, *TRIGGERS)]
    texts = [text for a in attempts for text in a["texts"]]
    texts = [*texts, *(f"{text} {i}" for i in range(4) for text in REVIEWS[language])]
    frame = pl.DataFrame({"signal_id": [str(i) for i in range(len(texts))], "text": texts})
    frame = frame.with_columns(clean(frame["text"]))

    def reads(content: str, *, obeying: bool) -> dict[str, Any]:
        given = json.loads(content)
        steered = any(word in one["text"].lower() for one in given for word in commands)
        valence = 9.0 if obeying and steered else 2.0
        return {"texts": [{"number": one["number"], "opinions": [opinion(one["text"], valence)]}
                          for one in given]}  # fmt: skip

    found = {}
    for obeying in (False, True):
        server.reply = lambda content, obeying=obeying: reads(content, obeying=obeying)
        server.asked.clear()
        tiers = {"rule": RuleMiner(), "llm": LlmMiner(server.url, "m", budget=Budget(99))}
        cascade = Cascade(tiers, CascadeConfig({"rule": Gate(1.01, 0.0)}))
        found[obeying], _ = cascade.mine(frame)
        assert len(server.asked) > 5, "the model was asked about other sentences"
    assert found[False].filter(tier="llm").height > 40
    assert found[False].equals(found[True])


def opinion(text: str, valence: float) -> dict[str, Any]:
    return {"aspect": None, "opinion": text[:2], "category": "PRODUCT#QUALITY",
            "valence": valence, "arousal": 6.0}  # fmt: skip


def test_an_embedded_model_of_random_weights_changes_nothing(tmp_path) -> None:
    pytest.importorskip("gguf", reason="the tiny model is written with the package gguf")
    pytest.importorskip("xllamacpp", reason="needlens[llm] is not installed")
    path = write_gguf(tmp_path / "tiny.gguf")
    budget = Budget(40)
    model = model_of(str(path), "", budget)
    for language in ("zh", "en"):
        for attempt in [a for a in ATTEMPTS if a["language"] == language][::6]:
            quotes = {"n-1": [*PLAIN[language], *attempt["texts"]]}
            assert word(NEED, quotes, NAMES, model, budget).words.is_empty()
    assert budget.used_calls == 20
