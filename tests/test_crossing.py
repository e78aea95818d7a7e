"""What holds across cables and of the description of a release: shapes, and the one query that stands for many."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
from rdflib import RDFS, SH, Dataset, Graph, URIRef
from rdflib.term import Node

from kg import resources, store, terms, validation
from kg.corpus import checked, worker
from kg.corpus.asked import Asker
from kg.errors import FaultError, LimitError
from kg.release.build import Options, build
from kg.release.opened import Release, lines_of
from kg.shacl import own
from kg.shacl.check import Source
from kg.shacl.results import Result
from kg.shacl.selects import Question, questions
from tests.conftest import ROOT, SEEDS, Run

CASES = ROOT / "tests" / "crossing"
NAMES = sorted(path.name for path in CASES.iterdir())
CORPUS = sorted(question.source.shape for question in questions(own.whole(), lambda kind: [kind]))
Row = tuple[str, ...]


@cache
def shapes(name: str) -> Graph:
    return Graph().parse(ROOT / "shapes" / f"{name}.ttl")


def reporting() -> dict[str, Graph]:
    return {
        str(shape).rpartition("#")[2]: shapes(name)
        for name in ("corpus", "dataset")
        for shape in shapes(name).subjects(SH.severity)
    }


def form(term: Node | None) -> str:
    return "" if term is None else term.n3()


PARTS = (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraintComponent, SH.resultMessage)


def reference(data: Graph, rules_of: Graph) -> list[Row]:
    """The rows of pySHACL's report."""
    _, report, _ = pyshacl.validate(data, shacl_graph=rules_of, inference="none")
    assert isinstance(report, Graph)
    return sorted(
        (*[form(report.value(node, part)) for part in PARTS[:4]], str(report.value(node, SH.resultMessage)))
        for node in report.objects(None, SH.result)
    )


def ours(folder: Path, cables: int = 0) -> list[Row]:
    found = checked.results(folder, cables)
    return sorted((one.focus, one.value, one.shape, one.component, one.message) for one in found)


def stored(folder: Path, turtle: Path) -> Path:
    """A store of one file of triples."""
    quads = [
        f"{quad.subject} {quad.predicate} {quad.object} <urn:g> .\n"
        for quad in pyoxigraph.parse(turtle.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    ]
    (folder / "case.nq").write_text("".join(quads), encoding="utf-8")
    store.fill(folder / "store", [folder / "case.nq"])
    return folder / "store"


# -- shapes ---------------------------------------------------------------------------------------
def test_every_shape_has_its_two_cases() -> None:
    assert sorted(reporting()) == NAMES
    assert all((CASES / name / file).is_file() for name in NAMES for file in ("conforms.ttl", "violates.ttl"))


@pytest.mark.parametrize("name", NAMES)
def test_conforming_case_gives_no_result_of_any_shape(name: str) -> None:
    case = Graph().parse(CASES / name / "conforms.ttl")
    assert [row for kind in ("corpus", "dataset") for row in reference(case, shapes(kind))] == []


@pytest.mark.parametrize("name", NAMES)
def test_violating_case_gives_one_result_of_its_shape(name: str) -> None:
    case = Graph().parse(CASES / name / "violates.ttl")
    found = [row for kind in ("corpus", "dataset") for row in reference(case, shapes(kind))]
    assert [row[2] for row in found] == [f"<{terms.SHAPES}{name}>"]


@pytest.mark.parametrize("shape", CORPUS, ids=lambda shape: str(shape).rpartition("#")[2])
@pytest.mark.parametrize("file", ["conforms.ttl", "violates.ttl"])
def test_one_query_for_all_nodes_finds_what_one_for_each_finds(shape: str, file: str, tmp_path: Path) -> None:
    path = CASES / shape[1:-1].rpartition("#")[2] / file
    found = ours(stored(tmp_path, path))
    assert found == reference(Graph().parse(path), shapes("corpus"))


def test_whole_release_gives_the_results_of_the_reference(release: Release) -> None:
    data = Dataset(default_union=True)
    for kind in ("cables", "vocabulary"):
        for dump in release.dumps(kind):
            data.parse(data="".join(lines_of(dump)), format="nquads")
    flat = Graph()
    for triple in data.triples((None, None, None)):
        flat.add(triple)
    found = ours(release.path / "store", 28)
    assert found == reference(flat, shapes("corpus"))
    assert {row[2].rpartition("#")[2][:-1] for row in found} == {"agency-unlisted", "serials-missing"}


def test_shapes_are_well_formed() -> None:
    for name in ("corpus", "dataset"):
        conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(name), meta_shacl=True)
        assert conforms, text


def test_every_shape_says_what_is_wrong_and_which_constraint_it_is() -> None:
    for name, graph in reporting().items():
        shape = URIRef(terms.SHAPES + name)
        assert re.match(r"Constraint \d\d\.", str(graph.value(shape, RDFS.comment)))
        assert 40 <= len(str(graph.value(shape, SH.message))) <= 240, name


def test_queries_ask_nothing_but_the_data() -> None:
    for select in map(str, shapes("corpus").objects(None, SH.select)):
        assert not re.search(r"\b(FROM|SERVICE|GRAPH|MINUS|VALUES)\b", select)


# -- time -----------------------------------------------------------------------------------------
ENDLESS = Question(
    Source(
        shape=f"<{terms.SHAPES}endless>",
        path=None,
        component=f"<{terms.SH}SPARQLConstraintComponent>",
        severity=f"<{terms.SH}Info>",
        messages=('"It never ends."@en',),
        default="",
        constraint="_:endless",
    ),
    "SELECT ?this ?value { ?this ?a ?b . ?value ?c ?d . ?e ?f ?g . ?h ?i ?j } ORDER BY ?j",
)
QUICK = ENDLESS._replace(rows=f"SELECT ?this ?value {{ ?this a <{terms.CK}Level> }}")


def test_query_without_end_is_stopped_and_the_next_is_answered(release: Release) -> None:
    begun = time.monotonic()
    with Asker(release.path / "store", 1) as asker:
        with pytest.raises(LimitError, match="stopped after 1 s"):
            list(asker.rows(ENDLESS.text))
        assert list(asker.rows(QUICK.text))
    assert time.monotonic() - begun < 30


def test_constraint_that_was_stopped_is_a_result_of_its_own(release: Release) -> None:
    stopped, *rest = checked.results(release.path / "store", 28, [ENDLESS, QUICK], within=1)
    assert checked.unchecked(stopped)
    assert (stopped.severity, stopped.shape) == ("Warning", ENDLESS.source.shape)
    assert "not checked for all cables" in stopped.message
    assert rest
    assert not any(map(checked.unchecked, rest))


def test_broken_query_and_missing_store_are_faults(release: Release, tmp_path: Path) -> None:
    with Asker(release.path / "store", 60) as asker, pytest.raises(FaultError, match="cannot answer"):
        list(asker.rows("SELECT nonsense"))
    with pytest.raises(FaultError, match="cannot be opened"):
        list(checked.results(tmp_path / "nowhere", 0))


def test_process_that_nobody_stops_ends_by_itself(release: Release) -> None:
    command = [sys.executable, str(Path(worker.__file__)), str(release.path / "store"), "1"]
    done = subprocess.run(command, input=json.dumps(ENDLESS.text) + "\n", text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGALRM


def test_answer_that_nobody_reads_to_its_end_spoils_no_other(release: Release) -> None:
    with Asker(release.path / "store", 60) as asker:
        rows = asker.rows("SELECT ?s ?p { ?s ?p ?o }")
        next(rows)
        rows.close()
        assert len(list(asker.rows("SELECT (1 AS ?one) {}"))) == 1


# -- in a build, and of a release -------------------------------------------------------------------
def places(results: list[Result], name: str) -> list[tuple[str, int]]:
    return [(one.file, one.line) for one in results if one.shape.endswith(f"#{name}>")]


def test_results_say_file_and_line_of_a_telegram(release: Release) -> None:
    found = list(checked.results(release.path / "store", 28))
    assert places(found, "agency-unlisted") == [("08STATE52310_a.md", 11)]
    assert ("07QUITO214_a.md", 1) in places(found, "serials-missing")


def test_build_reports_them_like_the_others(release: Release) -> None:
    text = (release.path / "reports" / "validation.txt").read_text(encoding="utf-8")
    assert "[agency-unlisted] (1)\n  08STATE52310_a.md:11" in text
    assert release.query("ASK { ?r sh:sourceShape <https://w3id.org/cables/shapes#agency-unlisted> }").value
    assert release.manifest["unchecked"] == []


def test_validating_a_release_finds_what_its_build_found(release: Release) -> None:
    found = {one.key for one in validation.release_results(release)}
    held = json.loads((release.path / "reports" / "validation.json").read_text(encoding="utf-8"))
    counts = release.manifest["validation"]
    assert len(found) == sum(counts.values())
    assert held


def twice(folder: Path) -> Path:
    """One telegram without a number in its text, in two files that are named by numbers."""
    folder.mkdir()
    heading = "R 141620Z MAR 07\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC\n\nC O N F I D E N T I A L\n\n"
    text = f"{heading}SUBJECT: X\n\n1. (C) Text.\nDOE\n"
    for name in ("07QUITO214", "07QUITO215"):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_violation_across_cables_leaves_the_release_before_in_its_place(run: Run, tmp_path: Path) -> None:
    before = build([SEEDS], tmp_path / "public", Options(issued="2026-11-24"))
    done = run("build", twice(tmp_path / "twice"))
    assert done.returncode == 1
    assert "07QUITO215.txt:1  07QUITO215  cable:07QUITO214" in done.stdout
    assert "--keep-invalid" in done.stdout
    assert Release.open(tmp_path / "public").id == before.id
    assert len(list((tmp_path / "public" / "releases").iterdir())) == 2


def test_violation_across_cables_is_published_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    done = run("build", "--keep-invalid", twice(tmp_path / "twice"))
    assert done.returncode == 1
    assert Release.open(tmp_path / "public").manifest["counts"]["cables"] == 2


def test_first_build_that_is_refused_says_where_it_lies(run: Run, tmp_path: Path) -> None:
    done = run("build", twice(tmp_path / "twice"))
    (made,) = (tmp_path / "public" / "releases").iterdir()
    assert (done.returncode, done.stderr) == (1, "")
    assert f"serve {made}" in done.stdout
    assert not (tmp_path / "public" / "current").exists()


def test_constraint_that_was_stopped_ends_as_a_limit(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "own_questions", lambda _: [ENDLESS])
    monkeypatch.setattr(checked, "seconds", lambda _: 1)
    made = build([SEEDS / "07QUITO214_a.md"], tmp_path / "public", Options(issued="2026-11-24"))
    assert made.manifest["unchecked"] == ["endless"]
    text = (made.path / "void.ttl").read_text(encoding="utf-8")
    assert "quality-tags-differ" in text
    assert "quality-endless" not in text
    assert run("validate", tmp_path / "public").returncode == 0


def test_description_of_a_release_is_validated_with_it(release: Release) -> None:
    found = validation.validated(str(release.path / "void.ttl"))
    assert found.results == ()
    broken = Graph().parse(release.path / "void.ttl")
    broken.remove((None, URIRef(terms.DCAT + "byteSize"), None))
    shapes_of = {one.shape for one in validation.validated(broken).results}
    assert shapes_of == {f"<{terms.SHAPES}distribution-size>"}


def test_shapes_of_the_whole_are_no_shapes_of_parts() -> None:
    parts, whole = {path.name for path in resources.shapes_of_parts()}, resources.shapes_of_the_whole().name
    assert (parts, whole) == ({"cable.ttl", "dataset.ttl", "vocabulary.ttl"}, "corpus.ttl")
