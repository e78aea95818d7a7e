"""Labels of senders and addressees: each spelling meets the record of its agency, no other one does."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg import terms
from kg.entries import Entries
from kg.terms import AUTHORITIES, Names
from kg.vocabulary import vocabulary

LABELS = vocabulary().labels


def agency(label: str, routing: str = "") -> str:
    """Give the key of the record that a label meets, "" for none."""
    found = LABELS.agency(label, routing)
    return AUTHORITIES.parse(found[1:-1]).key if found else ""


@pytest.mark.parametrize(
    "label",
    [
        "Mexico Mexico City",
        "Embassy Mexico",
        "AMEMBASSY MEXICO",
        "AMEMBASSY MEXICO CITY",
        "AMEMBASSY MEXICO PRIORITY 1234",
        "RUEHME/AMEMBASSY MEXICO",
        "AM EMBASSY MEXICO",
        "American Embassy Mexico",
        "U.S. Embassy Mexico City",
        "MEXICO",
        "the Embassy in Mexico",
        "Ambassador in Mexico (Doe)",
        "AMEMBASSY MEXICO FOR POL",
        "AMEMBASSY MEXICO//ECON//",
    ],
)
def test_labels_of_every_layout_meet_one_post(label: str) -> None:
    assert agency(label) == "mexico-mexico-city"


def forms(kind: str, city: str) -> list[str]:
    """Give the names that the wire, the archive and the 1970s use for a post."""
    if kind in {"embassy", "interests-section"}:
        return [f"AMEMBASSY {city.upper()}", f"AMEMBASSY {city.upper()} IMMEDIATE 0012", f"Embassy {city}"]
    if kind.startswith("consulate"):
        return [
            f"AMCONSUL {city.upper()}",
            f"AMCONGEN {city.upper()}",
            f"Consulate {city}",
            f"Consulate General {city}",
        ]
    return []


def test_every_post_of_the_lists_is_met_in_all_its_spellings(data: Path) -> None:
    with (data / "vocab" / "posts.csv").open(encoding="utf-8", newline="") as file:
        posts = list(csv.DictReader(file))
    for post in posts:
        spellings = {*post["labels"].split("|"), post["station"], *forms(post["kind"], post["city"])}
        assert {agency(spelling) for spelling in spellings} == {agency(post["labels"].partition("|")[0])}, post
    assert len(posts) > 300


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("SECSTATE WASHDC", "secretary-of-state"),
        ("RUEHC/SECSTATE WASHDC", "secretary-of-state"),
        ("SECDEF WASHINGTON DC//OSD-P//", "secretary-of-defense"),
        ("JOINT STAFF WASHDC", "joint-chiefs-of-staff"),
        ("DEPT OF ENERGY WASHINGTON, D.C.", "department-of-energy"),
        ("Treasury Department", "department-of-the-treasury"),
        ("CDR USSOUTHCOM MIAMI FL", "united-states-southern-command"),
        ("USCINCSO QUARRY HEIGHTS PM", "united-states-southern-command"),
        ("POLAD USSOUTHCOM MIAMI FL", "united-states-southern-command"),
        ("JIATF SOUTH KEY WEST FL", "joint-interagency-task-force-south"),
        ("MNF-I BAGHDAD", "multi-national-force-iraq"),
        ("USMISSION USNATO", "nato-brussels"),
        ("USINT HAVANA", "cuba-havana"),
        ("USLO PEKING", "china-beijing"),
        ("AIT TAIPEI 1234", "american-institute-taiwan-taipei"),
        ("USUN NEW YORK 0042", "usun-new-york"),
        ("USDEL SECRETARY IN JIDDA", "usdel-secretary"),
        ("EU MEMBER STATES COLLECTIVE PRIORITY", "eu-member-states-collective"),
        ("All American Republic Diplomatic Posts", "all-american-republic-diplomatic-posts-collective"),
    ],
)
def test_agencies_commands_and_collectives_are_met(label: str, key: str) -> None:
    assert agency(label) == key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("AMEMBASSY BRUSSELS", "belgium-brussels"),
        ("USMISSION USEU BRUSSELS", "useu-brussels"),
        ("USMISSION BRUSSELS", ""),
        ("USMISSION VIENNA", ""),
        ("AMEMBASSY ROME", "italy-rome"),
        ("USMISSION UN ROME", "un-rome"),
        ("Mission in Berlin", "germany-west-berlin"),
    ],
)
def test_missions_of_a_city_are_not_its_embassy(label: str, key: str) -> None:
    assert agency(label) == key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Embassy in Burma", "burma-rangoon"),
        ("Ambassador in the Soviet Union (Doe)", "russia-moscow"),
        ("Soviet Union Moscow", "russia-moscow"),
        ("Ambassador in Czechoslovakia (Doe)", "czech-republic-prague"),
        ("Embassy in the Republic of Korea", "korea-south-seoul"),
        ("Embassy in Germany", ""),
        ("Embassy in Vietnam", ""),
    ],
)
def test_a_country_means_its_one_embassy(label: str, key: str) -> None:
    assert agency(label) == key


def test_old_names_and_other_letters_meet_the_post_of_today() -> None:
    assert agency("AMCONSUL LENINGRAD") == agency("AMCONSUL ST PETERSBURG") != ""
    assert agency("AMEMBASSY PEKING") == agency("AMEMBASSY BEIJING") != ""
    assert agency("Embassy Bogotá") == agency("AMEMBASSY BOGOTA") != ""
    assert agency("AMEMBASSY SAN'A") == agency("AMEMBASSY SANAA") != ""


@pytest.mark.parametrize("label", ["AMEMBASSY TEGUCIGALPQ", "AMEMBASSY TEGUCYGALPA"])
def test_one_wrong_letter_in_a_long_name_is_mended(label: str) -> None:
    assert agency(label) == "honduras-tegucigalpa"


@pytest.mark.parametrize("label", ["AMEMBASSY LIMO", "AMEMBASSY TEGUCYGALPQ", "TEGUCIGALPQ"])
def test_short_names_and_two_wrong_letters_are_not_guessed(label: str) -> None:
    assert not agency(label)


def test_a_routing_indicator_is_evidence_only_beside_a_name_like_its_own() -> None:
    assert agency("AMEMBASSY TEGUCEGALAP", "RUEHTG") == "honduras-tegucigalpa"
    assert not agency("MINISTRY OF KITES", "RUEHTG")
    assert agency("RHMFISS CDR USNORTHCOM PETERSON AFB CO") != agency("RHMFISS HQ USSOUTHCOM MIAMI FL")


@pytest.mark.parametrize(
    "label",
    [
        "Embassy of Ecuador Washington",
        "British Embassy Quito",
        "Ambassador of Chile",
        "FBI NEW YORK",
        "SHAPE MEMBERS",
        "STATE OF FLORIDA",
        "AMEMBASSY",
        "Ministry of Silly Balloons",
        "",
        "AMEMBASSY " * 1000,
    ],
)
def test_others_are_not_taken_for_a_post_or_an_agency(label: str) -> None:
    assert not agency(label)


def test_a_label_that_is_no_name_is_kept_as_written() -> None:
    entries = Entries(Names(), vocabulary())
    entries.agency("DIA WASHDC//DHO-2/REA//")
    entries.agency("DIA WASHDC")
    assert list(entries.rewritten) == ["DIA WASHDC//DHO-2/REA//"]


def test_an_unknown_collective_is_a_collective() -> None:
    entries = Entries(Names("https://example.org/kg/"), vocabulary())
    term = entries.agency("LANTERN FESTIVAL COLLECTIVE")
    assert (term, terms.TYPE, terms.ck("Collective")) in entries.used[term]
