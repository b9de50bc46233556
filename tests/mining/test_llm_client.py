"""The client of language models against a server that misbehaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pytest

from needlens.errors import ConfigError, UserError
from needlens.labels.asking import ask_by_url, by_llm
from needlens.mining.llm import LlmMiner
from needlens.mining.llm_client import Budget, LlmClient

Act = Callable[[BaseHTTPRequestHandler], None]
ASKED = {"messages": [{"role": "user", "content": "客服回复慢 / slow support"}]}


class Server(ThreadingHTTPServer):
    """Does with each request what ``act`` does, and keeps path, body and key."""

    daemon_threads = True

    def __init__(self, act: Act) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.act = act
        self.asked: list[tuple[str, dict[str, object], str | None]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body, self.headers.get("Authorization")))
        self.server.act(self)

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {}, self.headers.get("Authorization")))
        answers("negative")(self)

    def log_message(self, *_: object) -> None:
        return


def sends(raw: bytes, status: int = 200, **headers: str) -> Act:
    def act(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(raw)

    return act


def answers(content: object, **more: object) -> Act:
    return sends(json.dumps({"choices": [{"message": {"content": content}}], **more}).encode())


def drips(to: BaseHTTPRequestHandler) -> None:
    """Answer with a byte now and then, and never end."""
    to.send_response(200)
    to.end_headers()
    try:
        for _ in range(200):
            to.wfile.write(b" ")
            to.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


@pytest.fixture
def serve() -> Iterator[Callable[[Act], Server]]:
    servers: list[Server] = []

    def start(act: Act) -> Server:
        server = Server(act)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("said", ["态度很差", "It was fine"])
def test_an_answer_comes_back_and_is_counted(serve, said) -> None:
    server = serve(answers(said, usage={"total_tokens": 70}))
    budget = Budget(2)
    assert LlmClient(server.url, "small", budget).text(ASKED) == said
    assert server.asked == [("/v1/chat/completions", {"model": "small", **ASKED}, None)]
    assert (budget.used_calls, budget.used_tokens) == (1, 70)
    assert budget.used_seconds > 0


def test_json_is_an_object_or_a_sentence(serve) -> None:
    assert LlmClient(serve(answers('{"读": 1}')).url, "m").json(ASKED) == {"读": 1}
    for wrong in ("[1]", "好的", "[" * 100_000):
        with pytest.raises(UserError, match="answered no JSON object"):
            LlmClient(serve(answers(wrong)).url, "m").json(ASKED)


@pytest.mark.parametrize("wrong", [None, 7, {"text": "好"}])
def test_what_is_no_text_is_no_answer(serve, wrong) -> None:
    with pytest.raises(UserError, match="gave no answer as OpenAI-compatible"):
        LlmClient(serve(answers(wrong)).url, "m").text(ASKED)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed_whoever_asks(serve, status) -> None:
    elsewhere = serve(answers("negative"))
    server = serve(sends(b"", status, Location=f"{elsewhere.url}/chat/completions"))
    with pytest.raises(UserError, match=f"answered {status} .*a redirect, which is not followed"):
        by_llm(ask_by_url(server.url, "m", key="k"), most_calls=1)(pl.Series(["物流太慢了"]))
    miner = LlmMiner(server.url, "m", budget=Budget(1))
    miner.mine(pl.DataFrame({"signal_id": ["a"], "text": ["slow delivery"]}))
    assert "is not followed" in miner.problems[0]
    assert elsewhere.asked == []


def test_a_status_is_told_but_not_the_servers_words(serve) -> None:
    budget = Budget(3)
    client = LlmClient(serve(sends("密码 secret".encode(), 401)).url, "m", budget)
    with pytest.raises(UserError, match=r"answered 401 \(Unauthorized\)$"):
        client.text(ASKED)
    assert (budget.used_calls, budget.used_tokens) == (1, 0)
    with pytest.raises(UserError, match=r"answered 599 \(unknown\)$"):
        LlmClient(serve(sends(b"", 599)).url, "m").text(ASKED)


def test_endless_and_slow_answers_are_cut_off(serve) -> None:
    with pytest.raises(UserError, match="more than 4,000,000 bytes"):
        LlmClient(serve(sends(b" " * 4_100_000)).url, "m").text(ASKED)
    began = time.monotonic()
    with pytest.raises(UserError, match="took more than"):
        LlmClient(serve(drips).url, "m", seconds=0.3).text(ASKED)
    with pytest.raises(UserError, match="took more than"):
        LlmClient(serve(drips).url, "m", Budget(9, seconds=0.3)).text(ASKED)
    assert time.monotonic() - began < 9


def test_a_key_is_sent_only_where_it_was_given(serve, monkeypatch) -> None:
    monkeypatch.setenv("NEEDLENS_LLM_KEY", "of-the-shop")
    server = serve(answers("negative"))
    LlmClient(server.url, "m").text(ASKED)
    LlmClient(server.url, "m", key="mine").text(ASKED)
    ask_by_url(server.url, "m")("?")
    assert [key for *_, key in server.asked] == ["Bearer of-the-shop", "Bearer mine", None]
    with pytest.raises(UserError, match="cannot be reached") as told:
        LlmClient(server.url, "m", key="钥匙").text(ASKED)
    assert "钥匙" not in str(told.value)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "localhost:8000", "", "http://", "http://[::1", "http://a:port"]
)
def test_only_servers_have_addresses(url) -> None:
    with pytest.raises(UserError, match="is not the address of a server"):
        ask_by_url(url, "m")
    with pytest.raises(ConfigError, match=r"mining\.llm_url: .*is not the address of a server"):
        LlmMiner(url, "m")


def test_a_password_in_an_address_is_not_shown() -> None:
    with pytest.raises(UserError, match="cannot be reached") as told:
        ask_by_url("http://me:hush@127.0.0.1:9/v1", "m", seconds=2)("?")
    assert "http://127.0.0.1:9/v1" in str(told.value) and "hush" not in str(told.value)


def test_half_a_character_is_no_traceback(serve) -> None:
    server = serve(answers("neutral"))
    assert ask_by_url(server.url, "m")("好\ud83d") == "neutral"
    assert server.asked[0][1]["messages"][0]["content"] == "好?"
