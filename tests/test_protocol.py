"""The SPARQL 1.1 Protocol over a real socket: the clients people use, the W3C's tests, what must be refused."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import quote, urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from kg.errors import FaultError
from kg.sparql import LARGEST_QUERY
from kg.web import protocol
from kg.web.app import app, serve, server
from tests.conftest import ROOT
from tests.test_web import BASE, GRAPH, ROWS, hand_made, quads

DOCUMENT = f"{BASE}doc/cable/07QUITO1"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f && ?f != ?i) }"
FORM = {"Content-Type": protocol.FORM}
DIRECT = {"Content-Type": protocol.QUERY}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Running:
    """An app behind a real socket."""

    def __init__(self, application: Starlette) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/sparql"
        self.server = server(application)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]})

    def __enter__(self) -> Self:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.listener.close()

    def send(
        self, method: str, target: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send exactly this: no header of the client's own but Host and Content-Length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, query: str, **parameters: str) -> Answer:
        """Ask a query by GET."""
        return self.send("GET", "/sparql?" + urlencode({"query": query, **parameters}))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    release = hand_made(tmp_path_factory.mktemp("release"), quads("ONE", "TWO"))
    with Running(app(release, ())) as one:
        yield one


# Clients


def wrapper(running: Running, query: str, form: str) -> SPARQLWrapper:
    client = SPARQLWrapper(running.url, returnFormat=form)
    client.setQuery(query)
    return client


@pytest.mark.parametrize(("method", "kind"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_in_every_way(running: Running, method: str, kind: str) -> None:
    client = wrapper(running, ROWS, JSON)
    client.setMethod(method)
    client.setRequestMethod(kind)
    answer: Any = client.queryAndConvert()
    assert [row["title"]["value"] for row in answer["results"]["bindings"]] == ["ONE", "TWO"]


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_reads_every_form_of_rows(running: Running, method: str) -> None:
    answers: dict[str, Any] = {}
    for form in (XML, CSV, TSV):
        client = wrapper(running, ROWS, form)
        client.setMethod(method)
        answers[form] = client.queryAndConvert()
    assert answers[XML].toxml().count("<result>") == 2
    assert answers[CSV] == f"cable,title\r\n{BASE}cable/07QUITO1,ONE\r\n{BASE}cable/07QUITO2,TWO\r\n".encode()
    assert b'"ONE"@en' in answers[TSV]


@pytest.mark.parametrize("form", [XML, RDFXML, JSONLD])
def test_sparqlwrapper_reads_triples(running: Running, form: str) -> None:
    graph: Any = wrapper(running, GRAPH, form).queryAndConvert()
    assert len(graph) == 2


def test_sparqlwrapper_reads_turtle(running: Running) -> None:
    body: Any = wrapper(running, GRAPH, TURTLE).queryAndConvert()
    assert len(rdflib.Graph().parse(data=body, format="turtle")) == 2


def test_sparqlwrapper_honours_a_dataset(running: Running) -> None:
    client = wrapper(running, COUNT, JSON)
    client.addDefaultGraph(DOCUMENT)
    answer: Any = client.queryAndConvert()
    assert answer["results"]["bindings"][0]["n"]["value"] == "1"


def test_sparqlwrapper_gets_told_what_is_wrong(running: Running) -> None:
    with pytest.raises(QueryBadFormed, match="cannot be read"):
        wrapper(running, "SELECT * { ?x", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv"])
def test_rdflib_store_asks_in_every_way(running: Running, method: str, form: str) -> None:
    store = SPARQLStore(running.url, method=method, returnFormat=form)
    rows: Any = store.query(ROWS)
    assert [str(title) for _, title in rows] == ["ONE", "TWO"]


def test_rdflib_graph_over_the_endpoint(running: Running) -> None:
    graph = rdflib.Graph(SPARQLStore(running.url), identifier=DOCUMENT)
    assert [str(title) for title in graph.objects(None, rdflib.DCTERMS.title)] == ["ONE"]
    assert len(SPARQLStore(running.url).query(GRAPH)) == 2


SENT = [
    ("SPARQLWrapper JSON", "application/sparql-results+json,application/json,text/javascript,application/javascript",
     {"format": "json", "output": "json", "results": "json"}, ROWS, "application/sparql-results+json"),
    ("SPARQLWrapper turtle", "application/turtle,text/turtle",
     {"format": "turtle", "output": "turtle", "results": "turtle"}, GRAPH, "text/turtle; charset=utf-8"),
    ("rdflib rows", "application/sparql-results+xml, application/rdf+xml", {}, ROWS, "application/sparql-results+xml"),
    ("rdflib triples", "application/sparql-results+xml, application/rdf+xml", {}, GRAPH, "application/rdf+xml"),
    ("rdflib SERVICE", "application/sparql-results+json", {"output": "json"}, ROWS, "application/sparql-results+json"),
    ("rdflib parse", "application/rdf+xml,text/n3,text/turtle", {}, GRAPH, "text/turtle; charset=utf-8"),
    ("urllib", "", {}, ROWS, "application/sparql-results+json"),
    ("curl", "*/*", {}, GRAPH, "text/turtle; charset=utf-8"),
]  # fmt: skip


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent[0])
def test_headers_that_clients_really_send(running: Running, sent: tuple[str, str, dict[str, str], str, str]) -> None:
    client, accept, extra, query, media_type = sent
    headers = {"Accept": accept} if accept else {}
    encoded = urlencode({"query": query, **extra})
    in_url = running.send("GET", f"/sparql?{encoded}", headers=headers)
    in_form = running.send("POST", "/sparql", encoded.encode(), {**headers, **FORM})
    assert {one.headers["content-type"] for one in (in_url, in_form)} == {media_type}, client
    assert in_url.body == in_form.body


# What the protocol allows and what not


@pytest.mark.parametrize(
    ("request_line", "body", "headers", "status"),
    [
        ("POST /sparql", b"ASK {}", DIRECT, 200),
        ("POST /sparql", b"ASK {}", {"Content-Type": "Application/SPARQL-Query; charset=UTF-8"}, 200),
        ("POST /sparql", b"query=ASK+%7B%7D&unknown=1", FORM, 200),
        ("POST /sparql?default-graph-uri=x:y", b"query=ASK+%7B%7D", FORM, 200),
        ("GET /sparql?query=", None, {}, 400),
        ("GET /sparql?default-graph-uri=x:y", None, {}, 400),
        ("GET /sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
        ("GET /sparql?query=%FF", None, {}, 400),
        ("GET /sparql?query=ASK%7B%7D&default-graph-uri=no%20iri", None, {}, 400),
        pytest.param("GET /sparql?" + "a=1&" * 1_001, None, {}, 400, id="too many parameters"),
        ("POST /sparql", b"", FORM, 400),
        ("POST /sparql", b"", DIRECT, 400),
        ("POST /sparql", b"query=%C3%28", FORM, 400),
        ("POST /sparql", b"query=\xff", FORM, 400),
        ("POST /sparql", "ASK {}".encode("utf-16"), DIRECT, 400),
        ("POST /sparql", "ASK {}".encode("utf-16-le"), {"Content-Type": f"{protocol.QUERY}; charset=UTF-16"}, 400),
        ("POST /sparql?query=ASK%7B%7D", b"query=ASK+%7B%7D", FORM, 400),
        ("POST /sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST /sparql", b"query=ASK+%7B%7D", {}, 415),
        ("POST /sparql", b"CLEAR ALL", {"Content-Type": protocol.UPDATE}, 403),
        ("POST /sparql", b"update=CLEAR+ALL", FORM, 403),
        ("GET /sparql?update=CLEAR+ALL", None, {}, 403),
        ("POST /sparql", b"CLEAR ALL", DIRECT, 400),
    ],
)
def test_protocol_is_kept(
    running: Running, request_line: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    method, target = request_line.split(" ")
    answer = running.send(method, target, body, headers)
    assert answer.status == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "Accept"


def test_refused_update_says_read_only(running: Running) -> None:
    assert "read-only" in running.send("POST", "/sparql", b"update=CLEAR+ALL", FORM).text
    assert running.get(COUNT).body.count(b'"2"') == 1


def test_query_of_the_largest_size_is_read(running: Running) -> None:
    text = "ASK {} #" + "é" * ((LARGEST_QUERY - 8) // 2)
    encoded = urlencode({"query": text})
    answers = [
        running.send("POST", "/sparql", text.encode(), DIRECT),
        running.send("POST", "/sparql", encoded.encode(), FORM),
        running.send("GET", f"/sparql?{encoded}"),
    ]
    assert [answer.status for answer in answers] == [200, 200, 200]


@pytest.mark.parametrize("headers", [DIRECT, FORM])
@pytest.mark.parametrize("size", [LARGEST_QUERY + 1, protocol.LARGEST_BODY + 1, 5_000_000])
def test_larger_query_is_refused(running: Running, headers: dict[str, str], size: int) -> None:
    body = b"query=" + b"x" * size if headers is FORM else b"x" * size
    try:
        answer = running.send("POST", "/sparql", body, headers)
    except (BrokenPipeError, ConnectionResetError):
        return  # the server closed while the client was still sending
    assert answer.status == 413
    assert "65,536 bytes" in answer.text


@pytest.mark.parametrize("target", ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/data/void.ttl", "/static/kg.css"])
def test_head_is_get_without_a_body(running: Running, target: str) -> None:
    head, get = running.send("HEAD", target), running.send("GET", target)
    unsteady = {"date"}
    assert (head.status, head.body) == (get.status, b"")
    assert {k: v for k, v in head.headers.items() if k not in unsteady} == {
        k: v for k, v in get.headers.items() if k not in unsteady
    }


def test_server_does_not_name_itself(running: Running) -> None:
    assert "server" not in running.send("GET", "/").headers


def test_half_sent_body_is_given_up(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SLOWEST_BODY", 0.1)
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as client:
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {protocol.QUERY}\r\nContent-Length: 100\r\n\r\nASK"
        client.sendall(head.encode())
        assert client.recv(100).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("pairs", [[], [("query", " ")], [("query", "ASK {}"), ("query", "ASK {}")]])
def test_operation_needs_one_query(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(HTTPException, match="400"):
        protocol.operation(pairs)


# One slow query


def test_slow_query_does_not_hold_up_others(tmp_path: Path) -> None:
    with Running(app(hand_made(tmp_path, quads(*map(str, range(150)))), ())) as running:
        slow = threading.Thread(target=running.get, args=(SLOW,))
        slow.start()
        time.sleep(0.1)
        assert running.get("ASK {}").status == 200
        assert running.send("GET", "/healthz").text == "ok"
        assert slow.is_alive(), "the slow query was too fast for this test"
        slow.join()


# The program


class Program:
    """A program that serves a release."""

    def __init__(self, release: Path) -> None:
        hand_made(release, quads(*map(str, range(400))))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        code = f"""
import kg.web.app, kg.release.opened
kg.web.app.GRACE = 1
kg.web.app.serve(kg.release.opened.Release.open({str(release)!r}), (), "127.0.0.1", {self.port})
print("returned")"""
        command = [sys.executable, "-W", "error", "-c", code]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_for(self.port)

    def stopped_by(self, number: int) -> tuple[int, str, str]:
        """Send a signal; give exit code, output and log of the program."""
        self.process.send_signal(number)
        try:
            out, err = self.process.communicate(timeout=20)
        finally:
            self.process.kill()
        return self.process.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_server_stops_cleanly(tmp_path: Path, number: int) -> None:
    assert Program(tmp_path).stopped_by(number) == (0, "returned\n", "")


def test_endless_query_does_not_keep_a_stopped_server(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
        client.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
        code, out, err = program.stopped_by(signal.SIGTERM)
        assert client.recv(100).startswith(b"HTTP/1.1 503")
    assert (code, out, "Traceback" in err) == (0, "returned\n", False)


def test_client_that_goes_away_leaves_no_trace(tmp_path: Path) -> None:
    program = Program(tmp_path)
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
        client.sendall(head + b"ASK")
    time.sleep(0.3)
    assert program.stopped_by(signal.SIGTERM) == (0, "returned\n", "")


def wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def test_address_in_use_is_a_fault(tmp_path: Path) -> None:
    release = hand_made(tmp_path, "")
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(FaultError, match="cannot be listened on"):
        serve(release, (), "127.0.0.1", taken.getsockname()[1])


# The W3C's tests (w3c/rdf-tests, sparql11/protocol): queries, and updates that must be refused

W3C = (
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
    "bad_query_method",
    "bad_multiple_queries",
    "bad_query_wrong_media_type",
    "bad_query_missing_form_type",
    "bad_query_missing_direct_type",
    "bad_query_non_utf8",
    "bad_query_syntax",
    "bad_update_get",
    "bad_multiple_updates",
    "bad_update_wrong_media_type",
    "bad_update_missing_form_type",
    "bad_update_non_utf8",
    "bad_update_syntax",
    "bad_update_dataset_conflict",
)
FORMS = {
    "boolean": {"application/sparql-results+json"},
    "tabular": {"application/sparql-results+json"},
    "RDF": {"text/turtle; charset=utf-8"},
}
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
TESTS = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest#"


@pytest.fixture(scope="module")
def w3c(data: Path) -> rdflib.Graph:
    folder = data / "w3c/sparql/sparql11/protocol"
    return rdflib.Graph().parse(folder / "manifest.ttl", publicID=folder.as_uri() + "/manifest.ttl")


@pytest.fixture(scope="module")
def w3c_server(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    lines = []
    for number in (1, 2, 3):
        triples = (data / f"w3c/sparql/sparql11/protocol/data{number}.nt").read_text().splitlines()
        graph = f"<http://kasei.us/2009/09/sparql/data/data{number}.rdf>"
        lines += [line.rstrip().removesuffix(".") + f"{graph} .\n" for line in triples if line.strip()]
    with Running(app(hand_made(tmp_path_factory.mktemp("w3c"), "".join(lines)), ())) as running:
        yield running


def w3c_request(w3c: rdflib.Graph, request: Any) -> tuple[str, str, bytes | None, dict[str, str]]:
    """Give method, target, body and headers of one request."""
    target = str(w3c.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = w3c.value(request, HT.body)
    text, encoding = w3c.value(body, CNT.chars), w3c.value(body, CNT.characterEncoding)
    headers = {
        str(w3c.value(field, HT.fieldName)): str(w3c.value(field, HT.fieldValue))
        for fields in w3c.objects(request, HT.headers)
        for field in w3c.items(fields)
    }
    method = str(w3c.value(request, HT.methodName))
    return method, target, None if text is None else str(text).encode(str(encoding)), headers


@pytest.mark.parametrize("name", W3C)
def test_w3c_protocol(w3c: rdflib.Graph, w3c_server: Running, name: str) -> None:
    (requests,) = w3c.objects(rdflib.URIRef(TESTS + name), MF.action / HT.requests)
    (request,) = w3c.items(requests)
    expected = w3c.value(request, HT.resp)
    answer = w3c_server.send(*w3c_request(w3c, request))
    assert any(f"{answer.status // 100}xx" in str(status) for status in w3c.objects(expected, MF.expectedStatus))
    if (form := w3c.value(expected, MF.expectedFormat)) is not None:
        assert answer.headers["content-type"] in FORMS[str(form)]
    if (boolean := w3c.value(expected, MF.expectedBoolean)) is not None:
        assert json.loads(answer.body)["boolean"] is bool(boolean)


def test_w3c_list_is_whole(w3c: rdflib.Graph) -> None:
    (entries,) = w3c.objects(None, MF.entries)
    names = [str(entry).removeprefix(TESTS) for entry in w3c.items(entries)]
    assert [name for name in names if not name.startswith("update_")] == list(W3C)


def test_w3c_service_description(w3c_server: Running) -> None:
    """has-endpoint-triple and returns-rdf of sparql11/service-description."""
    answer = w3c_server.send("GET", "/sparql")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    endpoint = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert (None, endpoint, rdflib.URIRef(w3c_server.url)) in graph


def test_example_link_with_every_character_works(running: Running) -> None:
    text = 'SELECT ("a&b=c+d %25 é #x" AS ?x) {}'
    answer = running.send("GET", f"/sparql?query={quote(text, safe='')}")
    assert json.loads(answer.body)["results"]["bindings"][0]["x"]["value"] == "a&b=c+d %25 é #x"
