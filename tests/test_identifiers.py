"""Message references: mangled, doubled, padded, and what is none."""

from __future__ import annotations

import pytest

from kg.grammar import identifiers

IDS = {
    "10MEXICO83": "10MEXICO83",
    "10 MEXICO 00083": "10MEXICO83",
    "2010MEXICO83_a": "10MEXICO83",
    "10MEXICO83\\_a": "10MEXICO83",
    "1976QUITO01234_b": "76QUITO1234",
    "1976QUITO001234": "76QUITO1234",
    "1976STATE290286": "76STATE290286",
    "1934PARIS12": "1934PARIS12",
    "76SECTO1234": "76SECTO1234",
    "06PORT-AU-PRINCE12": "06PORTAUPRINCE12",
    "07EFTOQUITO90": "07QUITO90",
    "09AMEMBASSYQUITO90": "09QUITO90",
    "05EMBASSYQUITO1": "05QUITO1",
    "85NOFORNQUITO1643": "85QUITO1643",
    "09SIFIEDQUITO1673": "09QUITO1673",
    "09SECTIO01OF02QUITO55": "09QUITO55",
    "08SCTION02OF02QUITO55": "08QUITO55",
    "09SECTIOQ1OF06QUITO55": "09QUITO55",
    "09SECTION0QF05QUITO55": "09QUITO55",
    "09SECTION02F02QUITO55": "09QUITO55",
    "06SECTION01O02QUITO55": "06QUITO55",
    "08SECTION01GF02QUITO55": "08QUITO55",
    "0901OF02QUITO55": "09QUITO55",
    "09EFTOSECTION01OF02QUITO55": "09QUITO55",
    "7575QUITO1895": "75QUITO1895",
}


@pytest.mark.parametrize("text", IDS)
def test_reads_ids_as_archives_mangled_them(text: str) -> None:
    assert str(identifiers.read(text)) == IDS[text]


@pytest.mark.parametrize(
    "text", ["P750066-0259", "frus1934v05-d31", "06ASTANA", "092OF5", "QUITO 83", "76QUITO-A50", "", "10" + "A" * 1000]
)
def test_takes_nothing_else_for_an_id(text: str) -> None:
    assert identifiers.read(text) is None


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("90STATE2555TOSEC140", "90STATE2555", "TOSEC140"),
        ("90STATE2555 TOSEC 140", "90STATE2555", "TOSEC 140"),
        ("06QUITO25ZFR26", "06QUITO25", "ZFR26"),
        ("08QUITO001382SUSPECTEDDUPLICATE1392", "08QUITO001382", "SUSPECTEDDUPLICATE1392"),
        ("09SECTION01OF02QUITO55TOSEC12", "09QUITO55", "TOSEC12"),
        ("10MEXICO83 10MEXICO84", "10MEXICO83", "10MEXICO84"),
        ("10MEXICO83/84", "10MEXICO83", "84"),
        ("10MEXICO83A", "10MEXICO83", "A"),
        ("10 MEXICO 83", "10 MEXICO 83", ""),
        ("P750066-0259", "P750066-0259", ""),
    ],
)
def test_parts_two_ids_in_one(text: str, first: str, rest: str) -> None:
    assert identifiers.first_of_two(text) == (first, rest)


def test_keeps_airgrams_apart_from_telegrams() -> None:
    assert identifiers.airgram("1976QUITO-A050") == "76QUITO-A50"
    assert identifiers.airgram("76QUITO50") == ""
