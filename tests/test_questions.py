"""The competency questions: each has its rows on the made-up cables, in `tests/questions/NAME.tsv`.

`KG_REWRITE=1 pytest tests/test_questions.py` writes the files anew; a human reads the difference.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import RDF, RDFS, SH

from kg import terms
from kg.errors import UsageError
from kg.parameters import KINDS, Parameter, readable
from kg.questions import FIRST, Question, block, question, questions
from kg.release.opened import Release
from kg.terms import DEFAULT_BASE, XSD, Names, prefixes
from tests.conftest import ROOT, Run
from tests.test_ontology import declared, in_text

FILES = sorted(path for path in (ROOT / "ontology" / "questions").glob("*.ttl") if path.stem != "prefixes")
ROWS = Path(__file__).parent / "questions"
SCHEMA = rdflib.Namespace("https://schema.org/")
PARAMETERS = [(one, parameter) for one in questions() for parameter in one.parameters]


def named(one: Question | tuple[Question, Parameter]) -> str:
    return one.name if isinstance(one, Question) else f"{one[0].name}-{one[1].name}"


@pytest.mark.parametrize("one", questions(), ids=named)
def test_question_has_its_rows_on_the_made_up_cables(release: Release, one: Question) -> None:
    found = release.query(one.query).bytes("tsv").decode()
    expected = ROWS / f"{one.name}.tsv"
    if os.environ.get("KG_REWRITE") == "1":
        expected.write_text(found, encoding="utf-8")
    assert found.count("\n") > 1, "no rows"
    assert found == expected.read_text(encoding="utf-8")


def test_every_file_of_rows_belongs_to_a_question() -> None:
    assert {path.stem for path in ROWS.glob("*.tsv")} == {one.name for one in questions()}


def test_questions_are_numbered_without_a_gap() -> None:
    assert [one.number for one in questions()] == list(range(1, len(questions()) + 1))
    assert len(questions()) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_has_the_form_of_a_sparql_example(path: Path) -> None:
    graph = rdflib.Graph().parse(path)
    (subject,) = graph.subjects(RDF.type, SH.SPARQLExecutable)
    assert (subject, RDF.type, SH.SPARQLSelectExecutable) in graph
    assert str(subject) == f"{DEFAULT_BASE}question/{path.stem}"
    for link in (RDFS.label, RDFS.comment, SH.select, SH.prefixes, SCHEMA.target):
        assert len(list(graph.objects(subject, link))) == 1, link
    assert list(graph.objects(subject, SCHEMA.keywords))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_question_names_only_terms_of_the_ontology(path: Path) -> None:
    assert in_text(path) <= declared()


def test_prefixes_are_those_that_every_query_may_use() -> None:
    graph = rdflib.Graph().parse(ROOT / "ontology" / "questions" / "prefixes.ttl")
    found = {
        str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace)) for one in graph.objects(None, SH.declare)
    }
    assert found == dict(prefixes())


@pytest.mark.parametrize("found", PARAMETERS, ids=named)
def test_query_holds_the_default_of_each_parameter(found: tuple[Question, Parameter]) -> None:
    one, parameter = found
    blocks = block(parameter.name).findall(one.query)
    assert blocks
    declared_terms = set(parameter.default)
    for text in blocks:
        query = f"SELECT ?value {{ VALUES ?value {{ {text} }} }}"
        rows = pyoxigraph.Store().query(query, prefixes=dict(prefixes()))
        assert {str(row[0]) for row in rows} == declared_terms  # type: ignore[union-attr]


@pytest.mark.parametrize("one", questions(), ids=named)
def test_every_block_of_values_is_a_parameter(one: Question) -> None:
    assert set(re.findall(r"VALUES \?(\w+)", one.query)) == {parameter.name for parameter in one.parameters}


@pytest.mark.parametrize("found", PARAMETERS, ids=named)
def test_default_is_read_back_from_what_is_shown(found: tuple[Question, Parameter]) -> None:
    _, parameter = found
    assert [parameter.term(shown, DEFAULT_BASE) for shown in parameter.shown] == list(parameter.default)


@pytest.mark.parametrize("found", PARAMETERS, ids=named)
def test_parameter_is_explained_and_of_a_known_kind(found: tuple[Question, Parameter]) -> None:
    _, parameter = found
    assert parameter.label
    assert parameter.description.endswith(".")
    assert parameter.kind in KINDS


def test_first_questions_are_there() -> None:
    assert set(FIRST) <= {one.name for one in questions()}


# Values


def test_value_takes_the_place_of_the_default(release: Release) -> None:
    asked = question("cables-from-a-post-in-a-month").bound({"post": ["Peru Lima"], "month": ["2009-05"]})
    assert [row[0] for row in release.query(asked).rows()[1]] == ["cable:09LIMA640"]


def test_several_values_are_alternatives() -> None:
    asked = question("6").bound({"caption": ["nodis", "SIPDIS"]})
    assert asked.count(f"{DEFAULT_BASE}caption/") == 2


@pytest.mark.parametrize("spelling", ["05STATE44120", "05 State 044120", "cable:05STATE44120", "2005STATE44120"])
def test_any_spelling_of_a_message_number_will_do(spelling: str) -> None:
    (parameter,) = question("8").parameters
    assert parameter.term(spelling, DEFAULT_BASE) == terms.iri(Names().cable("05STATE44120"))


def test_cables_have_the_base_of_the_release() -> None:
    assert "<https://example.org/c/cable/05STATE1>" in question("8").bound(
        {"cable": ["05STATE1"]}, "https://example.org/c/"
    )


def test_agency_that_no_list_holds_is_named_by_its_iri() -> None:
    (parameter,) = question("12").parameters
    assert parameter.term("https://example.org/agency/x", DEFAULT_BASE) == "<https://example.org/agency/x>"


@pytest.mark.parametrize(
    ("name", "parameter", "value", "words"),
    [
        ("1", "post", "Peru Limaa", "did you mean Peru Lima?"),
        ("1", "month", "2009-13", "is no month"),
        ("1", "mnth", "2009-11", "did you mean month?"),
        ("2", "tag", "PRELL", "PREL"),
        ("2", "level", "SECRETT", "SECRET"),
        ("4", "number", "three", "whole number"),
        ("6", "caption", "NODISS", "NODIS"),
        ("8", "cable", "BANANA", "message number"),
        ("15", "before", "2009-02-30", "is no day"),
        ("23", "acronym", "A.*", "has not the form"),
        ("7", "name", "", "is empty"),
        ("24", "station", "BOGOTTA", "BOGOTA"),
    ],
)
def test_wrong_value_is_a_wrong_call_that_says_more(name: str, parameter: str, value: str, words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        question(name).bound({parameter: [value]})


def test_unknown_question_is_a_wrong_call_with_near_names() -> None:
    with pytest.raises(UsageError, match="did you mean recurring-headings"):
        question("recuring-headings")


WORD = Parameter("word", "Word", "What to look for.", XSD + "string", "", (terms.text("x"),))
ECHO = Question("echo", 1, "", "", (), 'SELECT ?word { VALUES ?word { "x" } }', (WORD,))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.strip())))
def test_any_text_stays_one_value(text: str) -> None:
    rows = pyoxigraph.Store().query(ECHO.bound({"word": [text]}))
    assert [row[0].value for row in rows] == [text.strip()]  # type: ignore[union-attr]


def test_readable_is_what_people_write() -> None:
    agency, cable = terms.iri(f"{DEFAULT_BASE}agency/peru-lima"), terms.iri(Names().cable("05STATE1"))
    assert [readable(agency), readable(cable), readable(terms.integer(3))] == ["Peru Lima", "05STATE1", "3"]


# The program


def test_program_lists_the_questions(run: Run) -> None:
    listed = json.loads(run("questions", "-f", "json").stdout)
    assert {"name", "question", "parameters"} <= set(listed[0])
    assert [one["number"] for one in listed] == [one.number for one in questions()]
    assert "cables-that-cite-a-cable" in run("questions").stdout


def test_program_answers_a_question_in_every_form(run: Run, release: Release) -> None:
    ask = ("query", "-r", release.path, "--question", "cables-that-cite-a-cable", "--param", "cable=04STATE31877")
    assert "cable:04LIMA1455" in run(*ask).stdout
    assert len(json.loads(run(*ask, "-f", "json").stdout)["results"]["bindings"]) == 10
    assert run(*ask, "-f", "csv").stdout.startswith("citing,date,subject")


@pytest.mark.parametrize(
    "words",
    [
        ("--question", "nothing"),
        ("--question", "8", "--param", "cabel=05STATE1"),
        ("--question", "8", "--param", "cable"),
        ("--question", "4", "--param", "number=x"),
        ("--param", "number=4", "ASK {}"),
        ("--question", "4", "ASK {}"),
        (),
    ],
)
def test_wrong_call_ends_with_2(run: Run, release: Release, words: tuple[str, ...]) -> None:
    done = run("query", "-r", release.path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kg: ")
