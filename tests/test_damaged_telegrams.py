"""Telegrams that machines wrapped and cut, and that hands mistyped: what was meant is read."""

from __future__ import annotations

import pytest

import kg
from kg.cable import Cable
from tests.test_whole_telegrams import HEADING, LABELS, numbers, telegram, titles

PAGE = "\n\nQUITO 00000214  002 OF 003\n\n"
OLD = "R 081915Z MAR 76\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC 4696\n\nC O N F I D E N T I A L QUITO 1234\n\n"
OLD_LABELS = "E.O. 11652: GDS\nTAGS: PFOR, EC\nSUBJ: BANANA TALKS\n\n"


def old(text: str, labels: str = OLD_LABELS) -> Cable:
    (cable,) = kg.parse((OLD + labels + text).encode())
    return cable


def test_a_blank_that_does_not_break_is_a_blank() -> None:
    text = HEADING + LABELS + "1. (C) Yes.\n\n2. (C) No.\nDOE\n"
    (cable,) = kg.parse(text.replace(" ", "\u00a0").encode())
    assert (cable.id, cable.to, cable.body_tags) == ("07QUITO214", ("SECSTATE WASHDC",), ("PREL", "EC"))
    assert (numbers(cable), cable.signature) == ("1:C 2:C", "DOE")


def test_a_subject_goes_on_behind_a_page_line() -> None:
    title = "TALKS ON THE ROUND OF BANANAS AND OTHER FRUIT IN"
    labels = LABELS.strip().replace("BANANA TALKS", f"{title}{PAGE}QUITO AND LIMA")
    assert telegram("\n\nREF: LIMA 87\n\n1. (C) Yes.\nDOE\n", labels).body_subject == f"{title} QUITO AND LIMA"


def test_tags_go_on_behind_a_page_line() -> None:
    labels = LABELS.replace("PREL, EC", f"PREL,{PAGE}OVIP (DOE, JANE), EC")
    assert telegram("1. (C) Yes.\nDOE\n", labels).body_tags == ("PREL", "OVIP", "EC")


def test_a_classifier_goes_on_behind_a_page_line() -> None:
    cable = telegram(f"Classified By: DCM Jane{PAGE}Doe for reasons 1.4 (b) and (d).\n\n1. (C) Yes.\nROE\n")
    assert (cable.classified_by, numbers(cable)) == ("DCM Jane Doe", "1:C")


def test_a_page_line_inside_the_classifier_is_no_name() -> None:
    cable = telegram("Classified By: DCM Jane Doe QUITO 00000214 002 OF 003 for reasons 1.4 (b).\n\n1. (C) Yes.\nROE\n")
    assert (cable.classified_by, cable.reasons) == ("DCM Jane Doe", ("1.4(b)",))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TAGS: TAGS: PREL, EC", "TAGS: PREL, EC"),
        ("TAGS\nPREL, EC", "TAGS: PREL, EC"),
        ("TAGS: PREL + [EC]//NOFORN", "TAGS: PREL, EC"),
        ("SUBJECT: SUBJECT: BANANA TALKS", "SUBJECT: BANANA TALKS"),
    ],
)
def test_labels_and_signs_that_slipped_in_change_nothing(written: str, meant: str) -> None:
    cable = telegram("1. (C) Yes.\nDOE\n", LABELS.replace(meant, written))
    assert (cable.body_tags, cable.body_subject) == (("PREL", "EC"), "BANANA TALKS")


@pytest.mark.parametrize(
    "lines",
    [
        "REF A: LIMA 87\nREF B: 06 BOGOTA 12",
        "Ref (A): Lima 87\n\nRef (B): 06 Bogota 12",
        "REFTEL A: LIMA 87\nREFTEL B: 06 BOGOTA 12",
    ],
)
def test_each_reference_can_have_a_label(lines: str) -> None:
    cable = telegram(f"{lines}\n\n1. (C) Yes.\nDOE\n", LABELS.rstrip() + "\n")
    assert cable.body_subject == "BANANA TALKS"
    assert [(one.label, one.id) for one in cable.references] == [("A", "07LIMA87"), ("B", "06BOGOTA12")]


def test_a_first_paragraph_that_ends_with_a_number_is_no_reference() -> None:
    cable = telegram(
        "REF: LIMA 87\n1. FOLLOWING IS TEXT OF NOTE 12\nOF THE MINISTRY.\n2. NO.\nDOE\n", LABELS.rstrip() + "\n"
    )
    assert (numbers(cable), [one.id for one in cable.references]) == ("1 2", ["07LIMA87"])


def test_a_title_begins_behind_the_sentence_above_it() -> None:
    cable = telegram("1. (C) The gate of the garden\nstood open.\nA Look Back\n-----------\n2. (C) Two.\nDOE\n")
    assert (titles(cable), cable.paragraphs[0].text) == (["A Look Back"], "The gate of the garden stood open.")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("1. ONE.\n3. THREE.\n4. FOUR.", "1 3 4"),
        ("1. ONE.\n2. TWO.\n7. THREE.\n4. FOUR.", "1 2 7 4"),
        ("1. ONE:\n3. ITEM.\n4. ITEM.\n2. TWO.", "1 2"),
        ("1. ONE.\n2. TWO.\n2. TWO AGAIN.\n3. THREE.", "1 2 2 3"),
        ("1. ONE:\n1. ITEM.\n2. ITEM.\n2. TWO.", "1 2"),
        ("1. ONE.\n2. TWO:\n1. ITEM.\n2. ITEM.\n3. THREE.", "1 2 3"),
    ],
)
def test_a_number_left_out_or_mistyped_hides_no_paragraph(lines: str, expected: str) -> None:
    assert numbers(old(f"{lines}\nDOE\n")) == expected


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("DECONTROL UPON RECEIPT. DOE", "DOE"),
        ("DOE\nNOTE BY OC/T: PORTIONS GARBLED.\n\nCONFIDENTIAL\n\n\n\nNNN", "DOE"),
        ("DOE\n\nVisit Quito's Classified Website:\nhttp://www.example.org/quito", "DOE"),
        ("SIGNED: DOE", "DOE"),
        ("JANE DOE\nAMBASSADOR", "JANE DOE"),
        ("AMBASSADOR DOE", "AMBASSADOR DOE"),
        ("DO\u00c9", "DO\u00c9"),
        ("DOE\n*****\nVisit Quito's Classified Website:\nhttp://www.example.org/quito\n*****", "DOE"),
        ("O'Doe", "O'Doe"),
        ("Doe, Charge", "Doe, Charge"),
    ],
)
def test_reads_a_name_among_other_words(end: str, name: str) -> None:
    cable = old(f"1. ONE.\n2. TWO IS LONGER.\n\n{end}\n")
    assert (cable.signature, [one.n for one in cable.paragraphs if one.n]) == (name, [1, 2])


def test_a_number_can_stand_behind_its_mark() -> None:
    cable = telegram("(C) 1. One.\n\n(SBU) 2. Two.\n\n(C) 9. Not.\n\n3. (C) Three.\nDOE\n")
    assert (numbers(cable), cable.paragraphs[1].text) == ("1:C 2:SBU u:C 3:C", "Two.")


def test_the_words_of_a_summary_are_no_title() -> None:
    cable = old("SUMMARY: THE TALKS WENT ON. END SUMMARY\n\n1. ONE.\n2. TWO.\nDOE\n")
    assert (titles(cable), numbers(cable)) == ([], "u 1 2")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("1. ONE.\n2. TWO WERE MET. 3. THREE WENT ON.\n4. FOUR.", "1 2 3 4"),
        ("1. ONE.\n2. THEY MET ON MAY 3. TWO WENT ON.\n3. THREE.", "1 2 3"),
        ("1. ONE.\n2. THEY MET. 3. TWO WENT ON. 4. THREE.\n3. THREE.", "1 2 3"),
        ("1. 401/01/P 0118\n2. DATE: 08/13/79\n3. ROE\n4. 401/EC", "1 2 3 4"),
    ],
)
def test_a_number_without_a_mark_can_stand_in_a_line(lines: str, expected: str) -> None:
    assert numbers(old(f"{lines}\nDOE\n")) == expected


@pytest.mark.parametrize("blank", [" ", "  "])
def test_a_telegram_without_line_ends_has_its_parts(blank: str) -> None:
    text = (
        "1. THE TALKS WENT ON UNTIL THE LAMPS WERE LIT AND ALL THE MINISTERS OF THE ROUND HAD LEFT.\n"
        "2. NO DATE WAS SET FOR THE NEXT ROUND.\n3. WE AGREE.\nDOE\n\nCONFIDENTIAL\n\nNNNN\n"
    )
    written = OLD + OLD_LABELS.strip() + "\nREF: LIMA 87\n\n" + text
    (cable,) = kg.parse(written.replace("\n", blank).encode())
    assert (cable.to, cable.body_subject, cable.body_tags) == (("SECSTATE WASHDC",), "BANANA TALKS", ("PFOR", "EC"))
    assert (numbers(cable), cable.signature, cable.references[0].id) == ("1 2 3", "DOE", "76LIMA87")


def test_a_page_line_inside_a_title_leaves_it_whole() -> None:
    cable = telegram(f"1. (C) One.\n\nA Look{PAGE}Back\n----\n\n2. (C) Two.\nDOE\n")
    assert (titles(cable), numbers(cable)) == (["A Look Back"], "1:C 2:C")


@pytest.mark.parametrize(
    "order",
    ["E.O.\n12958: DECL:", "EO. 12958: DECL:", "12958: DECL:", "EXECUTIVE ORDER 12958: DECL:", "E.O. 12958:\nDECL:"],
)
def test_an_order_has_more_than_one_label(order: str) -> None:
    cable = telegram("1. (C) Yes.\nDOE\n", LABELS.replace("E.O. 12958: DECL:", order))
    assert cable.declassification
    assert (cable.declassification.date, cable.executive_order) == ("2017-03-14", "12958")


def test_an_order_that_a_reason_names_is_no_label() -> None:
    cable = telegram("Classified By: DCM Jane\nDoe under E.O. 12958\nreasons 1.4 (b).\n\n1. (C) Yes.\nROE\n")
    assert (cable.classified_by, cable.reasons) == ("DCM Jane Doe", ("1.4(b)",))


def test_the_end_of_a_portion_is_no_first_name() -> None:
    assert old("1. ONE.\n2. TWO IS LONGER.\n\nEND\n\nLOU DOE\n").signature == "DOE"


WIRE = "VZCZCXYZ0002\nRR RUEHC\nDE RUEHQT #0214/02 0731620\nZNY CCCCC ZZH\n" + HEADING.partition("C O N")[0]
SECOND = "C O N F I D E N T I A L SECTION 02 OF 02 QUITO 000214\n\nSIPDIS\n\n"
REPEATED = (
    LABELS + "REF: A. LIMA 87\n     B. BOGOTA 12\n\nClassified By: DCM Jane Doe for reasons 1.4 (b)\nand (d).\n\n"
)
LONG = "BANANA TALKS\nAND OTHER FRUIT\n(PART 2 OF 2)"
PRINTED = (
    "PAGE 01        QUITO  00214  02 OF 02  141620Z\n\n45\nACTION ARA-10\n\nINFO  OCT-01  ISO-00  /026 W\n"
    "--------------------- 045678\nR 141620Z MAR 07\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC 1164\nAMEMBASSY LIMA\n\n"
)


@pytest.mark.parametrize(
    "between",
    [
        SECOND,
        SECOND + LABELS,
        SECOND + REPEATED,
        WIRE + SECOND,
        WIRE + SECOND + REPEATED,
        f"BT\n#0214\n\nNNNN\n\n{WIRE}{SECOND}{LABELS}",
        "QUITO 00000214  002 OF 002\n\n" + SECOND,
        "C O N F I D E N T I A L SECTION 02 OF 02 QUITO 000214\n\nC O R R E C T E D  C O P Y (TEXT)\n\nSIPDIS\n\n",
        "SECTION 02 OF 02\n\n",
        f"{SECOND}STATE FOR WHA/AND\nTREASURY FOR JANE ROE\n\n{LABELS}",
        SECOND + REPEATED.replace("BANANA TALKS", LONG).replace("PREL, EC", "PREL,\nEC").replace("REF:", "Ref:"),
        SECOND + REPEATED.replace("Classified By", "Classified by"),
        f"CONFIDENTIAL\n\nNNNN\n\nCONFIDENTIAL\n\n{WIRE}{SECOND}",
        f"CONFIDENTIAL\n\nNNN\n\n{PRINTED}{SECOND}",
    ],
)
def test_a_section_goes_on_where_the_one_before_was_cut(between: str) -> None:
    first = HEADING.replace("QUITO 000214", "SECTION 01 OF 02 QUITO 000214") + REPEATED
    (cable,) = kg.parse(f"{first}1. (C) One.\n\n2. (C) Two was\n\n{between}cut.\n\n3. (C) Three.\nDOE\n".encode())
    assert ([one.text for one in cable.paragraphs], cable.signature) == (["One.", "Two was cut.", "Three."], "DOE")
    assert (cable.sections and cable.sections.seen, len(cable.references)) == ((1, 2), 2)


def test_reads_a_telegram_that_lost_its_capitals() -> None:
    words = "1. (C) The talks of the\nQUITO 00000214 002 OF 003\nround went on.\n\n2. (C) No date was set.\nDOE\n"
    text = f"{HEADING}{LABELS}REF: LIMA 87\n\n{words}"
    (cable,) = kg.parse(text.lower().encode())
    assert (cable.id, cable.to, cable.body_tags) == ("07QUITO214", ("SECSTATE WASHDC",), ("PREL", "EC"))
    assert (cable.references[0].id, numbers(cable), cable.signature) == ("07LIMA87", "1:C 2:C", "doe")
    assert cable.paragraphs[0].text == "the talks of the round went on."


def test_the_secretary_s_party_has_a_series_of_its_own() -> None:
    text = OLD.replace("QUITO 1234", "SECTO 08012") + OLD_LABELS + "1. ONE.\nROE\n"
    assert kg.parse(text.encode())[0].id == "76SECTO8012"


@pytest.mark.parametrize(
    "written",
    [
        "03/14/2\n017",
        "03/14/20\n17",
        "03/1\n4/2017",
        "2\n017/03/14",
        "2017/03/1\n4",
        f"03/14/2{PAGE}017",
        f"03/1{PAGE}4/2017",
    ],
)
def test_a_date_is_whole_that_a_line_or_a_page_cut(written: str) -> None:
    cable = telegram("1. (C) Yes.\nDOE\n", LABELS.replace("03/14/2017", written))
    assert cable.declassification
    assert (cable.declassification.date, cable.body_tags) == ("2017-03-14", ("PREL", "EC"))


def test_who_classified_stands_on_the_line_of_the_order() -> None:
    cable = old("1. Yes.\nDOE\n", OLD_LABELS.replace("GDS", "GDS CLASSIFIED BY AMBASSADOR JANE ROE"))
    assert cable.declassification
    assert (cable.declassification.raw, cable.classified_by) == ("GDS", "AMBASSADOR JANE ROE")


@pytest.mark.parametrize("mark", ["(C - ENTIRE TEXT).", "(C - ENTIRE TEXT.)", "(C-ENTIRE TEXT).", "(C) ENTIRE TEXT."])
def test_a_mark_of_the_entire_text_leaves_no_stop(mark: str) -> None:
    cable = telegram(f"1. {mark}\n\n2. Yes.\nDOE\n")
    assert (numbers(cable), cable.paragraphs[0].text.strip("()").startswith("C")) == ("1:C 2", True)


@pytest.mark.parametrize(
    "line", ["QUITO 000214", "SECTION 01 OF 02 QUITO 000214", "SENSITIVE QUITO 214", "UNCLASS//FOUO QUITO 000214"]
)
@pytest.mark.parametrize("labels", [LABELS, ""])
def test_a_first_line_without_a_level_gives_the_id(line: str, labels: str) -> None:
    text = HEADING.replace("C O N F I D E N T I A L QUITO 000214", line) + labels + "1. Yes.\nDOE\n"
    (cable,) = kg.parse(text.encode())
    assert (cable.id, cable.to, numbers(cable)) == ("07QUITO214", ("SECSTATE WASHDC",), "1")


def test_a_transmission_without_a_first_line_gives_the_id() -> None:
    head = "VZCZCXYZ0001\nRR RUEHC\nDE RUEHQT #0214/01 0731620\n" + HEADING.partition("C O N F")[0]
    (cable,) = kg.parse((head + LABELS + "1. Yes.\nDOE\n").encode())
    assert (cable.id, [note.code for note in cable.notes]) == ("07QUITO214", ["id-from-wire"])


@pytest.mark.parametrize(("end", "name"), [("NOT.\nPOST\n", "POST"), ("NOT. POST\n", "POST"), ("ADVISE\nPOST\n", "")])
def test_a_post_signs_behind_a_sentence_alone(end: str, name: str) -> None:
    assert old(f"1. THE LAMP BURNS.\n\n2. THE GATE DOES {end}").signature == name


def test_lettered_paragraphs_below_references_with_letters_are_text() -> None:
    labels = f"{OLD_LABELS.rstrip()}\nREF: A. LIMA 87\n     B. BOGOTA 12\n\n"
    cable = old("A. DOE LAMPS, 14 QUAY 12.\nB. ROE.\nC. 1966; TEL 1971.\nDOE\n", labels)
    assert ([one.id for one in cable.references], cable.signature) == (["76LIMA87", "76BOGOTA12"], "DOE")


@pytest.mark.parametrize(
    "words", ["REPEAT LIMA 12 SENT ACTION STATE", "TELEGRAM FROM LIMA REPEATED FOR YOU", "IS REPEAT OF"]
)
def test_words_before_a_repeated_telegram_are_no_subject(words: str) -> None:
    quoted = "QUOTE UNCLAS LIMA 12\n\nTAGS: PFOR\nSUBJECT: THE LAMP\n\n1. YES.\n\n2. NO.\nROE UNQUOTE DOE\n"
    cable = old(f"FOLLOWING {words}\nINFO LA PAZ.\n\n{quoted}")
    assert (cable.body_subject, numbers(cable), cable.signature) == ("BANANA TALKS", "1 2", "DOE")


def test_a_quoted_article_of_the_same_number_is_no_paragraph() -> None:
    cable = telegram(
        "1. (C) Yes.\n\n2. (C) Text:\n\nBegin text:\n\n2. One.\n\n3. Two.\n\nEnd text.\n\n3. (C) No.\nROE\n"
    )
    assert numbers(cable) == "1:C 2:C u u 3:C"


def test_a_mark_is_whole_again_behind_a_page_line() -> None:
    cable = telegram(f"1. (C//NF) Yes.\n\n2. (S/REL USA,{PAGE}\nMEX) No.\n\n3. (C) Who knows.\nROE\n")
    assert (numbers(cable), cable.paragraphs[1].text) == ("1:C//NF 2:S/REL USA, MEX 3:C", "No.")


def test_capitals_behind_a_page_line_are_no_title_in_a_telegram_of_capitals() -> None:
    cable = old(f"1. HE SPOKE IN THE HALL (REPEATED{PAGE}\nINFO LIMA)\n\n2. NO.\nDOE\n")
    assert (titles(cable), numbers(cable)) == ([], "1 2")


def test_a_word_that_asks_for_a_number_leads_on_to_it() -> None:
    assert numbers(old("1. YES.\n\n2. HE TOOK NOTES ON POINT\n\n2. THE REST HE KNEW.\n\n3. NO.\nDOE\n")) == "1 2 3"


@pytest.mark.parametrize(
    "mark", ["S/ROK", "S/RELROK", "SBU, PROTECT", "SBU - PROTECT", "SBU/SIPDIS", "S/REL MNF-I", "C/GCC"]
)
def test_a_mark_can_hold_a_caveat_that_no_list_knows(mark: str) -> None:
    cable = telegram(f"1. (C) Yes.\n\n2. ({mark}) The lamp burns.\n\n3. (C) No.\nROE\n")
    assert (numbers(cable), cable.paragraphs[1].text) == (f"1:C 2:{mark} 3:C", "The lamp burns.")
    assert cable.paragraphs[1].level in {"SBU", "CONFIDENTIAL", "SECRET"}


@pytest.mark.parametrize("words", ["(S/CRS) asked", "(S/P) asked", "(C/O Doe) Look", "(S, but not so) He"])
def test_an_office_or_an_aside_is_no_mark(words: str) -> None:
    cable = telegram(f"1. (C) Yes.\n\n2. {words}.\n\n3. (C) No.\nROE\n")
    assert (numbers(cable), cable.paragraphs[1].text) == ("1:C 2 3:C", f"{words}.")


@pytest.mark.parametrize(
    "stamp",
    [
        "Jane Q. Doe Declassified/Released US Department of State EO Systematic Review 20 Mar 2014",
        "Jane Q. Doe\nDeclassified/Released\nUS Department of State\nEO Systematic Review\n20 Mar 2014",
        "Jane Q.\nDoe Declassified/Released US\nDepartment of State EO Systematic Review 20\nMar 2014",
    ],
)
def test_a_stamp_is_furniture_wherever_its_lines_end(stamp: str) -> None:
    page = f"\nCONFIDENTIAL\n{stamp}\n\n{stamp}\nCONFIDENTIAL\nPAGE 02 QUITO 01234 082030Z\n\n"
    cable = old(f"1. THE LAMP{page}BURNS.\n\n2. NO.\nDOE\n")
    assert ([one.text for one in cable.paragraphs], cable.page_lines) == (["THE LAMP BURNS.", "NO."], 1)
