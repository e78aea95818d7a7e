"""The transmission heading of a telegram, in its modern, its 1970s and its scanned form."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cable import Address
from kg.grammar.heading import Heading, read, recognises

MODERN = """VZCZCXRO1234
OO RUEHBO RUEHPE
DE RUEHQT #0123/01 0631405
ZNY CCCCC ZZH
O P 041405Z MAR 09 ZDK
FM AMEMBASSY QUITO
TO RUEHC/SECSTATE WASHDC IMMEDIATE 4696
INFO RUEHZL/EXAMPLE POLITICAL COLLECTIVE PRIORITY
RUEHBO/AMEMBASSY BOGOTA 0012
RUEKJCS/JOINT STAFF WASHDC//J5/X1//"""

SEVENTIES = """LIMITED OFFICIAL USE

PAGE 01 STATE 012345 TOSEC 010002
62
ORIGIN PA-04

INFO OCT-01 AF-10 ISO-00 SS-20
     NEA-14 /063 R
66603
DRAFTED BY PA:JQDOE:XYZ
APPROVED BY D - AMB. EXAMPLE
S/S - MR. ROE (SUBST)
DESIRED DISTRIBUTION
1 COPY FOR S/S-O
--------------------- 020657
R 091528Z AUG 74 ZFF4
FM SECSTATE WASHDC
TO ALL DIPLOMATIC AND CONSULAR POSTS
AMEMBASSY QUITO
LIMITED OFFICIAL USE STATE 012345
EXDIS"""


def part(text: str, found: Heading, name: str) -> list[str]:
    return [text[begin:end] for begin, end, claimed in found.claims if claimed == name]


def uncovered(text: str, found: Heading) -> str:
    """What neither a claim nor the residue covers of a heading; fails when two cover the same."""
    letters = list(text)
    for begin, end in [*((begin, end) for begin, end, _ in found.claims), *found.residue]:
        assert None not in letters[begin:end]
        letters[begin:end] = [None] * (end - begin)  # type: ignore[list-item]
    return "".join(letter for letter in letters[: found.end] if letter and not letter.isspace() and letter != "\\")


def test_reads_the_modern_form() -> None:
    found = read(MODERN + "\n\nC O N F I D E N T I A L QUITO 000123\n\nSIPDIS")
    assert (found.dtg, found.instant, found.precedence) == ("041405Z MAR 09", "2009-03-04T14:05Z", "IMMEDIATE")
    assert (found.sender, found.transmission, found.end) == ("AMEMBASSY QUITO", "VZCZCXRO1234", len(MODERN))
    assert found.to == ("SECSTATE WASHDC",)
    assert found.info == ("EXAMPLE POLITICAL COLLECTIVE", "AMEMBASSY BOGOTA", "JOINT STAFF WASHDC//J5/X1//")
    assert found.addresses[1] == Address("info", "EXAMPLE POLITICAL COLLECTIVE", "RUEHZL", "PRIORITY", "")
    assert not found.residue


def test_tells_where_each_part_stands() -> None:
    found = read(MODERN)
    stated = {name: MODERN[place:].partition("\n")[0] for name, place in found.lines.items()}
    assert stated["sender"] == "FM AMEMBASSY QUITO"
    assert stated["to"].startswith("TO RUEHC")
    assert stated["info"].startswith("INFO RUEHZL")
    assert stated["dtg"] == "O P 041405Z MAR 09 ZDK"
    assert not uncovered(MODERN, found)


def test_reads_the_form_of_the_seventies() -> None:
    found = read(SEVENTIES)
    assert found.distribution == "ORIGIN PA-04 INFO OCT-01 AF-10 ISO-00 SS-20 NEA-14 /063 R"
    assert (found.drafted_by, found.approved_by) == ("PA:JQDOE:XYZ", "D - AMB. EXAMPLE")
    assert (found.reference, found.dtg, found.precedence) == ("STATE 012345", "091528Z AUG 74", "ROUTINE")
    assert (found.to, found.info) == (("ALL DIPLOMATIC AND CONSULAR POSTS", "AMEMBASSY QUITO"), ())
    assert SEVENTIES[found.end :].startswith("\nLIMITED OFFICIAL USE STATE")
    assert not found.residue


def test_keeps_each_line_of_the_seventies_for_its_part() -> None:
    found = read(SEVENTIES)
    assert part(SEVENTIES, found, "clearance") == ["S/S - MR. ROE (SUBST)", "DESIRED DISTRIBUTION", "1 COPY FOR S/S-O"]
    assert part(SEVENTIES, found, "furniture") == ["62", "66603", "--------------------- 020657"]
    assert part(SEVENTIES, found, "page") == ["PAGE 01 STATE 012345 TOSEC 010002"]
    assert not uncovered(SEVENTIES, found)


def test_reads_an_incoming_telegram_with_the_page_on_two_lines() -> None:
    head = "CONFIDENTIAL\nPAGE 01\nLA PAZ 03031 01 OF 02 090657Z\nACTION ARA-03\nINFO OCT-01 ISO-00 /004 W\n"
    found = read(head + "------------------074377 090709Z /21\nP 090651Z DEC 78\nFM AMEMBASSY LA PAZ\nTO STATE 0140")
    assert (found.reference, found.distribution) == ("LA PAZ 03031", "ACTION ARA-03 INFO OCT-01 ISO-00 /004 W")
    assert (found.to, found.addresses[0].number) == (("STATE",), "0140")


def test_keeps_distribution_in_the_form_of_the_nineties() -> None:
    text = "ACTION WHA-01\n\nINFO  LOG-00   INRE-00\n      SSO-00   /016W\n   ------------D0B2C3  101234Z /38"
    assert read(f"{text}\nR 101230Z MAR 98").distribution == "ACTION WHA-01 INFO LOG-00 INRE-00 SSO-00 /016W"


LISTS = [
    ("TO PAGE 02        STATE   012345  041405Z \nALL EXAMPLE POSTS PRIORITY\nAMEMBASSY LIMA", 2, 0),
    ("TO AMEMBASSY LIMA\nINFO PAGE 02   STATE   012345  130405Z\nAMEMBASSY QUITO PRIORITY", 1, 1),
    ("TO AMEMBASSY LIMA\nQUITO 00000123 002 OF 003\nAMEMBASSY BOGOTA", 2, 0),
    ("TO AMEMBASSY LIMA\nUNCLASSIFIED\n\nUNCLASSIFIED\nPAGE 02\nSTATE 012345\nUSIA\nUNCLAS STATE 012345", 2, 0),
    ("TO: AMEMBASSY LIMA\nTO: USIA WASHDC\nINFO: NSC WASHDC", 2, 1),
    ("TO\nAMEMBASSY LIMA\nINFO\nAMEMBASSY QUITO\nNSC", 1, 2),
    ("INFO AMEMBASSY LIMA", 0, 1),
    ("TO AMEMBASSY LIMA\n91\nPRIORITY 12\nINFO RUEHQT\n/AMEMBASSY QUITO", 1, 1),
    ("TO AMEMBASSY LIMA INFO AMEMBASSY QUITO XMT AMEMBASSY BOGOTA", 1, 1),
    ("TO SECSTATE WASHDC\nINFO CINCEXAMPLE\nSTATE GRNC", 1, 1),
    ("TO SECSTATE WASHDC\nZEN/AMCONSUL GUAYAQUIL\nSTATE\nGRNC\n1963 NOV\n12-3", 2, 0),
    ("TO AMEMBASSY LIMA\nJane Q. Public Declassified/Released US Department of State EO\nReleased in Full\nNSC", 2, 0),
    ("TO AMEMBASSY LIMA\nSECTION 01 OF 02\nNSC\nBT\nUNCLAS QUITO 12", 2, 0),
    ("TO AMEMBASSY LIMA\nINFO USLO EXAMPLE UNCLAS QUITO 000123", 1, 1),
    ("RUEHC/SECSTATE WASHDC 12\nINFO RUEHPE/AMEMBASSY LIMA", 1, 1),
]


@pytest.mark.parametrize(("lines", "to", "info"), LISTS, ids=[lines for lines, _, _ in LISTS])
def test_counts_one_entry_for_each_addressee(lines: str, to: int, info: int) -> None:
    text = "R 041405Z MAR 09\nFM SECSTATE WASHDC\n" + lines
    found = read(text)
    assert (len(found.to), len(found.info)) == (to, info)
    assert not uncovered(text, found)


EXEMPTIONS = [
    ("INFO ALL EXAMPLE POSTS\nXMT AMEMBASSY TRIPOLI", ("AMEMBASSY TRIPOLI",), 1),
    ("INFO RUEHX/EXAMPLE COLLECTIVE\nXMT/AMEMBASSY SOFIA\nAMEMBASSY LIMA", ("AMEMBASSY SOFIA", "AMEMBASSY LIMA"), 1),
    ("INFO RUEHX/EXAMPLE COLLECTIVE\nXMT AMCONSUL RECIFE\nRHEHNSC/NSC WASHDC", ("AMCONSUL RECIFE",), 2),
    ("INFO EXAMPLE COLLECTIVE\nXMT AMCONSUL RECIFE\nAMEMBASSY LIMA PRIORITY", ("AMCONSUL RECIFE",), 2),
    ("INFO EXAMPLE COLLECTIVE\nXMT: ST PETERSBURG, AMCONSUL", ("ST PETERSBURG, AMCONSUL",), 1),
    ("INFO XMT EXAMPLE", ("EXAMPLE",), 0),
]


@pytest.mark.parametrize(("lines", "excluded", "info"), EXEMPTIONS, ids=[lines for lines, _, _ in EXEMPTIONS])
def test_keeps_exempted_posts_out_of_the_list(lines: str, excluded: tuple[str, ...], info: int) -> None:
    found = read("FM SECSTATE WASHDC\n" + lines)
    assert (found.excluded, len(found.info)) == (excluded, info)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O P 190243Z DEC 89\nFM X", "IMMEDIATE"),
        ("R 190243Z DEC 89\nFM X\nTO AMEMBASSY LIMA NIACT IMMEDIATE", "NIACT IMMEDIATE"),
        ("Z 190243Z DEC 89\nFM X\nTO AMEMBASSY LIMA PRIORITY", "FLASH"),
        ("P\n190243Z DEC 89\nFM X", "PRIORITY"),
        ("PP RUEHQT\nFM X\nTO AMEMBASSY LIMA", "PRIORITY"),
        ("190243Z DEC 89\nFM X", ""),
    ],
)
def test_gives_the_highest_precedence(text: str, expected: str) -> None:
    assert read(text).precedence == expected


def test_parts_a_heading_on_one_line() -> None:
    text = "VZCZCXRO1 PP RUEHPE DE RUEHQT #0123 0631405 ZNR UUUUU ZZH R 041405Z MAR 09 FM AMEMBASSY QUITO TO"
    text += " RUEHC/SECSTATE WASHDC 4696 INFO RUEHPE/AMEMBASSY LIMA"
    found = read(f"{text} UNCLAS QUITO 000123 SIPDIS")
    assert (found.transmission, found.dtg, found.sender) == ("VZCZCXRO1", "041405Z MAR 09", "AMEMBASSY QUITO")
    assert (found.to, found.addresses[0].number, found.end) == (("SECSTATE WASHDC",), "4696", len(text))


def test_parts_a_heading_of_the_seventies_on_one_line() -> None:
    text = "CONFIDENTIAL PAGE 01 QUITO 01234 082030Z 47 ACTION ARA-10 INFO OCT-01 ISO-00 /026 W ------------ 125995"
    text += " R 082000Z MAR 76 FM AMEMBASSY QUITO TO STATE 8869 INFO AMEMBASSY LIMA CIA WASHDC EXAMPLE COLLECTIVE NSC"
    found = read(f"{text} C O N F I D E N T I A L QUITO 1234 E.O. 11652: GDS")
    assert (found.reference, found.distribution) == ("QUITO 01234", "ACTION ARA-10 INFO OCT-01 ISO-00 /026 W")
    assert found.info == ("AMEMBASSY LIMA", "CIA WASHDC", "EXAMPLE COLLECTIVE", "NSC")
    assert (found.to, found.end, found.residue) == (("STATE",), len(text), ())


NOTICE = "This record is a partial extract of the original cable. The full text of the original cable is not available."


def test_takes_a_notice_for_a_heading_without_facts() -> None:
    found = read(NOTICE.replace("full text ", "full text\n") + "\n \n041405Z Mar 09")
    assert (found.dtg, found.to, found.residue) == ("041405Z MAR 09", (), ())
    assert [name for _, _, name in found.claims] == ["notice", "notice", "dtg"]


@pytest.mark.parametrize(
    "leading",
    [
        "Cable Text: \n",
        "S E C R E T   STATE   00012345 \n",
        "91\n",
        "From: DOE, EXAMPLE\nSent: Monday, March 4, 2009 2:05 PM\nTo: Example\nSubject: TALKS\nON\n\nSECRET\n\n",
    ],
)
def test_passes_over_odd_leading_text(leading: str) -> None:
    found = read(leading + MODERN)
    assert (found.sender, len(found.info), found.residue) == ("AMEMBASSY QUITO", 3, ())
    assert not uncovered(leading + MODERN, found)


SCAN = """LIMITED OFFICIAL USE
36\u0e3f
PAGE R: QUIT 82025
3118557
ACTICN AR I 05
INFO AF 1P GPM @4 DODE
OST PINSC 1\u00d8 RSR
R
31 14252 0CT 68
EM AMCONSUL GUAYAQUIL
TO SECSTATE WASHDC 1249
INFO AMEMBASSY QUITO
eter
AMCONSUL RECIFE UNN
LIMITED OFFICIAL USE GUAYAQUIL 2\u00d825"""


def test_reads_of_a_scan_what_is_sure() -> None:
    found = read(SCAN)
    assert (found.sender, found.to) == ("AMCONSUL GUAYAQUIL", ("SECSTATE WASHDC",))
    assert found.info == ("AMEMBASSY QUITO", "AMCONSUL RECIFE")
    assert (found.dtg, found.distribution, found.precedence) == ("", "", "")


def test_leaves_the_rest_of_a_scan_as_residue() -> None:
    found = read(SCAN)
    left = [SCAN[begin:end] for begin, end in found.residue]
    assert {"ACTICN AR I 05", "INFO AF 1P GPM @4 DODE", "31 14252 0CT 68", "eter"} <= set(left)
    assert not uncovered(SCAN, found)


@pytest.mark.parametrize("text", [MODERN, SEVENTIES, SCAN, NOTICE, "INFO AMEMBASSY LIMA", "FM EXAMPLE\nTO STATE"])
def test_recognises_a_heading(text: str) -> None:
    assert recognises(text) is not text.startswith("FM EXAMPLE")


BODIES = [
    "UNCLAS QUITO 000123\n\nSIPDIS\n\nE.O. 12958: N/A",
    "C O N F I D E N T I A L STATE 012345\nE.O. 11652: GDS\nQUOTE:\nR 161344Z MAY 74\nFM AMEMBASSY QUITO\nTO STATE",
    "1. (C) FM DOE TOLD THE AMBASSADOR",
    "FM DOE TOLD THE AMBASSADOR THAT HE\nINFO THAT",
    "TO SUM UP, NOTHING WAS SAID.",
    "SECRET PAGE 02 QUITO 01234 082030Z\n\nTHE MINISTER",
    "QUITO 00000123 002 OF 003\n\nTHE MINISTER",
    "SECRET\n\nPAGE 02 QUITO 01234 082030Z\n\nTHE MINISTER",
    "",
]


@pytest.mark.parametrize("text", BODIES)
def test_tells_a_body_from_a_heading(text: str) -> None:
    assert not recognises(text)


@pytest.mark.parametrize("text", [BODIES[0], BODIES[1], BODIES[2], "", "\n\n", "PROSE\nMORE"])
def test_gives_an_empty_heading_where_there_is_none(text: str) -> None:
    assert read(f"xx{text}", 2) == Heading(end=2)


def test_reads_between_two_places_only() -> None:
    text = f"FM NOBODY\n{MODERN}\nRUEHPE/AMEMBASSY LIMA"
    found = read(text, 10, 10 + len(MODERN))
    assert (found.sender, len(found.info), found.end) == ("AMEMBASSY QUITO", 3, 10 + len(MODERN))
    assert text[found.lines["sender"] :].startswith("FM AMEMBASSY QUITO")


def test_stops_at_a_message_that_this_one_quotes() -> None:
    assert len(read(f"{MODERN}\n{MODERN}").addresses) == 4


LINES = st.sampled_from([*MODERN.split("\n"), *SEVENTIES.split("\n"), *SCAN.split("\n"), "XMT AMEMBASSY LIMA", "1. X"])


@given(st.lists(LINES | st.text(max_size=30), max_size=25))
def test_every_line_is_claimed_or_left(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read(text)
    assert not uncovered(text, found)
    assert len(found.to) + len(found.info) == len(found.addresses)
    assert recognises(text) in {True, False}


@pytest.mark.parametrize(
    "hostile",
    [
        "TO X\n" + "AB\n" * 500_000,
        "TO " + "AAA AMEMBASSY " * 100_000,
        "A." * 1_000_000,
        "ACTION AF-01\n" + "A/" * 500_000,
    ],
)
def test_hostile_text_costs_little(hostile: str) -> None:
    begin = time.perf_counter()
    read(hostile)
    recognises(hostile)
    assert time.perf_counter() - begin < 3


@pytest.mark.parametrize("group", ["R 14 1620Z MAR 07", "R 14 16 20Z MAR 07", "R 141620 ZMAR 07"])
def test_digits_of_a_group_can_stand_apart(group: str) -> None:
    found = read(f"{group}\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC 1164\n")
    assert (found.dtg, found.precedence, found.to) == ("141620Z MAR 07", "ROUTINE", ("SECSTATE WASHDC",))
