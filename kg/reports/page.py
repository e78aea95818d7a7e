"""The report as a page: what is wrong, how often, with examples. One file, no script, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.reports.findings import Finding, subject, total, words
from kg.shacl.results import MEANINGS
from kg.version import VERSION

if TYPE_CHECKING:
    import jinja2

EXAMPLES: Final = 20
"""Results shown of each finding; the CSV beside it has all."""


def write(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give the page as HTML."""
    counts = total(found)
    yield _template().render(
        findings=[(finding, list(islice(finding.results, EXAMPLES))) for finding in found],
        counts=[(name, number, MEANINGS[name]) for name, number in counts.items()],
        total=sum(counts.values()),
        subject=lambda result: subject(result, base),
        words=lambda result: words(result, base),
        version=VERSION,
    )


@cache
def _template() -> jinja2.Template:
    import jinja2  # noqa: PLC0415

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = "{:,}".format
    return environment.from_string(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
