"""Validation of endpoints: asking a store of our own or a Virtuoso finds what reading the same graph finds."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import rdflib

from kg import remote, validation
from kg.errors import FaultError
from kg.release.opened import Release
from kg.shacl import own
from kg.shacl.results import Result
from kg.terms import DEFAULT_BASE
from kg.web.app import app
from tests.answering import answering
from tests.conftest import ROOT, Run
from tests.test_protocol import Running
from tests.test_web import hand_made
from tests.virtuoso import virtuoso

CASES = ROOT / "tests" / "shapes"
GRAPH = "<urn:x:all>"
PLACES = """
@prefix ck: <https://w3id.org/cables/ns#> .
<https://w3id.org/cables/cable/09QUITO7#copy> ck:path "kite.txt" ; ck:line 3 ; ck:lines "tag:9 p1:20 p2:24:7" .
"""
NOBODY = "http://127.0.0.1:9/sparql"
"""Port 9 (discard) is served by nothing that speaks HTTP."""


@pytest.fixture(scope="module")
def triples() -> str:
    """All graphs that violate a shape, each about a cable of its own: N-Triples.

    Without blank nodes, which no dump has: Virtuoso gives them a STR, in the standard it is an error.
    """
    graph = rdflib.Graph().parse(CASES / "background.ttl")
    for number, path in enumerate(sorted(CASES.glob("*/violates.ttl"))):
        own = f"{path.read_text(encoding='utf-8')}\n{PLACES}".replace("09QUITO7", f"09QUITO7{number:03}")
        case = rdflib.Graph().parse(data=own, format="turtle")
        if not any(isinstance(node, rdflib.BNode) for node in case.all_nodes()):
            graph += case
    return graph.serialize(format="nt")


def quads(triples: str) -> str:
    return "".join(f"{line[:-1]}{GRAPH} .\n" for line in triples.splitlines() if line.endswith(" ."))


@contextmanager
def ours(folder: Path, text: str) -> Iterator[str]:
    with Running(app(hand_made(folder, text, base=DEFAULT_BASE), ())) as running:
        yield running.url


@contextmanager
def theirs(folder: Path, text: str) -> Iterator[str]:
    dump = folder / "all.nq.gz"
    dump.write_bytes(gzip.compress(text.encode()))
    with virtuoso(folder, [dump]) as address:
        yield address


Serve = Callable[[Path, str], AbstractContextManager[str]]


def said(results: tuple[Result, ...]) -> set[tuple[str, ...]]:
    """What is wrong with what."""
    return {(r.severity, r.shape, r.focus, r.path, r.value, r.component, r.message, r.words) for r in results}


def placed(results: tuple[Result, ...]) -> dict[str, tuple[object, ...]]:
    """Where it is, as far as it is in a telegram."""
    return {r.key: (r.cable, r.file, r.line, r.column) for r in results if r.cable}


@pytest.mark.parametrize("serve", [ours, theirs])
def test_endpoint_gives_the_results_of_the_file(serve: Serve, triples: str, tmp_path: Path) -> None:
    file = tmp_path / "all.nt"
    file.write_text(triples)
    expected = validation.answer(str(file), own.every()).results
    assert len({result.shape for result in expected}) > 50, "the data violates most shapes"
    with serve(tmp_path, quads(triples)) as address:
        results = validation.remote(address, None).results
    assert said(results) == said(expected)
    assert placed(results).items() >= placed(expected).items()


def test_endpoint_of_a_release_gives_the_results_of_the_release(release: Release) -> None:
    with Running(app(release, ())) as running:
        results = validation.remote(running.url, None).results
    expected = validation.answer(str(release.path), None).results
    assert said(results) == said(expected)
    assert placed(results) == placed(expected)


def test_command_reports_an_endpoint_like_a_file(run: Run, triples: str, tmp_path: Path) -> None:
    with ours(tmp_path / "release", quads(triples)) as address:
        done = run("validate", "--endpoint", address, "--max-results", "3", "-f", "csv")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 4
    assert "the worst 3 of" in done.stderr


def test_command_refuses_a_file_beside_an_endpoint(run: Run) -> None:
    done = run("validate", "--endpoint", NOBODY, "data.ttl")
    assert done.returncode == 2
    assert "name no file beside it" in done.stderr
    assert run("validate", "--endpoint", NOBODY, "--engine", "pyshacl").returncode == 2


def test_command_says_that_nobody_answers(run: Run) -> None:
    done = run("validate", "--endpoint", NOBODY)
    assert done.returncode == 4
    assert f"{NOBODY}: no answer" in done.stderr


def test_shapes_that_no_query_can_ask_are_refused_by_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "closed.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x:s> sh:targetClass <urn:x:T> ; sh:closed true ."
    )
    with ours(tmp_path / "release", "") as address:
        done = run("validate", "--endpoint", address, "--shapes", "closed.ttl")
    assert done.returncode == 3
    assert "sh:closed is not translated" in done.stderr


class Fixed(BaseHTTPRequestHandler):
    """A server that gives one answer to all questions."""

    body = b""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def fixed(body: bytes) -> AbstractContextManager[str]:
    return answering(type("Answering", (Fixed,), {"body": body}))


def rows_of(*values: str) -> bytes:
    terms = ", ".join(f'{{"x": {{"type": "bnode", "value": "{value}"}}}}' for value in values)
    return f'{{"head": {{"vars": ["x"]}}, "results": {{"bindings": [{terms}]}}}}'.encode()


def test_blank_nodes_of_virtuoso_are_read() -> None:
    with fixed(rows_of("nodeID://b10001", "nodeID://b10002")) as address:
        assert remote.rows(address, "SELECT ?x {}") == [{"x": "_:nodeIDb10001"}, {"x": "_:nodeIDb10002"}]


def test_answer_that_breaks_off_is_an_error() -> None:
    with fixed(rows_of("b1")[:-3]) as address, pytest.raises(FaultError, match="no answer"):
        remote.query(address, "SELECT ?x {}")


def test_remote_raises_when_the_address_is_none() -> None:
    with pytest.raises(FaultError):
        validation.remote("http://127.0.0.1:9/", own.shapes())
