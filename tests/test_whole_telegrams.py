"""Whole telegrams: where one part of a telegram could be taken for another."""

from __future__ import annotations

import pytest

import kg
from kg.cable import Cable

HEADING = (
    "R 141620Z MAR 07\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC 1164\n\n"
    "C O N F I D E N T I A L QUITO 000214\n\nSIPDIS\n\n"
)
LABELS = "E.O. 12958: DECL: 03/14/2017\nTAGS: PREL, EC\nSUBJECT: BANANA TALKS\n\n"


def telegram(text: str, labels: str = LABELS) -> Cable:
    (cable,) = kg.parse((HEADING + labels + text).encode())
    return cable


def numbers(cable: Cable) -> str:
    return " ".join(f"{one.n or 'u'}{':' * bool(one.mark)}{one.mark}" for one in cable.paragraphs)


def titles(cable: Cable) -> list[str]:
    return [heading.text for heading in cable.headings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("THE MINISTRY SETS OUT ITS\nPLANS FOR PEACE", "THE MINISTRY SETS OUT ITS PLANS FOR PEACE"),
        ("BANANA TALKS;\n SCENESETTER FOR CODEL DOE", "BANANA TALKS; SCENESETTER FOR CODEL DOE"),
        ("A ROUND THAT ENDED\nAND THEN FOR A WHILE\nWENT ON", "A ROUND THAT ENDED AND THEN FOR A WHILE WENT ON"),
        ("BANANA TALKS\nSTATE FOR WHA/AND", "BANANA TALKS"),
        ("BANANA TALKS\nUSCINCSO FOR POLAD", "BANANA TALKS"),
    ],
)
def test_a_wrapped_subject_holds_no_passing_line(lines: str, expected: str) -> None:
    labels = f"E.O. 12958: DECL: 03/14/2017\nTAGS: PREL, EC\nSUBJECT: {lines}\nREF: LIMA 87\n\n"
    assert telegram("1. (C) Yes.\nDOE\n", labels).body_subject == expected


def test_a_wrapped_classifier_holds_no_passing_line() -> None:
    cable = telegram("CLASSIFIED BY: AMBASSADOR JANE\nDOE FOR REASONS 1.4 (B) AND (D).\n\n1. (C) Yes.\nROE\n")
    assert (cable.classified_by, cable.reasons) == ("AMBASSADOR JANE DOE", ("1.4(b)", "1.4(d)"))


def test_a_title_between_rules_begins_the_text() -> None:
    cable = telegram("Classified By: DCM Jane Doe, reason 1.4 (b).\n\n-------\nSUMMARY\n-------\n\n1. (C) Yes.\nROE\n")
    assert (titles(cable), cable.classified_by, numbers(cable)) == (["SUMMARY"], "DCM Jane Doe", "1:C")


def test_a_rule_above_a_title_underlines_no_text() -> None:
    cable = telegram("1. (C) One.\n\n(U) More of it.\n\n-------\nCOMMENT\n-------\n\n2. (C) Two.\nDOE\n")
    assert (titles(cable), numbers(cable)) == (["COMMENT"], "1:C u:U 2:C")


def test_the_head_of_a_table_is_no_title() -> None:
    cable = telegram(
        "1. (C) Prices:\n\nYear    Price\n----    -----\n2006    4.10\n\nA Look Back\n-----------\n\n2. (C) Two.\nDOE\n"
    )
    assert titles(cable) == ["A Look Back"]


def test_a_title_can_have_a_number() -> None:
    cable = telegram(
        "1. (C) One.\n\n1. The Split\n------------\n\n2. (C) Two.\n\n2. The Rest\n- - - - - -\n\n3. (C) Three.\nDOE\n"
    )
    assert (titles(cable), numbers(cable)) == (["1. The Split", "2. The Rest"], "1:C 2:C 3:C")


@pytest.mark.parametrize(
    "items",
    [
        "1. First.\n\n2. Second.\n\n3. Third.",
        "1. First.\n2. Second.\n3. Third.\n4. Fourth.",
        "¶1. First.\n\n¶2. Second.\n\n¶3. Third.",
    ],
)
def test_a_list_does_not_count_the_paragraphs(items: str) -> None:
    assert numbers(telegram(f"1. (C) One.\n\n2. (C) Items:\n\n{items}\n\n3. (C) Three.\nDOE\n")) == "1:C 2:C 3:C"


def test_a_sign_before_a_wrapped_number_is_no_text() -> None:
    cable = telegram("¶1. (C) He came in July\n¶14. The gate\n¶A. stood open.\nDOE\n")
    assert cable.paragraphs[0].text == "He came in July 14. The gate A. stood open."


@pytest.mark.parametrize("gap", [" \n", "\n\n", "\n \n"])
def test_a_number_alone_on_its_line_waits_for_its_mark(gap: str) -> None:
    cable = telegram(f"1. (C) One.\n\n2.{gap}(C) Two.\n\n3. (C) Three.\nDOE\n")
    assert (numbers(cable), cable.paragraphs[1].text) == ("1:C 2:C 3:C", "Two.")


def test_minimize_considered_is_a_paragraph_where_it_has_a_number() -> None:
    cable = telegram("1. YES.\n2. NO.\n3. MINIMIZE CONSIDERED. DOE\n")
    assert (numbers(cable), cable.signature) == ("1 2 3", "DOE")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("PREL, PGOV,\n\nPHUM, EC", ("PREL", "PGOV", "PHUM", "EC")),
        ("PREL PGOV\n\nPHUM EC", ("PREL", "PGOV", "PHUM", "EC")),
        ("PREL PGOV\n\nEC", ("PREL", "PGOV", "EC")),
        ("PREL PGOV\n\nTEXT", ("PREL", "PGOV")),
    ],
)
def test_tags_go_on_behind_an_empty_line(lines: str, expected: tuple[str, ...]) -> None:
    labels = f"E.O. 12958: DECL: 03/14/2017\n\nTAGS: {lines}\n\nSUBJECT: BANANA TALKS\n\n"
    assert telegram("1. (C) Yes.\nDOE\n", labels).body_tags == expected


@pytest.mark.parametrize(
    "name",
    [
        "DOE;",
        "DOE`",
        "DOE +",
        "DOE_",
        "DOE \x1a",
        "DOE\n\nNote: Late.",
        "DOE\n\n(Drafted: Roe)",
        "DOE >",
        "DOE NNNN",
        "DOE##",
        'DOE "',
        "DOE \\",
        "DOE",
        "DOE\n\n      2007QUITO00214 - CONFIDENTIAL",
    ],
)
def test_dress_of_a_signature_is_no_part_of_it(name: str) -> None:
    cable = telegram(f"1. (C) One.\n\n2. (C) No more.  End comment.\n{name}\n")
    assert (cable.signature, cable.paragraphs[-1].text) == ("DOE", "No more. End comment.")


def test_a_name_can_begin_with_a_small_word() -> None:
    assert telegram("1. (C) One.\n\n2. (C) End comment.\nde LAURENTIS\n").signature == "de LAURENTIS"


def test_an_extract_can_state_its_date_time_group() -> None:
    notice = (
        "This record is a partial extract of the original cable. The full text of the original cable is not available."
    )
    text = f"{notice}\n\n141620Z Mar 07\n\nUNCLAS QUITO 000214\n\nSUBJECT: BANANAS\n\n1. (U) Yes.\nDOE\n"
    (cable,) = kg.parse(text.encode())
    assert (cable.id, cable.dtg, cable.date) == ("07QUITO214", "141620Z MAR 07", "2007-03-14T16:20Z")


def test_a_sentence_that_a_page_break_cut_is_no_title() -> None:
    cable = telegram("1. (C) See para 7.\n\nQUITO 00000214  002 OF 003\n\n\nThe list of\n2. (C) Items was long.\nDOE\n")
    assert (titles(cable), numbers(cable)) == ([], "1:C 2:C")


@pytest.mark.parametrize(
    "lines",
    [
        "DCM Jane Doe, reasons 1.4 (b) and (\n\nd).",
        "DCM Jane Doe, reaso\n\nns 1.4 (b) and (d).",
        "DCM Jane Doe, reasons 1.4 (b)\n\n(d).",
        "DCM Jane Doe, reasons 1.4 (b)\n\nand (d).",
    ],
)
def test_a_classifier_goes_on_behind_an_empty_line(lines: str) -> None:
    cable = telegram(f"Classified By: {lines}\n\n1. (C) Yes.\nROE\n")
    assert (numbers(cable), cable.reasons) == ("1:C", ("1.4(b)", "1.4(d)"))


def test_references_go_on_behind_an_empty_line() -> None:
    cable = telegram("Ref: A) Quito 12; B) Lima 87 and\n\nprevious; C) 06 Quito 3012\n\n1. (C) Yes.\nROE\n")
    assert [one.id for one in cable.references] == ["07QUITO12", "07LIMA87", "06QUITO3012"]


@pytest.mark.parametrize(
    ("line", "subject", "cited"),
    [
        ("SUBJECT: BANANA TALKS REFERENCE: LIMA 87", "BANANA TALKS", ["07LIMA87"]),
        ("SUBJECT: TERMS OF REFERENCE: THE ROUND", "TERMS OF REFERENCE: THE ROUND", []),
    ],
)
def test_references_can_stand_on_the_line_of_the_subject(line: str, subject: str, cited: list[str]) -> None:
    cable = telegram("1. (C) Yes.\nDOE\n", f"E.O. 12958: N/A TAGS: PREL {line}\n\n")
    assert (cable.body_subject, [one.id for one in cable.references]) == (subject, cited)


def test_a_date_goes_on_behind_an_empty_line() -> None:
    cable = telegram("1. (C) Yes.\nDOE\n", "E.O. 12958: DECL:\n\n03/14/2017\n\nTAGS: PREL\n\nSUBJECT: X\n\n")
    assert cable.declassification
    assert cable.declassification.date == "2017-03-14"


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("DOE\nQ", "DOE"),
        ("ROE-DOE\n0", "ROE-DOE"),
        ("ROE (CDA)", "ROE"),
        ("DOE/ROE", "DOE/ROE"),
        ("ROE 1", "ROE"),
        ("DOE\n\nNOTE: DELAYED TRANSMISSION.", "DOE"),
        ("VAN  DER ROE", "VAN DER ROE"),
        ("DOE UNQUOTE ROE", "ROE"),
    ],
)
def test_reads_a_name_beside_what_stands_behind_it(end: str, name: str) -> None:
    cable = telegram(f"1. (C) He will try again later.\n\n{end}\n")
    assert (cable.signature, [one.text for one in cable.paragraphs]) == (name, ["He will try again later."])


@pytest.mark.parametrize("end", ["Copper 86 O'ROE", "Copper 8\nO'ROE", "(b) the gate; O'ROE"])
def test_a_name_stands_behind_a_table_or_list_that_was_filled(end: str) -> None:
    cable = telegram(f"1. (C) Yes.\n\n2. (C) He sells: (a) the lamp; {end}\n")
    assert (numbers(cable), cable.signature) == ("1:C 2:C", "O'ROE")
