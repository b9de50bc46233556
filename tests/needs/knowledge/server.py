"""A server on this machine that answers as OpenAI-compatible ones do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Answers the user's message by ``answer``: an object, or text as it is; keeps what was asked."""

    daemon_threads = True

    def __init__(self, answer: Callable[[str], Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        told = self.server.answer(body["messages"][-1]["content"])
        content = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
        self.send_response(200)
        self.end_headers()
        answer = {"choices": [{"message": {"content": content}}], "usage": {"total_tokens": 100}}
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(answer: Callable[[str], Any]) -> Iterator[Server]:
    with Server(answer) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:  # a server that goes on after a failed test would spin on its closed socket
            server.shutdown()


def told(*reasons: tuple[str, str, str]) -> dict[str, Any]:
    """Return an answer with reasons: relation, Chinese, English."""
    names = ("relation", "object_zh", "object_en")
    return {"reasons": [dict(zip(names, reason, strict=True)) for reason in reasons]}
