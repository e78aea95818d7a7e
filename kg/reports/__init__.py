"""Reports of a validation, a row for each form: to read, for RDF tools, for programs, for a gate.

A form is asked for by its name (`kg validate -f sarif`) and is a file of a release (`reports/validation.sarif`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.reports import junit, page, rdf, sarif, tables, text
from kg.reports.findings import Finding


class Report(NamedTuple):
    """One form of a report: its name, the suffix of its file and its writer (findings and base to pieces of text)."""

    name: str
    suffix: str
    write: Callable[[Sequence[Finding], str], Iterator[str]]


REPORTS: Final = {
    report.name: report
    for report in (
        Report("text", "txt", text.write),
        Report("ttl", "ttl", rdf.write),
        Report("json", "json", tables.as_json),
        Report("csv", "csv", tables.as_csv),
        Report("html", "html", page.write),
        Report("sarif", "sarif", sarif.write),
        Report("junit", "junit.xml", junit.write),
    )
}
"""Name of a form -> the form."""
