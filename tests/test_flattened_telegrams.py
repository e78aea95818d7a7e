"""Telegrams whose text an archive made one line of, or whose hands wrote numbers and marks in forms of their own."""

from __future__ import annotations

import textwrap

import pytest

import kg
from tests.test_damaged_telegrams import OLD_LABELS, old
from tests.test_whole_telegrams import HEADING, LABELS, numbers, telegram, titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. THE LAMP BURNS. 2. THE GATE (SEE ABOVE) IS SHUT. 3. WE WAIT. DOE", "1 2 3"),
        ("1. THE LAMP BURNS. 2. THE GATE IS SHUT. DOE", "1 2"),
        ("SUMMARY: ALL IS WELL. END SUMMARY 1. THE LAMP BURNS. 2. THE GATE IS SHUT. 3. WE WAIT. DOE", "u 1 2 3"),
        ("1. (C - ENTIRE TEXT) 2. THE LAMP BURNS. 3. THE GATE IS SHUT. DOE", "1:C 2 3"),
        ("1. SECRET - ENTIRE TEXT 2. THE LAMP BURNS. 3. THE GATE IS SHUT. DOE", "1:SECRET 2 3"),
    ],
)
@pytest.mark.parametrize("columns", [1_000, 69, 50, 30])
def test_counts_a_text_whose_lines_were_joined(text: str, expected: str, columns: int) -> None:
    cable = old(textwrap.fill(text, columns) + "\n")
    assert (numbers(cable), cable.signature) == (expected, "DOE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. (C) HE NAMED THREE: 1. THE LAMP. 2. THE GATE. 3. THE ROAD. DOE", "1:C"),
        ("1. HE NAMED TWO: 1. THE LAMP. 2. THE GATE. DOE", "1"),
    ],
)
def test_counts_no_list_inside_a_line(text: str, expected: str) -> None:
    cable = old(f"{text}\n")
    assert (numbers(cable), cable.signature) == (expected, "DOE")


@pytest.mark.parametrize(
    "behind",
    [
        "NMAFVVZCZ *** Current Handling Restrictions *** n/a *** Current Classification *** UNCLASSIFIED",
        "*** Current Handling Restrictions *** EXDIS *** Current Classification *** SECRET",
        "NOTE BY OC/T: NOT PASSED LIMA.",
        "UNQUOTE",
        "NNNN",
    ],
)
def test_a_name_stands_before_what_an_archive_put_on_its_line(behind: str) -> None:
    cable = old(f"1. THE LAMP BURNS. 2. THE GATE IS SHUT. DOE {behind}\n")
    assert (numbers(cable), cable.signature, cable.paragraphs[-1].text) == ("1 2", "DOE", "THE GATE IS SHUT.")


@pytest.mark.parametrize("end", [" ROE UNQUOTE DOE", "\nROE\nUNQUOTE DOE", " SIGNED ROE UNQUOTE DOE"])
def test_a_signature_behind_a_quoted_one_takes_no_text_along(end: str) -> None:
    cable = old(f"1. THE LAMP BURNS.\n\n2. THE GATE IS SHUT.{end}\n")
    assert (numbers(cable), cable.signature) == ("1 2", "DOE")
    assert cable.paragraphs[-1].text.startswith("THE GATE IS SHUT.")


def test_a_name_of_two_words_stands_above_a_note() -> None:
    cable = old("1. THE LAMP BURNS.\n\n2. THE GATE IS SHUT.\nJANE DOE\nNOTE BY OC/T: NOT PASSED LIMA.\n")
    assert (numbers(cable), cable.signature) == ("1 2", "JANE DOE")


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("{}. [C] ", "C"),
        ("{}. [C/NF] ", "C/NF"),
        ("{}. <C> ", "C"),
        ("{}. C) ", "C"),
        ("#{}. (C) ", "C"),
        ("§{}. (C) ", "C"),
        ("\u00c2\u00b6{}. (C) ", "C"),
        ("({}) (C) ", "C"),
        ("[{}] (C) ", "C"),
        ("(C) {}. ", "C"),
        ("({}) ", ""),
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_reads_a_form_of_number_and_mark_that_is_kept_up(form: str, mark: str, gap: str) -> None:
    classifier = "Classified By: DCM Jane Doe, reasons 1.4 (b) and (d).\n\n"
    texts = ["The lamp burns.", "The gate is shut.", "He spoke of (c) and of [C].", "We wait."]
    cable = telegram(classifier + gap.join(form.format(n) + text for n, text in enumerate(texts, 1)) + "\nROE\n")
    assert numbers(cable) == " ".join(f"{n}:{mark}" if mark else f"{n}" for n in range(1, 5))
    assert (cable.classified_by, cable.paragraphs[1].text) == ("DCM Jane Doe", "The gate is shut.")


def test_numbers_in_brackets_behind_a_colon_are_a_list() -> None:
    cable = telegram("The minister has three things:\n(1) The lamp.\n(2) The gate.\n(3) The road.\n\nNo more.\nROE\n")
    assert numbers(cable) == "u u"


def test_a_first_paragraph_with_a_mark_alone_is_no_reason() -> None:
    cable = telegram(
        "Classified By: DCM Jane Doe, reasons 1.4 (b) and (d).\n\n(C) The lamp burns.\n\n2. (C) No.\nROE\n"
    )
    assert (numbers(cable), cable.reasons) == ("u:C 2:C", ("1.4(b)", "1.4(d)"))


def test_an_item_at_the_beginning_of_a_line_leaves_the_count_to_the_mark() -> None:
    cable = telegram(
        "1. (C) Yes.\n\n2. (C) 1. The tax. 2. The road.\n3. The vote.\n\n3. (C) No.\n\n4. (C) Who knows.\nROE\n"
    )
    assert numbers(cable) == "1:C 2:C 3:C 4:C"


def test_a_mark_wrapped_off_a_number_inside_a_line_stays_with_it() -> None:
    cable = telegram("1. (C) Yes.\n\n2. (C) The lamp burns. 3.\n(C) The gate is shut.\n\n4. (C) No.\nROE\n")
    assert numbers(cable) == "1:C 2:C 3:C 4:C"


def test_a_title_stands_between_rules_with_blanks() -> None:
    rule = "- - - -"
    cable = telegram(f"1. (C) Yes.\n\n{rule}\nThe Gate\n{rule}\n\n2. (C) No.\nROE\n")
    assert (titles(cable), numbers(cable)) == (["The Gate"], "1:C 2:C")


def test_a_sentence_above_the_upper_rule_of_a_title_is_text() -> None:
    cable = telegram("1. (C) It says:\nArticle 1 - the lamp burns.\n-----\nThe Gate\n-----\n2. (C) No.\nROE\n")
    assert (titles(cable), numbers(cable)) == (["The Gate"], "1:C 2:C")


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


SITE = "Visit our site: http://www.state.sgov.gov/p/wha/quito"


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (f"{SITE} DOE", "DOE"),
        (f"{SITE} / DOE", "DOE"),
        (f"***** {SITE} ***** DOE", "DOE"),
        ("End comment. DOE UNCLASSIFIED", "DOE"),
        ("End comment. DOE, CHARGE", "DOE, CHARGE"),
        ("End comment. DOE (ACTING)", "DOE"),
    ],
)
@pytest.mark.parametrize("columns", [1_000, 69, 50])
def test_a_name_stands_behind_a_last_line_that_was_filled(end: str, name: str, columns: int) -> None:
    cable = telegram("1. (C) Yes.\n\n2. (C) No.\n\n" + textwrap.fill(end, columns, break_on_hyphens=False) + "\n")
    assert (cable.signature, numbers(cable)[:7]) == (name, "1:C 2:C")


@pytest.mark.parametrize("columns", [1_000, 69, 60, 50, 40])
def test_a_title_was_filled_with_its_rules(columns: int) -> None:
    title, rule = "A Long List of Things That Are Asked For", "-" * 38
    texts = (f"{rule} {title} {rule}", f"{title} {rule}")
    text = "\n\n".join(
        f"{textwrap.fill(text, columns, break_on_hyphens=False)}\n\n{n}. (C) No." for n, text in enumerate(texts, 2)
    )
    cable = telegram(f"1. (C) Yes.\n\n{text}\nROE\n")
    assert (titles(cable), numbers(cable)) == ([title, title], "1:C 2:C 3:C")


def test_a_title_was_filled_with_a_rule_with_blanks() -> None:
    cable = telegram("1. (C) Yes.\n\nThe Gate - - - - -\n\n2. (C) No.\n\n- - - - The Lamp - - - -\n\n3. (C) No.\nROE\n")
    assert (titles(cable), numbers(cable)) == (["The Gate", "The Lamp"], "1:C 2:C 3:C")


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


@pytest.mark.parametrize("mark", ["S/REL USA, MCFI", "S//NF", "C - ENTIRE TEXT", "SBU/NOFORN"])
def test_a_number_without_a_stop_stands_before_a_long_mark(mark: str) -> None:
    cable = telegram(f"1 ({mark}) Yes.\n\n2 ({mark}) No.\nROE\n")
    assert numbers(cable) == " ".join(f"{n}:{mark.removesuffix(' - ENTIRE TEXT')}" for n in (1, 2))


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


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_numbers_without_a_stop_count_where_all_are_so(gap: str) -> None:
    lines = ["1 POST WILL TAKE THE LAMP JULY 4-7.", "2 COSTS TO POST: 800 AND\n400 DOLLARS.", "3 PLEASE SEND OIL."]
    cable = old(gap.join(lines) + "\nDOE\n")
    assert (numbers(cable), cable.paragraphs[0].text) == ("1 2 3", "POST WILL TAKE THE LAMP JULY 4-7.")


def test_a_date_time_group_ends_a_filled_line_of_the_printer() -> None:
    heading = (
        "DRAFTED BY PM:JDOE --------------------- 111811 R 240144Z NOV 76\nFM SECSTATE WASHDC TO USMISSION NATO INFO\n"
    )
    (cable,) = kg.parse(f"{heading}AMEMBASSY LIMA\n\nS E C R E T STATE 288001\n\n{OLD_LABELS}1. YES.\nROE\n".encode())
    assert (cable.id, cable.to, cable.info) == ("76STATE288001", ("USMISSION NATO",), ("AMEMBASSY LIMA",))


def test_counts_on_behind_sentences_as_far_as_it_goes() -> None:
    text = " ".join(f"{n}. THE LAMP OF DAY {n} BURNS." for n in range(1, 13))
    heads = text.replace(" 1. ", "\n1. ").replace(" 7. ", "\n\n7. ").replace(" 8. ", " ----- 8. ")
    assert numbers(old(f"{heads}\nDOE\n")) == " ".join(map(str, range(1, 13)))


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


def test_a_number_that_comes_again_behind_a_gap_was_of_a_list() -> None:
    items = "A. 1. THE LAMP. 2. THE GATE.\n3. THE ROAD."
    assert numbers(old(f"1. YES.\n\n2. WHO? {items}\n\n3. NO.\n\n4. WE WAIT.\nROE\n")) == "1 2 3 4"
