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
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from kg.reports.findings import Finding, findings, subject, words
from kg.shacl.results import Result

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILS: Final = "Violation"


def write(results: Sequence[Result], base: str) -> str:
    """Give a suite for each finding; a report without results is one test that passed."""
    found = findings(results)
    root = ET.Element("testsuites", name="kg validate", tests=str(len(results) or 1), failures=_failures(results))
    for finding in found:
        _suite(root, finding, base)
    if not found:
        suite = ET.SubElement(root, "testsuite", name="shapes", tests="1", failures="0", errors="0", skipped="0")
        ET.SubElement(suite, "testcase", name="the data conforms", classname="shapes")
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, finding: Finding, base: str) -> None:
    number = str(len(finding.results))
    suite = ET.SubElement(
        root,
        "testsuite",
        name=_xml(finding.name),
        tests=number,
        failures=_failures(finding.results),
        errors="0",
        skipped="0",
    )
    for result in finding.results:
        case = ET.SubElement(suite, "testcase", name=_xml(subject(result, base)), classname=_xml(finding.name))
        message = finding.message or finding.name
        text = "\n".join(filter(None, (message, result.place, words(result, base))))
        if result.severity == _FAILS:
            failure = ET.SubElement(case, "failure", message=_xml(message), type=result.severity)
            failure.text = _xml(text)
        else:
            ET.SubElement(case, "system-out").text = _xml(f"{result.severity}: {text}")


def _failures(results: Sequence[Result]) -> str:
    return str(sum(result.severity == _FAILS for result in results))


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
