"""Reports for programs: JSON, and CSV (RFC 4180 with a header line) for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Final

from kg.reports.findings import words
from kg.reports.rdf import published
from kg.shacl.results import Result, cable_id, counts

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


def as_json(results: Sequence[Result], base: str) -> str:
    """Give a report for programs; a key stands only where there is something to say."""
    document = {
        "conforms": not results,
        "counts": counts(results),
        "results": [_said(result, base) for result in sorted(results)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_csv(results: Sequence[Result], base: str) -> str:
    """Give a row for each result; a cell that a spreadsheet would run as a formula gets an apostrophe (OWASP)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for result in sorted(results):
        said = _said(result, base)
        writer.writerow([_cell(said.get(column, "")) for column in COLUMNS])
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
