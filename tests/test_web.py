"""Pages, files and the endpoint, asked through the app itself; the release is made by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from kg import terms
from kg.errors import FaultError
from kg.jsonld import CONTEXT
from kg.parameters import Parameter
from kg.questions import Question
from kg.release.about import CC0, About
from kg.release.build import Options, build
from kg.release.opened import Release
from kg.store import fill
from kg.terms import DEFAULT_BASE, XSD
from kg.web import lanes
from kg.web.app import app
from kg.web.cells import MOST_ROWS
from kg.web.lanes import MOST_SHORT, Lanes
from kg.web.pages import bars
from kg.web.replies import HEADERS
from kg.web.workers import Workers
from tests.conftest import SEEDS

BASE = "https://w3id.org/cables/"
TITLE = "<http://purl.org/dc/terms/title>"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ROWS = "SELECT ?cable ?title { ?cable dcterms:title ?title } ORDER BY ?title"
PAGES = (
    *("/", "/sparql", f"/sparql?query={ROWS}", "/sparql?query=SELECT", "/questions", "/questions/some"),
    *("/ns", "/shapes", "/nothing"),
)
GRAPH = "CONSTRUCT WHERE { ?cable dcterms:title ?title }"
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'--><svg/onload=alert(1)>",
    "</textarea><iframe src=//evil.example></iframe>",
    "</title><a href=javascript:alert(1)>x</a>",
    "{{ 7*7 }}{% raw %}",
)


WORD = Parameter("word", "Word", "What to look for.", XSD + "string", "", (terms.text("ONE"),))
NUMBER = Parameter("number", "Number", "A number.", XSD + "integer", "", (terms.integer(7),))
QUESTIONS = (
    Question("all", 1, "All titles", "Which cables are there?", (), ROWS),
    Question(
        "some",
        2,
        "Some titles",
        "Which titles hold a word?",
        (),
        'SELECT ?title ?number { VALUES ?word { "ONE" } VALUES ?number { 7 } '
        "?cable dcterms:title ?title FILTER(CONTAINS(?title, ?word)) }",
        (WORD, NUMBER),
    ),
)


def quads(*titles: str) -> str:
    """N-Quads of cables with these titles."""
    lines = []
    for number, title in enumerate(titles, 1):
        thing, document = f"<{BASE}cable/07QUITO{number}>", f"<{BASE}doc/cable/07QUITO{number}>"
        lines.append(f"{thing} {TITLE} {json.dumps(title)}@en {document} .\n")
    return "".join(lines)


def hand_made(folder: Path, text: str, **facts: Any) -> Release:
    """Make a release of N-Quads and of what a test puts into its manifest."""
    files = {
        "dumps/cables-0000.nq": text.encode(),
        "reports/ledger.csv": b"bucket,code\n",
        "reports/validation.sarif": b"{}\n",
        "reports/validation.junit.xml": b"<testsuites/>\n",
        "void.ttl": b"# void\n",
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    fill(folder / "store", [folder / "dumps/cables-0000.nq"])
    sums = {path: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in files.items()}
    manifest = {
        "id": "2026.11.24-00c0ffee",
        "version": "0.1.0",
        "base": BASE,
        "issued": "2026-11-24",
        "counts": {"cables": 1234, "paragraphs": 5678, "triples": 91011, "graphs": {"cables": 1}},
        "period": ["2003-05-19", "2009-05-19"],
        "overview": {
            "senders": [[f"{BASE}agency/quito", "Ecuador Quito", 700]],
            "tags": [[f"{BASE}tag/PREL", "PREL", 9]],
        },
        "validation": {"Violation": 0, "Warning": 65, "Info": 3},
        "files": sums,
        **facts,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "SHA256SUMS").write_text("")
    return Release.open(folder)


Ask = Callable[..., httpx.Response]


def asking(application: Starlette, *, host: str = "http://cables.example") -> Ask:
    """Give a function that sends one request to an app."""

    async def send(method: str, url: str, options: Mapping[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=host) as client:
            return await client.request(method, url, **options)

    def ask(url: str, method: str = "GET", **options: Any) -> httpx.Response:
        return anyio.run(partial(send, method, url, options))

    return ask


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    return app(hand_made(tmp_path_factory.mktemp("release"), quads("ONE", "TWO")), QUESTIONS)


@pytest.fixture(scope="module")
def ask(site: Starlette) -> Ask:
    return asking(site)


@pytest.fixture
def query(ask: Ask) -> Ask:
    """Ask a query by GET."""

    def sent(text: str, accept: str = "", **parameters: str) -> httpx.Response:
        return ask("/sparql", params={"query": text, **parameters}, headers={"Accept": accept} if accept else {})

    return sent


class Page(HTMLParser):
    """What a browser sees in a page: elements with attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def links(self) -> list[str]:
        return [str(link["href"]) for link in self.all("a")]


# The page of the release


def test_home_tells_what_the_release_holds(ask: Ask) -> None:
    text = Page(ask("/").text).text
    for words in ("1,234 cables", "91,011", "19 May 2003", "2026.11.24-00c0ffee", "kg 0.1.0", "Ecuador Quito", "65"):
        assert words in text
    assert "{" not in text.split("Ask it")[0]


def test_home_carries_the_description_for_search_engines(release: Release) -> None:
    ask = asking(app(release, ()))
    page = Page(ask("/").text)
    assert page.all("script") == [{"type": "application/ld+json"}]
    text = (release.path / "schema.jsonld").read_text()
    assert json.loads(text)["version"] == release.id
    assert " ".join(text.split()) in page.text


def test_home_says_who_made_it_from_what_and_how_to_cite_it(tmp_path: Path) -> None:
    about = About(title="Andean telegrams", publisher="Riverbank", creator="J. Doe", contact="desk@riverbank.example")
    made = build([SEEDS / "07QUITO214_a.md"], tmp_path, Options(issued="2026-11-24", about=about))
    ask = asking(app(made, ()))
    page = Page(ask("/").text)
    cited = f"J. Doe (2026). Andean telegrams, release {made.id}. Riverbank. {made.base}release/{made.id}"
    assert cited in " ".join(page.text.split())
    assert {"mailto:desk@riverbank.example", CC0, "/data/CITATION.cff", "/data/dcat.jsonld"} <= set(page.links)
    assert ask("/data/CITATION.cff").headers["content-type"].startswith("text/plain")
    assert "<h1>Andean telegrams</h1>" in ask("/").text


def test_sends_files_under_the_address_that_the_description_names(release: Release) -> None:
    ask = asking(app(release, ()))
    named, short = ask(f"/data/{release.id}/void.ttl"), ask("/data/void.ttl")
    assert (named.status_code, named.content) == (200, short.content)
    assert ask(f"/data/{release.id}x/void.ttl").status_code == 404


def test_sends_the_context_under_its_iri(release: Release) -> None:
    answer = asking(app(release, ()))("/" + CONTEXT.removeprefix(DEFAULT_BASE))
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "paragraph" in answer.json()["@context"]


def test_home_works_for_an_empty_release(tmp_path: Path) -> None:
    release = hand_made(tmp_path, "", counts={"cables": 0}, period=[], overview={}, validation={}, files={})
    answer = asking(app(release, ()))("/")
    assert answer.status_code == 200
    assert "holds no cables" in answer.text


def test_every_link_of_the_home_page_works(ask: Ask) -> None:
    page = Page(ask("/").text)
    links = [link for link in page.links if link.startswith("/")]
    assert len(links) > 8
    assert {link: ask(link, headers=BROWSER).status_code for link in links} == dict.fromkeys(links, 200)
    assert all(ask(str(link["href"])).status_code == 200 for link in page.all("link"))


def test_overview_links_list_the_cables_behind_a_count() -> None:
    (bar,) = bars([(f"{BASE}agency/quito", "Ecuador Quito", 3)], "SELECT * {{ ?c ck:sender <{}> {} }}")
    assert (bar.cables, bar.share) == (3, 100.0)
    assert f"<{BASE}agency/quito>" in bar.query


@pytest.mark.parametrize("url", PAGES)
def test_pages_are_accessible(ask: Ask, url: str) -> None:
    page = Page(ask(url, headers=BROWSER).text)
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3"}]
    assert page.all("html") == [{"lang": "en"}]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {field["id"] for field in page.all("textarea") + page.all("select") + page.all("input")} == {
        one["for"] for one in page.all("label")
    }
    assert all(head.get("scope") for head in page.all("th"))
    assert page.links[0] == "#main"
    assert any(attributes.get("id") == "main" for attributes in page.all("main"))


@pytest.mark.parametrize("url", PAGES)
def test_pages_load_nothing_from_elsewhere(ask: Ask, url: str) -> None:
    page = Page(ask(url, headers=BROWSER).text)
    assert not {"script", "style", "iframe", "img", "object", "base"} & {tag for tag, _ in page.elements}
    assert not [
        name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
    ]
    assert all(str(link["href"]).startswith("/") for link in page.all("link"))
    assert len({attributes["id"] for _, attributes in page.elements if "id" in attributes}) == sum(
        "id" in attributes for _, attributes in page.elements
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_from_data_becomes_markup(tmp_path: Path, payload: str) -> None:
    overview = {"senders": [["x:y", payload, 1]], "tags": [[payload, "label", 1]]}
    attacked = asking(
        app(hand_made(tmp_path, quads(payload), overview=overview, id=payload, version=payload), QUESTIONS)
    )
    clean = asking(
        app(hand_made(tmp_path / "clean", quads("T"), overview={**overview, "senders": [["x:y", "x", 1]]}), QUESTIONS)
    )
    for url in ("/", f"/sparql?query={ROWS}", "/nothing"):
        found, wanted = (Page(one(url, headers=BROWSER).text) for one in (attacked, clean))
        assert [(tag, sorted(attributes)) for tag, attributes in found.elements] == [
            (tag, sorted(attributes)) for tag, attributes in wanted.elements
        ]
        assert " ".join(payload.split()) in found.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_query_text_stays_text(ask: Ask, payload: str) -> None:
    answer = ask("/sparql", params={"query": payload}, headers=BROWSER)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert payload in "".join(page.words)
    assert not {"script", "img", "iframe"} & {tag for tag, _ in page.elements}


# Files


def test_file_comes_with_type_and_etag(ask: Ask) -> None:
    answer = ask("/data/reports/ledger.csv")
    assert (answer.status_code, answer.text) == (200, "bucket,code\n")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("void.ttl", "text/turtle; charset=utf-8"),
        ("dumps/cables-0000.nq", "application/n-quads"),
        ("manifest.json", "application/json"),
        ("reports/validation.sarif", "application/sarif+json"),
        ("reports/validation.junit.xml", "application/xml"),
    ],
)
def test_files_have_their_media_types(ask: Ask, path: str, media_type: str) -> None:
    assert ask(f"/data/{path}").headers["content-type"] == media_type


def test_compressed_dump_is_saved_as_it_is(tmp_path: Path) -> None:
    release = hand_made(tmp_path, "", files={"dumps/x.nq.gz": {"bytes": 4, "sha256": "00"}})
    (tmp_path / "dumps/x.nq.gz").write_bytes(b"\x1f\x8b00")
    answer = asking(app(release, ()))("/data/dumps/x.nq.gz")
    assert answer.headers["content-type"] == "application/gzip"
    assert answer.headers["content-disposition"] == 'attachment; filename="x.nq.gz"'
    assert "content-encoding" not in answer.headers


def test_file_known_to_the_client_is_not_sent_again(ask: Ask) -> None:
    etag = ask("/data/void.ttl").headers["etag"]
    answer = ask("/data/void.ttl", headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        ("/data/void.ttl", {"If-None-Match": "*"}, 304),
        ("/", {"If-None-Match": "*"}, 304),
        ("/data/void.ttl", {"If-Modified-Since": "{changed}"}, 304),
        ("/data/void.ttl", {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
        ("/data/void.ttl", {"If-Modified-Since": "yesterday"}, 200),
        ("/data/void.ttl", {"If-Modified-Since": "{changed}", "If-None-Match": '"other"'}, 200),
    ],
)
def test_conditions_of_a_request_are_heeded(ask: Ask, path: str, header: dict[str, str], status: int) -> None:
    changed = ask("/data/void.ttl").headers["last-modified"]
    headers = {name: value.format(changed=changed) for name, value in header.items()}
    assert ask(path, headers=headers).status_code == status


def test_sent_query_is_answered_whatever_the_client_holds(ask: Ask) -> None:
    """If-None-Match makes 304 of a GET alone (RFC 9110, section 13.1.2)."""
    assert ask("/sparql", "POST", data={"query": "ASK {}"}, headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize("path", ["/data/void.ttl", "/ns", "/questions", "/nowhere"])
def test_any_path_may_be_asked_from_another_site(ask: Ask, path: str) -> None:
    headers = {"Origin": "https://x.example", "Access-Control-Request-Method": "GET"}
    answer = ask(path, "OPTIONS", headers={**headers, "Access-Control-Request-Headers": "if-none-match"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


def test_part_of_a_file_is_sent(ask: Ask) -> None:
    answer = ask("/data/reports/ledger.csv", headers={"Range": "bytes=7-10"})
    assert (answer.status_code, answer.text) == (206, "code")
    assert answer.headers["content-range"] == "bytes 7-10/12"


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "../manifest.json",
        "%2e%2e/secret",
        "..%2fsecret",
        "dumps/../secret",
        "dumps",
        "/etc/passwd",
        "secret",
        "store/CURRENT",
        "",
    ],
)
def test_other_files_are_not_there(ask: Ask, site: Starlette, path: str) -> None:
    (site.state.site.release.path / "secret").write_text("secret")
    answer = ask(f"/data/{path}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_listed_file_that_is_gone_is_not_there(tmp_path: Path) -> None:
    release = hand_made(tmp_path, "")
    (tmp_path / "void.ttl").unlink()
    assert asking(app(release, ()))("/data/void.ttl").status_code == 404


# What every answer carries


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/sparql",
        "/sparql?query=ASK{}",
        "/sparql?query=x",
        "/questions",
        "/questions/some?number=x",
        "/ns",
        "/ns.ttl",
        "/shapes",
        "/data/void.ttl",
        "/data/x",
        "/healthz",
        "/static/kg.css",
        "/x",
    ],
)
def test_every_answer_carries_the_headers(ask: Ask, url: str) -> None:
    headers = ask(url).headers
    assert {name: headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-cache"
    assert "set-cookie" not in headers


def test_health_is_one_word(ask: Ask) -> None:
    assert ask("/healthz").text == "ok"


def test_missing_page_is_told_in_the_form_asked_for(ask: Ask) -> None:
    plain, page = ask("/nothing"), ask("/nothing", headers=BROWSER)
    assert (plain.status_code, plain.text) == (404, "There is nothing at this address.\n")
    assert (page.status_code, Page(page.text).all("h1")) == (404, [{}])


def test_bug_shows_nothing_of_itself(tmp_path: Path) -> None:
    answer = asking(app(hand_made(tmp_path, "", files=None), ()))("/")
    assert answer.status_code == 500
    assert answer.text == "The server made a mistake; it is in its log.\n"
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_app_refuses_a_damaged_store(tmp_path: Path) -> None:
    release = hand_made(tmp_path, "")
    (tmp_path / "store" / "CURRENT").unlink()
    with pytest.raises(FaultError, match="store"):
        app(release, ())


# The endpoint: forms


@pytest.mark.parametrize(
    ("text", "accept", "media_type"),
    [
        (ROWS, "", "application/sparql-results+json"),
        (ROWS, "*/*", "application/sparql-results+json"),
        (ROWS, "application/json", "application/sparql-results+json"),
        (ROWS, "text/xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv; charset=utf-8"),
        ("ASK {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (GRAPH, "", "text/turtle; charset=utf-8"),
        (GRAPH, "application/turtle", "text/turtle; charset=utf-8"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/n-quads", "application/n-quads"),
        (GRAPH, "application/trig", "application/trig"),
        (f"DESCRIBE <{BASE}cable/07QUITO1>", "text/turtle", "text/turtle; charset=utf-8"),
        (ROWS, BROWSER["Accept"], "text/html; charset=utf-8"),
    ],
)
def test_answer_takes_the_form_asked_for(query: Ask, text: str, accept: str, media_type: str) -> None:
    answer = query(text, accept)
    assert (answer.status_code, answer.headers["content-type"], answer.headers["vary"]) == (200, media_type, "Accept")


@pytest.mark.parametrize(
    ("text", "form", "media_type"),
    [
        (ROWS, "csv", "text/csv; charset=utf-8"),
        (ROWS, "table", "text/html; charset=utf-8"),
        (GRAPH, "nt", "application/n-triples"),
        (GRAPH, "json", "application/rdf+xml"),
        (ROWS, "unheard-of", "application/sparql-results+xml"),
    ],
)
def test_format_parameter_wins_where_it_fits(query: Ask, text: str, form: str, media_type: str) -> None:
    accept = "application/sparql-results+xml, application/rdf+xml"
    assert query(text, accept, format=form).headers["content-type"] == media_type


def test_form_that_an_answer_cannot_take_is_refused_with_the_list(query: Ask) -> None:
    answer = query(ROWS, "image/png")
    assert answer.status_code == 406
    assert "application/sparql-results+json" in answer.text
    assert query(GRAPH, "text/csv").status_code == 406


def test_rows_are_those_of_the_store(query: Ask) -> None:
    bindings = query(ROWS).json()["results"]["bindings"]
    assert [row["title"]["value"] for row in bindings] == ["ONE", "TWO"]
    assert query(ROWS, "text/csv").text == f"cable,title\r\n{BASE}cable/07QUITO1,ONE\r\n{BASE}cable/07QUITO2,TWO\r\n"


def test_dataset_of_the_protocol_is_honoured(ask: Ask) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = f"{BASE}doc/cable/07QUITO1"
    one = ask("/sparql", params={"query": count, "default-graph-uri": graph}).json()
    none = ask("/sparql", params={"query": count, "named-graph-uri": graph}).json()
    assert [answer["results"]["bindings"][0]["n"]["value"] for answer in (one, none)] == ["1", "0"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT", "cannot be read"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("ASK " + "{" * 40 + "}" * 40, "levels of nesting"),
        ("SELECT * FROM <not an iri> {}", "cannot be read"),
        ("SELECT (<http://example.org/f>(1) AS ?x) {}", "not supported"),
    ],
)
def test_wrong_query_is_answered_with_one_sentence(query: Ask, text: str, words: str) -> None:
    answer = query(text)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert words in answer.text
    assert answer.text.count("\n") == 1


def test_answer_beyond_the_limit_is_refused_not_cut(query: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.endpoint.LARGEST_ANSWER", 100)
    answer = query(ROWS)
    assert (answer.status_code, "larger than 100 bytes" in answer.text) == (400, True)


# The endpoint: HTTP


def test_answer_known_to_the_client_costs_no_query(tmp_path: Path) -> None:
    served = app(hand_made(tmp_path, quads("ONE")), ())
    first = asking(served)("/sparql", params={"query": ROWS})
    served.state.site = replace(served.state.site, lanes=Lanes(short=anyio.Semaphore(0)))
    answer = asking(served)("/sparql", params={"query": ROWS}, headers={"If-None-Match": first.headers["etag"]})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", first.headers["etag"])
    assert answer.headers["vary"] == "Accept"
    assert first.headers["etag"].startswith('"2026.11.24-00c0ffee')


@pytest.mark.parametrize(
    "other",
    [
        {"query": ROWS + " "},
        {"query": ROWS, "default-graph-uri": "x:y"},
        {"query": ROWS, "named-graph-uri": "x:y"},
        {"query": ROWS, "format": "csv"},
    ],
)
def test_other_answer_has_another_etag(ask: Ask, other: dict[str, str]) -> None:
    etag = ask("/sparql", params={"query": ROWS}).headers["etag"]
    assert ask("/sparql", params=other, headers={"If-None-Match": etag}).status_code == 200


def test_page_of_another_site_may_ask(ask: Ask) -> None:
    answer = ask("/sparql", "OPTIONS", headers={"Origin": "https://x.example", "Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_named_impossible(ask: Ask, method: str) -> None:
    answer = ask("/sparql", method)
    assert answer.status_code == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} == set(answer.headers["allow"].split(", "))


def test_busy_server_asks_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE", 0.01)
    busy = app(hand_made(tmp_path, quads("ONE")), ())
    busy.state.site = replace(busy.state.site, lanes=Lanes(short=anyio.Semaphore(0)))
    answer = asking(busy)("/sparql", params={"query": "ASK {}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", "s,p,o"),
        ("select distinct*{ ?title ^dcterms:title $cable BIND(2*3 AS ?n) }", "title,cable,n"),
        ("SELECT * { { SELECT ?o ?s { ?s ?hidden ?o } } ?s ?p ?k }", "o,s,p,k"),
        ("SELECT (COUNT(*) AS ?n) ?p { ?s ?p ?o } GROUP BY ?p", "n,p"),
        ("SELECT * {}", ""),
    ],
)
def test_columns_stand_as_in_the_query(query: Ask, text: str, columns: str) -> None:
    assert query(text, "text/csv").text.splitlines()[0] == columns


JOINED = " . ".join(f"?s x:p{n} ?o{n}" for n in range(102))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"ASK {{ {JOINED} }}", "101 patterns in one group; 100 are allowed"),
        (f"ASK {{ {{ {JOINED} }} UNION {{ ?s ?p ?o }} }}", "101 patterns in one group"),
        (f"ASK {{ ?s {'/'.join(['dcterms:title'] * 102)} ?o }}", "101 patterns in one group"),
        (f"ASK {{ {'{ ?s ?p ?o }' * 102} }}", "101 patterns in one group"),
        (f"ASK {{ {' UNION '.join(['{ ?s ?p ?o }'] * 102)} }}", ""),
        (f"ASK {{ ?s ?p ?o FILTER(?o IN ({','.join(map(str, range(300)))})) }}", ""),
        (f"CONSTRUCT {{ {JOINED.replace('x:', 'dcterms:')} }} {{ ?s ?p ?o }}", ""),
    ],
)
def test_joins_that_keep_the_planner_busy_are_refused(query: Ask, text: str, words: str) -> None:
    answer = query(text.replace("x:", "dcterms:"))
    assert (answer.status_code, words in answer.text) == (400 if words else 200, True)


def test_slow_query_is_answered_for_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "SHORT", 0.01)
    ask = asking(app(hand_made(tmp_path, quads(*map(str, range(250)))), (), timeout=0.02))
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = ask("/sparql", params={"query": product})
    assert (answer.status_code, "took longer than 0.02 seconds" in answer.text, answer.headers["retry-after"]) == (
        503,
        True,
        "5",
    )
    assert ask("/healthz").text == "ok"


def test_long_query_has_to_come_back_where_the_short_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "SHORT", 0.2)
    served = app(hand_made(tmp_path, quads(*map(str, range(400)))), ())
    served.state.site = replace(served.state.site, lanes=Lanes(anyio.Semaphore(1), anyio.Semaphore(0)))
    ask = asking(served)
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = ask("/sparql", params={"query": product})
    assert (answer.status_code, "long queries" in answer.text, answer.headers["retry-after"]) == (503, True, "5")
    assert ask("/sparql", params={"query": "ASK {}"}).status_code == 200


GREEDY = (
    'ASK { BIND("aaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    + " FILTER(STRLEN(?x30) > 5) }"
)
"""A text of eight gigabytes."""


def test_query_that_wants_all_memory_gets_none_of_it(tmp_path: Path) -> None:
    served = app(hand_made(tmp_path, quads("ONE")), ())
    vars(served.state.site)["workers"] = Workers(tmp_path / "store", BASE, memory=200_000_000)
    ask = asking(served)
    answer = ask("/sparql", params={"query": GREEDY})
    assert (answer.status_code, "more memory" in answer.text) == (503, True)
    assert ask("/sparql", params={"query": "ASK {}", "format": "csv"}).text.strip() == "true"


def test_slots_are_given_back(query: Ask) -> None:
    assert [query(text).status_code for text in ("ASK {}", "ASK {") * (MOST_SHORT + 1)] == [200, 400] * (MOST_SHORT + 1)


# The endpoint: the service itself


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib 7's own parsers use it
@pytest.mark.parametrize(
    "accept", ["", "text/turtle", "application/rdf+xml", "application/ld+json", "application/trig"]
)
def test_bare_get_describes_the_service(ask: Ask, accept: str) -> None:
    import rdflib  # noqa: PLC0415

    answer = ask("/sparql", headers={"Accept": accept} if accept else {})
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=answer.text, format=answer.headers["content-type"].split(";")[0])
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert (service, sd.endpoint, rdflib.URIRef("http://cables.example/sparql")) in graph
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph


def test_public_url_names_the_endpoint_and_leads_the_links(tmp_path: Path) -> None:
    release = hand_made(tmp_path, quads("ONE"))
    ask = asking(app(release, QUESTIONS, public_url="https://data.example/cables/"))
    assert "<https://data.example/cables/sparql>" in ask("/sparql").text
    assert all(link.startswith(("/cables/", "#")) for link in Page(ask("/").text).links)


@pytest.mark.parametrize("host", ["evil> <x", 'a"b', "x/../y", ""])
def test_odd_host_never_gets_into_the_description(ask: Ask, host: str) -> None:
    answer = ask("/sparql", headers={"Host": host})
    assert "evil" not in answer.text
    assert "/sparql> ;" in answer.text


# The endpoint: for people


def test_bare_get_is_a_form_for_people(ask: Ask) -> None:
    page = Page(ask("/sparql", headers=BROWSER).text)
    assert page.all("form") == [{"action": "/sparql", "method": "get"}]
    assert "All titles" in page.text


def test_rows_become_a_table_with_links(ask: Ask) -> None:
    page = Page(ask("/sparql", params={"query": ROWS}, headers=BROWSER).text)
    assert "2 rows in" in page.text
    assert "cable:07QUITO1" in page.text
    (link,) = [link for link in page.links if "DESCRIBE" in link and "QUITO1" in link]
    assert ask(link, headers={"Accept": "text/turtle"}).text.count("ONE") == 1


def test_files_of_an_answer_are_one_click_away(ask: Ask) -> None:
    parameters = {"query": ROWS, "default-graph-uri": f"{BASE}doc/cable/07QUITO2"}
    page = Page(ask("/sparql", params=parameters, headers=BROWSER).text)
    (link,) = [link for link in page.links if link.endswith("format=csv")]
    assert ask(link, headers=BROWSER).text == f"cable,title\r\n{BASE}cable/07QUITO2,TWO\r\n"


@pytest.mark.parametrize(
    ("iri", "linked"),
    [
        ("https://example.org/x", True),
        ("HTTP://example.org/x", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
    ],
)
def test_only_web_addresses_become_links(ask: Ask, iri: str, *, linked: bool) -> None:
    page = Page(ask("/sparql", params={"query": f"SELECT (<{iri}> AS ?x) {{}}"}, headers=BROWSER).text)
    assert (iri in page.links) is linked
    assert iri in page.text


@pytest.mark.parametrize(
    ("text", "words"),
    [("ASK {}", "Yes"), ("ASK { ?x a ?x }", "No"), ("SELECT * { ?x a ?x }", "Nothing in this release")],
)
def test_short_answers_are_words(ask: Ask, text: str, words: str) -> None:
    assert words in Page(ask("/sparql", params={"query": text}, headers=BROWSER).text).text


def test_long_table_says_that_it_is_cut(tmp_path: Path) -> None:
    ask = asking(app(hand_made(tmp_path, quads(*map(str, range(MOST_ROWS + 5)))), ()))
    page = Page(ask("/sparql", params={"query": ROWS}, headers=BROWSER).text)
    assert len(page.all("tr")) == MOST_ROWS + 1
    assert "1,005 rows" in page.text
    assert "Only the first 1,000 rows are shown here" in page.text


def test_long_text_says_that_it_is_cut(tmp_path: Path) -> None:
    ask = asking(app(hand_made(tmp_path, quads("x" * 2_500)), ()))
    page = Page(ask("/sparql", params={"query": ROWS}, headers=BROWSER).text)
    assert "… and 500 more characters" in page.text
    assert "x" * 2_001 not in page.text


def test_error_page_keeps_the_query(ask: Ask) -> None:
    answer = ask("/sparql", params={"query": "SELECT * { ?wrong"}, headers=BROWSER)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert "cannot be read" in page.text
    assert "SELECT * { ?wrong" in page.text


# The questions


def test_questions_are_listed_with_a_form_for_each(ask: Ask) -> None:
    page = Page(ask("/questions", headers=BROWSER).text)
    inputs = [dict(attributes) for tag, attributes in page.elements if tag == "input"]
    assert "Which titles hold a word?" in page.text
    assert [(one["name"], one["value"]) for one in inputs] == [("word", "ONE"), ("number", "7")]


def test_questions_are_listed_for_programs(ask: Ask) -> None:
    listed = ask("/questions", headers={"Accept": "application/json"}).json()
    assert [one["name"] for one in listed] == ["all", "some"]
    assert listed[1]["parameters"][0]["default"] == ["ONE"]


def test_question_is_answered_with_its_defaults(ask: Ask) -> None:
    page = Page(ask("/questions/some", headers=BROWSER).text)
    assert "1 row" in page.text
    assert "ONE" in page.text


def test_question_is_answered_with_the_values_of_its_form(ask: Ask) -> None:
    page = Page(ask("/questions/some", params={"word": "TWO", "number": ""}, headers=BROWSER).text)
    assert "1 row" in page.text
    assert "kg query --question some --param word=TWO" in page.text


def test_wrong_value_is_told_above_the_form(ask: Ask) -> None:
    answer = ask("/questions/some", params={"number": "seven"}, headers=BROWSER)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert "is no whole number" in page.text
    assert "seven" in [dict(attributes).get("value") for tag, attributes in page.elements if tag == "input"]


def test_unknown_question_is_not_there(ask: Ask) -> None:
    assert ask("/questions/nothing").status_code == 404


@pytest.mark.parametrize("payload", [*PAYLOADS, '" } } #', "\\", "\\u0022 } }", "\n} UNION {"])
def test_value_stays_a_value(ask: Ask, payload: str) -> None:
    answer = ask("/questions/some", params={"word": payload}, headers=BROWSER)
    page = Page(answer.text)
    assert answer.status_code == 200
    assert "Nothing in this release matches." in page.text
    assert not {"script", "img", "iframe"} & {tag for tag, _ in page.elements}


# The current release


def test_server_follows_the_link_to_another_release(tmp_path: Path) -> None:
    old = hand_made(tmp_path / "releases" / "1", quads("ONE"), id="one")
    hand_made(tmp_path / "releases" / "2", quads("ONE", "TWO"), id="two")
    link = tmp_path / "current"
    link.symlink_to("releases/1")
    ask = asking(app(old, (), public=tmp_path))
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s dcterms:title ?o }", "format": "csv"}
    first = ask("/sparql", params=count)
    link.unlink()
    link.symlink_to("releases/2")
    then = ask("/sparql", params=count, headers={"If-None-Match": first.headers["etag"]})
    assert [first.text.split(), then.text.split()] == [["n", "1"], ["n", "2"]]
    assert "two" in ask("/").text
    assert ask("/data/manifest.json").json()["id"] == "two"


def test_release_that_cannot_be_opened_takes_nobodys_place(tmp_path: Path) -> None:
    old = hand_made(tmp_path / "releases" / "1", quads("ONE"), id="one")
    link = tmp_path / "current"
    link.symlink_to("releases/1")
    ask = asking(app(old, (), public=tmp_path))
    link.unlink()
    assert ask("/data/manifest.json").json()["id"] == "one"
    link.symlink_to("releases/2")
    assert ask("/data/manifest.json").json()["id"] == "one"
