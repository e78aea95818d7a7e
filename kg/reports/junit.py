"""The report as JUnit XML: a gate shows each finding as a test.

Facts
-----
* There is no standard; what Jenkins and GitLab read is a `testsuites` of `testsuite`s of `testcase`s.
* The form knows no warnings. A Violation is a failure, as for the exit code; a Warning or Info is a test that
  passed and says what was found in its output.
* XML 1.0 has no way to write most control characters (section 2.2): they become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg.reports.findings import Finding, subject, total, words
from kg.shacl.results import Result

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILS: Final = "Violation"


def write(found: Sequence[Finding], base: str) -> Iterator[str]:
    """Give a suite for each finding; a report without results is one test that passed."""
    counts = total(found)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="kg validate" tests="{sum(counts.values()) or 1}" failures="{counts[_FAILS]}">\n'
    for finding in found:
        failures = finding.number if finding.severity == _FAILS else 0
        yield (
            f' <testsuite name={_quoted(finding.name)} tests="{finding.number}" failures="{failures}"'
            ' errors="0" skipped="0">\n'
        )
        for result in finding.results:
            yield _case(finding, result, base)
        yield " </testsuite>\n"
    yield "" if found else _CONFORMS
    yield "</testsuites>\n"


_CONFORMS: Final = """ <testsuite name="shapes" tests="1" failures="0" errors="0" skipped="0">
  <testcase name="the data conforms" classname="shapes"/>
 </testsuite>
"""


def _case(finding: Finding, result: Result, base: str) -> str:
    message = finding.message or finding.name
    text = "\n".join(filter(None, (message, result.place, words(result, base))))
    if finding.severity == _FAILS:
        said = f'<failure message={_quoted(message)} type="{_FAILS}">{escape(_xml(text))}</failure>'
    else:
        said = f"<system-out>{escape(_xml(f'{finding.severity}: {text}'))}</system-out>"
    names = f"name={_quoted(subject(result, base))} classname={_quoted(finding.name)}"
    return f"  <testcase {names}>{said}</testcase>\n"


def _quoted(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
