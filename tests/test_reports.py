"""Reports: every form says the same of the same results, and is what its standard asks for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
import xmlschema

from kg.cli import REPORT_FORMATS
from kg.reports import REPORTS, page
from kg.reports.findings import findings
from kg.shacl.results import Result
from kg.terms import DEFAULT_BASE, SH, SHAPES
from tests import schemas

CABLE = f"{DEFAULT_BASE}cable/08QUITO610"
PLACE = "box 3/08QUITO610 a.md"


def result(number: int = 1, severity: str = "Warning", value: str = '"SIPDIS"', **more: Any) -> Result:
    said: dict[str, Any] = {
        "cable": CABLE,
        "line": number,
        "severity": severity,
        "shape": f"<{SHAPES}shape-of-{severity.lower()}>",
        "focus": f"<{CABLE}>",
        "path": f"<{DEFAULT_BASE}ns#caption>",
        "value": value,
        "component": f"<{SH}InConstraintComponent>",
        "message": "This <caption> is unknown & must be looked at.",
        "file": PLACE,
    }
    return Result(**(said | more))


MANY = [
    result(7, column=4),
    result(9, "Violation", f"<{CABLE}#p3>", path="", words="3. (S/NF) Whoever\x00 wrote this"),
    *[result(number, "Info", f'"=HYPERLINK({number})"') for number in range(30, 60)],
    result(0, "Info", "", shape="", cable="", file="", focus="<urn:x:y>", message=""),
]


def written(form: str, results: list[Result]) -> str:
    return "".join(REPORTS[form].write(findings(results), DEFAULT_BASE))


def test_program_offers_every_form() -> None:
    assert tuple(REPORTS) == REPORT_FORMATS


@pytest.mark.parametrize("form", REPORTS.values(), ids=lambda form: form.name)
def test_a_report_without_results_says_so(form: Any) -> None:
    assert written(form.name, []).strip()


def test_text_puts_the_worst_and_most_frequent_first() -> None:
    lines = written("text", MANY).splitlines()
    heads = [line for line in lines if not line.startswith(" ") and "[" in line]
    assert [line.split(":")[0] for line in heads] == ["Violation", "Warning", "Info", "Info"]
    assert heads[2].endswith("[shape-of-info] (30)")
    assert lines[-1] == "1 Violation, 1 Warning, 31 Info"


def test_text_names_file_line_column_and_words() -> None:
    lines = written("text", MANY).splitlines()
    assert f"  {PLACE}:7:4  08QUITO610  SIPDIS" in lines
    assert f"  {PLACE}:9  08QUITO610#p3  3. (S/NF) Whoever\x00 wrote this" in lines


def test_json_tells_all_of_a_result() -> None:
    document = json.loads(written("json", MANY))
    assert document["counts"] == {"Violation": 1, "Warning": 1, "Info": 31}
    assert not document["conforms"]
    first = next(entry for entry in document["results"] if entry["severity"] == "Warning")
    assert (first["cable"], first["file"], first["line"], first["column"]) == ("08QUITO610", PLACE, 7, 4)
    assert (first["words"], first["value"]) == ("SIPDIS", '"SIPDIS"')


def test_csv_has_a_row_for_each_result_and_runs_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", MANY), newline="")))
    assert len(rows) == len(MANY)
    assert {row["words"] for row in rows if row["line"] == "30"} == {"'=HYPERLINK(30)"}


def test_turtle_is_a_validation_report() -> None:
    graph = rdflib.Graph().parse(data=written("ttl", MANY), format="turtle")
    report = graph.value(predicate=rdflib.RDF.type, object=rdflib.URIRef(SH + "ValidationReport"))
    assert graph.value(report, rdflib.URIRef(SH + "conforms")) == rdflib.Literal(False)
    assert len(list(graph.objects(report, rdflib.URIRef(SH + "result")))) == len(MANY)


def test_page_shows_some_of_many_and_escapes_what_it_shows() -> None:
    text = written("html", MANY)
    assert f"the first {page.EXAMPLES} of 30" in text
    assert text.count("=HYPERLINK") == page.EXAMPLES
    assert "This &lt;caption&gt; is unknown &amp; must" in text
    assert f'<a href="{CABLE}">08QUITO610</a>' in text
    assert "<script" not in text
    assert "http-equiv" not in text


def test_sarif_is_valid_against_its_schema() -> None:
    schema = schemas.validator("/sarif-2.1.0.json")
    for results in ([], MANY):
        document = json.loads(written("sarif", results))
        assert [error.message for error in schema.iter_errors(document)] == []
    assert list(schema.iter_errors({"version": "2.1.0"}))


def test_sarif_points_into_the_file() -> None:
    run = json.loads(written("sarif", MANY))["runs"][0]
    warning = next(entry for entry in run["results"] if entry["level"] == "warning")
    physical = warning["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "box%203/08QUITO610%20a.md"
    assert physical["region"] == {"startLine": 7, "startColumn": 4}
    assert run["tool"]["driver"]["rules"][warning["ruleIndex"]]["id"] == warning["ruleId"] == "shape-of-warning"


@pytest.mark.parametrize("results", [[], MANY], ids=["none", "many"])
def test_junit_is_valid_against_its_schema(results: list[Result]) -> None:
    schema = xmlschema.XMLSchema(str(Path(__file__).with_name("junit.xsd")))
    assert list(schema.iter_errors(written("junit", results))) == []


def test_junit_fails_for_violations_only() -> None:
    root = ET.fromstring(written("junit", MANY))  # noqa: S314 - our own text
    assert (root.get("tests"), root.get("failures")) == ("33", "1")
    assert [failure.get("type") for failure in root.iter("failure")] == ["Violation"]
    assert len(list(root.iter("system-out"))) == 32
