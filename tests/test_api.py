"""kg as a library."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest
import rdflib

import kg
from kg.api import numbered
from kg.errors import InputError, UsageError
from kg.shacl import reference
from kg.shacl.prepared import PreparedGraph
from tests.conftest import SEEDS

ONE = SEEDS / "05STATE44120_a.md"


def test_parses_a_path_bytes_and_an_open_file() -> None:
    (from_path,) = kg.parse(ONE)
    (from_bytes,) = kg.parse(ONE.read_bytes())
    with ONE.open("rb") as file:
        (from_file,) = kg.parse(file)
    assert from_path.paragraphs == from_bytes.paragraphs == from_file.paragraphs
    assert [one.source.path for one in (from_path, from_bytes, from_file)] == [ONE.name, "-", ONE.name]


def test_parse_says_what_is_wrong() -> None:
    with pytest.raises(InputError, match="no-id"):
        kg.parse(b"Dear diary")
    with pytest.raises(UsageError, match=r"kg\.read"):
        kg.parse(SEEDS)
    with pytest.raises(UsageError, match="no such file"):
        kg.parse("nowhere.md")


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b", ""])
def test_what_cannot_be_a_name_is_not_there(name: str) -> None:
    with pytest.raises(UsageError, match="no such file") as caught:
        kg.parse(name)
    assert len(str(caught.value)) < 1_100


def test_one_name_is_one_input(tmp_path: Path) -> None:
    assert kg.build(ONE, tmp_path / "public").manifest["counts"]["cables"] == 1
    assert kg.build(str(ONE), tmp_path / "public").manifest["counts"]["cables"] == 1


def test_maps_several_cables() -> None:
    cables = kg.parse(ONE)
    assert set(kg.graph(iter(cables))) == set(kg.graph(cables[0]))
    assert len(kg.map([])) == 0


def test_tells_type_checkers_of_its_types() -> None:
    """See PEP 561."""
    assert files("kg").joinpath("py.typed").is_file()


def test_reads_folders_without_stopping(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(ONE.read_bytes())
    (tmp_path / "b.md").write_text("nothing")
    good, bad = kg.read(tmp_path)
    assert (getattr(good, "id", ""), getattr(bad, "code", "")) == ("05STATE44120", "no-id")


def test_maps_to_a_dataset_with_a_graph_a_cable() -> None:
    dataset = kg.map(ONE)
    names = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    assert names == {"https://w3id.org/cables/doc/cable/05STATE44120", "https://w3id.org/cables/graph/vocabulary"}
    assert len(kg.graph(ONE)) == len(dataset)


def test_maps_two_texts_of_one_id_as_a_build_does(cable: Callable[..., str]) -> None:
    short, full = (kg.parse(cable(text).encode())[0] for text in ("1. (C) Short.", "1. (C) The fuller text."))
    found = {(one.text_length, nth) for one, nth in numbered([short, full, short])}
    assert found == {(len("Short."), 2), (len("The fuller text."), 1)}


def test_validate_unpacks_like_pyshacl_and_is_typed() -> None:
    conforms, report, text = kg.validate(kg.graph(ONE))
    assert (conforms, "Conforms: True" in text) == (True, True)
    assert (None, rdflib.SH.conforms, rdflib.Literal(True)) in report
    (result,) = kg.validate(kg.map(SEEDS / "08QUITO610_a.md")).results
    assert (result.severity, result.place) == ("Warning", "08QUITO610_a.md:78:8")


def test_validate_leaves_the_callers_graph_alone() -> None:
    graph = kg.graph(ONE)
    before = set(graph)
    kg.validate(graph)
    assert set(graph) == before


def test_rdflib_reads_a_cable_through_the_entry_point() -> None:
    assert any(point.name == "cable" for point in entry_points(group="rdf.plugins.parser"))
    graph = rdflib.Graph().parse(str(ONE), format="cable")
    assert set(graph) == set(kg.graph(ONE))
    again = rdflib.Graph().parse(io.BytesIO(ONE.read_bytes()), format="cable")
    assert len(again) == len(graph)


def test_a_remembered_query_answers_like_a_fresh_one() -> None:
    graph = kg.graph(SEEDS / "08QUITO610_a.md")
    remembering = PreparedGraph()
    for triple in graph:
        remembering.add(triple)
    query = "PREFIX ck: <https://w3id.org/cables/ns#> SELECT ?p { ?this ck:paragraph ?p . ?p ck:number ?n }"
    for number in (1, 3, 3):
        bindings = {"n": rdflib.Literal(number)}
        assert set(remembering.query(query, initBindings=bindings)) == set(graph.query(query, initBindings=bindings))


def test_stock_pyshacl_finds_the_same(cable: Callable[..., str]) -> None:
    import pyshacl  # noqa: PLC0415

    graph = kg.graph(cable("1. (S) Too high.\n\n3. (C) A jump.").encode())
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=reference.own_shapes(), inference="none")
    values = {node.n3() for node in report.objects(None, rdflib.SH.value)}
    assert not conforms
    assert {result.value for result in kg.validate(graph).results if result.value} == values


def test_a_list_in_a_header_field_is_several_concepts(cable: Callable[..., str]) -> None:
    text = cable().replace("**Date:**", "**Previous Handling Restrictions:** NODIS, EXDIS\n\n**Date:**")
    captions = set(kg.graph(text.encode()).objects(None, rdflib.URIRef("https://w3id.org/cables/ns#formerCaption")))
    assert {str(caption).rpartition("/")[2] for caption in captions} == {"NODIS", "EXDIS"}


@pytest.mark.parametrize(
    ("written", "date", "level", "captions"),
    [
        ("2010-01-29 20:49", "2010-01-29T20:49", "UNCLASSIFIED, FOR OFFICIAL USE ONLY", ("FOUO",)),
        ("2010 January 29, 25:61 (Friday)", "2010-01-29", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", ("FOUO",)),
    ],
)
def test_reads_other_spellings_of_fields(
    cable: Callable[..., str], written: str, date: str, level: str, captions: tuple[str, ...]
) -> None:
    text = cable(level=level, opening="UNCLAS QUITO 000214").replace("2007 March 14, 16:20 (Wednesday)", written)
    (found,) = kg.parse(text.encode())
    assert (found.date, found.original_classification, found.captions) == (date, "UNCLASSIFIED", captions)
