"""What asks an endpoint asks http and https alone, follows them with the query, and reads no answer without end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase
from urllib.request import Request

import pytest

from kg import exchange, remote
from kg.errors import FaultError, KgError, LimitError, UsageError
from tests.answering import answering
from tests.conftest import Run

Write = Callable[[BufferedIOBase], object]
NO_ADDRESSES = (
    "file:///etc/hostname",
    "ftp://127.0.0.1/sparql",
    "data:application/sparql-results+json,{}",
    "gopher://127.0.0.1/",
    "/etc/hostname",
    "127.0.0.1:8080/sparql",
    "http:///sparql",
    "http://[::1/sparql",
    "http://127.0.0.1:eighty/",
    "",
)


class Scripted(BaseHTTPRequestHandler):
    """A server that writes what it is told, at `/echo` what it was asked."""

    write: Write

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        with suppress(ConnectionError):
            if self.path == "/echo":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + asked)
            else:
                type(self).write(self.wfile)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def served(write: Write) -> AbstractContextManager[str]:
    return answering(type("Told", (Scripted,), {"write": staticmethod(write)}))


def says(status: str, *headers: str, body: str = "") -> Write:
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *headers, ""))
    return lambda out: out.write((head + body).encode())


def ask(address: str, largest: int = exchange.LARGEST, within: float = exchange.WITHIN) -> bytes:
    return exchange.answer(Request(address, b"query=ASK"), largest=largest, within=within)  # noqa: S310 - our server's


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_only_http_can_be_asked(address: str) -> None:
    with pytest.raises(UsageError, match="http or https address"):
        remote.query(address, "ASK {}")


@pytest.mark.parametrize("command", [("query", "ASK {}"), ("validate",)])
def test_commands_refuse_other_addresses(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--endpoint", "file:///etc/hostname")
    assert (done.returncode, done.stdout) == (2, "")
    assert "file:///etc/hostname: an endpoint is an http or https address" in done.stderr


@pytest.mark.parametrize("place", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x", "http://"])
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_leaves_http(code: int, place: str) -> None:
    with served(says(f"{code} Elsewhere", f"Location: {place}")) as address, pytest.raises(FaultError, match="leads"):
        ask(address)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirect_is_asked_the_same(code: int) -> None:
    with served(says(f"{code} Elsewhere", "Location: /echo")) as address:
        assert ask(address) == b"query=ASK"


def test_redirects_in_a_circle_end() -> None:
    with served(says("302 Found", "Location: /sparql")) as address, pytest.raises(FaultError, match="without end"):
        ask(address)


REFUSALS: dict[str, tuple[Write, type[KgError], str]] = {
    "bad query": (says("400 Bad Request", body="no such keyword"), UsageError, "refused: no such keyword"),
    "overloaded": (says("503 Busy", body="later"), FaultError, "no answer: 503 Busy later"),
    "redirect to nowhere": (says("302 Found"), FaultError, "no answer: 302"),
    "broken off": (says("200 OK", "Content-Length: 9", body="ab"), FaultError, "broke off 7 bytes before"),
    "broken chunk": (says("200 OK", "Transfer-Encoding: chunked", body="9\r\nab"), FaultError, "no answer"),
    "no HTTP": (lambda out: out.write(b"SSH-2.0-x\r\n"), FaultError, "no answer: SSH-2.0-x"),
    "nothing": (lambda _: None, FaultError, "no answer"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_says_why_there_is_no_answer(name: str) -> None:
    write, kind, words = REFUSALS[name]
    with served(write) as address, pytest.raises(kind, match=words) as raised:
        ask(address)
    assert str(raised.value).startswith(address)


def drip(out: BufferedIOBase) -> None:
    """Give a byte now and then, for as long as anybody reads."""
    out.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        out.write(b" ")
        time.sleep(0.02)


def flood(out: BufferedIOBase) -> None:
    """Give more than is wanted."""
    out.write(b"HTTP/1.1 200 OK\r\n\r\n")
    out.writelines(b" " * 100_000 for _ in range(1_000))


def test_answer_without_end_is_not_read() -> None:
    with served(flood) as address, pytest.raises(LimitError, match="larger than 1 MB"):
        ask(address, largest=1_000_000)


def test_answer_in_drops_is_not_waited_for() -> None:
    with served(drip) as address, pytest.raises(LimitError, match="not whole in time"):
        ask(address, within=0.2)


def test_silence_is_not_waited_for() -> None:
    with served(lambda _: time.sleep(0.5)) as address, pytest.raises(LimitError, match="no answer within"):
        ask(address, within=0.1)
