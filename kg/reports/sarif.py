"""The report as SARIF 2.1.0 (OASIS Standard): editors and code hosts show results beside the lines of the files.

Facts
-----
* A rule is a shape, its id the shape's name; levels of SARIF are error, warning and note (section 3.27.10).
* Columns count code points (`columnKind`, section 3.14.17); lines and columns begin at 1.
* A file is named by a relative URI reference, its characters percent-encoded (section 3.4.3).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from kg.reports.findings import Finding, subject, words
from kg.shacl.results import Result
from kg.version import VERSION

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {"Violation": "error", "Warning": "warning", "Info": "note"}
"""Severity of SHACL -> level of SARIF."""


def write(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give one run, a line for each result; its rules are the shapes that found something."""
    rules = _rules(found)
    index = {shape: number for number, shape in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "kg", "version": VERSION, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    head, tail = json.dumps(document, ensure_ascii=False).rsplit("[]", 1)
    yield f"{head}["
    mark = "\n"
    for finding in found:
        rule = {"ruleId": rules[finding.shape]["id"], "ruleIndex": index[finding.shape]}
        for result in finding.results:
            yield f"{mark}{json.dumps(rule | _result(finding, result, base), ensure_ascii=False)}"
            mark = ",\n"
    yield f"]{tail}\n"


def _result(finding: Finding, result: Result, base: str) -> dict[str, Any]:
    return {
        "level": LEVELS[finding.severity],
        "message": {"text": _sentence(finding, words(result, base))},
        "locations": [_location(result, base)],
        "partialFingerprints": {"shaclResult/v1": result.key},
    }


def _rules(found: Sequence[Finding]) -> dict[str, dict[str, Any]]:
    """Give a rule for each shape: the same id in every run, so that tools can compare runs."""
    shapes = {finding.shape: finding for finding in reversed(found)}
    names = Counter(finding.name for finding in shapes.values())
    return {
        shape: {
            "id": finding.name.replace(" ", "-") if names[finding.name] == 1 else shape.strip("<>"),
            "shortDescription": {"text": finding.message or finding.name},
            "defaultConfiguration": {"level": LEVELS[finding.severity]},
            **({"helpUri": shape.strip("<>")} if shape.startswith("<http") else {}),
        }
        for shape, finding in sorted(shapes.items())
    }


def _sentence(finding: Finding, said: str) -> str:
    return f"{finding.message or finding.name}{f' Found: {said}' if said else ''}"


def _location(result: Result, base: str) -> dict[str, Any]:
    logical = {"name": subject(result, base), "fullyQualifiedName": result.focus.strip("<>")}
    location: dict[str, Any] = {"logicalLocations": [logical]}
    if result.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(result.file)}}
        if result.line:
            physical["region"] = {"startLine": result.line} | ({"startColumn": result.column} if result.column else {})
        location["physicalLocation"] = physical
    return location
