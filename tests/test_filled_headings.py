"""Headings and openings that were filled, printed or wrapped anew: addressees, labels, first lines keep their words."""

from __future__ import annotations

import textwrap

import pytest

import kg
from tests.test_damaged_telegrams import OLD_LABELS, old
from tests.test_whole_telegrams import HEADING, LABELS, numbers, telegram


@pytest.mark.parametrize(
    "lines", ["UPDATE ON E.O. 13224", "E.O. 13382 AND THE LAMP", "THE U.N.,\nE.O. 12947 AND QUITO"]
)
def test_an_order_of_sanctions_is_part_of_a_subject(lines: str) -> None:
    cable = telegram("1. (C) Yes.\nROE\n", f"E.O. 12958: DECL: 03/14/2017\nTAGS: PREL, EC\nSUBJECT: {lines}\n\n")
    assert (cable.body_subject, cable.executive_order) == (lines.replace("\n", " "), "12958")


def test_lettered_paragraphs_below_a_reference_are_text() -> None:
    cable = old(
        "A. DOE AND SONS.\nB. RUA MEXICO 11.\nC. FOUNDED 1949.\nROE\n", f"{OLD_LABELS.rstrip()}\nREF: LIMA 87\n\n"
    )
    assert ([one.id for one in cable.references], cable.signature) == (["76LIMA87"], "ROE")


def test_a_heading_stands_below_the_notes_of_the_post_that_printed_it() -> None:
    notes = (
        "UNCLASSIFIED\n\nUNCLAS   QUITO 00214\n\nCXQUITO:\n    ACTION: ECON\n\nCHARGE: PROG\n\nVZCZCXYZ0001\nRR RUEHC\n"
    )
    (cable,) = kg.parse((notes + HEADING + LABELS + "1. (C) Yes.\nROE\n").encode())
    assert (cable.id, cable.to, cable.body_subject) == ("07QUITO214", ("SECSTATE WASHDC",), "BANANA TALKS")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("INFO AMEMBASSY LIMA USCINCSO QUARRY HEIGHTS PN DEA HQS WASHDC", 3),
        ("INFO SOUTHERN AFRICAN DEVELOPMENT COMMUNITY AMEMBASSY LIMA AMEMBASSY QUITO", 3),
        ("INFO AMCONSUL GUAYAQUIL ASEAN COLLECTIVE USPACOM HONOLULU HI", 3),
        ("INFO AMEMBASSY LIMA ALL US CONSULATES IN MEXICO COLLECTIVE", 2),
        ("INFO AMEMBASSY LIMA COMIDEASTFOR CNO CINCUSNAVEUR", 4),
        ("INFO USMISSION USUN NEW YORK", 1),
        ("INFO PERMANENT UN SECURITY COUNCIL COLLECTIVE", 1),
        ("INFO HQ USEUCOM VAIHINGEN GE", 1),
    ],
)
def test_parts_addressees_whose_lines_were_joined(line: str, expected: int) -> None:
    (cable,) = kg.parse((HEADING.replace("\n\n", f"\n{line}\n\n", 1) + LABELS + "1. (C) Yes.\nROE\n").encode())
    assert len([one for one in cable.addresses if one.role == "info"]) == expected


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        ("THE FOLLOW-\nUP TO THE POST-\n  WAR PLANS", "THE FOLLOW-UP TO THE POST-WAR PLANS"),
        ("PRE-\nAND POST-WAR PLANS", "PRE- AND POST-WAR PLANS"),
        ("BANANA TALKS --\nTHE PLANS", "BANANA TALKS -- THE PLANS"),
        ("BANANA TALKS--\nTHE PLANS", "BANANA TALKS--THE PLANS"),
        ("THE BOARD: ITEM\n8(E)", "THE BOARD: ITEM 8(E)"),
    ],
)
def test_a_subject_is_whole_wherever_it_was_wrapped(lines: str, subject: str) -> None:
    assert telegram("1. (C) Yes.\nROE\n", f"TAGS: PREL\nSUBJECT: {lines}\n\n").body_subject == subject


def test_an_operating_signal_stands_in_a_filled_heading() -> None:
    heading = "R 141620Z MAR 07 ZFF4 FM\nAMEMBASSY QUITO TO SECSTATE\nWASHDC 1164\n\nUNCLAS QUITO 000214\n\n"
    (cable,) = kg.parse((heading + LABELS + "1. (U) Yes.\nROE\n").encode())
    assert (cable.sender, cable.to, cable.id) == ("AMEMBASSY QUITO", ("SECSTATE WASHDC",), "07QUITO214")


def test_a_title_of_an_office_is_whole_wherever_it_was_wrapped() -> None:
    cable = telegram("Classified By: Political Minister-\nCounselor Jane Doe, reasons 1.4 (b).\n\n1. (C) Yes.\nROE\n")
    assert cable.classified_by == "Political Minister-Counselor Jane Doe"


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("C O N F I D E N T I A L USUN NEW YORK\n000555", ("08USUNNEWYORK555", None)),
        ("S E C R E T LA PAZ 5", ("08LAPAZ5", None)),
        ("UNCLAS QUITO 55", ("08QUITO55", None)),
        ("S E C R E T SECTION 01 OF 02 QUITO 55", ("08QUITO55", 2)),
    ],
)
def test_reads_the_number_of_a_first_line_however_short_or_wrapped(
    first: str, expected: tuple[str, int | None]
) -> None:
    heading = "R 041405Z JAN 08\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC\n\n"
    (cable,) = kg.parse(f"{heading}{first}\n\nSIPDIS\n\n{LABELS}1. (C) Yes.\nROE\n".encode())
    sections = cable.sections.count if cable.sections else None
    assert ((cable.id, sections), cable.captions, cable.body_subject) == (expected, ("SIPDIS",), "BANANA TALKS")


def test_a_short_number_behind_a_level_in_prose_names_no_telegram() -> None:
    cable = telegram("1. (C) Yes.\n\nSECRET ANNEX 2\n\n2. (C) No.\nROE\n")
    assert (cable.id, numbers(cable)) == ("07QUITO214", "1:C 2:C")


def test_the_end_of_a_wrapped_name_is_no_addressee() -> None:
    heading = HEADING.replace("\n\n", "\nINFO SOUTHERN AFRICAN DEVELOPMENT\nCOMMUNITY\nAMEMBASSY LIMA\n\n", 1)
    (cable,) = kg.parse((heading + LABELS + "1. (C) Yes.\nROE\n").encode())
    assert cable.info == ("SOUTHERN AFRICAN DEVELOPMENT COMMUNITY", "AMEMBASSY LIMA")


def test_a_date_time_group_ends_a_filled_line_of_the_printer() -> None:
    heading = (
        "DRAFTED BY PM:JDOE --------------------- 111811 R 240144Z NOV 76\nFM SECSTATE WASHDC TO USMISSION NATO INFO\n"
    )
    (cable,) = kg.parse(f"{heading}AMEMBASSY LIMA\n\nS E C R E T STATE 288001\n\n{OLD_LABELS}1. YES.\nROE\n".encode())
    assert (cable.id, cable.to, cable.info) == ("76STATE288001", ("USMISSION NATO",), ("AMEMBASSY LIMA",))


@pytest.mark.parametrize(
    "labels",
    [
        "TAGS: PREL, EC E.O.\n11652: GDS\nSUBJ: BANANA TALKS",
        "E.O. 11652: GDS TAGES: PREL, EC SUBJ: BANANA TALKS",
        "E.O. 11652: GDS TAGS; PREL, EC\nSUBJ: BANANA TALKS",
        "E.O. 11652: GDS TABS: PREL,\nEC SUBJ: BANANA TALKS",
    ],
)
def test_parts_labels_that_were_filled(labels: str) -> None:
    cable = old("1. YES.\nROE\n", f"{labels}\n\n")
    assert (cable.body_tags, cable.body_subject, cable.executive_order) == (("PREL", "EC"), "BANANA TALKS", "11652")


def test_letters_of_references_stand_before_portion_marks() -> None:
    references = "REF: A. (U) LIMA 1234\nB. (C) 06 LIMA 12\nC. (S/NF) LIMA 34\n\n"
    cable = telegram("1. (C) Yes.\nROE\n", f"{LABELS.rstrip()}\n{references}")
    assert [(one.label, one.id) for one in cable.references] == [
        ("A", "07LIMA1234"),
        ("B", "06LIMA12"),
        ("C", "07LIMA34"),
    ]


def test_a_year_wrapped_to_the_next_line_of_references_begins_no_text() -> None:
    references = "REF: (A) LIMA 6100 (DTG 191530Z NOV\n76); (B) LIMA 0510\n\n"
    cable = old("1. YES.\nROE\n", f"{OLD_LABELS.rstrip()}\n{references}")
    assert ([one.id for one in cable.references], numbers(cable)) == (["76LIMA6100", "76LIMA510"], "1")


def test_a_heading_stands_below_the_memorandum_that_printed_it() -> None:
    printed = (
        "UNCLASSIFIED\n\nTELEGRAM        March 14, 2007\n\nTo:       No Action Addressee\n\nTAGS:     PREL, EC\n\n"
        f"Subject:  BANANA TALKS\n\nRef:      None\n{'_' * 60}\nUNCLAS   QUITO 00214\n\nCHARGE: PROG\n\nVZCZCXYZ0001\n"
    )
    (cable,) = kg.parse((printed + HEADING + LABELS + "1. (C) Yes.\nROE\n").encode())
    assert (cable.id, cable.to, cable.body_subject) == ("07QUITO214", ("SECSTATE WASHDC",), "BANANA TALKS")
    assert numbers(cable) == "1:C"


LONG = "SCENESETTER FOR THE VISIT OF DEPUTY SECRETARY DOE, MARCH 14-16, 2007"
RULE = "-" * 9


@pytest.mark.parametrize("subject", [LONG, "Banana Talks in Quito: The Minister's Third Try and What Came of It"])
@pytest.mark.parametrize("columns", [200, 66, 50])
@pytest.mark.parametrize(
    "title",
    [
        f"\nSUMMARY\n{RULE}\n\n",
        f"\nWHO PAYS?\n{RULE}\n\n",
        f"{RULE}\nSUMMARY\n{RULE}\n",
        f"\n{RULE}\nWho Pays?\n{RULE}\n\n",
        "\nSUMMARY\n\n",
        "\nExecutive Summary\n\n",
        "\n#### Who Pays?\n\n",
        "\n* * * *\n\n",
        "\nU N C L A S S I F I E D\n\n",
    ],
)
def test_a_title_below_a_subject_is_no_part_of_it(subject: str, columns: int, title: str) -> None:
    lines = textwrap.fill(f"SUBJECT: {subject}", columns)
    cable = telegram("1. (U) Yes.\n\n2. (U) No.\nROE\n", f"E.O. 12958: N/A\nTAGS: PREL, EC\n{lines}\n{title}")
    assert (cable.body_subject, numbers(cable)) == (subject, "1:U 2:U")


def test_a_subject_goes_on_behind_an_empty_line_in_letters_of_its_own() -> None:
    cable = telegram("1. (U) Yes.\nROE\n", f"TAGS: PREL, EC\nSUBJECT: {LONG[:60]}\n\nAND THE GATE\n\n")
    assert cable.body_subject == f"{LONG[:60]} AND THE GATE"


@pytest.mark.parametrize("columns", range(60, 90))
def test_the_first_paragraph_begins_wherever_its_line_was_wrapped(columns: int) -> None:
    head = "E.O. 12958: DECL: 03/14/2017 TAGS: PREL, EC SUBJECT: BANANA TALKS IN QUITO REF: A. LIMA 87 B. 06 BOGOTA 12"
    text = f"{head} 1. (C) The lamp burns. 2. (C) The gate is shut. ROE"
    cable = telegram(f"{textwrap.fill(text, columns)}\n", "")
    assert (cable.body_subject, [one.id for one in cable.references]) == (
        "BANANA TALKS IN QUITO",
        ["07LIMA87", "06BOGOTA12"],
    )
    assert (numbers(cable), cable.signature) == ("1:C 2:C", "ROE")
