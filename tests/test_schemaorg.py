"""schema.org: cables as search engines know things, from the same facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib.namespace import SDO

from kg import api, schemaorg
from kg.terms import DEFAULT_BASE
from tests.conftest import SEEDS, Run

STATE = SEEDS / "05STATE44120_a.md"


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    found: dict[str, Any] = written(STATE)[0]
    return found


def written(*paths: object, base: str = DEFAULT_BASE) -> list[Any]:
    cables = [cable for path in paths for cable in api.parse(str(path))]
    document = json.loads("".join(schemaorg.lines(api.mapped(cables, base), base)))
    assert document["@context"] == "https://schema.org/"
    return list(document["@graph"])


def test_a_cable_is_a_message_that_an_archive_holds(state: dict[str, Any]) -> None:
    assert state["@type"] == ["ArchiveComponent", "Message"]
    assert state["@id"] == "https://w3id.org/cables/cable/05STATE44120"
    assert (state["name"], state["dateSent"]) == ("GUIDANCE ON THE ANDEAN BALLOON GROUP", "2005-03-11T23:57:00")
    assert state["sender"]["name"] == "Secretary of State"
    assert state["holdingArchive"][0]["@type"] == "ArchiveOrganization"
    assert state["conditionsOfAccess"] == "CONFIDENTIAL when it was sent"


def test_tags_are_defined_terms_and_citations_are_cables(state: dict[str, Any]) -> None:
    assert {"termCode": "EC", "name": "Ecuador"}.items() <= state["about"][3].items()
    assert [one["identifier"] for one in state["citation"]] == ["05LAPAZ456", "05BOGOTA1077", "04STATE31877"]


def test_the_copy_is_a_file_with_its_hash(state: dict[str, Any]) -> None:
    (file,) = state["associatedMedia"]
    assert (file["name"], file["contentSize"], len(file["sha256"])) == ("05STATE44120_a.md", "2761 B", 64)


def words(value: Any) -> Iterator[str]:
    """Every word of schema.org in a description."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from [key for key in one if not key.startswith("@")]
            yield from [one["@type"]] if isinstance(one.get("@type"), str) else one.get("@type", [])
            for inside in one.values():
                yield from words(inside)


def test_every_word_is_one_of_schema_org() -> None:
    met = {word for cable in written(*sorted(SEEDS.iterdir())) for word in words(cable)}
    assert len(met) > 20
    assert all(word in SDO for word in met), met


def test_every_seed_has_a_name_and_a_description_that_fits() -> None:
    cables = written(*sorted(SEEDS.iterdir()))
    assert len(cables) == 28
    assert all(cable["name"] and 0 < len(cable["description"]) <= schemaorg.LONGEST for cable in cables)


def test_another_base_names_cables_and_leaves_authorities() -> None:
    (cable,) = written(STATE, base="https://example.org/a/")
    assert cable["@id"] == "https://example.org/a/cable/05STATE44120"
    assert cable["sender"]["@id"] == "https://w3id.org/cables/agency/secretary-of-state"


def test_map_and_dump_offer_it(run: Run) -> None:
    (cable,) = json.loads(run("map", "-f", "schemaorg", STATE).stdout)["@graph"]
    assert cable["identifier"] == "05STATE44120"
