"""Telegrams whose lines were wrapped anew, at any column: numbers, names and titles keep their place."""

from __future__ import annotations

import textwrap
import time

import pytest

import kg
from tests.test_damaged_telegrams import OLD_LABELS, old
from tests.test_whole_telegrams import HEADING, LABELS, numbers, telegram, titles


@pytest.mark.parametrize(
    "behind",
    [
        "*** Current Handling Restrictions ***\nn/a\n*** Current Classification ***\nCONFIDENTIAL",
        "*** Current Handling Restrictions ***\nn/a *** Current\nClassification *** CONFIDENTIAL",
        "NOTE BY OC/T: NOT PASSED TO ALL\nDIPLOMATIC POSTS.",
        "NOTE: NOT PASSED TO THE MISSION\nIN GENEVA, NOR TO\nALL POSTS.",
        "UNQUOTE",
    ],
)
@pytest.mark.parametrize("end", ["\n\nDOE\n\n", " DOE\n\n\n"])
def test_a_name_stands_above_a_wrapped_line_of_an_archive(end: str, behind: str) -> None:
    cable = old(f"1. YES.\n\n2. HE WILL TRY AGAIN LATER.{end}{behind}\n")
    assert (numbers(cable), cable.signature, cable.paragraphs[-1].text) == ("1 2", "DOE", "HE WILL TRY AGAIN LATER.")


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        ("RUEKJCS/JOINT STAFF WASHINGTON\nDC//J5// PRIORITY", ["JOINT STAFF WASHINGTON DC//J5//"]),
        ("RUEHC/DEPARTMENT OF\nLABOR WASHINGTON DC", ["DEPARTMENT OF LABOR WASHINGTON DC"]),
        ("RUEHPE/AMEMBASSY\nLIMA 0123", ["AMEMBASSY LIMA"]),
        ("RUEHLP/AMEMBASSY LA\nPAZ", ["AMEMBASSY LA PAZ"]),
        ("ALL DIPLOMATIC AND CONSULAR POSTS AMEMBASSY\nLIMA", ["ALL DIPLOMATIC AND CONSULAR POSTS", "AMEMBASSY LIMA"]),
    ],
)
def test_a_name_of_the_list_is_whole_again(lines: str, labels: list[str]) -> None:
    (cable,) = kg.parse((HEADING.replace("\n\nC O N F", f"\nINFO {lines}\n\nC O N F") + "1. (C) Yes.\nDOE\n").encode())
    assert list(cable.info) == labels


def test_a_list_in_a_paragraph_does_not_begin_the_count_again() -> None:
    items = "\n\n1. QUOTING THE LETTER\n2) LINKING THE ROUND WITH THE TALKS.\n\n"
    cable = old(f"1. YES.\n\n2. NO.\n\n3. THERE ARE TWO WAYS:{items}4. WHO KNOWS.\n\n5. NOBODY.\nDOE\n")
    assert numbers(cable) == "1 2 3 4 5"


def test_an_annex_begins_the_count_again() -> None:
    annex = "".join(f"{n}. ARTICLE.\n\n" for n in range(1, 5))
    assert numbers(old(f"1. YES.\n\n2. NO.\n\n{annex}DOE\n")) == "1 2 1 2 3 4"


@pytest.mark.parametrize("line", ["TELEPHONE: 08/23 53 75", "HE WILL NOT GO ON", "AS WE SAID IN OUR CABLE OF MARCH"])
def test_a_number_that_the_count_asks_for_needs_no_stop_before_it(line: str) -> None:
    assert numbers(old(f"1. 401/ECUADOR\n2. {line}\n3. REFERENCE: NONE.\n4. AGENCY.\nDOE\n")) == "1 2 3 4"


def test_a_number_behind_a_word_that_leads_to_it_is_of_the_sentence() -> None:
    cable = old("1. YES.\n\n2. IT IS FORBIDDEN BY SECTION\n3. (B) OF THE LAW.\n\n3. NO.\n\n4. WHO KNOWS.\nDOE\n")
    assert numbers(cable) == "1 2 3 4"


@pytest.mark.parametrize("rule", ["", "\n------------------------"])
def test_a_title_can_end_with_initials(rule: str) -> None:
    cable = telegram(f"1. (C) Yes.\n\nNEXT STEPS FOR THE U.S.{rule}\n\n2. (C) No.\nDOE\n")
    assert (titles(cable), numbers(cable)) == (["NEXT STEPS FOR THE U.S."], "1:C 2:C")


def test_a_rule_behind_a_gap_underlines_no_sentence() -> None:
    page = "\n\nQUITO 00000214  002 OF 003\n\n\n"
    cable = telegram(
        f"1. (C) He met Gen.\n(ret.) Roe, who holds the power.\n\n--------{page}The Rest\n--------\n\n2. (C) No.\nDOE\n"
    )
    assert (titles(cable), numbers(cable)) == (["The Rest"], "1:C 2:C")


@pytest.mark.parametrize("columns", [40, 60, 0])
def test_a_title_is_one_at_any_width(columns: int) -> None:
    words = ["The", "Minister", "Sees", "No", "Way", "Out", "of", "the", "Banana", "Round"]
    lines = [" ".join(words[:5]), " ".join(words[5:])] if columns == 40 else [" ".join(words)]
    cable = telegram("1. (C) Yes.\n\n" + "\n".join(lines) + f"\n{'-' * 40}\n\n2. (C) No.\nDOE\n", LABELS)
    assert titles(cable) == [" ".join(words)]


@pytest.mark.parametrize("name", ["DOE", "McDOE", "VAN DER ROE", "Doe"])
@pytest.mark.parametrize("words", ["MINIMIZE CONSIDERED", "Minimize considered", "MINIMIZE CONSIDERED."])
def test_a_name_stands_below_minimize_considered(words: str, name: str) -> None:
    cable = telegram(f"1. (C) He will try again later.\n{words}\n{name}\n")
    assert (numbers(cable), cable.signature) == ("1:C", name)


@pytest.mark.parametrize("blanks", ["", " ", "  "])
def test_a_first_line_can_be_spaced_out(blanks: str) -> None:
    line = blanks.join("CONFIDENTIAL")
    (cable,) = kg.parse((HEADING.replace("C O N F I D E N T I A L", line) + LABELS + "1. (C) Yes.\nDOE\n").encode())
    assert (cable.to, cable.original_classification) == (("SECSTATE WASHDC",), "CONFIDENTIAL")


def test_a_telegram_can_be_spaced_out() -> None:
    labels = LABELS.replace("BANANA TALKS", "BANANA TALKS AND\nOTHER FRUIT").replace("PREL, EC", "PREL,\nEC")
    text = "1. (C) One line\nand one\nmore.\n\n2. (C) He said no\nonce more.\nDOE\n"
    (cable,) = kg.parse((HEADING + labels + text).replace("\n", "\n\n").encode())
    assert (cable.body_subject, cable.body_tags) == ("BANANA TALKS AND OTHER FRUIT", ("PREL", "EC"))
    assert [one.text for one in cable.paragraphs] == ["One line and one more.", "He said no once more."]
    assert cable.signature == "DOE"


def test_a_quoted_text_has_numbers_of_its_own() -> None:
    text = "Begin text:\n\n1. The parties agree.\n\n2. The parties disagree.\n\nEnd text.\n\n"
    cable = telegram(f"1. (C) Yes:\n\n{text}2. (C) No.\n\n3. (C) Who knows.\nDOE\n")
    assert [(one.n, one.mark) for one in cable.paragraphs if one.n] == [(1, "C"), (2, "C"), (3, "C")]


def test_paragraphs_follow_an_entire_text_without_a_gap() -> None:
    assert numbers(telegram("1. (SBU - ENTIRE TEXT)\n2. Yes.\n3. No.\nDOE\n")) == "1:SBU 2 3"


@pytest.mark.parametrize("above", ["2006    14.7      16.1", "END TALKING POINTS", "END TEXT", "UNQUOTE"])
def test_the_last_paragraph_follows_what_has_no_stop(above: str) -> None:
    cable = old(f"1. YES.\n\n2. NO:\n\n{above}\n3. WHO KNOWS.\nDOE\n")
    assert [one.n for one in cable.paragraphs if one.n] == [1, 2, 3]


PAGE = "\n\nQUITO 00000214  002 OF 003\n\n"


@pytest.mark.parametrize("page", [PAGE, "\nQUITO 00000214  002 OF 003\n", f"{PAGE}\n\n"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_page_line_parts_no_number_from_its_mark(number: int, page: str) -> None:
    text = "1. (C) Yes.\n\n2. (C) No.\n\n3. (C) Who knows.\nDOE\n"
    assert numbers(telegram(text.replace(f"{number}. (C)", f"{number}.{page}(C)"))) == "1:C 2:C 3:C"


@pytest.mark.parametrize("page", [PAGE, "\nQUITO 00000214  001.2 OF 003\n"])
def test_a_caption_beside_a_page_line_is_the_telegram_s_own(page: str) -> None:
    head = HEADING.replace("SIPDIS\n\n", f"SIPDIS{page}")
    (cable,) = kg.parse((head + LABELS + "1. (C) Yes.\nDOE\n").encode())
    assert (cable.captions, cable.page_lines) == (("SIPDIS",), 1)


def test_tags_of_any_form_go_on_behind_a_page_line() -> None:
    labels = LABELS.replace("PREL, EC", f"PREL EC{PAGE}NATO UNGA PGOV")
    assert telegram("1. (C) Yes.\nDOE\n", labels).body_tags == ("PREL", "EC", "NATO", "UNGA", "PGOV")


def test_a_date_in_words_stands_behind_a_page_line() -> None:
    cable = telegram("1. (C) Yes.\nDOE\n", LABELS.replace("DECL: 03/14/2017", f"DECL:{PAGE}MARCH 14, 2017"))
    assert cable.declassification
    assert cable.declassification.date == "2017-03-14"


def test_a_number_that_a_bracket_closes_is_of_the_sentence() -> None:
    cable = old("1. YES.\n\n2. HE WILL GO (SEE PARA\n3). HE SAYS\nNO (SEE PARA\n3), AND MORE.\n\n3. WHO KNOWS.\nDOE\n")
    assert numbers(cable) == "1 2 3"


def test_a_short_line_leads_to_a_number() -> None:
    assert numbers(old("1. YES.\n\n2. AS WE SAID IN PARA\n3. HE WILL GO.\n\n3. WHO KNOWS.\nDOE\n")) == "1 2 3"


def test_the_time_of_a_wrapped_page_line_is_no_addressee() -> None:
    page = "\n\nSECRET\n\nPAGE 02        QUITO  01234\n081915Z\n\nAMEMBASSY BOGOTA"
    head = HEADING.replace("\n\nC O N F", f"\nINFO AMEMBASSY LIMA{page}\n\nC O N F")
    (cable,) = kg.parse((head + LABELS + "1. (C) Yes.\nDOE\n").encode())
    assert cable.info == ("AMEMBASSY LIMA", "AMEMBASSY BOGOTA")


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("later. DE LA ROE", "DE LA ROE"),
        ("later. VAN DER\nROE", "VAN DER ROE"),
        ("later. DOE III", "DOE III"),
        ("later. McDOE", "McDOE"),
        ("later. DOE BT #0214 NNNN", "DOE"),
        ("later. DOE BT\n#0214 NNNN", "DOE"),
        ("later.\n\nDOE BT #0214 NNNN", "DOE"),
        ("later.\n\nDoe NNNN", "Doe"),
        ("later.\n\nDE ROE\nNOTE BY OC/T: HEADING AS RECEIVED.  CORRECTION TO FOLLOW.", "DE ROE"),
        ("later.\n\nROE##\nNOTE BY OC/T: HEADING AS RECEIVED.  CORRECTION TO FOLLOW.", "ROE"),
    ],
)
def test_a_name_can_stand_on_the_last_line_of_the_text(end: str, name: str) -> None:
    cable = telegram(f"1. (C) Yes.\n\n2. (C) He will try again {end}\n")
    assert (cable.signature, cable.paragraphs[-1].text) == (name, "He will try again later.")


def test_a_subject_that_begins_on_the_next_line_is_no_correction() -> None:
    labels = "E.O. 12958: N/A TAGS: PREL EC SUBJECT:\nCORRECTED COPY OF THE\nBANANA TALKS\n\n"
    assert telegram("1. (C) Yes.\nDOE\n", labels).body_subject == "CORRECTED COPY OF THE BANANA TALKS"


def test_a_serial_on_the_next_line_is_no_paragraph() -> None:
    cable = telegram("REF: (A) QUITO 12 (B) STATE\n928 (C) LIMA 87 AND PREVIOUS\n\n1. (C) Yes.\nDOE\n")
    assert ([one.id for one in cable.references], numbers(cable)) == (["07QUITO12", "07STATE928", "07LIMA87"], "1:C")


def filled(text: str, columns: int) -> str:
    """Fill each block of a text as if it were prose."""
    return "\n\n".join(textwrap.fill(block, columns, break_on_hyphens=False) for block in text.split("\n\n"))


WIRE = "VZCZCXYZ0001\nPP RUEHC RUEHLP\nDE RUEHQT #0214/01 0731620\nZNY CCCCC ZZH\n"
LIST = "\nJOINT STAFF WASHINGTON DC//J5//\nINFO RUEHLP/AMEMBASSY LA PAZ PRIORITY 0012\nRUEHPE/AMEMBASSY LIMA\n\nC O N F"
PRINTED = (
    "CONFIDENTIAL\n\nPAGE 01        QUITO  00214  141620Z\n45\nACTION ARA-10\nINFO  OCT-01  ISO-00  NSC-05  /026 W\n"
    "--------------------- 045678\n"
)


@pytest.mark.parametrize("columns", [40, 50, 60, 66, 72, 80])
@pytest.mark.parametrize("before", [WIRE, PRINTED, ""])
def test_a_telegram_can_be_filled_as_if_it_were_prose(before: str, columns: int) -> None:
    labels = LABELS + "REF: A. LIMA 87\n     B. STATE 928 (NOTAL)\n\n"
    text = "1. (C) Yes.\n\n2. (C) He will try again later.\nDOE\n"
    (cable,) = kg.parse(filled(before + HEADING.replace("\n\nC O N F", LIST) + labels + text, columns).encode())
    assert (cable.id, cable.to, cable.info) == (
        "07QUITO214",
        ("SECSTATE WASHDC", "JOINT STAFF WASHINGTON DC//J5//"),
        ("AMEMBASSY LA PAZ", "AMEMBASSY LIMA"),
    )
    assert (cable.body_tags, cable.body_subject, numbers(cable)) == (("PREL", "EC"), "BANANA TALKS", "1:C 2:C")
    assert ([one.id for one in cable.references], cable.signature) == (["07LIMA87", "07STATE928"], "DOE")


@pytest.mark.parametrize(
    "lines",
    [
        "1. YES.\n\n2. NO.\n\n3. WHO KNOWS. 4. NOBODY.",
        "1. YES.\n\n2. NO. 3. WHO KNOWS. 4. NOBODY.",
        "1. YES. 2. NO. 3. WHO KNOWS.\n\n4. NOBODY.",
    ],
)
def test_numbers_can_stand_behind_sentences(lines: str) -> None:
    assert numbers(old(f"{lines}\nDOE\n")) == "1 2 3 4"


def test_a_number_on_a_later_line_of_the_subject_is_no_paragraph() -> None:
    cable = old("1. YES.\nDOE\n", "TAGS: PLOS\nSUBJ: LAW OF THE SEA: ARTICLE\n12. SOVIET VIEWS\n\n")
    assert (cable.body_subject, numbers(cable)) == ("LAW OF THE SEA: ARTICLE 12. SOVIET VIEWS", "1")


@pytest.mark.parametrize(
    "line",
    [
        "C O N F I D E N T I A L SECTION 01 OF 02\nSANTO DOMINGO 000214",
        "C O N F I D E N T I A L SECTION 01 OF 02 SANTO\nDOMINGO 000214",
        "C O N F I D E N T I A L\nSECTION 01 OF 02\nSANTO DOMINGO 000214",
        "C O N F I D E N T I A L SECTION 01 OF 02\n\nSANTO DOMINGO 000214",
        "CONFIDENTIAL SANTO DOMINGO 000214\nSECTION 01 OF 02",
    ],
)
def test_a_first_line_that_was_wrapped_is_whole_again(line: str) -> None:
    head = HEADING.replace("C O N F I D E N T I A L QUITO 000214", line).replace("QUITO", "SANTO DOMINGO")
    second = line.replace("01 OF", "02 OF")
    (cable,) = kg.parse(f"{head}{LABELS}1. (C) Yes. He\n\n{second}\n\nwent on.\n\n2. (C) No.\nDOE\n".encode())
    assert (cable.id, cable.original_classification) == ("07SANTODOMINGO214", "CONFIDENTIAL")
    assert cable.sections
    assert (cable.sections.seen, [one.text for one in cable.paragraphs]) == ((1, 2), ["Yes. He went on.", "No."])


def test_a_date_above_the_third_item_of_a_list_is_no_number() -> None:
    items = "(A) The first one.\n(B) The bank must freeze them by June\n15.\n(C) The third one."
    text = f"1. (C) Items:\n{items}\n\n2. (C) No.\nDOE\n"
    assert numbers(telegram(text)) == "1:C 2:C"
    assert (
        numbers(telegram(text.replace("(C) The th", "(c) The th").replace("(A)", "(a)").replace("(B)", "(b)")))
        == "1:C 2:C"
    )
    unmarked = f"1. YES.\n\n2. IT ENDS BY JUNE\n15. ITEMS:\n{items}\n\n3. NO.\n\n4. WHO KNOWS.\nDOE\n"
    assert numbers(old(unmarked)) == "1 2 3 4"


@pytest.mark.parametrize(
    "piece",
    ["2.\n(C) ", "1. A. 2. ", "x\n\n", " \n", "A. DE ", "CONFIDENTIAL\n", "SECTION 02 OF 03\n", "041405Z MAR 09 FM\n"],
)
def test_hostile_text_ends_soon(piece: str) -> None:
    begun = time.process_time()
    kg.parse((HEADING + LABELS + "1. (C) Yes.\n\n" + piece * (60_000 // len(piece))).encode())
    assert time.process_time() - begun < 10


def test_prose_that_looks_like_a_heading_stays_in_its_lines() -> None:
    quoted = "ZZH R 041405Z MAR 76 FM AMEMBASSY\nQUITO TO SECSTATE"
    text = f"1. WE ASKED FM DOE TO AMEND IT.\n2. IT SAYS: {quoted}.\n3. NO.\nDOE\n"
    assert numbers(old(text, OLD_LABELS.replace("BANANA", "WHAT FM DOE TO AMEMBASSY"))) == "1 2 3"


def test_a_heading_of_its_own_can_be_filled() -> None:
    heading = filled(WIRE + HEADING.partition("\n\nC O N F")[0], 50)
    columns = (
        "1",
        "3/14/2007 16:20",
        "07QUITO214",
        "Embassy Quito",
        "CONFIDENTIAL",
        "",
        heading,
        "UNCLAS QUITO 214\n\n1. A.",
    )
    (cable,) = kg.parse(",".join(f'"{column}"' for column in columns).encode())
    assert (cable.to, cable.dtg) == (("SECSTATE WASHDC",), "141620Z MAR 07")


def test_a_text_below_a_filled_heading_stays_in_its_lines() -> None:
    heading = filled(WIRE + HEADING.partition("\n\nC O N F")[0], 50)
    (cable,) = kg.parse(f"{heading}\n\nUNCLAS QUITO 214\nTAGS: PREL\nSUBJECT: X\n1. YES.\n2. NO.\nDOE".encode())
    assert (cable.id, numbers(cable), cable.signature) == ("07QUITO214", "1 2", "DOE")


@pytest.mark.parametrize("page", [PAGE, "\nQUITO 00000214  002 OF 003\n", " QUITO 00000214  002 OF 003 "])
def test_a_station_is_whole_that_a_page_line_has_cut(page: str) -> None:
    cable = telegram(f"REF: A. QUITO 12\n     B. USUN NEW{page}YORK 9758\n\n1. (C) Yes.\nDOE\n")
    assert [one.id for one in cable.references] == ["07QUITO12", "07USUNNEWYORK9758"]


def test_the_rest_of_a_sentence_behind_a_page_is_no_title() -> None:
    cable = telegram(f"1. (C) THE GENERAL SAID THAT{PAGE}\nNOBODY WANTS IT. HE ASKED: WHY NOW?\n\n2. (C) NO.\nDOE\n")
    assert (titles(cable), numbers(cable)) == ([], "1:C 2:C")


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n\n\n\n", "\n\n\n\n\n"])
def test_the_first_number_needs_no_stop_before_it(gap: str) -> None:
    fields = "**Canonical ID:** 1976QUITO01234\\_b\n\n**Date:** 1976 March 8, 00:00 (Monday)\n\n---\n\n"
    rest = "AND PUMPS TO THE CITY OF QUITO (FLOOD CONTROL PROJECT, SECOND AND THIRD PARTS),"
    text = gap.join((rest, "1. YES.", "2. NO.", "DOE\n"))
    (cable,) = kg.parse((fields + text).encode())
    assert ([one.n for one in cable.paragraphs], cable.signature) == ([0, 1, 2], "DOE")


def test_a_wrapped_bracket_hides_no_number_behind_a_sentence() -> None:
    text = "1. YES.\n\n2. NO.\n\n3. ONE SEAT WOULD GO (NEW TOTAL\n11) AND ONE NOT. WE DOUBT IT. 4. MUCH IS OPEN.\nDOE\n"
    assert numbers(old(text)) == "1 2 3 4"


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n\n\n"])
def test_the_last_number_behind_a_gap_needs_no_stop_before_it(gap: str) -> None:
    fields = "**Canonical ID:** 1976QUITO01234\\_b\n\n**Date:** 1976 March 8, 00:00 (Monday)\n\n---\n\n"
    (cable,) = kg.parse((fields + gap.join(("1. YES.", "2. AS WE SAID TO THE", "3. NO.", "DOE\n"))).encode())
    assert [one.n for one in cable.paragraphs] == [1, 2, 3]
