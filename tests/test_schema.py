"""The contract of a record as data: every record keeps it, and what does not is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import kg
from kg import readers
from kg.cable import NOTES
from kg.records import line, record
from kg.schema import VERSION, schema
from tests.conftest import Run
from tests.layouts import FILES, RECORDS

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(found: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(found)]


def plain(text: str) -> dict[str, Any]:
    """Give the record of a text as it comes out of its line of JSON."""
    (cable,) = readers.read("07QUITO214", text.encode())
    found: dict[str, Any] = json.loads(line(cable))
    return found


def test_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].endswith(f"record-{VERSION}.json")


@pytest.mark.parametrize("layout", RECORDS)
def test_a_record_of_every_layout_keeps_it(layout: str) -> None:
    assert faults(plain(RECORDS[layout])) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_record_of_every_file_keeps_it(path: Path) -> None:
    for cable in kg.parse(path):
        assert faults(json.loads(line(cable))) == []


@pytest.mark.parametrize("folder", ["seed", "bodies", "aad", "frus"])
def test_a_record_of_every_real_cable_keeps_it(data: Path, folder: str) -> None:
    cables = [found for found in kg.read(data / folder) if isinstance(found, kg.Cable)]
    assert cables
    assert [fault for cable in cables for fault in faults(json.loads(line(cable)))] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", ""),
        ("id", None),
        ("layout", "telex"),
        ("classification", "Secret"),
        ("precedence", "FAST"),
        ("date", "14 March 2007"),
        ("page_lines", -1),
        ("subject", ""),
        ("to", "SECSTATE"),
        ("to", [""]),
        ("colour", "green"),
        ("notes", [{"code": "odd", "line": 1}]),
        ("references", [{"raw": "LIMA 87", "kind": "letter", "where": "body"}]),
        ("references", [{"raw": "LIMA 87", "kind": "cable", "where": "text"}]),
        ("references", [{"raw": "LIMA 87", "kind": "cable", "where": "body", "notal": False}]),
        ("paragraphs", [{"id": "p1", "text": "Text.", "start": 1}]),
        ("paragraphs", [{"id": "4", "text": "Text.", "start": 1, "end": 6}]),
        ("paragraphs", [{"id": "p1", "text": "Text.", "start": 1, "end": 6, "line": 3}]),
        ("fields", {"Locator": ""}),
    ],
)
def test_a_wrong_record_fails(key: str, value: object) -> None:
    assert faults(plain(RECORDS["plusd-text"]) | {key: value})


def test_an_order_of_four_digits_keeps_it() -> None:
    assert plain(RECORDS["telegram-text"].replace("12958", "8381"))["executive_order"] == "8381"
    assert faults(plain(RECORDS["telegram-text"].replace("12958", "8381"))) == []


@pytest.mark.parametrize("key", ["id", "copy", "layout", "source", "page_lines", "references", "paragraphs", "notes"])
def test_a_record_without_what_it_must_say_fails(key: str) -> None:
    found = plain(RECORDS["plusd-text"])
    del found[key]
    assert faults(found)


def objects() -> dict[str, dict[str, Any]]:
    return {"Cable": SCHEMA, **SCHEMA["$defs"]}


@pytest.mark.parametrize("name", objects())
def test_says_what_every_key_means_and_allows_no_other(name: str) -> None:
    part = objects()[name]
    assert part["additionalProperties"] is False
    assert all(one["description"] for one in part["properties"].values())


@pytest.mark.parametrize("layout", RECORDS)
def test_keys_stand_in_the_order_of_the_schema(layout: str) -> None:
    (cable,) = readers.read("07QUITO214", RECORDS[layout].encode())
    found = record(cable)
    assert list(found) == [key for key in SCHEMA["properties"] if key in found]


def test_knows_every_note() -> None:
    assert SCHEMA["$defs"]["Note"]["properties"]["code"]["enum"] == list(NOTES)


def test_the_program_prints_it(run: Run) -> None:
    done = run("parse", "--schema")
    assert done.returncode == 0
    assert json.loads(done.stdout) == SCHEMA
