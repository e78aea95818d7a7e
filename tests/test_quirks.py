"""The 74 quirks that the world of cables is known for, each with what a reader must make of it.

`tests/cases/quirks/NN-NAME` with any suffix is read, `NN-NAME.json` says what its record holds: the keys
that the case is about. A part (a tag, a reference, a paragraph) is compared by the keys that are stated,
a list by all its parts in order, `null` stands for what must be absent. A list of records stands for a
file of several.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cable import NOTES
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "cases" / "quirks"
QUIRKS = range(1, 75)
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def shown(found: Any, expected: Any) -> Any:
    """Give of what was found the keys that are expected."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {name: shown(found.get(name), value) for name, value in expected.items()}
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return [shown(one, other) for one, other in zip(found, expected, strict=True)]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_reads_the_quirk(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    records = expected if isinstance(expected, list) else [expected]
    found = json.loads(json.dumps([kg.record(cable) for cable in kg.parse(path)]))
    assert shown(found, records) == records


def test_every_quirk_has_a_case() -> None:
    assert {int(path.stem[:2]) for path in CASES} == set(QUIRKS)


def test_every_case_has_its_record_and_every_record_its_case() -> None:
    assert {path.stem for path in CASES} == {path.stem for path in FOLDER.glob("*.json")}


def test_cases_name_no_note_without_a_meaning() -> None:
    for path in CASES:
        assert {note.code for cable in kg.parse(path) for note in cable.notes} <= set(NOTES)
