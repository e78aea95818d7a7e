"""Reports for programs: JSON, and CSV (RFC 4180 with a header line) for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.reports.findings import Finding, total, words
from kg.reports.rdf import published
from kg.shacl.results import Result, cable_id

COLUMNS: Final = (
    "severity",
    "cable",
    "file",
    "line",
    "column",
    "message",
    "words",
    "shape",
    "focusNode",
    "path",
    "value",
    "component",
)
"""What is said of a result, in the order of the columns."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give a report for programs, a line for each result; a key stands only where there is something to say."""
    head = json.dumps({"conforms": not found, "counts": total(found)}, indent=1)
    yield f'{head[:-2]},\n "results": ['
    mark = "\n"
    for finding in found:
        for result in finding.results:
            yield f"{mark}  {json.dumps(_said(result, base), ensure_ascii=False)}"
            mark = ",\n"
    yield "\n ]\n}\n" if found else "]\n}\n"


def as_csv(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give a row for each result; a cell that a spreadsheet would run as a formula gets an apostrophe (OWASP)."""
    yield _row(COLUMNS)
    for finding in found:
        for result in finding.results:
            said = _said(result, base)
            yield _row([_cell(said.get(column, "")) for column in COLUMNS])


def _row(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _said(result: Result, base: str) -> dict[str, object]:
    """Tell what is known of a result, by column."""
    values = (
        result.severity,
        cable_id(result.cable, base),
        result.file,
        result.line or "",
        result.column or "",
        result.message,
        words(result, base),
        result.shape.strip("<>"),
        result.focus.strip("<>"),
        result.path.strip("<>"),
        published(result.value),
        result.component.strip("<>"),
    )
    return {name: value for name, value in zip(COLUMNS, values, strict=True) if value != ""}
