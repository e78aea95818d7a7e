"""REF blocks, reference fields of archives and cables cited inside paragraphs: all made up in the forms met."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.cable import Mention, Paragraph, Reference
from kg.grammar.mentions import Stations, mentions
from kg.grammar.references import listed, merged, read_block, same
from kg.vocabulary import vocabulary

KNOWN = vocabulary().is_station
STATIONS = Stations(KNOWN, vocabulary().ends_station)


def block(text: str, year: int = 2009) -> list[Reference]:
    return [entry for _, entry in read_block(text, year=year, station="QUITO", known=KNOWN)]


def ids(text: str, year: int = 2009) -> str:
    return " ".join(entry.id for entry in block(text, year) if entry.id)


@pytest.mark.parametrize(
    "text",
    [
        "A. LIMA 12 B. BOGOTA 34",
        "A) LIMA 12 B) BOGOTA 34",
        "(A) LIMA 12, (B) BOGOTA 34",
        "(A)LIMA 12; (B)BOGOTA 34",
        "[A] Lima 12, [B] Bogota 34",
        "a. lima 12\nb. bogota 34",
        "A: LIMA 12\nB: BOGOTA 34",
        "A - LIMA 12\nB - BOGOTA 34",
        "A-LIMA 12, B-BOGOTA 34",
        "A/ LIMA 12\nB/ BOGOTA 34",
        "A LIMA 12\nB BOGOTA 34",
        "A. A) LIMA 12 B. B) BOGOTA 34",
        "A. (A) LIMA 12\n¶B. (B) BOGOTA 34",
        "A. A: LIMA 12 B. B: BOGOTA 34",
        "A. REF A LIMA 12 B. REF B BOGOTA 34",
        "REF A. LIMA 12 REF B. BOGOTA 34",
        "A. REF: LIMA 12\n\n- B. BOGOTA 34",
        "LIMA 12 (A), BOGOTA 34 (B)",
        "1. A. LIMA 12\n2. B. BOGOTA 34",
        "1. A. LIMA 12 2. B. BOGOTA 34",
    ],
)
def test_reads_every_form_of_lettering(text: str) -> None:
    assert [(entry.label, entry.id) for entry in block(text)] == [("A", "09LIMA12"), ("B", "09BOGOTA34")]


@pytest.mark.parametrize(
    "text",
    [
        "LIMA 12, BOGOTA 34",
        "LIMA 12; BOGOTA 34",
        "LIMA 12 AND BOGOTA 34",
        "Lima 12 & Bogota 34",
        "LIMA 12\nBOGOTA 34",
        "LIMA 12/BOGOTA 34",
        "LIMA 12 BOGOTA 34",
        "LIMA 12. BOGOTA 34",
        "LIMA 12 - BOGOTA\n34",
    ],
)
def test_parts_what_has_no_letters(text: str) -> None:
    assert [(entry.label, entry.id) for entry in block(text)] == [("", "09LIMA12"), ("", "09BOGOTA34")]


def test_reads_numbers_as_letters() -> None:
    assert [entry.label for entry in block("1. LIMA 12 2. BOGOTA 34 (3) STATE 5")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("08 LIMA 12", "08LIMA12"),
        ("2008 LIMA 12", "08LIMA12"),
        ("08LIMA12", "08LIMA12"),
        ("LIMA 12 (08)", "08LIMA12"),
        ("LIMA (08) 12", "08LIMA12"),
        ("LIMA 12-08", "08LIMA12"),
        ("LIMA 00789/08", "08LIMA789"),
        ("LIMA 12/08", "08LIMA12"),
        ("LIMA 07718 99, LIMA 05986 00", "99LIMA7718 00LIMA5986"),
        ("LIMA 12 OF 2008", "08LIMA12"),
        ("LIMA 127892 - 2008", "08LIMA127892"),
        ("LIMA 1234/2008", "08LIMA1234"),
        ("LIMA 2007/2008", "09LIMA2007 09LIMA2008"),
        ("LIMA 2008-01234", "08LIMA1234"),
        ("LIMA 12 DTD 3/4/08", "08LIMA12"),
        ("LIMA 12 DATED DEC 3, 2008 (NOTAL)", "08LIMA12"),
        ("LIMA 12 OF JAN 3", "09LIMA12"),
        ("LIMA CABLES 0266 AND 02259 (2002)", "09LIMA266 02LIMA2259"),
        ("08 LIMA 12, 13; LIMA 14", "08LIMA12 08LIMA13 09LIMA14"),
    ],
)
def test_finds_the_year(text: str, found: str) -> None:
    assert ids(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LIMA 12, 13", "09LIMA12 09LIMA13"),
        ("LIMA 12 AND 13", "09LIMA12 09LIMA13"),
        ("LIMA 12/13/14", "09LIMA12 09LIMA13 09LIMA14"),
        ("LIMA 936/935; LIMA 692/317/274", "09LIMA936 09LIMA935 09LIMA692 09LIMA317 09LIMA274"),
        ("LIMA 120 THRU 122", "09LIMA120 09LIMA121 09LIMA122"),
        ("LIMA 12345-47", "09LIMA12345 09LIMA12346 09LIMA12347"),
        ("LIMA 13136, 12415 BOGOTA 009759", "09LIMA13136 09LIMA12415 09BOGOTA9759"),
        ("LIMA 12, 08 BOGOTA 34", "09LIMA12 08BOGOTA34"),
        ("LIMA 12 (NOTAL), 13 NOTAL", "09LIMA12 09LIMA13"),
    ],
)
def test_gives_each_serial_of_a_station(text: str, found: str) -> None:
    assert ids(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LIMA87", "09LIMA87"),
        ("B)LIMA087", "09LIMA87"),
        ("LIMA #87", "09LIMA87"),
        ("LIMA O152", "09LIMA152"),
        ("B0GOTA 34", "09BOGOTA34"),
        ("870 LIMA", "09LIMA870"),
        ("LIMA, 1228", "09LIMA1228"),
        ("LIMA (C)02293", "09LIMA2293"),
        ("LIMA'S 12", "09LIMA12"),
        ("Bogotá 12", "09BOGOTA12"),
        ("LIMMA 345", "09LIMMA345"),
        ("LIMA TELEGRAM NO. 12", "09LIMA12"),
        ("(SBU) LIMA 12", "09LIMA12"),
    ],
)
def test_bears_slips_of_the_hand(text: str, found: str) -> None:
    assert ids(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LA PAZ 12", "09LAPAZ12"),
        ("NEW\n DELHI 12", "09NEWDELHI12"),
        ("PORT-AU-PRINCE 12", "09PORTAUPRINCE12"),
        ("ST. PETERSBURG 12", "09STPETERSBURG12"),
        ("AMEMBASSY LIMA 12", "09LIMA12"),
        ("AMCONSUL GUAYAQUIL 12", "09GUAYAQUIL12"),
        ("EMBASSY VIENNA 12, UNVIE 13", "09VIENNA12 09UNVIE13"),
        ("BRUSSELS 12, USEU BRUSSELS 13", "09BRUSSELS12 09USEUBRUSSELS13"),
        ("USMISSION GENEVA 12", "09GENEVA12"),
        ("USUN NEW YORK 12", "09USUNNEWYORK12"),
        ("SECTO 1234, TOSEC 20123", "09SECTO1234 09TOSEC20123"),
        ("UNCLAS LIMA 12", "09LIMA12"),
    ],
)
def test_names_the_station(text: str, found: str) -> None:
    assert ids(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("STATE 130,014", "09STATE130014"),
        ("STATE 130,014 AND 145,022", "09STATE130014 09STATE145022"),
        ("(A) STATE 130,914 (B) QUITO 12", "09STATE130914 09QUITO12"),
        ("LIMA 12,003", "09LIMA12003"),
        ("LIMA 120,122", "09LIMA120 09LIMA122"),
        ("LIMA 120, 014", "09LIMA120 09LIMA14"),
    ],
)
def test_a_serial_can_carry_a_comma(text: str, found: str) -> None:
    assert ids(text) == found


@pytest.mark.parametrize("law", ["5 FAM 932", "5\nFAM 932", "22\nUSC 12"])
def test_a_law_is_none_wherever_its_line_ends(law: str) -> None:
    assert ids(f"A. LIMA 12; B. {law}") == "09LIMA12"


def test_implies_the_station_cited_before_else_the_own() -> None:
    assert ids("A. LIMA 296 B. 297 AND PREVIOUS") == "09LIMA296 09LIMA297"
    assert ids("A) 6307 B) LIMA 285") == "09QUITO6307 09LIMA285"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DOE-ROE E-MAIL 3/4/09", "email"),
        ("EMBASSY LIMA EMAIL TO XYZ OF OCTOBER 14", "email"),
        ("LIMA IIR 6 890 0101 08", "report"),
        ("(S/NF) TD-314/21795-05 11 APRIL 2005", "report"),
        ("OSC EUP20080101123456", "report"),
        ("SECDEF MSG DTG 301601Z SEP 08", "dtg"),
        ("SECDEF R162245Z OCT 08", "dtg"),
        ("ABCD/XYZ 152048JAN75 (S) (NOTAL)", "dtg"),
        ("UNSCR 1737", "law"),
        ("9 FAM APPENDIX K, 406 (6)", "law"),
        ("5 FAM 900", "law"),
        ("QUITO A-50", "airgram"),
        ("STATE CA-3400 NOV 2, 1966", "airgram"),
        ("TELCON DOE-ROE 3/4/2009", "other"),
        ("LIMA DAILY REPORT OCTOBER 28", "other"),
        ("LIMA POINTS JULY 15", "other"),
        ("DOE LETTER OF 3 MARCH 2008", "other"),
        ("EXP.LIC. D328589", "other"),
    ],
)
def test_keeps_what_is_no_telegram_by_its_kind(text: str, kind: str) -> None:
    assert [(entry.kind, entry.id, entry.raw) for entry in block(text)] == [(kind, "", text)]


def test_joins_a_date_that_was_lettered() -> None:
    found = block("A. DAILY REPORT JANUARY 13 B. 2008 C. LIMA 12")
    assert [(entry.label, entry.id) for entry in found] == [("A", ""), ("C", "09LIMA12")]


def test_takes_no_initial_for_a_letter() -> None:
    found = block("A. JANE B. DOE E-MAIL 3/4/09 B. LIMA 12 C. LIMA 13")
    assert [(entry.label, entry.kind) for entry in found] == [("A", "email"), ("B", "cable"), ("C", "cable")]


def test_keeps_titles_and_notal_in_the_raw_text() -> None:
    found = block('A. LIMA 12 ("TALKS, ROUND 34") (NOTAL) B. LIMA 13, and previous')
    assert [entry.raw for entry in found] == ['LIMA 12 ("TALKS, ROUND 34") (NOTAL)', "LIMA 13, and previous"]
    assert [entry.notal for entry in found] == [True, False]


def test_parts_papers_from_the_telegrams_beside_them() -> None:
    found = block("LIMA 12 AND DOE E-MAIL OF MAY 3; UNSCR 1737, BOGOTA 34; DOE LETTER")
    assert [entry.id or entry.kind for entry in found] == ["09LIMA12", "email", "law", "09BOGOTA34", "other"]


def test_passes_over_page_lines_and_what_is_no_reference() -> None:
    assert ids("LIMA 12 QUITO 00000402 001.2 OF 003") == "09LIMA12"
    assert ids("LIMA 12 CLASSIFIED BY: DCM J. DOE 1.4 B") == "09LIMA12"
    assert not block("NONE") + block("N/A.") + block(" \n")


def test_tells_where_each_entry_begins() -> None:
    text = "A. LIMA 12\nB. BOGOTA 34,\n 35"
    found = read_block(text, year=2009, station="QUITO", known=KNOWN)
    assert [text[place : place + 6] for place, _ in found] == ["LIMA 1", "BOGOTA", "35"]


def test_keeps_old_years_whole() -> None:
    assert ids("LIMA 12", year=1963) == "1963LIMA12"


def test_reads_the_lists_of_archives() -> None:
    assert [entry.id for entry in listed("88LIMA603|88QUITO91", year=1989, known=KNOWN)] == ["88LIMA603", "88QUITO91"]
    found = listed("73 QUITO 1234, 74STATE56789, STATE 012345", year=1974, known=KNOWN)
    assert [entry.id for entry in found] == ["73QUITO1234", "74STATE56789", "74STATE12345"]
    assert {entry.where for entry in found} == {"metadata"}


def test_keeps_a_list_item_that_was_cut() -> None:
    half = listed("74 BOGOTA 12345, 74 GUAYAQUI", year=1974, known=KNOWN)
    assert [(entry.raw, entry.id) for entry in half] == [("74 BOGOTA 12345", "74BOGOTA12345"), ("74 GUAYAQUI", "")]
    cut = "74 BOGOTA 12345, " * 6 + "74 GUAYAQUIL 123"
    assert (len(cut), listed(cut, year=1974, known=KNOWN)[-1].id) == (118, "")


def test_merges_by_telegram_and_never_cites_itself() -> None:
    body = block("LIMA 12; GUAYAQUIL 145; QUITO 1", year=1977)
    archive = listed("77GUAYAQ145|77BOGOTA5|77LIMA12", year=1977, known=KNOWN)
    found = merged(body, archive, "77QUITO1")
    assert [(entry.id, entry.where) for entry in found] == [
        ("77LIMA12", "both"),
        ("77GUAYAQUIL145", "both"),
        ("77BOGOTA5", "metadata"),
    ]
    assert not same("", "")


ENTRIES = "A. QUITO 12 B. LIMA 34, 35 C. BOGOTA 5 D. DOE E-MAIL"


def mentioned(text: str, entries: str = "", year: int = 2009) -> str:
    paragraph = Paragraph("p1", 1, "", "", (), 0, 0, text, 0, 0, 0)
    found = mentions([paragraph], block(entries, year), year=year, own="09QUITO1", stations=STATIONS)
    return ", ".join(f"{one.id} {one.via}" for one in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See ref A.", "09QUITO12 ref A"),
        ("(REF (A))", "09QUITO12 ref A"),
        ("per Ref. a, we", "09QUITO12 ref A"),
        ("REFTEL B, PARA 2", "09LIMA34 ref B, 09LIMA35 ref B"),
        ("refs A and C", "09QUITO12 ref A, 09BOGOTA5 ref C"),
        ("REFS A, B, AND C", "09QUITO12 ref A, 09LIMA34 ref B, 09LIMA35 ref B, 09BOGOTA5 ref C"),
        ("reftels A-C", "09QUITO12 ref A, 09LIMA34 ref B, 09LIMA35 ref B, 09BOGOTA5 ref C"),
        ("ref A and ref C", "09QUITO12 ref A, 09BOGOTA5 ref C"),
        ("reftels.", "09QUITO12 reftel, 09LIMA34 reftel, 09LIMA35 reftel, 09BOGOTA5 reftel"),
        ("reftel", ""),
        ("ref D", ""),
        ("a reference to a preference", ""),
    ],
)
def test_follows_the_letters_of_entries(text: str, found: str) -> None:
    assert mentioned(text, ENTRIES) == found


def test_follows_reftel_to_the_only_telegram() -> None:
    assert mentioned("as in REFTEL", "LIMA 34; DOE E-MAIL") == "09LIMA34 reftel"
    assert mentioned("AS REQUESTED REF.", "LIMA 34") == "09LIMA34 reftel"
    assert mentioned("reftel", "LIMA 34, 35") == "09LIMA34 reftel, 09LIMA35 reftel"
    assert mentioned("ref A", "LIMA 34") == "09LIMA34 ref A"
    assert not mentioned("septel", "LIMA 34")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(LIMA 0627)", "09LIMA627"),
        ("SEE LIMA 12.", "09LIMA12"),
        ("IN LIMA 1234 (NOTAL) WE", "09LIMA1234"),
        ("ON MAY 12 LIMA 1234 WAS SENT", "09LIMA1234"),
        ("79 LIMA 1234 and", "79LIMA1234"),
        ("(UNCLASSIFIED--LIMA 3821)", "09LIMA3821"),
        ("spoke to Doe(Lima 2890)", "09LIMA2890"),
        ("LA PAZ 12840, 12774 AND 12649: THE", "09LAPAZ12840 09LAPAZ12774 09LAPAZ12649"),
        ("REF STATE 25991 AND 07 LIMA 4172 )", "09STATE25991 07LIMA4172"),
        ("as 08STATE12345 said", "08STATE12345"),
        ("USUN New York 1234.", "09USUNNEWYORK1234"),
        ("(LIMA 2008)", "09LIMA2008"),
        ("(LIMA 12 AND 13)", "09LIMA12 09LIMA13"),
        ("(LIMA 2901, 13)", "09LIMA2901 09LIMA13"),
        ("LIMA 00114 AND 00015 REPORT", "09LIMA114 09LIMA15"),
        ("LIMA 1234 AND 12 OTHERS", "09LIMA1234"),
        ("LIMA 1234 and 2008", "09LIMA1234"),
        ("reftel and LIMA 45,", "09LIMA45"),
        ("(ref A;04LIMA16)", "04LIMA16"),
        ("to LA PAZ APR LIMA 0245 of", "09LIMA245"),
    ],
)
def test_finds_cables_cited_in_prose(text: str, found: str) -> None:
    assert mentioned(text) == ", ".join(f"{one} text" for one in found.split())


@pytest.mark.parametrize(
    "text",
    [
        "the London 2012 games",
        "GENEVA 1977 CONFERENCE",
        "LAGOS 250 STUDENTS",
        "in Lagos 419 cases",
        "LONDON 15 MINUTES",
        "ARRIVE LIMA 0915 BY AIR",
        "LIMA 1230Z",
        "LIMA 1,500",
        "LIMA 350 MILLION",
        "TEL. LIMA 265-7460",
        "3 HIGH STREET, LIMA 12345",
        "MAIN SQUARE, LIMA 100 .",
        "SECSTATE WASHDC 20520",
        "PAN AM 800",
        "UNSCR 1737",
        "March 2009 and 3000 people",
        "QUITO 00001 is this one",
    ],
)
def test_takes_no_other_number_for_a_serial(text: str) -> None:
    assert not mentioned(text)


def test_cites_once_per_paragraph_and_way() -> None:
    paragraphs = [Paragraph(name, 1, "", "", (), 0, 0, "Ref A, ref A, QUITO 1234", 0, 0, 0) for name in ("p1", "p2")]
    found = mentions(paragraphs, block("A. LIMA 34"), year=2009, own="", stations=STATIONS)
    assert found[:3] == (
        Mention("09LIMA34", "p1", "ref A"),
        Mention("09QUITO1234", "p1", "text"),
        Mention("09LIMA34", "p2", "ref A"),
    )


@pytest.mark.parametrize("text", ["A. x B. y ", "QUITO 12, ", "(QUITO ", "REF A AND B ", "QUITO 1-5000", 'QUITO 12 "'])
def test_reads_any_input_in_one_pass(text: str) -> None:
    hostile = text * 20_000
    assert len(block(hostile)) < 20_000
    mentioned(hostile, ENTRIES)


PIECES = ["QUITO", "Lima", " ", "\n", ", ", "; ", " AND ", "A. ", "B) ", "(C) ", "12", "0", "08", "(08)", "/", "-", "#"]
PIECES += [
    "(NOTAL)",
    '"',
    "(",
    "REF ",
    "IIR 6",
    "E-MAIL",
    "3/4/09",
    "MAY 3",
    "\u00df",
    "\ufffd",
    "O152",
    "\u00b2",
    "\u0661",
]


@given(some.lists(some.sampled_from(PIECES), max_size=25).map("".join))
def test_reads_whatever_comes(text: str) -> None:
    assert all(0 <= place < len(text) for place, _ in read_block(text, year=2009, station="QUITO", known=KNOWN))
    mentioned(text, text)


def test_another_number_of_the_same_telegram_is_no_other_one() -> None:
    assert ids("STATE 012345 (TOSEC 080123), LIMA 34") == "09STATE12345 09LIMA34"


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("(see Lima 456, Bogota 789)", "09LIMA456 09BOGOTA789"),
        ("per Lima 456 and Bogota 789.", "09LIMA456 09BOGOTA789"),
        ("The games (London 2012) were far off.", ""),
        ("Talks went on; London 2005 was over.", ""),
        ("(see London 2005)", "09LONDON2005"),
    ],
)
def test_a_list_is_cited_whole_and_a_year_never(text: str, cited: str) -> None:
    paragraph = Paragraph("p1", 1, "C", "CONFIDENTIAL", (), 0, 0, text, 0, len(text), 1)
    found = mentions([paragraph], [], year=2009, own="09QUITO1", stations=STATIONS)
    assert " ".join(one.id for one in found) == cited


@pytest.mark.parametrize(
    ("text", "withheld"),
    [
        ("A. LIMA 12, B. BOGOTA 34 (BOTH NOTAL)", [True, True]),
        ("A. QUITO 5 B. LIMA 12 C. BOGOTA 34 (BOTH NOTAL)", [False, True, True]),
        ("A. QUITO 5 B. LIMA 12 C. BOGOTA 34 (ALL NOTAL)", [True, True, True]),
        ("A. QUITO 5 B. LIMA 12 (BOTH NOTAL) C. BOGOTA 34", [True, True, False]),
        ("LIMA 12 AND 13 (BOTH NOTAL)", [True, True]),
    ],
)
def test_one_word_can_withhold_several(text: str, withheld: list[bool]) -> None:
    assert [entry.notal for entry in block(text)] == withheld


@pytest.mark.parametrize("text", ["LIMA 05 3455", "LIMA 2005 3455", "05 LIMA 3455", "LIMA 3455 (05)"])
def test_a_year_can_stand_between_station_and_number(text: str) -> None:
    assert ids(text) == "05LIMA3455"


def test_a_circular_is_a_telegram_of_its_station() -> None:
    assert ids("STATE CIRCULAR 12345, QUITO CIRC 12") == "09STATE12345 09QUITO12"
