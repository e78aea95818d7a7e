"""The pages of ontology and shapes: every term and shape in its place, a drawing that can be read, the right form."""

from __future__ import annotations

import html
import re
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, SKOS, Graph, URIRef
from rdflib.compare import isomorphic
from starlette.applications import Starlette

from kg import terms
from kg.errors import FaultError
from kg.pages import diagram, facts, ontology, page, shapes, source
from kg.pages.layers import layout
from kg.release.opened import Release
from kg.shacl.results import MEANINGS
from kg.web.app import app
from tests.conftest import ROOT
from tests.test_ontology import CK, HOME, declared, is_ours
from tests.test_ontology import ontology as declared_graph
from tests.test_web import BROWSER, Ask, Page, asking, hand_made

DARK = re.compile(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", re.DOTALL)
LIGHT = re.compile(r":root \{(.*?)\}", re.DOTALL)


@pytest.fixture(scope="module")
def files(release: Release) -> dict[str, Page]:
    """The pages that lie in a release, by folder."""
    return {name: Page((release.path / name / "index.html").read_text("utf-8")) for name in ("ontology", "shapes")}


@pytest.fixture(scope="module")
def served(release: Release) -> Starlette:
    return app(release, ())


@pytest.fixture(scope="module")
def ask(served: Starlette) -> Ask:
    return asking(served)


def ids(page: Page) -> set[str | None]:
    return {attributes.get("id") for _, attributes in page.elements}


def shapes_graph() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


def named_shapes(graph: Graph) -> set[URIRef]:
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {one for kind in kinds for one in graph.subjects(RDF.type, kind) if isinstance(one, URIRef)}


# What they tell


def test_every_term_has_its_place_and_definition(files: dict[str, Page]) -> None:
    assert declared() <= ids(files["ontology"])
    for name in declared():
        assert " ".join(str(declared_graph().value(CK[name], SKOS.definition)).split()) in files["ontology"].text


def test_every_shape_has_its_place_severity_message_and_problem(files: dict[str, Page]) -> None:
    graph, text = shapes_graph(), files["shapes"].text
    for shape in named_shapes(graph):
        assert str(shape).removeprefix(terms.SHAPES) in ids(files["shapes"])
        assert " ".join(str(graph.value(shape, SH.message) or "").split()) in text


def test_shapes_are_grouped_by_severity_the_worst_first() -> None:
    graph, groups = shapes_graph(), shapes.read(ROOT / "shapes").groups
    assert [severity for severity, _ in groups] == ["Violation", "Warning", "Info", shapes.HELPER]
    for severity, group in groups[:-1]:
        assert {URIRef(one.iri) for one in group} == set(graph.subjects(SH.severity, SH[severity]))
        assert [one.place for one in group] == sorted(one.place for one in group)
        assert all(one.message for one in group)


@pytest.mark.parametrize("place", ["shapes/index.html", "reports/validation.html", "/"])
def test_severities_mean_the_same_on_every_page(place: str, release: Release, ask: Ask) -> None:
    text = ask(place).text if place == "/" else (release.path / place).read_text("utf-8")
    assert all(html.escape(meaning).replace("&#x27;", "&#39;") in text for meaning in MEANINGS.values())


def test_turtle_of_a_shape_is_what_its_file_says() -> None:
    graph = shapes_graph()
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in graph.namespaces())
    found = [one for _, group in shapes.read(ROOT / "shapes").groups for one in group]
    assert {URIRef(one.iri) for one in found} == named_shapes(graph)
    for one in found:
        assert isomorphic(Graph().parse(data=prefixes + one.turtle), graph.cbd(URIRef(one.iri))), one.name


def test_statement_ends_outside_of_strings_iris_and_comments() -> None:
    statement = 'ex:a ex:b """x" .\n\ny""" , <urn:x.\'> ; # it\'s .\n    ex:c "z\\" ." .'
    assert list(source.statements(f"# ex:no \n\n{statement}\n\nex:d ex:e ex:f .\n")) == [
        ("ex:a", statement),
        ("ex:d", "ex:d ex:e ex:f ."),
    ]


def test_parameters_of_a_shape_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "some.ttl").write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .
        @prefix shapes: <https://w3id.org/cables/shapes#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        shapes:top a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property shapes:part .
        shapes:part a sh:PropertyShape ; sh:path ( ex:a [ sh:inversePath ex:b ] ) ; sh:minCount 1 ; sh:in ( 1 2 ) ;
            sh:odd "x" ; sh:severity sh:Info ; sh:message "M" ; rdfs:comment "Constraint 7. P." .
    """)
    (one, *_), _ = (group for _, group in shapes.read(tmp_path).groups)
    assert (one.path, one.targets, one.number, one.comment) == ("ex:a/^ex:b", ("each ex:Thing",), "7", "P.")
    assert tuple(check.text for check in one.checks) == ("at least 1", "one of 1, 2", "odd x")


@pytest.mark.parametrize("folder", ["ontology", "shapes"])
def test_links_within_the_pages_lead_somewhere(files: dict[str, Page], release: Release, folder: str) -> None:
    own = [link for link in files[folder].links if not link.startswith("http")]
    assert len(own) > 100
    for link in own:
        path, _, fragment = link.partition("#")
        target = (release.path / folder / path).resolve() if path else release.path / folder / "index.html"
        assert target.is_file(), link
        assert not fragment or fragment in ids(files[target.parent.name]), link


def test_file_needs_nothing_from_elsewhere(files: dict[str, Page], release: Release) -> None:
    for folder, one in files.items():
        assert not {"script", "iframe", "img", "object", "base"} & {tag for tag, _ in one.elements}
        assert all((release.path / folder / str(link["href"])).is_file() for link in one.all("link"))


def test_words_of_a_file_stay_words(tmp_path: Path) -> None:
    turtle = (ROOT / "ontology" / "cables.ttl").read_text("utf-8").replace("The office", "<script>alert(1)</script>")
    (tmp_path / "cables.ttl").write_text(
        turtle.replace("An office that sends", "<b onclick=x>An office</b> that sends")
    )
    text = page.of_ontology(tmp_path, page.environment(), page.FILES, layout=page.ALONE, style="x", files=[])
    assert "<b onclick" not in text
    assert "&lt;b onclick" in text


def test_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "cables.ttl").write_text("ck:Cable a owl:Class .")
    with pytest.raises(FaultError, match=r"cables\.ttl"):
        ontology.read(tmp_path)


# The drawing


@pytest.fixture(scope="module")
def drawn() -> diagram.Drawing:
    return diagram.drawing(ontology.read(ROOT / "ontology"))


def test_drawing_has_every_class_and_no_box_lies_on_another(drawn: diagram.Drawing) -> None:
    classes = {str(one) for one in declared_graph().subjects(RDF.type, OWL.Class) if is_ours(one)}
    assert {box.name for box in drawn.boxes} == classes
    for one, other in combinations(drawn.boxes, 2):
        aside = abs(one.x - other.x) >= diagram.WIDTH
        assert aside or one.y + one.height <= other.y or other.y + other.height <= one.y, (one.name, other.name)
    assert all(box.x >= 0 and box.x + diagram.WIDTH <= drawn.width for box in drawn.boxes)
    assert all(box.y >= 0 and box.y + box.height <= drawn.height for box in drawn.boxes)


def test_arrows_begin_and_end_at_the_boxes_that_they_join(drawn: diagram.Drawing) -> None:
    boxes = {box.name: box for box in drawn.boxes}
    assert len(drawn.arrows) > 20
    for arrow in drawn.arrows:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", arrow.path)]
        for box, (x, y) in ((boxes[arrow.source], numbers[:2]), (boxes[arrow.target], numbers[-2:])):
            assert x in {round(box.x, 1), round(box.x + diagram.WIDTH, 1)}
            assert box.y <= y <= box.y + box.height


def test_drawing_shows_the_main_properties(drawn: diagram.Drawing) -> None:
    (document,) = (box for box in drawn.boxes if box.name == str(CK.Document))
    names = {line.name.removeprefix(terms.CK) for line in document.lines}
    assert {"sender", "addressee", "cites", "tag", "paragraph", "hasCopy"} <= names
    assert not {"actionAddressee", "headerTag", "marking"} & names  # these narrow or gather others
    assert [line.loop for line in document.lines if line.name.endswith("cites")] == [True]


def test_layout_turns_circles_and_gives_lanes() -> None:
    heights = dict.fromkeys("abc", 10.0)
    placed = layout(heights, [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")])
    assert [placed.column[name] for name in "abc"] == [0, 1, 2]
    assert len(placed.routes["a", "c"]) == 3
    assert placed.routes["c", "a"][0] == "a"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [("ink", "panel", 4.5), ("soft", "paper", 4.5), ("link", "panel", 4.5), ("bar", "paper", 3), ("focus", "paper", 3)],
)
def test_colours_have_the_contrast_of_wcag(scheme: re.Pattern[str], front: str, ground: str, least: float) -> None:
    found = scheme.search((ROOT / "kg" / "web" / page.STYLE).read_text("utf-8"))
    assert found
    colours = dict(re.findall(r"--(\w+): (#\w{6})", found[1]))
    dark, light = sorted((luminance(colours[front]), luminance(colours[ground])))
    assert (light + 0.05) / (dark + 0.05) >= least


# Under their own IRIs

PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
RDFLIB = "text/turtle,application/rdf+xml,application/n-triples,text/n3;q=0.9,*/*;q=0.1"


@pytest.mark.parametrize("path", ["/ns", "/shapes"])
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (BROWSER["Accept"], "text/html"),
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        (RDFLIB, "text/turtle"),
        (PROTEGE, "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
    ],
)
def test_document_comes_in_the_form_asked_for(ask: Ask, path: str, accept: str, media_type: str) -> None:
    answer = ask(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(("suffix", "form"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_all_forms_say_the_same(ask: Ask, suffix: str, form: str) -> None:
    assert isomorphic(Graph().parse(data=ask(f"/ns.{suffix}").text, format=form), declared_graph())


def test_shapes_come_as_one_graph(ask: Ask) -> None:
    assert isomorphic(Graph().parse(data=ask("/shapes.ttl").text), shapes_graph())


def test_version_iri_is_answered_while_it_is_the_version_held(ask: Ask) -> None:
    version = str(declared_graph().value(HOME, OWL.versionInfo))
    assert ask(f"/ns/{version}").content == ask("/ns").content
    assert ask("/ns/0.0.1").status_code == 404


@pytest.mark.parametrize("path", ["/ns.exe", "/shapes.csv", "/alignments.html"])
def test_unknown_suffix_is_not_there(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 404


def test_form_that_a_document_has_not_is_refused_with_the_list(ask: Ask) -> None:
    answer = ask("/ns", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


def test_document_known_to_the_client_is_not_sent_again(ask: Ask) -> None:
    first = ask("/ns", headers=BROWSER)
    assert ask("/ns", headers={**BROWSER, "If-None-Match": first.headers["etag"]}).status_code == 304
    assert ask("/ns").headers["etag"] != first.headers["etag"]


def test_every_link_of_the_served_pages_works(ask: Ask) -> None:
    for path in ("/ns", "/shapes"):
        one = Page(ask(path, headers=BROWSER).text)
        targets = {link.partition("#")[0] for link in one.links if link.startswith("/")}
        assert {target: ask(target, headers=BROWSER).status_code for target in targets} == dict.fromkeys(targets, 200)
        assert {link.partition("#")[2] for link in one.links if link.startswith(f"{path}#")} <= ids(one)


def test_terms_in_a_definition_lead_to_their_places(ask: Ask) -> None:
    text = ask("/ns", headers=BROWSER).text
    assert 'are linked by <a href="/ns#addressee">ck:addressee</a> and <a href="/ns#infoAddressee">' in text
    assert "are linked by ck:addressee and ck:infoAddressee." in Page(text).text


def test_other_forms_are_linked(ask: Ask) -> None:
    page = Page(ask("/ns", headers=BROWSER).text)
    assert {link["href"]: link.get("type") for link in page.all("link")}["/ns.rdf"] == "application/rdf+xml"
    links = ask("/ns").headers["link"]
    assert '</ns.ttl>; rel="alternate"; type="text/turtle"' in links
    assert '</ns.html>; rel="alternate"; type="text/html"' in links


def test_guess_at_the_ontology_is_led_to_it(ask: Ask) -> None:
    answer = ask("/ontology")
    assert (answer.status_code, answer.headers["location"]) == (301, "/ns")


def test_release_without_a_model_shows_the_programs_own(tmp_path: Path) -> None:
    own = asking(app(hand_made(tmp_path, ""), ()))("/ns")
    assert own.content == (ROOT / "ontology" / "cables.ttl").read_bytes()


def test_order_of_the_file_is_kept() -> None:
    known = facts.read([ROOT / "ontology" / "cables.ttl"])
    assert ontology.terms(known)[:2] == [str(CK.Document), str(CK.Cable)]
