"""Validation of files, folders, graphs and releases: what is checked, by which engine, and where results are."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

import kg
from kg import validation
from kg.errors import InputError, LimitError, UsageError
from kg.release.build import Options, build
from kg.release.opened import Release
from kg.shacl import own, paths
from kg.shacl.graph import Graph
from kg.shacl.places import span
from kg.shacl.report import rdf
from kg.shacl.results import Result
from kg.terms import SH
from kg.validation import LARGEST_GRAPH
from tests.conftest import ROOT
from tests.shacl_reference import compiled_rows, rows

Make = Callable[..., str]
CASES = ROOT / "tests" / "shapes"
EX = "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    EX
    + """ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:P .
ex:P sh:path ex:label ; sh:minCount 1 ; sh:message "ohne Namen"@de, "no label"@en ."""
)

ONCE = EX + "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:label ; sh:maxCount 1 ] ."


def checked(target: Path | str, shapes: Path | None = None, engine: str = "compiled") -> list[Result]:
    given = validation.load(str(shapes)) if shapes else None
    results = validation.answer(str(target), given, engine).results
    return sorted(results)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "below").mkdir(parents=True)
    (tmp_path / "data" / "a.ttl").write_text(EX + 'ex:a a ex:T . _:x a ex:T ; ex:label "x" .')
    (tmp_path / "data" / "below" / "b.nt.gz").write_bytes(
        gzip.compress(
            b"<https://example.org/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/T> .\n"
            b"_:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/T> ."
        )
    )
    (tmp_path / "data" / "notes.json").write_text("no RDF at all")
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    return tmp_path


@pytest.mark.parametrize("engine", validation.ENGINES)
def test_folder_is_one_graph_and_each_result_names_its_file(folder: Path, engine: str) -> None:
    found = checked(folder / "data", folder / "shapes.ttl", engine)
    a, b = str(folder / "data" / "a.ttl"), str(folder / "data" / "below" / "b.nt.gz")
    assert sorted((one.focus, one.file) for one in found) == [
        ("", b),
        ("<https://example.org/a>", a),
        ("<https://example.org/b>", b),
    ]


def test_files_of_a_folder_explain_each_other(folder: Path) -> None:
    (folder / "data" / "c.ttl").write_text(EX + 'ex:a ex:label "a" . ex:b ex:label "b" .')
    assert [one.focus for one in checked(folder / "data", folder / "shapes.ttl")] == [""]


def test_a_triple_of_two_files_counts_once(folder: Path) -> None:
    (folder / "data" / "c.ttl").write_text(EX + 'ex:a a ex:T ; ex:label "a" .')
    (folder / "data" / "d.ttl").write_text(EX + 'ex:a a ex:T ; ex:label "a" .')
    (folder / "once.ttl").write_text(ONCE)
    assert checked(folder / "data", folder / "once.ttl") == []


def test_message_to_read_is_the_english_one(folder: Path) -> None:
    assert {one.message for one in checked(folder / "data", folder / "shapes.ttl")} == {"no label"}


def test_a_shape_without_message_says_what_it_asks_for(folder: Path) -> None:
    (folder / "plain.ttl").write_text(
        EX + "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:label ; sh:minCount 2 ] ."
    )
    assert [one.message for one in checked(folder / "data", folder / "plain.ttl")] == ["has fewer values than 2"]


def test_says_what_cannot_be_read(folder: Path) -> None:
    with pytest.raises(UsageError, match="without a release or an RDF file"):
        checked(ROOT / "kg")
    (folder / "data" / "bad.nt.gz").write_bytes(gzip.compress(b"<a> <b> ." * 99)[:-12])
    with pytest.raises(InputError, match=r"bad\.nt\.gz"):
        checked(folder / "data")


@pytest.mark.parametrize("file", sorted(CASES.glob("*/violates.ttl"))[::8], ids=lambda path: path.parent.name)
def test_both_engines_say_the_same_of_a_file(file: Path, tmp_path: Path) -> None:
    """Every eighth of the fixtures: pySHACL needs its time."""
    data = rdflib.Graph().parse(CASES / "background.ttl").parse(file)
    (tmp_path / "data.ttl").write_text(data.serialize(format="turtle"))
    found = checked(tmp_path / "data.ttl")
    assert found == checked(tmp_path / "data.ttl", engine="pyshacl") != []


def test_both_engines_say_the_same_of_a_release(release: Release) -> None:
    """Takes some seconds: pySHACL needs them."""
    found = checked(release.path)
    assert found == checked(release.path, engine="pyshacl")
    assert {(one.severity, one.file) for one in found} >= {("Warning", "08QUITO610_a.md")}


CROSSING = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ck: <https://w3id.org/cables/ns#> .
@prefix ex: <https://example.org/> .
ex:known sh:targetObjectsOf ck:cites ; sh:or ( [ sh:class ck:Cable ] [ sh:class ck:Document ] ) .
ex:cited sh:targetClass ck:Cable ; sh:property ex:once .
ex:once sh:path [ sh:inversePath ck:cites ] ; sh:maxCount 1 .
"""


@pytest.mark.parametrize(
    ("engine", "largest"), [("compiled", LARGEST_GRAPH), ("compiled", 0), ("pyshacl", LARGEST_GRAPH)]
)
def test_shapes_of_a_stranger_compare_cables(engine: str, largest: int, release: Release) -> None:
    shapes = Graph.of_rdflib(rdflib.Graph().parse(data=CROSSING, format="turtle"))
    results = validation.answer(str(release.path), shapes, engine, largest).results
    often = release.query("SELECT ?c { ?by ck:cites ?c . ?c a ck:Cable } GROUP BY ?c HAVING (COUNT(?by) > 1)").value
    assert {one.focus for one in results} == {str(row[0]) for row in often} != set()
    assert {one.file for one in results} >= {"07QUITO214_a.md"}


def test_release_too_large_for_the_reference_is_refused(release: Release) -> None:
    with pytest.raises(LimitError, match="too many for the engine pyshacl"):
        validation.answer(str(release.path), own.shapes(), "pyshacl", 100)


def test_release_is_validated_as_the_build_did(release: Release) -> None:
    graph = rdflib.Graph().parse(release.path / "dumps" / "quality.ttl")
    keys = {str(node).rpartition("/")[2] for node in graph.objects(None, rdflib.SH.result)}
    assert {one.key for one in checked(release.path)} == keys


def test_background_is_read_and_no_focus(tmp_path: Path) -> None:
    """A level without label or scheme stands in the vocabulary beside the file."""
    (tmp_path / "one.ttl").write_text(EX + "ex:c ex:about ex:level .")
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    line = f"<https://example.org/level> {kind} <https://w3id.org/cables/ns#Level> <urn:g> .\n"
    (tmp_path / "vocabulary.nq.gz").write_bytes(gzip.compress(line.encode()))
    assert checked(tmp_path / "one.ttl") == checked(tmp_path / "one.ttl", engine="pyshacl") == []
    (tmp_path / "two.nq").write_text(line)
    assert {one.focus for one in checked(tmp_path / "two.nq")} == {"<https://example.org/level>"}


def test_invalid_cables_are_published_when_asked_for(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "bad.md").write_text(cable(id="1850QUITO214"))
    rejecting = build([tmp_path / "bad.md"], tmp_path / "out", Options(issued="2026-11-24"))
    keeping = build([tmp_path / "bad.md"], tmp_path / "kept", Options(issued="2026-11-24", keep_invalid=True))
    counts = [one.manifest["counts"]["cables"] for one in (rejecting, keeping)]
    assert counts == [0, 1]
    assert all(one.manifest["validation"]["Violation"] > 0 for one in (rejecting, keeping))


def test_report_graph_says_what_was_found() -> None:
    data = Graph.of_rdflib(rdflib.Graph().parse(CASES / "paragraph-owner" / "violates.ttl"))
    found = own.validator().findings(data)
    assert any(source.path and not source.path.predicate for source, _, _ in found)
    assert rows(rdf(found, own.shapes())) == compiled_rows(found) != set()


def test_words_are_those_of_the_part(cable: Make) -> None:
    graph = kg.graph(cable("1. (S) Too high\n   for this cable.\n\n3. (C) A jump.").encode())
    found = {one.shape.rpartition("#")[2]: one for one in kg.validate(graph).results}
    assert found["portion-above-classification>"].words.endswith("Too high for this cable.")
    assert found["paragraph-sequence>"].words.endswith("A jump.")


STATED = """
@prefix ck: <https://w3id.org/cables/ns#> .
@prefix cable: <https://w3id.org/cables/cable/> .
@prefix part: <https://w3id.org/cables/cable/09QUITO7#> .
part:copy ck:path "kite.txt" ; ck:line 3 ;
    ck:lines "sender:9 executiveOrder:27 originalClassification:13 classification:15 ref-1:63:9 ref-2:64:9" .
part:ref-1 ck:refersTo cable:09LIMA8 .
part:ref-2 ck:refersTo cable:09QUITO7 .
"""
LINES = {"sender-station": 9, "order-later": 27, "classification-changed": 15, "cable-cites-itself": 64}


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("shape", LINES)
def test_result_is_where_the_value_in_question_is_stated(shape: str, engine: str, tmp_path: Path) -> None:
    data = rdflib.Graph().parse(CASES / "background.ttl").parse(CASES / shape / "violates.ttl")
    data.parse(data=STATED, format="turtle")
    data.serialize(tmp_path / "data.ttl")
    lines = {
        one.shape.rpartition("#")[2]: (one.file, one.line) for one in checked(tmp_path / "data.ttl", engine=engine)
    }
    assert lines[f"{shape}>"] == ("kite.txt", LINES[shape])


def test_lines_may_say_their_column() -> None:
    lines = "tag:7 p4:93:5 odd p5: p44:9 p6:1:2:3"
    asked = ("tag", "p4", "p44", "4", "odd", "p5", "p6", "")
    assert [span(lines, name) for name in asked] == [(7, 0), (93, 5), (9, 0), None, None, None, None, None]


def test_path_of_a_result_reads_as_in_the_shapes() -> None:
    data = Graph.of_rdflib(rdflib.Graph().parse(CASES / "paragraph-owner" / "violates.ttl"))
    graph = Graph.of_rdflib(rdf(own.validator().findings(data), own.shapes()))
    texts = {paths.path(graph, at).text for _, at in graph.pairs(f"<{SH}resultPath>")}
    assert any(text.startswith("^") for text in texts)
